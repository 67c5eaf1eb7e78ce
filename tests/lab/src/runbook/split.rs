//! Kylin with the read/write split, its metastore in HBase and its logins in a directory.
//!
//! h1 has HAProxy with TLS, h2 runs jobs, h3 answers queries. h4 is the cluster of the builds:
//! a name node, a data node, and the directory. h5 and h6 are the other cluster: HDFS with two name
//! nodes under the name of a service, and on h6 its data node and HBase with its ZooKeeper.

use super::walk::{Hand, NOTHING_DEPLOYED, Other, Story, Walk, says};
use crate::{
    artifacts::JAVA_HOME,
    host::{Hosts, limited},
    kylin::surroundings::{PASSWORD, client},
};
use anyhow::{Context as _, Result, anyhow, bail};
use commands::{program, root};
use model::Lang;
use std::{fs, thread};

/// The folder of the cluster's shared edits.
const SHARE: &str = "/mnt/edits";

/// What people log in with.
const PEOPLE: &str = "Wolke 7 & \"Himmel\"";

pub(super) static STORY: Story = Story {
    name: "split",
    lang: Lang::En,
    document: "kylin/documents/split-hbase.toml",
    folder: "kylin-lab",
    hosts: 7,
    share: SHARE,
    binds: String::new,
    secrets: &[("KYLIN_ADMIN_PASSWORD", PEOPLE), ("KYLIN_LDAP_PASSWORD", PASSWORD)],
    site,
    words: &[("hadoop fs -ls hdfs://hbase-cluster/kylin", name_nodes)],
    others: &[
        Other { begins: "hadoop fs -mkdir -p /kylin", hand: Hand::User(&[4], "hdfs") },
        Other {
            begins: "hadoop fs -mkdir -p hdfs://hbase-cluster/kylin",
            hand: Hand::User(&[6], "hdfs"),
        },
        Other {
            begins: "hadoop fs -ls hdfs://hbase-cluster/kylin",
            hand: Hand::User(&[2, 3], "kylin"),
        },
        Other {
            begins: "cp -a /etc/hbase/conf",
            hand: Hand::Root(&[2, 3], &[("hbase-master:", "h6.lab.test:")]),
        },
        Other {
            begins: "install -D -m 0444 certificate.pem",
            hand: Hand::Root(
                &[1],
                &[("certificate.pem", "/root/tls/server.crt"), ("key.pem", "/root/tls/server.key")],
            ),
        },
        Other { begins: "bin/start --restart", hand: NOTHING_DEPLOYED },
        Other { begins: "sudo -u kylin sh nodes/h1", hand: Hand::Carried(&[1]) },
    ],
    seen,
    change: None,
};

/// Servers and clients of the second cluster agree on its two name nodes.
const NAME_NODES: &str = "dfs.nameservices=hbase-cluster \
    dfs.ha.namenodes.hbase-cluster=nn1,nn2 \
    dfs.namenode.rpc-address.hbase-cluster.nn1=h5.lab.test:8020 \
    dfs.namenode.rpc-address.hbase-cluster.nn2=h6.lab.test:8020 \
    dfs.namenode.http-address.hbase-cluster.nn1=h5.lab.test:50070 \
    dfs.namenode.http-address.hbase-cluster.nn2=h6.lab.test:50070 \
    dfs.client.failover.proxy.provider.hbase-cluster=org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider \
    dfs.ha.fencing.methods='shell(/bin/true)' \
    dfs.namenode.shared.edits.dir=file:///mnt/edits/hbase-cluster";

/// Where a server keeps its files; one copy of each block is all there can be.
const SERVER: &str = "dfs.namenode.name.dir=file:///var/lib/hadoop/name \
    dfs.datanode.data.dir=file:///var/lib/hadoop/data dfs.replication=1";

/// The script of a Hadoop machine, on a host.
fn hadoop(hosts: &Hosts, number: u32, lines: &str) -> Result<String> {
    let script = root().join("tests/lab/kylin/surroundings/hadoop.sh");
    hosts.put(number, &script, "/root/hadoop.sh")?;
    let text = format!(
        "export JAVA_HOME={JAVA_HOME}\nhadoop() {{ bash /root/hadoop.sh \"$@\"; }}\n{lines}"
    );
    hosts.root(number, &text, 120)
}

fn site(walk: &Walk) -> Result<()> {
    let hosts = walk.hosts;
    certificates(hosts)?;
    for number in [2, 3, 4, 5, 6] {
        client(hosts, number)?;
    }
    let parts: [fn(&Hosts) -> Result<()>; 4] = [builds, storage, gateways, directory];
    thread::scope(|scope| {
        let all: Vec<_> = parts.iter().map(|part| scope.spawn(move || part(hosts))).collect();
        for one in all {
            one.join().map_err(|_| anyhow!("a thread has panicked"))??;
        }
        Ok(())
    })
}

/// The cluster of the builds.
fn builds(hosts: &Hosts) -> Result<()> {
    let lines = format!(
        "hadoop accounts
         hadoop client hdfs://h4.lab.test:8020 {SERVER}
         hadoop format
         hadoop namenode
         hadoop datanode
         hadoop wait-hdfs"
    );
    hadoop(hosts, 4, &lines).map(drop)
}

/// The cluster of the cubes: two name nodes, one after the other, then HBase.
fn storage(hosts: &Hosts) -> Result<()> {
    let client =
        format!("hadoop accounts; hadoop client hdfs://hbase-cluster {NAME_NODES} {SERVER}\n");
    let first = format!(
        "{client}
         chown hdfs {SHARE}
         hadoop format
         cp -a /var/lib/hadoop/name {SHARE}/
         hadoop namenode
         hadoop active nn1"
    );
    hadoop(hosts, 5, &first)?;
    let second = format!(
        "{client}
         mv {SHARE}/name /var/lib/hadoop/
         hadoop namenode
         hadoop datanode
         hadoop wait-hdfs
         hadoop fs -mkdir /hbase
         hadoop fs -chown hbase /hbase
         hadoop hbase-site hbase.rootdir=hdfs://hbase-cluster/hbase hbase.cluster.distributed=false \
             hbase.zookeeper.quorum=h6.lab.test hbase.zookeeper.property.clientPort=2182 \
             hbase.zookeeper.property.dataDir=/var/lib/hadoop/hbase/zookeeper \
             hbase.master.info.port=-1 hbase.regionserver.info.port=-1
         hadoop hbase
         hadoop wait-hbase"
    );
    hadoop(hosts, 6, &second).map(drop)
}

/// Kylin's machines before Kylin: the clients of the builds' cluster.
fn gateways(hosts: &Hosts) -> Result<()> {
    for number in [2, 3] {
        let lines = "hadoop client hdfs://h4.lab.test:8020 dfs.replication=1
                     hadoop hbase-site hbase.rootdir=hdfs://h4.lab.test:8020/hbase hbase.zookeeper.quorum=h4.lab.test
                     mkdir -p /etc/hive/conf
                     cp /opt/hadoop-client/hive/conf/hive-site.xml /etc/hive/conf/";
        hadoop(hosts, number, lines)?;
    }
    Ok(())
}

/// Two certificates, as an authority would give them out: of the load balancer and of the directory.
fn certificates(hosts: &Hosts) -> Result<()> {
    for (number, folder) in [(1, "/root/tls"), (4, "/root/tls")] {
        let local = hosts.folder().join(format!("tls-h{number}"));
        fs::create_dir_all(&local)?;
        let name = Hosts::name(number);
        let mut openssl = program("openssl");
        openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]);
        openssl.args(["-subj", &format!("/CN={name}")]);
        openssl.args(["-addext", &format!("subjectAltName=DNS:{name}")]);
        openssl.args(["-keyout", "server.key", "-out", "server.crt"]);
        limited(30, openssl.current_dir(&local))?.ok("openssl req")?;
        hosts.root(number, &format!("mkdir -p {folder}"), 10)?;
        for file in ["server.key", "server.crt"] {
            hosts.put(number, &local.join(file), folder)?;
        }
    }
    Ok(())
}

/// The directory, and on Kylin's machines a trust store with its certificate.
fn directory(hosts: &Hosts) -> Result<()> {
    let script = root().join("tests/lab/kylin/surroundings/directory.sh");
    hosts.put(4, &script, "/root/directory.sh")?;
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let text = format!(
        "TLS=/root/tls bash /root/directory.sh h4.lab.test {} {}",
        quoted(PASSWORD),
        quoted(PEOPLE)
    );
    hosts.root(4, &text, 40)?;
    let folder = hosts.folder().join("tls-h4");
    let mut keytool = program("keytool");
    keytool.args(["-importcert", "-noprompt", "-alias", "directory", "-file", "server.crt"]);
    keytool.args(["-storetype", "JKS", "-storepass", "changeit", "-keystore", "directory.jks"]);
    limited(30, keytool.current_dir(&folder))?.ok("keytool")?;
    for number in [2, 3] {
        hosts.root(number, "mkdir -p /etc/kylin-tls", 10)?;
        hosts.put(number, &folder.join("directory.jks"), "/etc/kylin-tls/")?;
    }
    Ok(())
}

/// Through the load balancer, which is trusted.
const BALANCER: &str = "https://h1.lab.test:8443/kylin/api";

/// The clients get to know the name nodes of the other cluster; before that, preflight says so.
fn name_nodes(walk: &Walk) -> Result<()> {
    let said = walk.script("bin/preflight --node h2.lab.test")?.refused("preflight")?;
    says(
        &said,
        &[
            "hbase.rootdir is on hdfs://hbase-cluster, as kylin.storage.hbase.cluster-fs says",
            "h5.lab.test:8020 can be reached",
            "h6.lab.test:8020 can be reached",
            "h4.lab.test:636 can be reached",
            "the clients do not know the name nodes of hbase-cluster",
        ],
    )?;
    let text = "for node in h2 h3; do
            grep '<property>' nodes/$node.lab.test/conf/hbase.hdfs.xml |
                ssh root@$node.lab.test 'sed -i \"/<configuration>/r /dev/stdin\" /etc/hadoop/conf/hdfs-site.xml'
        done";
    walk.script(text)?.ok("hdfs-site.xml").map(drop)
}

/// Everything that can be seen of the two clusters, the directory and the load balancer.
fn seen(walk: &Walk) -> Result<()> {
    logins(walk)?;
    metastore(walk)?;
    name_node_lost(walk)
}

/// Through the load balancer, whose certificate curl is told to trust, as everybody's.
fn ask(walk: &Walk, login: &str, method: &str, path: &str, json: &str) -> Result<(u16, String)> {
    let mut curl = program("curl");
    curl.args(["--silent", "--show-error", "--noproxy", "*", "--max-time", "60", "--cacert"]);
    curl.arg(walk.hosts.folder().join("tls-h1/server.crt"));
    curl.args(["--user", login, "--request", method, "--write-out", "\n%{http_code}"]);
    if !json.is_empty() {
        curl.args(["--header", "Content-Type: application/json", "--data", json]);
    }
    let said = limited(90, curl.arg(format!("{BALANCER}/{path}")))?.ok("curl")?;
    let (body, status) = said.rsplit_once('\n').context("a status")?;
    Ok((status.parse()?, body.to_owned()))
}

/// Who is in the directory logs in, and only the group's members administer.
fn logins(walk: &Walk) -> Result<()> {
    let (alice, bob) = (format!("alice:{PEOPLE}"), format!("bob:{PEOPLE}"));
    let project = |name: &str| format!(r#"{{"projectDescData":"{{\"name\":\"{name}\"}}"}}"#);
    let expected: [(&str, &str, String, &[u16]); 5] = [
        (&alice, "user/authentication", String::new(), &[200]),
        (&bob, "user/authentication", String::new(), &[200]),
        ("bob:wrong", "user/authentication", String::new(), &[401]),
        ("ADMIN:KYLIN", "user/authentication", String::new(), &[401]),
        (&alice, "projects", project("made_by_alice"), &[200]),
    ];
    for (login, path, json, wanted) in &expected {
        let method = if json.is_empty() { "GET" } else { "POST" };
        let (status, body) = ask(walk, login, method, path, json)?;
        if !wanted.contains(&status) {
            bail!("{login} asks for {path}: HTTP {status} instead of {wanted:?}: {body}");
        }
    }
    let (status, body) = ask(walk, &bob, "POST", "projects", &project("made_by_bob"))?;
    if status == 200 {
        bail!("bob, who is in no group, made a project: {body}");
    }
    walk.say(
        "alice and bob of the directory log in by HTTPS, ADMIN does not; only alice administers",
    );
    Ok(())
}

/// The metastore is in HBase, on the other file system, and `conf/hbase.hdfs.xml` alone leads there.
fn metastore(walk: &Walk) -> Result<()> {
    let list = "hadoop fs -conf /opt/kylin/conf/hbase.hdfs.xml -ls hdfs://hbase-cluster/hbase/data/default";
    let text = format!("mv /etc/hadoop/conf/hdfs-site.xml /root/; trap 'mv /root/hdfs-site.xml /etc/hadoop/conf/' EXIT
        echo '<configuration/>' >/etc/hadoop/conf/hdfs-site.xml
        {list}");
    let said = walk.desk.root(3, &text, 60)?.ok(list)?;
    says(&said, &["hdfs://hbase-cluster/hbase/data/default/kylin_metadata"])?;
    walk.say(
        "the metastore's table is in HBase; conf/hbase.hdfs.xml alone leads to both name nodes",
    );
    Ok(())
}

/// The active name node of the other cluster dies, and the other one takes over.
fn name_node_lost(walk: &Walk) -> Result<()> {
    let hosts = walk.hosts;
    hadoop(hosts, 5, "hadoop kill namenode")?;
    hadoop(hosts, 6, "hadoop active nn2; hadoop wait-hdfs")?;
    let said = walk.script("bin/verify")?.ok("bin/verify with the other name node")?;
    says(&said, &["verified"])?;
    walk.say(
        "one name node of the HBase cluster is gone: with the other one, bin/verify is content",
    );
    Ok(())
}

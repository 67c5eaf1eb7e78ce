//! Which process is a service's, and who may start one: by the nodes' own shell functions.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::Node;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

/// What a service's script says of itself.
const SERVICE: &str =
    "service=probe pid_file=$PWD/probe.pid; mkdir -p service; touch service/probe.sh";

fn refused(node: &Node, line: &str) -> String {
    let output = node.sh(&format!("{SERVICE}\n{line}"));
    assert!(!output.status.success(), "{line}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_pid_file_is_believed_for_its_program_alone() {
    let node = Node::new("alive");
    let stranger = "sleep 5 & until tr '\\0' ' ' </proc/$!/cmdline | grep -q '^sleep'; do :; done
        echo $! >probe.pid; alive probe.pid && echo believed; kill $!";
    assert_eq!(node.prints(&format!("{SERVICE}\n{stranger}")), "");
    let own = "sh -c 'sleep 5; : probe' & echo $! >probe.pid; alive probe.pid >/dev/null && echo believed; kill $!";
    assert_eq!(node.prints(&format!("{SERVICE}\n{own}")), "believed\n");
    for text in ["", "0x1", "-1", "999999999", "one"] {
        node.write("probe.pid", text);
        assert!(!node.sh(&format!("{SERVICE}\nalive probe.pid")).status.success(), "{text:?}");
    }
}

/// The kernel shows no command line while a process goes over from one program to the next: of 200
/// looks some meet that moment.
#[test]
fn a_program_that_just_begins_is_believed() {
    let node = Node::new("begins");
    let line = "known_by=sleep i=0
        while [ $i -lt 200 ]; do
            nohup sleep 60 >/dev/null 2>&1 </dev/null &
            echo $! >pid
            alive pid >/dev/null || echo \"not believed: $i\"
            kill $!
            i=$((i + 1))
        done";
    assert_eq!(node.prints(line), "");
    // One that is dead, and not yet buried, is none.
    let dead = "rm -f pid
        sh -c 'sleep 50 & echo $! >pid; exec sleep 60' & parent=$!
        # A shell would still bury it.
        until tr '\\0' ' ' </proc/$parent/cmdline | grep -q '^sleep 60'; do :; done
        kill -9 $(cat pid)
        until grep -q ') Z' /proc/$(cat pid)/stat; do :; done
        alive pid || echo dead; kill $parent";
    assert_eq!(node.prints(dead), "dead\n");
}

#[test]
fn a_stranger_is_not_stopped() {
    let node = Node::new("stranger");
    let line = "sleep 60 >/dev/null & echo $! >pid
        until tr '\\0' ' ' </proc/$!/cmdline | grep -q '^sleep'; do :; done
        known_by='nginx|haproxy'
        ! alive pid || echo taken
        stop_process pid 1
        kill -0 $! && echo lives
        known_by='haproxy|sleep'
        [ \"$(alive pid)\" = $! ] && echo ours
        stop_process pid 5
        kill -0 $! 2>/dev/null || echo stopped";
    assert_eq!(node.prints(line), "lives\nours\nstopped\n");
}

/// Its number stays as long as whoever started it does not look: it is stopped all the same.
#[test]
fn a_process_that_is_dead_and_not_buried_is_stopped() {
    let node = Node::new("unburied");
    let line = "sh -c 'sleep 60 & echo $! >pid; exec sleep 90' >/dev/null & parent=$!
        # A shell would still bury it.
        until tr '\\0' ' ' </proc/$parent/cmdline | grep -q '^sleep 90'; do :; done
        until tr '\\0' ' ' </proc/$(cat pid)/cmdline | grep -q '^sleep 60'; do :; done
        known_by='^sleep 60'
        stop_process pid 5
        kill -0 \"$(cat pid)\" && echo there
        kill $parent";
    assert_eq!(node.prints(line), "there\n");
}

#[test]
fn of_two_that_start_a_service_one_goes_on() {
    let node = Node::new("claim");
    // The lock alone tells them apart: none of them has written its number yet.
    let both = "for i in 1 2 3 4; do (claim 2>/dev/null && echo one && sleep 1) & done; wait";
    assert_eq!(node.prints(&format!("{SERVICE}\n{both}")), "one\n");
    // It ends with who had it, however that ended.
    let killed = "sh -c 'exec 9<service/probe.sh; flock 9; exec sleep 9' & sleep 0.3; kill -9 $!; wait || :; claim; echo one";
    assert_eq!(node.prints(&format!("{SERVICE}\n{killed}")), "one\n");
}

#[test]
fn what_runs_is_not_started_again_and_a_strangers_number_is_removed() {
    let node = Node::new("claim-runs");
    let runs = "sh -c 'sleep 5; : probe' & echo $! >probe.pid; trap 'kill $!' EXIT; claim";
    let said = refused(&node, runs);
    assert!(said.contains("probe runs already, as process "), "{said}");
    let stranger = "sleep 5 & echo $! >probe.pid; claim; kill $!; [ ! -e probe.pid ] && echo gone";
    assert_eq!(node.prints(&format!("{SERVICE}\n{stranger}")), "gone\n");
}

/// Scripts of services, what they know of their node, command lines of theirs, and of strangers whose
/// number may stand in the pid file.
const KNOWN: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "kylin/scripts/kylin.sh",
        "KYLIN_HOME=/opt/kylin",
        &[
            "/usr/lib/jvm/8/bin/java -Xmx8g -Dcatalina.base=/opt/kylin/tomcat org.apache.catalina.startup.Bootstrap start ",
            "java -Dlogging.path=/opt/kylin/logs -jar newten.jar ",
            "/bin/bash /opt/kylin/bin/kylin.sh start ",
            "bash /opt/hbase/bin/hbase -Da=b org.apache.hadoop.util.RunJar /opt/kylin/tomcat/bin/bootstrap.jar x ",
        ],
        &[
            "tail -f /opt/kylin/logs/kylin.log ",
            "vi /opt/kylin/conf/kylin.properties ",
            "bash -c tail -f /opt/kylin/logs/kylin.log ",
            "java -Dcatalina.base=/opt/other/tomcat org.apache.catalina.startup.Bootstrap start ",
            "java -Dhome=/opt/kylin2/x Main ",
        ],
    ),
    (
        "common/scripts/redis.sh",
        "running=/opt/s/redis/running.conf REDIS_PORT=6379",
        &[
            "redis-server *:6379 ",
            "/usr/bin/redis-server 10.0.0.1:6379 [cluster] ",
            "/usr/bin/redis-server /opt/s/redis/running.conf ",
            "valkey-server [::1]:6379",
            "sh /var/lib/muster/c/n/node/service/redis.sh run ",
        ],
        &[
            "redis-server *:6380 ",
            "redis-cli -p 6379 monitor ",
            "/usr/bin/redis-server *:63790 ",
            "tail -f /opt/s/redis/redis.log ",
        ],
    ),
    (
        "common/scripts/sentinel.sh",
        "running=/opt/s/sentinel/running.conf SENTINEL_PORT=26379",
        &[
            "redis-server *:26379 [sentinel] ",
            "redis-server /opt/s/sentinel/running.conf --sentinel ",
        ],
        &["redis-server *:6379 ", "less sentinel.log "],
    ),
    (
        "common/scripts/zookeeper.sh",
        "ZOOKEEPER_CONFIG=/opt/zookeeper/conf/zoo.cfg",
        &[
            "java -Xmx1g -cp a:b org.apache.zookeeper.server.quorum.QuorumPeerMain /opt/zookeeper/conf/zoo.cfg ",
            "sh /var/lib/muster/c/n/node/service/zookeeper.sh run ",
        ],
        &[
            "java -cp a org.apache.zookeeper.server.quorum.QuorumPeerMain /etc/zookeeper/zoo.cfg ",
            "java -cp a org.apache.zookeeper.server.quorum.QuorumPeerMain /opt/zookeeper/conf/zoo.cfg2 ",
            "jps QuorumPeerMain ",
        ],
    ),
    (
        "common/scripts/memcached.sh",
        "MEMCACHED_PORT=11211",
        &["/usr/bin/memcached -l 0.0.0.0 -p 11211 -U 0 -m 64 -c 4096 "],
        &["/usr/bin/memcached -m 64 -p 11212 ", "tail memcached.log "],
    ),
    (
        "common/scripts/haproxy.sh",
        "HAPROXY_CONFIG=/opt/lb/haproxy.cfg",
        &["/usr/sbin/haproxy -D -p /opt/lb/haproxy.pid -f /opt/lb/haproxy.cfg "],
        &["/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg ", "vi /opt/lb/haproxy.cfg "],
    ),
    (
        "common/scripts/nginx.sh",
        "NGINX_CONFIG=/opt/lb/nginx.conf",
        &[
            "nginx: master process /usr/sbin/nginx -e /opt/lb/error.log -p /opt/lb/ -c /opt/lb/nginx.conf",
        ],
        &["nginx: master process /usr/sbin/nginx -g daemon on;", "tail -f /opt/lb/nginx.log "],
    ),
    (
        "common/scripts/httpd.sh",
        "HTTPD_CONFIG=/opt/lb/httpd.conf",
        &["/usr/sbin/apache2 -d /opt/lb -f /opt/lb/httpd.conf -k start "],
        &["/usr/sbin/apache2 -k start ", "tail /opt/lb/httpd.conf "],
    ),
    (
        "common/scripts/keepalived.sh",
        "KEEPALIVED_CONFIG=/opt/lb/keepalived.conf",
        &["/usr/sbin/keepalived -n -l -P -f /opt/lb/keepalived.conf -p /opt/lb/keepalived.pid "],
        &["/usr/sbin/keepalived --dont-fork "],
    ),
    (
        "alluxio/scripts/alluxio.sh",
        "ALLUXIO_HOME=/opt/alluxio id=alluxio-master process=master class=alluxio.master.AlluxioMaster",
        &[
            "sh /var/lib/muster/c/n/node/service/alluxio-master.sh run ",
            "bash bin/launch-process master ",
            "bash -c . libexec/alluxio-config.sh         exec x bash alluxio.master.AlluxioMaster OPTIONS ",
            "/usr/bin/java -cp /opt/alluxio/conf/::/opt/alluxio/assembly/x.jar -Dq=1 alluxio.master.AlluxioMaster ",
        ],
        &[
            "tail -f /opt/alluxio/logs/master.log ",
            "java -cp /opt/alluxio/x.jar alluxio.worker.AlluxioWorker ",
            "java -cp /opt/other/x.jar alluxio.master.AlluxioMaster ",
        ],
    ),
    (
        "druid/scripts/druid.sh",
        "DRUID_HOME=/opt/druid id=druid-broker program=broker server=broker",
        &[
            "/bin/bash -eu bin/run-druid broker conf/cluster/query ",
            "java -cp /opt/druid/conf:/opt/druid/lib/* org.apache.druid.cli.Main server broker ",
            "bash bin/run-java -cp /opt/druid/bin/../lib/* org.apache.druid.cli.Main server broker ",
        ],
        &[
            "tail -f /opt/druid/log/broker.log ",
            "java -cp /opt/druid/lib/* org.apache.druid.cli.Main server router ",
            "java -cp /opt/druid/lib/* org.apache.druid.cli.Main internal peon ",
            "java -cp /srv/druid/lib/* org.apache.druid.cli.Main server broker ",
        ],
    ),
];

/// A process is a service's when it is its program, called with its own home or configuration.
#[test]
fn a_service_knows_its_own_program_and_no_other_one() {
    let node = Node::new("known");
    let products = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../products/src");
    for (script, env, own, strangers) in KNOWN {
        let text = std::fs::read_to_string(products.join(script)).unwrap();
        let of = ["home=", "class_here=", "known_by="];
        let lines: Vec<&str> =
            text.lines().filter(|l| of.iter().any(|w| l.starts_with(w))).collect();
        assert!(lines.iter().any(|line| line.starts_with("known_by=")), "{script}");
        for (line, is) in own.iter().map(|l| (l, "yes")).chain(strangers.iter().map(|l| (l, "no")))
        {
            let ask = format!(
                "{}\n{}\nif printf '%s\\n' '{line}' | grep -Eq -- \"$known_by\"; then echo yes; else echo no; fi",
                env.replace(' ', "\n"),
                lines.join("\n")
            );
            assert_eq!(node.prints(&ask), format!("{is}\n"), "{script}: {line}");
        }
    }
}

/// A server that says one thing to everybody.
fn server(says: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 4];
            // A look at the port asks nothing.
            let _ = stream.read(&mut asked);
            let _ = stream.write_all(says.as_bytes());
        }
    });
    address
}

#[test]
fn one_server_that_serves_is_enough() {
    let node = Node::new("needs");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let waiting = server("This ZooKeeper instance is not currently serving requests\n");
    let leads = server("Zookeeper version: 3.8.0\nMode: leader\n");
    let silent = server("srvr is not executed because it is not in the whitelist.\n");
    let good = format!("wait_for_others 0 database={free},{silent} zookeeper={waiting},{leads}");
    assert_eq!(node.prints(&format!("{SERVICE}\n{good}\necho all")), "all\n");
    let barred = format!("wait_for_others 0 zookeeper={silent}; echo all");
    assert_eq!(node.prints(&format!("{SERVICE}\n{barred}")), "all\n");
    assert_eq!(node.prints(&format!("{SERVICE}\nwait_for_others 0; echo all")), "all\n");
    for (name, servers) in [("database", &free), ("zookeeper", &waiting)] {
        let said = refused(&node, &format!("wait_for_others 0 {name}={servers}"));
        assert!(said.contains(&format!("{name} does not answer: {servers}")), "{said}");
    }
}

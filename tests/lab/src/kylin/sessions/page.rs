//! The Tomcat of Kylin's release with a small page: each session manager for Redis by itself.

use super::{
    WITHOUT_NODE, database,
    seen::{PAGES, forget_logs, known, logs, redis, secret, sum},
    work,
};
use crate::{
    artifacts,
    host::{Hosts, limited},
    kylin::archive::{Archive, documents, export},
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use commands::program;
use std::{fmt::Write as _, fs, path::Path, time::Duration};

const HOME: &str = "/opt/page";
const PACKAGE: &str = "apache-kylin-3.1.3-bin-hbase1x.tar.gz";
const CONTEXT: &str = "/opt/page/tomcat/conf/context.xml";
/// Kylin's `web.xml`: 480 minutes.
const SECONDS: std::ops::RangeInclusive<u32> = 28_700..=28_800;

/// A way of sharing.
struct Mode {
    name: &'static str,
    /// What stands under `[settings.session]`; nothing: no such table.
    session: &'static str,
    /// The hosts with a Redis.
    redis: &'static [u32],
    /// What is looked at besides, with this mode deployed and started.
    more: fn(&Hosts, &Archive, Report) -> Result<()>,
}

/// In the order in which each is deployed over the one before.
static MODES: &[Mode] = &[
    Mode { name: "none", session: "", redis: &[], more: |_, _, _| Ok(()) },
    Mode {
        name: "jcoleman",
        session: "kind = \"redis_jcoleman\"\ndatabase = \"3\"",
        redis: &[6],
        more: jcoleman,
    },
    Mode {
        name: "single",
        session: "kind = \"redis_ranjit\"\ndatabase = \"5\"",
        redis: &[6],
        more: single,
    },
    Mode {
        name: "cluster",
        session: "kind = \"redis_ranjit\"\nredis_mode = \"cluster\"",
        redis: &[4, 5, 6, 7, 8, 9],
        more: cluster,
    },
    Mode { name: DATABASE, session: database::PAGE, redis: &[], more: database::page },
];

const DATABASE: &str = "database";

/// The page's document, once for each way of sharing.
pub(super) fn export_all(muster: &Path) -> Result<()> {
    let text = fs::read_to_string(documents().join("sessions-page.toml"))?;
    for mode in MODES {
        let mut text = text.clone();
        for number in mode.redis {
            let name = Hosts::name(*number);
            let roles = format!("name = \"{name}\"\nroles = [");
            if text.contains(&roles) {
                text = text.replace(&roles, &format!("{roles}\"redis\", "));
            } else {
                let _ = write!(text, "\n[[nodes]]\n{roles}\"redis\"]\n");
            }
        }
        if !mode.session.is_empty() {
            let made = if mode.name == DATABASE {
                String::new()
            } else {
                let folder = format!("dir = \"/opt/page-{}\"", mode.name);
                format!("store = \"nodes\"\nmemory = \"32 MiB\"\n{folder}\n")
            };
            let _ = write!(text, "\n[settings.session]\n{made}{}\n", mode.session);
        }
        let document = work().join(format!("page-{}.toml", mode.name));
        fs::write(&document, text)?;
        let archive = export(muster, &document, &work().join(format!("page-{}", mode.name)))?;
        archive.fill_in()?;
        let package = archive.folder.join("packages").join(PACKAGE);
        fs::remove_file(&package)?;
        fs::copy(artifacts::folder().join("page").join(PACKAGE), &package)?;
    }
    Ok(())
}

/// One way after the other. Between two stores everything is stopped: nobody's login moves along.
pub(super) fn tell(hosts: &Hosts, report: Report) -> Result<()> {
    for mode in MODES {
        let archive = Archive::open(&work().join(format!("page-{}", mode.name)))?;
        let nodes = archive.folder.join("nodes");
        let numbers: Vec<u32> = (4..=9).filter(|n| nodes.join(Hosts::name(*n)).is_dir()).collect();
        archive.root_once_on(hosts, &numbers)?;
        archive.run(hosts, "deploy", 300)?;
        if mode.session.is_empty() {
            archive.run(hosts, "start", 120)?;
            if PAGES.second.asks_with(&PAGES.first.session()?)?.status == 200 {
                bail!("without sharing a node knows the login of another: the test shows nothing");
            }
            report.say("page: without sharing no node knows the login of another");
        } else {
            if mode.name == DATABASE {
                database::prepare_page(hosts, &archive)?;
            }
            forget_logs(hosts, &PAGES)?;
            archive.run(hosts, "start", 120)?;
            logs(hosts, &PAGES)?;
            secret(hosts, &PAGES)?;
            if mode.name == DATABASE {
                report.say("page, database: Tomcat took every attribute");
            } else {
                known(&PAGES)?;
                report.say(&format!("page, {}: Tomcat took every attribute; a login is known by both nodes, and so is its end", mode.name));
            }
        }
        (mode.more)(hosts, &archive, report)?;
        archive.run(hosts, "stop", 120)?;
    }
    Ok(())
}

/// The one Redis on h6 holds what was logged in, in its database, as long as Kylin's web.xml says.
fn held(hosts: &Hosts, database: u32) -> Result<()> {
    let cookie = PAGES.first.session()?;
    let id = cookie.strip_prefix("JSESSIONID=").context("no session")?;
    let seconds = redis(hosts, 6, &format!("-n {database} TTL {id}"))?;
    if !seconds.trim().parse().is_ok_and(|seconds: u32| SECONDS.contains(&seconds)) {
        bail!("a session in database {database} ends after {} seconds", seconds.trim());
    }
    Ok(())
}

/// The node where they logged in loses its power.
fn outlives(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let session = PAGES.first.session()?;
    archive.foretells(&[4], &WITHOUT_NODE)?;
    hosts.power_off(4)?;
    PAGES
        .second
        .asks_with(&session)?
        .expect(200)
        .context("after the node of the login lost its power")?;
    hosts.power_on(4)?;
    archive.run(hosts, "start --node h4.lab.test", 120)?;
    PAGES.first.asks_with(&session)?.expect(200).context("after the node came back")?;
    report.say("page: the node of the login is off, and the login is still known; it comes back, and knows it, too");
    Ok(())
}

/// The second node does not start with what is wrong there, and its logs say why.
fn refused(hosts: &Hosts, archive: &Archive, why: &str) -> Result<()> {
    archive.script(hosts, "start --restart --node h5.lab.test", 120)?.refused("a start")?;
    let says = hosts.user(5, &format!("cat {HOME}/tomcat/logs/*.log {HOME}/logs/kylin.out"), 10)?;
    if !says.contains(why) {
        bail!("Tomcat's logs do not say {why:?}:\n{says}");
    }
    Ok(())
}

fn jcoleman(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    held(hosts, 3)?;
    outlives(hosts, archive, report)?;
    edits(hosts, archive, report)?;
    let change = format!("cp -p {CONTEXT} before; sed -i 's/ port=/ prot=/' {CONTEXT}");
    hosts.user(5, &change, 10)?;
    refused(hosts, archive, "prot: nobody knows this attribute")?;
    hosts.user(5, &format!("cp -p before {CONTEXT}"), 10)?;
    report.say("page: with an attribute that nobody knows it does not start, and says so");
    // What a manual of KAP says: the pool library of a later Jedis.
    let library = format!("{HOME}/tomcat/lib/commons-pool-1.5.5.jar");
    let wrong = format!("{HOME}/tomcat/lib/commons-pool2-2.2.jar");
    hosts.put(5, &artifacts::packages().join("commons-pool2-2.2.jar"), &wrong)?;
    hosts.root(5, &format!("chmod 644 {wrong}; mv {library} /root/"), 10)?;
    let missing = "NoClassDefFoundError: org/apache/commons/pool/impl/GenericObjectPool$Config";
    refused(hosts, archive, missing)?;
    hosts.root(5, &format!("mv /root/commons-pool-1.5.5.jar {library}; rm {wrong}"), 10)?;
    report.say(&format!("page: with commons-pool2 in place of commons-pool Tomcat says {missing}"));
    Ok(())
}

fn single(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    held(hosts, 5)?;
    outlives(hosts, archive, report)?;
    let file = format!("{HOME}/tomcat/conf/redis-data-cache.properties");
    hosts.user(5, &format!("cp -p {file} before; echo redis.hostz=x >>{file}"), 10)?;
    refused(hosts, archive, "redis.hostz: nobody knows this key")?;
    hosts.user(5, &format!("cp -p before {file}"), 10)?;
    report.say("page: with a key that nobody knows it does not start, and says so");
    Ok(())
}

/// Three masters with a replica each; the host with the node of the login has a master, too.
fn cluster(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let before = redis(hosts, 6, "CLUSTER NODES")?;
    if before.lines().filter(|line| line.contains("master")).count() != 3 {
        bail!("the cluster has not three masters:\n{before}");
    }
    let own = redis(hosts, 4, "ROLE")?;
    if !own.starts_with("master") {
        bail!("Redis on h4 is no master:\n{own}");
    }
    // Each is in one of three masters.
    let sessions = (0..30).map(|_| PAGES.first.session()).collect::<Result<Vec<_>>>()?;
    archive.foretells(&[4], &WITHOUT_NODE)?;
    hosts.power_off(4)?;
    wait_for("all logins on the other node", Duration::from_mins(1), || {
        for session in &sessions {
            PAGES.second.asks_with(session)?.expect(200)?;
        }
        Ok(())
    })?;
    let after = redis(hosts, 6, "CLUSTER NODES")?;
    if !after.lines().any(|line| line.contains("master,fail")) {
        bail!("no master is missing:\n{after}");
    }
    report.say("page: the host of the login is off, with one of three masters; a replica took its place, and 30 of 30 logins are known");
    hosts.power_on(4)?;
    Ok(())
}

/// The release's own context.xml with the part in it: XML, its Loader still there, one Manager.
fn edits(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let text = hosts.user(4, &format!("cat {CONTEXT}"), 10)?;
    let file = work().join("context.xml");
    fs::write(&file, &text)?;
    let count = |path: &str| -> Result<String> {
        let mut xmllint = program("xmllint");
        xmllint.args(["--xpath", &format!("count({path})")]).arg(&file);
        Ok(limited(10, &xmllint)?.ok("xmllint")?.trim().to_owned())
    };
    let loader = "/Context/Loader[@loaderClass='org.apache.kylin.ext.CustomizedWebappClassloader']";
    let elements = [count("/Context/Manager")?, count(loader)?, count("/Context/WatchedResource")?];
    if elements != ["1", "1", "1"] {
        bail!("context.xml has {elements:?} managers, loaders, resources:\n{text}");
    }
    let before = sum(hosts, 4, CONTEXT)?;
    let again = archive.run(hosts, "deploy", 300)?;
    if !again.contains("nothing to do: everything is as this archive wants it")
        || sum(hosts, 4, CONTEXT)? != before
    {
        bail!("the second deployment is not idle:\n{again}");
    }
    // An edit around the part is kept, one inside is refused.
    hosts.user(4, &format!("echo '<!-- by hand -->' >>{CONTEXT}"), 10)?;
    let edited = sum(hosts, 4, CONTEXT)?;
    archive.run(hosts, "deploy --node h4.lab.test", 300)?;
    if sum(hosts, 4, CONTEXT)? != edited {
        bail!("a deployment changed an edit around the part");
    }
    hosts.user(4, &format!("sed -i 's/database=\"3\"/database=\"4\"/' {CONTEXT}"), 10)?;
    let says = archive
        .script(hosts, "deploy --node h4.lab.test", 300)?
        .refused("bin/deploy over an edit of the part")?;
    if !says.contains("was edited between the lines muster:begin and muster:end") {
        bail!("the refusal does not name the edit:\n{says}");
    }
    let undo = format!("sed -i -e 's/database=\"4\"/database=\"3\"/' -e '/by hand/d' {CONTEXT}");
    hosts.user(4, &undo, 10)?;
    // The runbook says that Tomcat does not wait for a restart.
    wait_for("Tomcat to reload the web application", Duration::from_mins(1), || {
        let lines = format!(
            "cat {HOME}/tomcat/logs/* {HOME}/logs/kylin.out | grep -cE '(Reloading|Undeploying) context'"
        );
        hosts.user(4, &lines, 10).map(drop)
    })?;
    report.say("page: context.xml keeps its Loader; a second deployment is idle; edits around the part stay, inside it they are refused; Tomcat reloads by itself");
    Ok(())
}

//! `cargo xtask lab cluster`: an exported archive becomes a real cluster, twice.
//!
//! First the distributed scheduler behind Nginx, then, deployed over it, the Curator scheduler
//! behind HAProxy. h1 has the load balancer and the database, h2 `all`, h3 `query`, h4 `job`;
//! ZooKeeper runs on h1, h2 and h3.

use super::{
    archive::{Archive, documents, export},
    client::Kylin,
    surroundings,
};
use crate::{
    artifacts,
    drill::Shows,
    host::{Hosts, beside},
    oracle::muster,
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::PathBuf, time::Duration};

const BALANCER: Kylin<'static> = Kylin("http://h1.lab.test:8080");
const ALL: Kylin<'static> = Kylin("http://h2.lab.test:7070");
const QUERY: Kylin<'static> = Kylin("http://h3.lab.test:7070");
const JOB: Kylin<'static> = Kylin("http://h4.lab.test:7070");

/// What is shown while the query node's host is off, and while the leader's is.
pub(crate) static WITHOUT_QUERY_HOST: Shows = Shows::that(&["Queries"]);
pub(crate) static WITHOUT_LEADER: Shows = Shows::that(&["Queries", "Jobs"]);

/// Where Kylin is installed by default.
const HOME: &str = "/opt/kylin";

fn work() -> PathBuf {
    artifacts::folder().join("cluster-work")
}

/// Exports the documents, then goes on beside the hosts.
pub(crate) fn run(_only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts);
    }
    artifacts::all()?;
    let muster = muster()?;
    let work = work();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    for name in ["distributed-nginx", "curator-haproxy"] {
        let document = documents().join(format!("{name}.toml"));
        export(&muster, &document, &work.join(name))?.fill_in()?;
    }
    beside(4, "", &["lab", "cluster"])?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn inside(hosts: &Hosts) -> Result<()> {
    let report = Report::new();
    surroundings::database(hosts, 1)?;
    for number in 2..=4 {
        surroundings::gateway(hosts, number)?;
    }
    report.say("hosts, database and Hadoop clients are there");

    let first = Archive::open(&work().join("distributed-nginx"))?;
    for number in 1..=4 {
        first.root_once(hosts, number)?;
    }
    deploy(hosts, &first, report)?;
    clients(report, "made_on_all")?;
    query_host_without_power(hosts, &first, report)?;
    failed_application(hosts, &first, report)?;
    first.run(hosts, "stop", 180)?;
    report.say("stopped");

    let second = Archive::open(&work().join("curator-haproxy"))?;
    for number in 1..=4 {
        second.root_once(hosts, number)?;
    }
    deploy(hosts, &second, report)?;
    clients(report, "made_under_curator")?;
    leader_without_power(hosts, &second, report)?;
    report.say("all seen");
    Ok(())
}

fn deploy(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    archive.run(hosts, "preflight", 120)?;
    report.say("preflight is green");
    archive.run(hosts, "deploy", 300)?;
    report.say("deployed");
    archive.run(hosts, "start", 420)?;
    report.say("started");
    archive.run(hosts, "verify", 180)?;
    report.say("bin/verify says that the cluster works");
    Ok(())
}

/// What clients see of a whole cluster.
fn clients(report: Report, project: &str) -> Result<()> {
    for kylin in [BALANCER, ALL, QUERY, JOB] {
        kylin.login().with_context(|| format!("login at {}", kylin.0))?;
    }
    ALL.make_project(project)?;
    for kylin in [QUERY, JOB] {
        kylin.sees_project(project)?;
    }
    report.say("login everywhere; a project made on h2 is seen on h3 and h4");

    ALL.answers(project)?;
    QUERY.answers(project)?;
    for _ in 0..8 {
        BALANCER.answers(project).context("through the load balancer")?;
    }
    let refused = JOB.query(project)?.expect(400)?;
    if !refused.contains("Query is not allowed in 'job' mode") {
        bail!("the job node refused SQL with: {refused}");
    }
    report
        .say("SQL is answered by every node that the balancer knows, and refused by the job node");

    let wipe = format!("cache/project/{project}/update");
    ALL.anonymous("PUT", &wipe)?
        .expect(200)
        .context("the nodes themselves ask for no login here")?;
    for path in [wipe.as_str(), "streaming_coordinator/balance"] {
        let answer = BALANCER.anonymous("PUT", path)?;
        if answer.status != 403 && answer.status != 404 {
            bail!("{path} is open through the load balancer: HTTP {}", answer.status);
        }
    }
    report.say("internal endpoints are closed");
    Ok(())
}

fn query_host_without_power(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    archive.foretells(&[3], &WITHOUT_QUERY_HOST)?;
    hosts.power_off(3)?;
    for _ in 0..6 {
        BALANCER.answers("made_on_all").context("after the query host lost its power")?;
    }
    report.say("the query node's host is off, and every request is answered");
    let says = archive.script(hosts, "verify", 180)?.refused("bin/verify with a dead host")?;
    names(&says, "h3")?;
    report.say("bin/verify names the dead host");
    hosts.power_on(3)?;
    archive.run(hosts, "start --node h3.lab.test", 240)?;
    archive.run(hosts, "verify", 180)?;
    report.say("the host is back: started and verified");
    Ok(())
}

/// Takes a library from the web application: Tomcat starts, opens its port and answers 404.
fn failed_application(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let library = format!("{HOME}/tomcat/webapps/kylin/WEB-INF/lib/kylin-server-base-3.1.3.jar");
    hosts.user(3, &format!("{HOME}/bin/kylin.sh stop; mv {library} /home/kylin/"), 60)?;
    hosts.user(
        3,
        &format!(
            "export JAVA_HOME={}; {HOME}/bin/kylin.sh start </dev/null >/home/kylin/start.log 2>&1",
            artifacts::JAVA_HOME
        ),
        60,
    )?;
    wait_for("Tomcat without its application", Duration::from_mins(1), || {
        QUERY.anonymous("GET", "admin/version")?.expect(404)
    })?;
    let says =
        archive.script(hosts, "verify", 180)?.refused("bin/verify with a failed application")?;
    names(&says, "h3")?;
    names(&says, "404")?;
    report.say("bin/verify says which web application failed though its port is open");
    hosts.user(
        3,
        &format!("{HOME}/bin/kylin.sh stop; mv /home/kylin/kylin-server-base-3.1.3.jar {library}"),
        60,
    )?;
    Ok(())
}

fn leader_without_power(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let leader = match (ALL.leads()?, JOB.leads()?) {
        (true, false) => 2,
        (false, true) => 4,
        both => bail!("not exactly one leader: h2, h4 = {both:?}"),
    };
    archive.foretells(&[leader], &WITHOUT_LEADER)?;
    hosts.power_off(leader)?;
    let other = if leader == 2 { JOB } else { ALL };
    wait_for("another leader", Duration::from_secs(90), || {
        if !other.leads()? {
            bail!("{} does not lead", other.0);
        }
        Ok(())
    })?;
    report.say(&format!("h{leader} led and lost its power; {} leads", other.0));
    BALANCER.answers("made_under_curator").context("after the leader lost its power")?;
    let says = archive.script(hosts, "verify", 180)?.refused("bin/verify with a dead leader")?;
    names(&says, &format!("h{leader}"))?;
    report.say("clients are answered, and bin/verify names the dead host");
    Ok(())
}

fn names(says: &str, wanted: &str) -> Result<()> {
    if !says.contains(wanted) {
        bail!("the script does not mention {wanted}:\n{says}");
    }
    Ok(())
}

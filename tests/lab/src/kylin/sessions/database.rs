//! Sessions in MariaDB, by Tomcat's own manager: real Kylin, whose node loses its power; and the
//! Tomcat of its release with a small page, whose database dies.

use super::{
    outage::{Browser, Event, during},
    seen::{Nodes, PAGES, REAL, forget_logs, logs, promised, secret},
    work,
};
use crate::{
    drill::Shows,
    host::Hosts,
    kylin::{
        archive::{Archive, documents, export},
        client::Kylin,
        surroundings::{self, PASSWORD, sql},
    },
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

const BALANCER: Kylin<'static> = Kylin("http://h1.lab.test:8080");
/// The most seconds that a database without power holds somebody up who logs out, or whom a node
/// does not know: what the runbook says with an answer timeout of two seconds.
const AWAY: u64 = 11;

const SESSION: &str = r#"[settings.session]
kind = "mysql"
jdbc_url = "jdbc:mysql://h1.lab.test:3306/kylin_session?useSSL=false"
username = "sessions"

"#;

/// What stands under `[settings.session]` where the small page is tried; its database is on h6.
pub(super) const PAGE: &str = r#"kind = "mysql"
jdbc_url = "jdbc:mysql://h6.lab.test:3306/kylin_session?useSSL=false"
username = "sessions""#;

/// The document with memcached, its store another one, and its balancer one that keeps a client on
/// a node.
pub(super) fn export_archive(muster: &Path) -> Result<()> {
    let text = fs::read_to_string(documents().join("sessions-memcached.toml"))?;
    let (before, rest) = text.split_once("[settings.session]").context("no table of sessions")?;
    let (_, after) = rest.split_once("[settings.jvm]").context("no table of the JVM")?;
    let text = format!("{before}{SESSION}[settings.jvm]{after}")
        .replace(", \"memcached\"", "")
        .replace("\"round_robin\"", "\"ip_hash\"");
    let document = work().join("database.toml");
    fs::write(&document, text)?;
    export(muster, &document, &work().join("database"))?.fill_in()
}

/// Database, table and user as the runbook says, with the archive's own file.
fn prepare(hosts: &Hosts, number: u32, archive: &Archive) -> Result<()> {
    let table = fs::read_to_string(archive.folder.join("database/sessions.sql"))?;
    let password = PASSWORD.replace('\\', "\\\\").replace('\'', "\\'");
    sql(hosts, number, &format!("create database kylin_session; use kylin_session;\n{table}"))?;
    let user = format!(
        "create user sessions@'%' identified by '{password}'; \
         grant select, insert, delete on kylin_session.tomcat_sessions to sessions@'%'"
    );
    sql(hosts, number, &user).map(drop)
}

/// The whole story of real Kylin: deployed over what is there, or as the first.
pub(super) fn tell(hosts: &Hosts, report: Report) -> Result<()> {
    let archive = Archive::open(&work().join("database"))?;
    prepare(hosts, 1, &archive)?;
    archive.root_once_on(hosts, &[1, 2, 3])?;
    for (line, limit) in [("preflight", 120), ("deploy", 300)] {
        archive.run(hosts, line, limit)?;
    }
    forget_logs(hosts, &REAL)?;
    archive.run(hosts, "start --restart", 420)?;
    let says = archive.run(hosts, "verify --drill", 300)?;
    for line in [
        "Tomcat writes logins to the database every ten seconds",
        "h2.lab.test: knows the login that was made on h3.lab.test, which is stopped",
        "load balancer: knows the login, asked 6 times while h3.lab.test is stopped",
        "h3.lab.test: knows the login that was made on h3.lab.test before it was stopped",
    ] {
        if !says.contains(line) {
            bail!("bin/verify --drill does not say {line:?}:\n{says}");
        }
    }
    report.say("database: real Kylin is deployed, started and verified, also while the node of the login is stopped");
    logs(hosts, &REAL)?;
    secret(hosts, &REAL)?;
    known_later(&REAL, &archive, report)?;
    let bytes =
        sql(hosts, 1, "select max(length(session_data)) from kylin_session.tomcat_sessions")?;
    report.say(&format!("database: a session of Kylin takes {} bytes", bytes.trim()));
    outlives_the_node(hosts, &archive, report)
}

/// Another node knows a login some seconds after it was made, and not before: a balancer that gives
/// requests to each in turn would throw people out.
fn known_later(nodes: &Nodes, archive: &Archive, report: Report) -> Result<()> {
    let promise = Duration::from_secs(promised(archive, "KYLIN_WAIT_SAVED")?);
    let (mut longest, mut early) = (Duration::ZERO, 0);
    for pause in [0, 2, 4, 6] {
        thread::sleep(Duration::from_secs(pause));
        let session = nodes.first.session()?;
        let begin = Instant::now();
        early += usize::from(nodes.second.asks_with(&session)?.status == 200);
        wait_for("the login on the other node", promise, || {
            nodes.second.asks_with(&session)?.expect(200).map(drop)
        })?;
        longest = longest.max(begin.elapsed());
    }
    if early == 4 || longest > promise {
        bail!("{early} of 4 logins were known at once, the last after {longest:?}");
    }
    report.say(&format!(
        "database: the other node knows a login after {:.1} s at most, of {} s promised; of 4 it knew {early} at once",
        longest.as_secs_f64(),
        promise.as_secs()
    ));
    Ok(())
}

/// Four people who came by the balancer, which has one address to hash: all are on one node, and it
/// loses its power.
fn outlives_the_node(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let saved = promised(archive, "KYLIN_WAIT_SAVED")?;
    let sessions = (0..4).map(|_| BALANCER.session()).collect::<Result<Vec<_>>>()?;
    let on = |node: Kylin| -> Result<usize> {
        let known = sessions.iter().map(|session| node.asks_with(session));
        Ok(known.collect::<Result<Vec<_>>>()?.iter().filter(|a| a.status == 200).count())
    };
    let (first, second) = (on(REAL.first)?, on(REAL.second)?);
    let (number, node) = match (first, second) {
        (4, 0..=3) => (REAL.numbers[0], REAL.first),
        (0..=3, 4) => (REAL.numbers[1], REAL.second),
        _ => bail!("of 4 logins by the balancer the nodes know {first} and {second}"),
    };
    thread::sleep(Duration::from_secs(saved));
    let mut browsers: Vec<Browser> = sessions.into_iter().map(Browser).collect();
    let off = Event {
        name: "the node with all logins lost its power, the database lives",
        nodes: &[BALANCER],
        after: Duration::from_secs(12),
        promise: promised(archive, "KYLIN_WAIT_BALANCER")?,
    };
    archive.foretells(&[number], &Shows::that(&["Queries"]))?;
    during(&mut browsers, &off, report, || hosts.power_off(number))?;
    hosts.power_on(number)?;
    archive.run(hosts, &format!("start --node {}", Hosts::name(number)), 240)?;
    for browser in &browsers {
        node.asks_with(&browser.0)?.expect(200).context("on the node that came back")?;
    }
    report.say("database: the node comes back with nothing in its memory, and knows them all");
    Ok(())
}

/// With the small page: a stop in order, what the database's death costs, and what is wrong.
pub(super) fn page(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    known_later(&PAGES, archive, report)?;
    let session = PAGES.first.session()?;
    archive.run(hosts, "stop --node h4.lab.test", 60)?;
    PAGES.second.asks_with(&session)?.expect(200).context("after a stop in order")?;
    archive.run(hosts, "start --node h4.lab.test", 120)?;
    report.say("page, database: a stop in order keeps a login that was made just before");
    away(hosts, archive, report)?;
    wrong(hosts, archive, report)
}

/// Before the page's Tomcats start: a database on h6.
pub(super) fn prepare_page(hosts: &Hosts, archive: &Archive) -> Result<()> {
    surroundings::database(hosts, 6)?;
    prepare(hosts, 6, archive)
}

/// The database answers nobody, as without power: who is logged in goes on, people log in.
fn away(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let readme = fs::read_to_string(archive.folder.join("README.md"))?;
    let words = format!(
        "then a logout, and who comes to a node that does not know them, waits up to {AWAY} s"
    );
    if !readme.contains(&words) {
        bail!("the runbook does not say {words:?}");
    }
    let sessions = (0..4).map(|_| PAGES.first.session()).collect::<Result<Vec<_>>>()?;
    thread::sleep(Duration::from_secs(promised(archive, "KYLIN_WAIT_SAVED")?));
    hosts.root(6, "kill -STOP $(pidof mariadbd)", 10)?;
    let begin = Instant::now();
    for session in &sessions {
        PAGES.first.asks_with(session)?.expect(200).context("while the database is away")?;
    }
    let late = PAGES.first.session().context("a login while the database is away")?;
    PAGES.first.asks_with(&late)?.expect(200)?;
    let known = begin.elapsed();
    let begin = Instant::now();
    let elsewhere = PAGES.second.asks_with(&sessions[0])?.status;
    let unknown = begin.elapsed();
    let begin = Instant::now();
    PAGES.first.logs_out(&sessions[1])?;
    let logout = begin.elapsed();
    if elsewhere == 200 || PAGES.first.asks_with(&sessions[1])?.status == 200 {
        bail!("without its database a node knows a login of another, or one that has ended");
    }
    hosts.root(6, "kill -CONT $(pidof mariadbd)", 10)?;
    for (what, took, most) in [
        ("4 known logins and a new one", known, 1),
        ("an unknown one", unknown, AWAY),
        ("a logout", logout, AWAY),
    ] {
        if took > Duration::from_secs(most) {
            bail!("{what} took {took:?} while the database was away, and {most} s are promised");
        }
    }
    report.say(&format!(
        "page, database: while it answers nobody, 4 known logins and a new one took {:.2} s, one from the other node {:.2} s, a logout {:.2} s",
        known.as_secs_f64(), unknown.as_secs_f64(), logout.as_secs_f64()
    ));
    // What a node could not write it takes for written, until somebody asks with it again.
    for session in [&sessions[2], &late] {
        PAGES.first.asks_with(session)?.expect(200).context("when the database is back")?;
    }
    for session in [&sessions[2], &late] {
        wait_for("the database to have it", Duration::from_secs(30), || {
            PAGES.second.asks_with(session)?.expect(200).map(drop)
        })?;
    }
    report.say("page, database: it is back, and after one more request the other node knows the old login and the one made meanwhile");
    Ok(())
}

/// What a rule rejects, and what Tomcat says about a table that is not there.
fn wrong(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let context = format!("{}/tomcat/conf/context.xml", PAGES.home);
    let driver = format!("cp -p {context} before; sed -i 's/jdbc:mysql:/jdbc:mariadb:/' {context}");
    hosts.user(5, &driver, 10)?;
    archive.script(hosts, "start --restart --node h5.lab.test", 120)?.refused("a start")?;
    says(hosts, "Failed to start component [org.apache.catalina.session.JDBCStore")?;
    hosts.user(5, &format!("cp -p before {context}"), 10)?;
    report.say("page, database: with a driver for another URL the web application does not start");
    let rename = |from: &str, to: &str| {
        sql(hosts, 6, &format!("rename table kylin_session.{from} to kylin_session.{to}"))
    };
    rename("tomcat_sessions", "elsewhere")?;
    archive.run(hosts, "start --restart --node h5.lab.test", 120)?;
    PAGES.second.session().context("a login without a table")?;
    wait_for("the log to name the table", Duration::from_secs(20), || {
        says(hosts, "Table 'kylin_session.tomcat_sessions' doesn't exist")
    })?;
    rename("elsewhere", "tomcat_sessions")?;
    report.say("page, database: without its table Tomcat starts, people log in, and only the log says that nothing is kept");
    Ok(())
}

fn says(hosts: &Hosts, words: &str) -> Result<()> {
    let home = PAGES.home;
    let text = hosts.user(5, &format!("cat {home}/tomcat/logs/*.log {home}/logs/kylin.out"), 10)?;
    if !text.contains(words) {
        bail!("Tomcat's logs do not say {words:?}:\n{text}");
    }
    Ok(())
}

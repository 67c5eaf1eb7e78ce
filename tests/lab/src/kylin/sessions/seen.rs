//! What every way of sharing has to show.

use crate::{
    host::Hosts,
    kylin::{archive::Archive, client::Kylin, surroundings::PASSWORD},
};
use anyhow::{Context as _, Result, bail};
use std::fs;

/// Two nodes that share their sessions.
pub(super) struct Nodes {
    /// The numbers of their hosts.
    pub(super) numbers: [u32; 2],
    /// Where people log in.
    pub(super) first: Kylin<'static>,
    /// What is asked with their sessions.
    pub(super) second: Kylin<'static>,
    /// The folder of the installation.
    pub(super) home: &'static str,
}

/// Real Kylin.
pub(super) static REAL: Nodes = Nodes {
    numbers: [2, 3],
    first: Kylin("http://h2.lab.test:7070"),
    second: Kylin("http://h3.lab.test:7070"),
    home: "/opt/kylin",
};

/// The Tomcat of its release with a page.
pub(super) static PAGES: Nodes = Nodes {
    numbers: [4, 5],
    first: Kylin("http://h4.lab.test:7070"),
    second: Kylin("http://h5.lab.test:7070"),
    home: "/opt/page",
};

/// What the archive promises in `bin/cluster.env`, in seconds.
pub(super) fn promised(archive: &Archive, name: &str) -> Result<u64> {
    let text = fs::read_to_string(archive.folder.join("bin/cluster.env"))?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    value
        .and_then(|value| value.parse().ok())
        .with_context(|| format!("bin/cluster.env has no number for {name}"))
}

/// The SHA-256 of a file on a host.
pub(super) fn sum(hosts: &Hosts, number: u32, file: &str) -> Result<String> {
    Ok(hosts.user(number, &format!("sha256sum <{file}"), 10)?.trim().to_owned())
}

/// A login made on the first node is known by the second, a session that nobody made is not, and
/// who logs out at one is logged out at both.
pub(super) fn known(nodes: &Nodes) -> Result<()> {
    let (first, second) = (nodes.first, nodes.second);
    let stranger = second.asks_with("JSESSIONID=0123456789ABCDEF0123456789ABCDEF-n1")?;
    if stranger.status == 200 {
        bail!("a session that nobody made is taken for a login");
    }
    let session = first.session()?;
    second
        .asks_with(&session)?
        .expect(200)
        .context("the second node, with the login of the first")?;
    second.logs_out(&session)?;
    for node in [second, first] {
        if node.asks_with(&session)?.status == 200 {
            bail!("{} still knows a login after its end", node.0);
        }
    }
    Ok(())
}

/// Tomcat starts with a wrong attribute, too, and only says so.
pub(super) fn logs(hosts: &Hosts, nodes: &Nodes) -> Result<()> {
    let home = nodes.home;
    for number in nodes.numbers {
        let found = hosts.user(
            number,
            &format!(
                "cat {home}/tomcat/logs/catalina.* {home}/tomcat/logs/localhost.* {home}/logs/kylin.out 2>/dev/null |
                     grep -E 'SetPropertiesRule|startup failed|NoClassDefFoundError|STAND-IN' || :"
            ),
            10,
        )?;
        if !found.trim().is_empty() {
            bail!("Tomcat on h{number} did not take all of its files:\n{found}");
        }
    }
    Ok(())
}

/// Logs of before, when Tomcat reloaded by itself with other jars, say nothing about now.
pub(super) fn forget_logs(hosts: &Hosts, nodes: &Nodes) -> Result<()> {
    for number in nodes.numbers {
        let logs = format!("rm -f {0}/tomcat/logs/* {0}/logs/kylin.out", nodes.home);
        hosts.user(number, &logs, 10)?;
    }
    Ok(())
}

/// The store's password is where the manager looks for it, and nowhere where others could read it.
pub(super) fn secret(hosts: &Hosts, nodes: &Nodes) -> Result<()> {
    let [first, _] = nodes.numbers;
    let file = format!("{}/tomcat/conf/catalina.properties", nodes.home);
    let mode = hosts.user(first, &format!("stat -c %a {file}"), 10)?;
    if mode.trim() != "600" {
        bail!("{file} holds a password and has mode {}", mode.trim());
    }
    let process = format!("/proc/$(cat {}/pid)", nodes.home);
    let seen = format!("tr '\\0' '\\n' <{process}/environ; tr '\\0' ' ' <{process}/cmdline");
    let seen = hosts.user(first, &seen, 10)?;
    let words = ["REDIS_PASSWORD", "SESSION_DATABASE_PASSWORD", PASSWORD];
    if let Some(at) = words.iter().position(|word| seen.contains(word)) {
        let what = if at < 2 { words[at] } else { "its value" };
        bail!("the store's password is in the server's environment or words: {what}");
    }
    Ok(())
}

/// What `redis-cli` on a host gets for an answer.
pub(super) fn redis(hosts: &Hosts, number: u32, words: &str) -> Result<String> {
    let password = PASSWORD.replace('\'', r"'\''");
    let line = format!(
        "REDISCLI_AUTH='{password}' timeout 10 redis-cli --no-auth-warning {words} </dev/null"
    );
    hosts.user(number, &line, 20)
}

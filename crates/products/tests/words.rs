//! The words that `zoo.cfg`, `redis.conf` and `sentinel.conf` take, and the directives that Redis knows: asked
//! of the programs, and said by the rules.

use formats::document;
use model::{Edit, Place, apply};
use rules::Context;
use std::collections::BTreeSet;
use std::process::Command;

/// The rules that fire at an override in one of the product's files.
fn said(preset: &str, path: &str, value: &str) -> BTreeSet<&'static str> {
    let (product, preset) = products::presets().find(|(_, p)| p.id == preset).expect("the preset");
    let mut spec = document::read(preset.toml).spec;
    let place = Place::parse(path, &spec).unwrap_or_else(|| panic!("{path}"));
    apply(&mut spec, &Edit::Set(place.clone(), value.to_owned()));
    let report = rules::check(&Context::new(&spec, product));
    report.findings.iter().filter(|f| f.place == place).map(|f| f.rule).collect()
}

fn run(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|why| {
        panic!("{program} cannot be run ({why}); install it with: apt-get install {package}")
    });
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// Lines of a `redis.conf`, and whether Redis 7.0 takes them.
const REDIS: &[(&str, &str, bool)] = &[
    ("appendonly", "maybe", false),
    ("appendonly", "YES", true),
    ("appendfsync", "abc", false),
    ("appendfsync", "Always", true),
    ("maxmemory-policy", "abc", false),
    ("maxmemory-policy", "allkeys-lfu", true),
    ("protected-mode", "abc", false),
    ("replica-read-only", "abc", false),
    ("loglevel", "abc", false),
    ("supervised", "abc", false),
    ("supervised", "systemd", true),
    ("oom-score-adj", "abc", false),
    ("oom-score-adj", "relative", true),
    ("repl-diskless-load", "swapdb", true),
    ("sanitize-dump-payload", "clients", true),
    ("enable-debug-command", "local", true),
    ("apendonly", "yes", false),
    ("cluster-slave-no-failover", "yes", true),
    ("lua-time-limit", "5000", true),
];

#[test]
fn what_redis_refuses_is_found_and_what_it_takes_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("redis.conf");
    for (key, value, fine) in REDIS {
        // It reads its file whole before it starts: a last line that it does not know ends it.
        std::fs::write(&file, format!("{key} {value}\nmuster-end 1\n")).expect("a file");
        let text = run("redis-server", "redis-server", &[&file.display().to_string()]);
        assert_eq!(text.contains("'muster-end"), *fine, "{key} {value}: {text}");
        let path = format!("overrides.cluster.session/redis.conf:{key}");
        let rules = said("kylin-redis-sentinel", &path, value);
        let found = rules.contains("SES039") || rules.contains("SES040");
        assert_eq!(found, !fine, "{key} {value}: {rules:?}");
    }
}

/// Every directive that Redis tells of itself is known.
#[test]
fn every_directive_of_redis_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("redis.sock").display().to_string();
    let mut server = Command::new("redis-server")
        .args(["--port", "0", "--save", "", "--unixsocket", &socket])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("redis-server cannot be run; install it with: apt-get install redis-server");
    let mut told = String::new();
    for _ in 0..100 {
        told = run("redis-cli", "redis-tools", &["-s", &socket, "config", "get", "*"]);
        if told.contains("appendonly") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    server.kill().expect("the server ends");
    server.wait().expect("the server has ended");
    let lines: Vec<&str> = told.lines().collect();
    let keys: Vec<&str> = lines.chunks(2).filter_map(|pair| pair.first().copied()).collect();
    assert!(keys.len() > 150, "{told}");
    let unknown = |key: &&&str| {
        // Names of before version 5 are written as those of today.
        let key = key.strip_prefix("slave").map_or((**key).to_owned(), |r| format!("replica{r}"));
        let path = format!("overrides.cluster.session/redis.conf:{key}");
        said("kylin-redis-sentinel", &path, "1").contains("SES040")
    };
    let unknown: Vec<_> = keys.iter().filter(unknown).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn what_zookeeper_refuses_is_found() {
    for (key, value, fine) in [
        ("standaloneEnabled", "abc", false),
        ("standaloneEnabled", "TRUE", true),
        ("reconfigEnabled", "yes", false),
        ("electionAlg", "0", false),
        ("electionAlg", "3", true),
        ("peerType", "abc", false),
        ("peerType", "observer", true),
        ("dataDir", "rel/x", false),
        ("dataDir", "/var/lib/zk", true),
    ] {
        let path = format!("overrides.cluster.zookeeper/zoo.cfg:{key}");
        let rules = said("kylin-six", &path, value);
        assert_eq!(rules.contains("ZOO021"), !fine, "{key}={value}: {rules:?}");
    }
}

//! A real Redis reads the generated files, and does what they say.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::ClusterSpec;
use shared::{files, preset, set, text};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A password with every character that means something in a Redis file.
const PASSWORD: &str = r#"a"b\c 'd#e$f"#;

/// A folder and the programs that run in it; both are gone at the end.
struct Place {
    folder: PathBuf,
    children: Vec<Child>,
}

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("redis-{}-{name}", std::process::id()));
        for inner in ["redis", "sentinel"] {
            std::fs::create_dir_all(folder.join(inner)).unwrap();
        }
        Place { folder, children: Vec::new() }
    }

    /// Starts `redis-server` with the text of a file, its markers filled in as the node does.
    fn start(&mut self, name: &str, text: &str, more: &[&str]) -> PathBuf {
        let quoted = PASSWORD.replace('\\', r"\\").replace('"', r#"\""#);
        let file = self.folder.join(name);
        std::fs::write(&file, text.replace("@{SESSION_REDIS_PASSWORD}", &quoted)).unwrap();
        let log = std::fs::File::create(self.folder.join(format!("{name}.log"))).unwrap();
        let child = Command::new("redis-server")
            .arg(&file)
            .args(more)
            .stdin(Stdio::null())
            .stdout(log)
            .spawn()
            .expect("redis-server is missing; apt-get install redis-server");
        self.children.push(child);
        file
    }

    fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(format!("{name}.log"))).unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A port that is free; with another 10000 above it for a cluster's bus.
fn port() -> u16 {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let bus = port.checked_add(10_000).filter(|p| TcpListener::bind(("127.0.0.1", *p)).is_ok());
        if port < 55_000 && bus.is_some() {
            return port;
        }
    }
}

fn cli(port: u16, words: &[&str]) -> String {
    let output = Command::new("redis-cli")
        .env("REDISCLI_AUTH", PASSWORD)
        .args(["--no-auth-warning", "-p", &port.to_string()])
        .args(words)
        .output()
        .expect("redis-cli is missing; apt-get install redis-tools");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn wait(place: &Place, name: &str, what: impl Fn() -> bool) {
    let begin = Instant::now();
    while !what() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{name}:\n{}", place.log(name));
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The preset with Redis in this mode, its nodes at addresses of this machine.
fn redis(place: &Place, mode: &str, port: u16) -> ClusterSpec {
    let mut spec = preset("kylin-redis-sentinel");
    for node in &mut spec.nodes {
        "127.0.0.1".clone_into(&mut node.address);
    }
    set(
        &mut spec,
        &[
            ("settings.session.redis_mode", mode),
            ("settings.session.redis_port", &port.to_string()),
            ("settings.session.dir", place.folder.to_str().unwrap()),
            ("settings.session.memory", "8 MiB"),
        ],
    );
    spec
}

const NODE: &str = "k3.example.com";

#[test]
fn redis_takes_the_file_of_every_mode() {
    for mode in ["single", "sentinel", "cluster"] {
        let mut place = Place::new(mode);
        let port = port();
        let spec = redis(&place, mode, port);
        let text = text(&spec, NODE, "session/redis.conf");
        let name = format!("{mode}.conf");
        place.start(&name, &text, &[]);
        wait(&place, &name, || cli(port, &["PING"]) == "PONG");
        for (key, value) in [
            ("maxmemory", "8388608"),
            ("maxmemory-policy", "volatile-ttl"),
            ("appendonly", "yes"),
            ("appendfsync", "everysec"),
            ("save", ""),
            ("requirepass", PASSWORD),
            ("cluster-enabled", if mode == "cluster" { "yes" } else { "no" }),
        ] {
            let answer = cli(port, &["CONFIG", "GET", key]);
            assert_eq!(answer.lines().nth(1).unwrap_or_default(), value, "{mode} {key}");
        }
        assert!(cli(port, &["FLUSHALL"]).contains("unknown command"), "{mode}");
        let wrong =
            Command::new("redis-cli").args(["-p", &port.to_string(), "PING"]).output().unwrap();
        assert!(String::from_utf8_lossy(&wrong.stdout).contains("NOAUTH"), "{mode}");
    }
}

#[test]
fn redis_takes_the_lines_that_are_set_by_hand() {
    let mut place = Place::new("hand");
    let port = port();
    let mut spec = redis(&place, "single", port);
    let folder = place.folder.join("a b");
    std::fs::create_dir_all(&folder).unwrap();
    let file = |key: &str| format!("overrides.cluster.session/redis.conf:{key}");
    let dir = format!("\"{}\"", folder.display());
    for (key, value) in [
        ("client-output-buffer-limit replica", "256mb 64mb 60"),
        ("rename-command KEYS", "\"\""),
        ("rename-command FLUSHALL", "'EMPTY \"IT'"),
        ("save", "900 1 300 10"),
        ("maxmemory", "7mb"),
        ("dir", &dir),
        ("appendonly", "no"),
    ] {
        set(&mut spec, &[(&file(key), value)]);
    }
    let text = text(&spec, NODE, "session/redis.conf");
    place.start("hand", &text, &[]);
    wait(&place, "hand", || cli(port, &["PING"]) == "PONG");
    let get =
        |key: &str| cli(port, &["CONFIG", "GET", key]).lines().nth(1).unwrap_or("").to_owned();
    assert_eq!(get("maxmemory"), (7 << 20).to_string());
    assert_eq!(get("save"), "900 1 300 10");
    assert_eq!(get("dir"), folder.canonicalize().unwrap().to_str().unwrap());
    assert!(get("client-output-buffer-limit").contains("slave 268435456 67108864 60"));
    assert!(cli(port, &["KEYS", "*"]).contains("unknown command"));
    assert_eq!(cli(port, &["EMPTY \"IT"]), "OK");
}

/// What the rules SES033, SES036 and SES037 say of it.
#[test]
fn redis_ends_where_the_rules_say_so() {
    let mut place = Place::new("ends");
    let redis_conf = |key: &str| format!("overrides.cluster.session/redis.conf:{key}");
    let cases = [
        (redis_conf("port"), "0", "Configured to not listen anywhere, exiting.", false),
        (redis_conf("daemonize"), "yes", "", true),
    ];
    for (key, value, said, fine) in cases {
        let mut spec = redis(&place, "single", port());
        let pid = place.folder.join("pid");
        set(&mut spec, &[(&redis_conf("pidfile"), pid.to_str().unwrap()), (&key, value)]);
        place.start("ends", &text(&spec, NODE, "session/redis.conf"), &[]);
        let status = place.children.last_mut().unwrap().wait().unwrap();
        assert_eq!(status.success(), fine, "{key}: {}", place.log("ends"));
        assert!(place.log("ends").contains(said), "{}", place.log("ends"));
        if fine {
            // The other process, which nobody waits for.
            wait(&place, "ends", || std::fs::read_to_string(&pid).is_ok_and(|t| t.ends_with('\n')));
            let pid = std::fs::read_to_string(&pid).unwrap();
            Command::new("kill").arg(pid.trim()).status().unwrap();
        }
    }
    let key = "overrides.cluster.session/sentinel.conf:sentinel monitor mymaster";
    let mut spec = redis(&place, "sentinel", port());
    set(&mut spec, &[(key, "127.0.0.1 6379 0")]);
    let text = text(&spec, NODE, "session/sentinel.conf");
    place.start("quorum", &text, &["--sentinel"]);
    assert!(!place.children.last_mut().unwrap().wait().unwrap().success());
}

#[test]
fn a_wrong_line_is_seen() {
    let mut place = Place::new("wrong");
    let text = text(&redis(&place, "single", port()), NODE, "session/redis.conf");
    place.start("wrong", &text.replace("maxmemory-policy", "maxmemory-polcy"), &[]);
    let status = place.children.last_mut().unwrap().wait().unwrap();
    assert!(!status.success());
}

#[test]
fn a_sentinel_finds_its_master() {
    let mut place = Place::new("watch");
    let (port, sentinel) = (port(), port());
    let mut spec = redis(&place, "sentinel", port);
    set(&mut spec, &[("settings.session.sentinel_port", &sentinel.to_string())]);
    for (node, roles) in [("k4.example.com", "query"), ("k5.example.com", "query")] {
        let node = spec.nodes.iter_mut().find(|n| n.name == node).unwrap();
        node.roles = roles.split(',').map(str::to_owned).collect();
    }
    place.start("master", &text(&spec, NODE, "session/redis.conf"), &[]);
    wait(&place, "master", || cli(port, &["PING"]) == "PONG");
    let file = place.start("watcher", &text(&spec, NODE, "session/sentinel.conf"), &["--sentinel"]);
    let ask = |words: &[&str]| {
        let output =
            Command::new("redis-cli").args(["-p", &sentinel.to_string()]).args(words).output();
        String::from_utf8_lossy(&output.unwrap().stdout).trim().to_owned()
    };
    wait(&place, "watcher", || ask(&["SENTINEL", "CKQUORUM", "mymaster"]).starts_with("OK"));
    let master = ask(&["SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"]);
    assert_eq!(master, format!("127.0.0.1\n{port}"));
    // The password is the right one: it has learned what only a logged-in client is told.
    wait(&place, "watcher", || {
        ask(&["SENTINEL", "MASTER", "mymaster"]).contains("role-reported\nmaster")
    });
    assert!(
        std::fs::read_to_string(file).unwrap().contains("sentinel myid"),
        "it keeps what it learns"
    );
}

#[test]
fn what_the_managers_read_holds_no_password_and_every_address_has_a_port() {
    let place = Place::new("files");
    for (mode, hosts) in [
        ("single", "r1.example.com"),
        ("sentinel", "r1.example.com,r2.example.com,r3.example.com:26380"),
        ("cluster", "r1.example.com:7000,r2.example.com:7000,r3.example.com:7000"),
    ] {
        let mut spec = redis(&place, mode, 6379);
        set(
            &mut spec,
            &[("settings.session.store", "given"), ("settings.session.redis_hosts", hosts)],
        );
        let read =
            formats::properties::read(&text(&spec, NODE, "session/redis-data-cache.properties"));
        let get = |key: &str| read.iter().find(|e| e.key == key).map(|e| e.value.clone());
        let servers = get("redis.hosts").unwrap();
        assert!(servers.split(',').all(|s| s.contains(':')), "{servers}");
        assert_eq!(get("redis.password").as_deref(), Some("${REDIS_PASSWORD}"));
        assert_eq!(get("redis.sentinel.enabled").is_some(), mode == "sentinel");
        assert_eq!(get("redis.cluster.enabled").is_some(), mode == "cluster");
        assert_eq!(get("redis.database").is_some(), mode != "cluster");
        assert!(files(&spec, NODE).iter().all(|(name, _)| *name != "session/redis.conf"));
        // A job node has no sessions to share.
        assert!(
            files(&spec, "k1.example.com").iter().all(|(name, _)| !name.starts_with("session/"))
        );
    }
}

/// What well-known manuals say, as documents: each is flagged, and where there is a fix it helps.
#[test]
fn wrong_forms_of_the_manuals_are_flagged() {
    const JCOLEMAN: &[(&str, &str)] = &[
        ("settings.session.kind", "redis_jcoleman"),
        ("settings.session.redis_hosts", "redis1.example.com:6379"),
    ];
    const RANJIT: &[(&str, &str)] = &[
        ("settings.session.kind", "redis_ranjit"),
        ("settings.session.redis_hosts", "redis1.example.com:6379"),
    ];
    type Edits = &'static [(&'static str, &'static str)];
    let cases: &[(&str, Edits, Edits, &str)] = &[
        (
            "KAP: jedis 2.0.0 with commons-pool2",
            JCOLEMAN,
            &[(
                "settings.session.jars",
                "jedis-2.0.0.jar commons-pool2-2.2.jar tomcat-redis-session-manager-1.2-tomcat-7-java-7.jar",
            )],
            "SES001",
        ),
        (
            "KAP: host and port of a Redis cluster",
            JCOLEMAN,
            &[("settings.session.redis_mode", "cluster")],
            "GEN012",
        ),
        ("KAP: jcoleman on Tomcat 8", JCOLEMAN, &[("settings.session.tomcat", "8.5.78")], "GEN012"),
        (
            "KAP: host=localhost",
            JCOLEMAN,
            &[("settings.session.redis_hosts", "localhost:6379")],
            "SES008",
        ),
        (
            "Kyligence: redis.hosts=127.0.0.1:6379",
            RANJIT,
            &[("settings.session.redis_hosts", "127.0.0.1:6379")],
            "SES008",
        ),
        (
            "Kyligence: several hosts and no mode",
            RANJIT,
            &[("settings.session.redis_hosts", "h1:6379,h2:6379")],
            "SES006",
        ),
        ("round robin without sharing", &[], &[("settings.lb.method", "round_robin")], "LB003"),
    ];
    for (what, right, wrong, rule) in cases {
        let ids = |more: Edits| {
            let mut spec = preset("kylin-three");
            set(&mut spec, right);
            set(&mut spec, more);
            let product = products::find(&spec.product).unwrap();
            let report = rules::check(&rules::Context::new(&spec, product));
            let ids: Vec<&str> = report.findings.iter().map(|f| f.rule).collect();
            let fixes: Vec<_> = report
                .findings
                .iter()
                .filter(|f| f.rule == *rule)
                .filter_map(|f| f.fix.as_ref().map(|fix| fix.edits.clone()))
                .collect();
            (ids, fixes, spec)
        };
        assert!(!ids(&[]).0.contains(rule), "{what}: {rule} without the mistake");
        let (found, fixes, mut spec) = ids(wrong);
        assert!(found.contains(rule), "{what}: {found:?}");
        for edits in fixes {
            model::apply_all(&mut spec, &edits);
            let product = products::find(&spec.product).unwrap();
            let report = rules::check(&rules::Context::new(&spec, product));
            assert!(
                report.findings.iter().all(|f| f.rule != *rule),
                "{what}: the fix does not help"
            );
        }
    }
}

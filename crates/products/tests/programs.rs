//! Real programs judge the generated files: `nginx -t`, `haproxy -c`, `xmllint`, `bash`.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::ClusterSpec;
use shared::{files, preset, set, text};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

const METHODS: [&str; 4] = ["round_robin", "least_conn", "ip_hash", "hash"];

/// A fresh folder, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("m{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(path.join("temp")).unwrap();
        Folder(path)
    }

    fn path(&self) -> String {
        self.0.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a program and gives what it printed; fails with how to install it when it is missing.
fn run(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|e| {
        panic!("{program} cannot be run ({e}); install it with: apt-get install {package}")
    });
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}\n{printed}");
    printed
}

/// A certificate and its key in a folder.
fn certificate(folder: &Path) {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (certificate, key) = (path("cert.pem"), path("key.pem"));
    run(
        "openssl",
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=kylin.example.com",
            "-keyout",
            &key,
            "-out",
            &certificate,
        ],
    );
    let both =
        std::fs::read_to_string(&certificate).unwrap() + &std::fs::read_to_string(&key).unwrap();
    std::fs::write(folder.join("server.pem"), both).unwrap();
}

/// A preset with a load balancer of this kind, its nodes at addresses of this machine.
fn balanced(id: &str, kind: &str, method: &str, tls: bool, folder: &Folder) -> ClusterSpec {
    let mut spec = preset(id);
    for (at, node) in spec.nodes.iter_mut().enumerate() {
        node.name = format!("127.0.0.{}", at + 11);
    }
    if spec.nodes.iter().all(|n| !n.roles.contains("load_balancer")) {
        let mut node = model::Node { name: "127.0.0.99".to_owned(), ..model::Node::default() };
        node.roles.insert("load_balancer".to_owned());
        spec.push(node);
    }
    let dir = folder.path();
    set(
        &mut spec,
        &[
            ("settings.lb.kind", kind),
            ("settings.lb.name", "kylin.example.com"),
            ("settings.lb.method", method),
            ("settings.lb.tls", if tls { "true" } else { "false" }),
            ("settings.lb.certificate", &format!("{dir}/cert.pem")),
            ("settings.lb.key", &format!("{dir}/key.pem")),
            ("settings.lb.dir", &dir),
        ],
    );
    spec
}

fn balancer_node(spec: &ClusterSpec) -> String {
    spec.with_role("load_balancer").next().unwrap().name.clone()
}

#[test]
fn nginx_takes_every_variant() {
    let folder = Folder::new();
    certificate(&folder.0);
    for (_, p) in products::presets().filter(|(product, _)| product.id == "kylin") {
        for method in METHODS {
            for tls in [false, true] {
                let spec = balanced(p.id, "nginx", method, tls, &folder);
                let text = text(&spec, &balancer_node(&spec), "load-balancer/nginx.conf");
                let file = folder.0.join("nginx.conf");
                std::fs::write(&file, &text).unwrap();
                let (dir, file) = (folder.path(), file.to_str().unwrap().to_owned());
                let printed = run("nginx", "nginx", &["-t", "-p", &dir, "-c", &file]);
                let quiet = !printed.contains("[warn]") && !printed.contains("[emerg]");
                assert!(quiet, "{} {method} {tls}\n{printed}\n{text}", p.id);
            }
        }
    }
}

#[test]
fn haproxy_takes_every_variant_without_a_warning() {
    let folder = Folder::new();
    certificate(&folder.0);
    for (_, p) in products::presets().filter(|(product, _)| product.id == "kylin") {
        for method in METHODS {
            for tls in [false, true] {
                let spec = balanced(p.id, "haproxy", method, tls, &folder);
                let text = text(&spec, &balancer_node(&spec), "load-balancer/haproxy.cfg");
                let file = folder.0.join("haproxy.cfg");
                std::fs::write(&file, &text).unwrap();
                let file = file.to_str().unwrap().to_owned();
                let printed = run("haproxy", "haproxy", &["-c", "-f", &file]);
                let quiet = !printed.contains("[WARNING]") && !printed.contains("[NOTICE]");
                assert!(quiet, "{} {method} {tls}\n{printed}\n{text}", p.id);
            }
        }
    }
}

#[test]
fn httpd_takes_every_variant_without_a_warning() {
    let folder = Folder::new();
    certificate(&folder.0);
    for (_, p) in products::presets().filter(|(product, _)| product.id == "kylin") {
        for method in METHODS {
            for tls in [false, true] {
                let spec = balanced(p.id, "httpd", method, tls, &folder);
                let text = text(&spec, &balancer_node(&spec), "load-balancer/httpd.conf");
                let file = folder.0.join("httpd.conf");
                // The folder of the modules is found by the service's script.
                std::fs::write(&file, text.replace("${HTTPD_MODULES}", "/usr/lib/apache2/modules"))
                    .unwrap();
                let file = file.to_str().unwrap().to_owned();
                let printed = run("apache2", "apache2-bin", &["-t", "-f", &file]);
                assert_eq!(printed.trim(), "Syntax OK", "{} {method} {tls}\n{text}", p.id);
            }
        }
    }
}

#[test]
fn xmllint_reads_the_client_of_the_other_cluster() {
    let folder = Folder::new();
    for (name, value) in [("kylin-split", "kylin-split"), ("--a--", "x--><b>\n&--")] {
        let mut spec = preset("kylin-split");
        set(&mut spec, &[("name", value)]);
        let text = text(&spec, "build1.example.com", "conf/hbase.hdfs.xml");
        let file = folder.0.join(name);
        std::fs::write(&file, &text).unwrap();
        run("xmllint", "libxml2-utils", &["--noout", file.to_str().unwrap()]);
    }
}

/// What `bin/kylin.sh` gets from a `setenv.sh`.
fn sourced(text: &str) -> String {
    let folder = Folder::new();
    let file = folder.0.join("setenv.sh");
    std::fs::write(&file, text).unwrap();
    let script = format!(
        "set -u; KYLIN_DEBUG_SETTINGS= KYLIN_LD_LIBRARY_SETTINGS= KYLIN_HOME=/opt/kylin; . {}; printf '%s' \"$KYLIN_EXTRA_START_OPTS\"",
        file.to_str().unwrap()
    );
    run("bash", "bash", &["-c", &script])
}

#[test]
fn setenv_keeps_what_the_release_sets_and_changes_the_heap() {
    const SHIPPED: [&str; 8] = [
        "-Xss1024K",
        "-XX:MaxPermSize=512M",
        "-verbose:gc",
        "-XX:+PrintGCDetails",
        "-XX:+PrintGCDateStamps",
        "-XX:+UseGCLogFileRotation",
        "-XX:NumberOfGCLogFiles=10",
        "-XX:GCLogFileSize=64M",
    ];
    let six = preset("kylin-six");
    let folder = Folder::new();
    let file = folder.0.join("setenv.sh");
    std::fs::write(&file, text(&six, "k1.example.com", "conf/setenv.sh")).unwrap();
    run("shellcheck", "shellcheck", &["-S", "warning", file.to_str().unwrap()]);
    let got = sourced(&text(&six, "k1.example.com", "conf/setenv.sh"));
    let words: Vec<&str> = got.split_whitespace().collect();
    for word in
        SHIPPED.iter().chain(&["-Xms1024m", "-Xmx8192m", "-Xloggc:/opt/kylin/logs/kylin.gc.%p"])
    {
        assert!(words.contains(word), "{word}: {got}");
    }
    let mut small = preset("kylin-one");
    set(
        &mut small,
        &[("settings.jvm.heap", "512 MiB"), ("settings.jvm.extra", "-XX:+UseSerialGC -Da.b=c")],
    );
    let got = sourced(&text(&small, "kylin.example.com", "conf/setenv.sh"));
    let words: Vec<&str> = got.split_whitespace().collect();
    for word in ["-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-Da.b=c"] {
        assert!(words.contains(&word), "{word}: {got}");
    }
    let shipped = files(&preset("kylin-three"), "k1.example.com");
    assert!(shipped.iter().all(|(name, _)| *name != "conf/setenv.sh"));
}

#[test]
fn hostile_jvm_options_never_reach_the_shell() {
    let mut spec = preset("kylin-one");
    set(
        &mut spec,
        &[
            ("settings.jvm.extra", "-Da=$(touch /tmp/x)\" ; id"),
            ("settings.jvm.heap", "`id`"),
            ("name", "x\nid; exit 3"),
        ],
    );
    let text = text(&spec, "kylin.example.com", "conf/setenv.sh");
    let code: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
    assert!(code.iter().all(|l| !l.contains("touch") && !l.contains("id;") && !l.contains('`')));
    let got = sourced(&text);
    assert!(!got.contains("touch") && !got.contains("id"), "{got}");
}

#[test]
fn variables_set_by_hand_are_what_the_shell_gets_and_nothing_runs() {
    let mut spec = preset("kylin-one");
    let file = |name: &str| format!("overrides.cluster.conf/setenv.sh:{name}");
    let hostile = "-Da=$(touch /tmp/x) `id` \\ \" 'q' ${A:=b} $KYLIN_HOME ${NONE:-none} !x";
    set(
        &mut spec,
        &[
            (&file("KYLIN_JVM_SETTINGS"), hostile),
            (&file("KYLIN_EXTRA_START_OPTS"), "-Xmx5g"),
            (&file("OWN"), "a b"),
        ],
    );
    let text = text(&spec, "kylin.example.com", "conf/setenv.sh");
    let expected = hostile.replace("$KYLIN_HOME", "/opt/kylin").replace("${NONE:-none}", "none");
    assert_eq!(sourced(&text), format!("{expected} -Xmx5g"));
    let lines = shared::with(
        "kyligence-one",
        &[("overrides.cluster.conf/setenv-lines.sh:KYLIN_JVM_SETTINGS", hostile)],
    );
    let lines = shared::text(&lines, "ke.example.com", "conf/setenv-lines.sh");
    let before = "KYLIN_JVM_SETTINGS=-Xmx1g KYLIN_EXTRA_START_OPTS=-Xss1m\n";
    assert_eq!(sourced(&format!("{before}{lines}")), format!("-Xss1m {expected}"));
    let alluxio = shared::with(
        "alluxio-three",
        &[("overrides.cluster.conf/alluxio-env.sh:ALLUXIO_WORKER_JAVA_OPTS", hostile)],
    );
    let env = shared::text(&alluxio, "w1.example.com", "conf/alluxio-env.sh");
    let print = "\nKYLIN_EXTRA_START_OPTS=$ALLUXIO_WORKER_JAVA_OPTS\n";
    let got = sourced(&format!("ALLUXIO_WORKER_JAVA_OPTS=-Da=b\n{env}{print}"));
    assert!(got.starts_with(&format!("-Da=b {expected}")), "{got}");
}

/// Java says the same of options as the reader of them does.
#[test]
fn java_reads_options_as_they_are_read_here() {
    let java = |options: &str| {
        let output = Command::new("java")
            .args(options.split_whitespace())
            .args(["-XX:+PrintFlagsFinal", "-version"])
            .output()
            .expect("java is missing; apt-get install openjdk-17-jdk-headless");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().find(|l| l.split_whitespace().nth(1) == Some("MaxHeapSize"));
        let heap = line.and_then(|l| l.split_whitespace().nth(3)?.parse::<u64>().ok());
        heap.filter(|_| output.status.success())
    };
    for text in [
        "-Xmx1g -Xmx64m",
        "-Xmx64m -XX:MaxHeapSize=128m",
        "-XX:MaxHeapSize=128m -Xmx64M -Xms0",
        "-Xmx0x8000000",
        "-Xmx131072k",
        "-Xms2g -Xmx1g",
        "-Xms2g -Xmx1g -Xmx3g",
        "-Xmx128m -XX:InitialHeapSize=256m",
        "-Xmx4gb",
        "-Xmx4.5g",
        "-Xmx",
        "-Xmx0",
        "-Xmx1",
        "-Xmx2047k",
        "-Xmx1m -Xmx64m",
        "-XX:MaxDirectMemorySize=1GiB",
        "-Xmx64m -XX:OnOutOfMemoryError=\"kill -9 %p\"",
        "-Xmx64m word",
    ] {
        let options = products::common::jvm::Options::new(text);
        let heap = if options.wrong().is_some() { None } else { options.heap().map(|b| b.0) };
        assert_eq!(java(text), heap, "{text}");
    }
}

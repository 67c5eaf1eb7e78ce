//! The configuration files beside the products' own: what people have in theirs, set by file.

mod shared;

use model::{ClusterSpec, Severity};
use rules::{Context, check};
use shared::{text, with};

/// The errors and warnings of a document: rule, and message.
fn found(spec: &ClusterSpec) -> Vec<(&'static str, String)> {
    let product = products::find(&spec.product).expect("product");
    let report = check(&Context::new(spec, product));
    let grave = report.findings.into_iter().filter(|f| f.severity >= Severity::Warning);
    grave.map(|f| (f.rule, f.message.render(model::Lang::En))).collect()
}

fn rules_of(spec: &ClusterSpec) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = found(spec).into_iter().map(|(rule, _)| rule).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A variable of the nodes' scripts.
fn variable(spec: &ClusterSpec, node: &str, service: &str, name: &str) -> String {
    let product = products::find(&spec.product).expect("product");
    let cx = Context::new(spec, product);
    let node = spec.nodes.iter().find(|n| n.name == node).expect(node);
    let service = product.services.iter().find(|s| s.id == service).expect(service);
    let all = (service.variables)(&cx, node);
    all.into_iter().find(|(n, _)| *n == name).expect(name).1
}

const SENTINEL: &str = "kylin-redis-sentinel";

fn redis(lines: &[(&str, &str)]) -> ClusterSpec {
    let lines: Vec<(String, &str)> = lines
        .iter()
        .map(|(key, value)| (format!("overrides.cluster.session/redis.conf:{key}"), *value))
        .collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    with(SENTINEL, &lines)
}

#[test]
fn a_document_names_lines_by_file() {
    let mut toml = products::presets().find(|(_, p)| p.id == SENTINEL).unwrap().1.toml.to_owned();
    toml.push_str(
        "\n[overrides.cluster.\"session/redis.conf\"]\nmaxmemory = \"2gb\"\n\
         \"client-output-buffer-limit replica\" = \"256mb 64mb 60\"\n\
         [overrides.cluster.\"session/sentinel.conf\"]\n\
         \"sentinel down-after-milliseconds mymaster\" = \"9000\"\n\
         [overrides.cluster.\"conf/setenv.sh\"]\nKYLIN_JVM_SETTINGS = \"-Xmx6g\"\n",
    );
    let read = formats::document::read(&toml);
    assert!(read.complete && read.problems.is_empty(), "{:?}", read.problems);
    let spec = read.spec;
    assert!(rules_of(&spec).is_empty(), "{:?}", found(&spec));
    let conf = text(&spec, "k3.example.com", "session/redis.conf");
    assert!(conf.contains("\nmaxmemory 2gb\n"), "{conf}");
    assert!(conf.contains("\nclient-output-buffer-limit replica 256mb 64mb 60\n"), "{conf}");
    let conf = text(&spec, "k3.example.com", "session/sentinel.conf");
    assert!(conf.contains("\nsentinel down-after-milliseconds mymaster 9000\n"), "{conf}");
    let written = formats::document::write(&spec);
    assert!(written.contains("\"sentinel down-after-milliseconds mymaster\" = \"9000\""));
    assert_eq!(formats::document::read(&written).spec.overrides, spec.overrides);
    // The file of the release stays where nothing differs from it; a line by hand brings ours.
    let setenv = text(&spec, "k1.example.com", "conf/setenv.sh");
    assert!(setenv.contains("\nexport KYLIN_JVM_SETTINGS=\"-Xmx6g\"\n"), "{setenv}");
}

#[test]
fn foreign_lines_of_redis_are_judged() {
    for (lines, rule) in [
        (&[("port", "0")][..], "SES033"),
        (&[("bind", "127.0.0.1 -::1")], "SES033"),
        (&[("appendonly", "no")], "SES034"),
        (&[("maxmemory", "0")], "SES035"),
        (&[("maxmemory", "0mb")], "SES035"),
        (&[("maxmemory-policy", "noeviction")], "SES035"),
        (&[("daemonize", "yes")], "SES036"),
        (&[("cluster-enabled", "yes")], "SES038"),
        (&[("logfile", "\"a")], "GEN039"),
        (&[("rename-command", "KEYS \"\"")], "GEN039"),
        (&[("MAXMEMORY", "1gb")], "GEN039"),
        (&[("maxmemory", "")], "GEN039"),
        (&[("slave-read-only", "no")], "GEN039"),
    ] {
        let spec = redis(lines);
        assert!(rules_of(&spec).contains(&rule), "{lines:?}: {:?}", found(&spec));
    }
    for lines in [
        &[("appendonly", "no"), ("save", "900 1 300 10")][..],
        &[("bind", "0.0.0.0")],
        &[("maxmemory", "1500mb"), ("maxmemory-policy", "allkeys-lru")],
        &[("rename-command KEYS", "\"\"")],
        &[("io-threads", "4"), ("loglevel", "notice")],
    ] {
        let spec = redis(lines);
        assert!(rules_of(&spec).is_empty(), "{lines:?}: {:?}", found(&spec));
    }
    for (line, wrong) in [
        ("k3.example.com 6379 0", true),
        ("k3.example.com 6379 4", true),
        ("k3.example.com 6379", true),
        ("k3.example.com redis 2", true),
        ("k3.example.com 6379 3", false),
    ] {
        let key = "overrides.cluster.session/sentinel.conf:sentinel monitor mymaster";
        let spec = with(SENTINEL, &[(key, line)]);
        assert_eq!(rules_of(&spec).contains(&"SES037"), wrong, "{line}: {:?}", found(&spec));
    }
}

#[test]
fn who_speaks_of_redis_reads_its_file() {
    let spec = with(
        SENTINEL,
        &[
            ("overrides.cluster.session/redis.conf:port", "6390"),
            ("nodes[2].overrides.session/redis.conf:dir", "/data/redis"),
            ("overrides.cluster.session/sentinel.conf:port", "26390"),
            (
                "overrides.cluster.session/sentinel.conf:sentinel monitor mymaster",
                "k4.example.com 6390 2",
            ),
            ("overrides.cluster.session/redis.conf:requirepass", "${OTHER_PW}"),
        ],
    );
    assert!(rules_of(&spec).is_empty(), "{:?}", found(&spec));
    let of = |node: &str, name: &str| variable(&spec, node, "redis", name);
    assert_eq!(of("k3.example.com", "REDIS_PORT"), "6390");
    assert_eq!(of("k3.example.com", "REDIS_SENTINEL_PORT"), "26390");
    assert_eq!(of("k3.example.com", "REDIS_MASTER"), "k4.example.com 6390");
    assert_eq!(of("k4.example.com", "REDIS_MASTER"), "");
    assert_eq!(variable(&spec, "k3.example.com", "sentinel", "SENTINEL_PORT"), "26390");
    let cx = Context::new(&spec, &products::kylin::PRODUCT);
    let ports: Vec<u16> = (cx.product.connections)(&cx)
        .iter()
        .filter(|c| c.protocol == "Redis")
        .filter_map(|c| c.port)
        .collect();
    assert!(ports.iter().all(|p| [6390, 26390].contains(p)), "{ports:?}");
    let node = spec.nodes.iter().find(|n| n.name == "k3.example.com").unwrap();
    let service = cx.product.services.iter().find(|s| s.id == "redis").unwrap();
    assert!((service.folders)(&cx, node).contains(&"/data/redis".to_owned()));
    let cache = text(&spec, "k3.example.com", "session/redis-data-cache.properties");
    assert!(cache.contains("k3.example.com:26390"), "{cache}");
    // One password for all who log in.
    for (file, line) in [
        ("session/redis.conf", "requirepass \"@{OTHER_PW}\""),
        ("session/redis.conf", "masterauth \"@{OTHER_PW}\""),
        ("session/sentinel.conf", "sentinel auth-pass mymaster \"@{OTHER_PW}\""),
        ("session/catalina.properties.part", "REDIS_PASSWORD=@{OTHER_PW}"),
    ] {
        let text = text(&spec, "k3.example.com", file);
        assert!(text.lines().any(|l| l == line), "{file}: {text}");
    }
    let names: Vec<&str> = cx.secrets().iter().map(|s| s.variable.as_str()).collect();
    assert!(names.contains(&"OTHER_PW") && !names.contains(&"SESSION_REDIS_PASSWORD"), "{names:?}");
}

#[test]
fn foreign_options_of_java_are_judged() {
    let key = "overrides.cluster.conf/setenv.sh:KYLIN_JVM_SETTINGS";
    let more = "overrides.cluster.conf/setenv.sh:KYLIN_EXTRA_START_OPTS";
    for (set, rule) in [
        (&[(key, "-Xms8g -Xmx4g")][..], Some("KYL091")),
        (&[(key, "-Xmx4gb")], Some("KYL091")),
        (&[(key, "-Xmx16g -XX:OnOutOfMemoryError=\"kill -9 %p\"")], Some("KYL091")),
        (&[(key, "-Xmx16g -Xmx2g")], Some("KYL065")),
        (&[(key, "-Xmx2g -Xmx4g")], None),
        (&[(key, "-Xmx4g"), (more, "-Xmx2g")], Some("KYL065")),
        (&[(key, "-Xmx12g"), ("nodes[0].settings.host.memory", "8 GiB")], Some("GEN063")),
        (&[(key, "-Xmx4096m"), ("nodes[0].settings.host.memory", "8 GiB")], None),
        (&[(key, "-Xmx4g -Dkylin.server.mode=query")], Some("KYL092")),
        (&[(key, "-Xmx4g -Dlog4j.debug")], None),
        (&[("overrides.cluster.conf/setenv.sh:MY-OPTION", "1")], Some("GEN039")),
        (&[("overrides.cluster.conf/setenv.sh:MY_PASSWORD", "hunter2")], Some("GEN026")),
        (&[(key, "-Xmx4g -Djavax.net.ssl.trustStorePassword=hunter2")], Some("GEN026")),
    ] {
        let spec = with("kylin-three", set);
        let all = rules_of(&spec);
        match rule {
            Some(rule) => assert!(all.contains(&rule), "{set:?}: {:?}", found(&spec)),
            None => assert!(all.is_empty(), "{set:?}: {:?}", found(&spec)),
        }
    }
    let lines = "overrides.cluster.conf/setenv-lines.sh:KYLIN_JVM_SETTINGS";
    let spec = with("kyligence-one", &[(lines, "-Xms3g -Xmx2g")]);
    assert!(rules_of(&spec).contains(&"KYL091"), "{:?}", found(&spec));
    let spec = with("kyligence-one", &[(lines, "-Xmx20g")]);
    assert!(rules_of(&spec).is_empty(), "{:?}", found(&spec));
    let file = text(&spec, "ke.example.com", "conf/setenv-lines.sh");
    assert!(file.contains("\nmuster_options=\"-Xmx20g\"\n"), "{file}");
}

#[test]
fn alluxio_s_budget_reads_the_options_of_its_jvms() {
    let worker = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_WORKER_JAVA_OPTS";
    let every = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_JAVA_OPTS";
    let heap = |spec: &ClusterSpec| {
        variable(spec, "w1.example.com", "alluxio-worker", "ALLUXIO_WORKER_HEAP")
    };
    let spec = with("alluxio-three", &[(worker, "-Xms1g -Xmx1g -Xmx3g")]);
    assert_eq!(heap(&spec), "3072");
    let env = text(&spec, "w1.example.com", "conf/alluxio-env.sh");
    assert!(env.contains("\nALLUXIO_WORKER_JAVA_OPTS+=\" -Xms1g -Xmx1g -Xmx3g\"\n"), "{env}");
    // The scripts add 4 GiB where nothing is said, and the options of all stand behind.
    assert_eq!(heap(&with("alluxio-three", &[(worker, "-XX:+UseG1GC")])), "4096");
    assert_eq!(heap(&with("alluxio-three", &[(every, "-Xms1g -Xmx2g")])), "2048");
    let large = with("alluxio-three", &[(worker, "-Xmx40g -XX:MaxDirectMemorySize=40g")]);
    assert!(rules_of(&large).contains(&"GEN063"), "{:?}", found(&large));
    // What is left for the ramdisk follows: the same on each node, whoever set it.
    let ramdisk =
        |spec: &ClusterSpec| variable(spec, "w1.example.com", "alluxio-worker", "ALLUXIO_RAMDISKS");
    let at = large.nodes.iter().position(|n| n.name == "w1.example.com").unwrap();
    let own = format!("nodes[{at}].overrides.conf/alluxio-env.sh:ALLUXIO_WORKER_JAVA_OPTS");
    let own = with("alluxio-three", &[(&own, "-Xmx20g -XX:MaxDirectMemorySize=20g")]);
    assert_ne!(ramdisk(&own), ramdisk(&with("alluxio-three", &[])));
    let file = text(&own, "w1.example.com", "conf/alluxio-site.properties");
    let bytes: u64 = ramdisk(&own).rsplit(':').next().unwrap().parse().unwrap();
    assert!(file.contains(&format!("={}GB", bytes >> 30)), "{file}: {bytes}");
    let refused = with("alluxio-three", &[(worker, "-Xms4g -Xmx1g")]);
    assert!(rules_of(&refused).contains(&"ALX064"), "{:?}", found(&refused));
    let said = with("alluxio-three", &[(every, "-Dalluxio.user.file.readtype.default=CACHE")]);
    assert!(rules_of(&said).contains(&"ALX067"), "{:?}", found(&said));
    assert!(rules_of(&with("alluxio-three", &[(every, "-Dlog4j.debug=true")])).is_empty());
    let java = "overrides.cluster.conf/alluxio-env.sh:JAVA_HOME";
    let spec = with("alluxio-three", &[(java, "/usr/lib/jvm/java-17-openjdk")]);
    assert!(rules_of(&spec).contains(&"ALX056"), "{:?}", found(&spec));
    let home = variable(&spec, "w1.example.com", "alluxio-worker", "JAVA_HOME");
    assert_eq!(home, "/usr/lib/jvm/java-17-openjdk");
}

#[test]
fn lists_of_hosts_are_compared_with_the_roles() {
    let workers = "overrides.cluster.conf/workers:hosts";
    let masters = "overrides.cluster.conf/masters:hosts";
    let all = "m1.example.com,m2.example.com,m3.example.com";
    for (key, value, rule) in [
        (workers, "w1.example.com", Some("ALX065")),
        (masters, "m1.example.com,m2.example.com,m3.example.com,m4.example.com", Some("ALX065")),
        (masters, "localhost", Some("ALX066")),
        (masters, "m1 m2", Some("GEN039")),
        ("overrides.cluster.conf/masters:m1.example.com", "", Some("GEN039")),
        (masters, all, None),
        (masters, "M3.example.com, m2.example.com,m1.example.com", None),
    ] {
        let spec = with("alluxio-three", &[(key, value)]);
        let of = rules_of(&spec);
        match rule {
            Some(rule) => assert!(of.contains(&rule), "{value}: {:?}", found(&spec)),
            None => assert!(of.is_empty(), "{value}: {:?}", found(&spec)),
        }
    }
    let spec = with("alluxio-three", &[(masters, "m2.example.com, m1.example.com,m3.example.com")]);
    let list = text(&spec, "w1.example.com", "conf/masters");
    let hosts: Vec<&str> = list.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(hosts, ["m2.example.com", "m1.example.com", "m3.example.com"]);
}

/// An option of Java that defines a property wins over the file: what breaks a rule in the file breaks
/// it there, and one that mends it mends it.
#[test]
fn what_java_defines_is_what_the_rules_see() {
    let kylin = "overrides.cluster.conf/setenv.sh:KYLIN_EXTRA_START_OPTS";
    let every = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_JAVA_OPTS";
    let master = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_MASTER_JAVA_OPTS";
    let worker = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_WORKER_JAVA_OPTS";
    for (preset, file, key, value) in [
        ("kylin-three", kylin, "kylin.server.mode", "query"),
        ("kylin-three", kylin, "kylin.metadata.url", "kylin@jdbc"),
        ("alluxio-three", master, "alluxio.master.journal.type", "UFS"),
        ("alluxio-three", every, "alluxio.master.journal.type", "UFS"),
        (
            "alluxio-three",
            every,
            "alluxio.master.embedded.journal.addresses",
            "m1.example.com:19200",
        ),
    ] {
        let by_file = with(preset, &[(&format!("overrides.cluster.{key}"), value)]);
        let options = format!("-Xms1g -Xmx8g -D{key}=other -D{key}={value}");
        let by_option = with(preset, &[(file, &options)]);
        let (by_file, by_option) = (rules_of(&by_file), rules_of(&by_option));
        assert!(!by_file.is_empty(), "{key} breaks nothing");
        for rule in by_file {
            assert!(by_option.contains(&rule), "{file} -D{key}: no {rule} in {by_option:?}");
        }
    }
    // Where the process of another role gets it, it changes nothing.
    let spec = with("alluxio-three", &[(worker, "-Xmx8g -Dalluxio.master.journal.type=UFS")]);
    assert_eq!(rules_of(&spec), ["ALX067"]);
    // What wins mends, too: the file alone would split the cluster.
    let journal = "overrides.cluster.alluxio.master.journal.type";
    let spec = with(
        "alluxio-three",
        &[(journal, "UFS"), (every, "-Dalluxio.master.journal.type=EMBEDDED")],
    );
    assert_eq!(rules_of(&spec), ["ALX067"], "{:?}", found(&spec));
}

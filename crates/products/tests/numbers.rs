//! Both ends of the numbers that a program takes, asked of the program itself, and said by the rules.

use formats::document;
use model::{Edit, Lang, Place, apply};
use products::presets;
use rules::{ConfigKind, Context, Number, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const RULE: &str = "GEN064";

/// Each configuration file that has numbers, with a preset whose nodes have the file.
fn files() -> Vec<(&'static Product, &'static str, &'static ConfigKind)> {
    let mut found: BTreeMap<(&str, &str), (&'static Product, &'static str, &'static ConfigKind)> =
        BTreeMap::new();
    for (product, preset) in presets() {
        let spec = document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        for kind in product.configs.iter().filter(|kind| !kind.numbers.is_empty()) {
            if cx.configs().iter().any(|config| config.file(kind.name).is_some()) {
                found.entry((product.id, kind.name)).or_insert((product, preset.id, kind));
            }
        }
    }
    found.into_values().collect()
}

/// The numbers at and beyond both ends, and whether they are taken.
fn ends(number: &Number) -> Vec<(i64, bool)> {
    let (least, most) = number.range;
    let beyond = [least.checked_sub(1), most.checked_add(1)];
    let beyond = beyond.into_iter().flatten().filter(|n| number.also != Some(*n));
    let within = [Some(least), Some(most), number.also].into_iter().flatten();
    within.map(|n| (n, true)).chain(beyond.map(|n| (n, false))).collect()
}

/// What is said of an override.
fn said(product: &'static Product, preset: &str, path: &str, value: &str) -> Vec<String> {
    let preset = product.presets.iter().find(|p| p.id == preset).expect("the preset");
    let mut spec = document::read(preset.toml).spec;
    let place = Place::parse(path, &spec).unwrap_or_else(|| panic!("{path}"));
    apply(&mut spec, &Edit::Set(place.clone(), value.to_owned()));
    let report = rules::check(&Context::new(&spec, product));
    let of_place = report.findings.iter().filter(|f| f.place == place);
    of_place.map(|f| format!("{} {}", f.rule, f.message.render(Lang::En))).collect()
}

/// Names of what a directive is about, as the examples have it.
fn key_of(number: &Number) -> String {
    let about = if number.key.starts_with("sentinel ") { " mymaster" } else { "" };
    format!("{}{about}", number.key)
}

#[test]
fn numbers_beyond_what_a_program_takes_are_errors_and_the_ends_are_not() {
    let mut tried = BTreeSet::new();
    for (product, preset, kind) in files() {
        for number in kind.numbers {
            for (value, fine) in ends(number) {
                let path = format!("overrides.cluster.{}:{}", kind.name, key_of(number));
                let said = said(product, preset, &path, &value.to_string());
                let about_it = said.iter().any(|text| text.starts_with(RULE));
                // A rule that knows more of it may speak in its place.
                let right = if fine { !about_it } else { !said.is_empty() };
                assert!(right, "{} {path} = {value}: {said:?}", product.id);
                if about_it {
                    tried.insert((kind.name, number.key));
                }
            }
        }
    }
    for (file, key) in [
        ("zookeeper/zoo.cfg", "tickTime"),
        ("session/redis.conf", "maxmemory"),
        ("session/sentinel.conf", "sentinel down-after-milliseconds"),
    ] {
        assert!(tried.contains(&(file, key)), "{key}: {tried:?}");
    }
}

#[test]
fn ranges_of_the_catalogues_hold_for_defaults_and_refuse_what_is_beyond() {
    for product in products::ALL {
        let mut ranged = 0;
        for version in product.versions {
            let catalogue = rules::Catalogue::of(product.catalogue, version.id);
            for key in catalogue.keys().filter(|k| !k.range.is_empty()) {
                ranged += 1;
                let within = |n: i64| key.range.iter().any(|(a, b)| (*a..=*b).contains(&n));
                assert!(key.range.iter().all(|(a, b)| a <= b), "{}", key.key);
                if let Ok(number) = key.default.replace('_', "").parse() {
                    assert!(within(number), "{} of {}: {}", key.key, product.id, key.default);
                }
            }
        }
        assert!(ranged > 0, "{} has no range", product.id);
    }
}

/// A time of 0 and one beyond every number are found in every layer, and what is typed is kept.
#[test]
fn every_layer_is_judged() {
    let role = "overrides.role.zookeeper.zookeeper/zoo.cfg:tickTime";
    for value in ["0", "10000000000000000000", "2s", "-1"] {
        let text = said(products::find("kylin").expect("kylin"), "kylin-six", role, value);
        assert!(text.iter().any(|t| t.starts_with(RULE) && t.contains(value)), "{value}: {text:?}");
    }
    for value in ["2000", "1", "${TICK}"] {
        let text = said(products::find("kylin").expect("kylin"), "kylin-six", role, value);
        assert!(!text.iter().any(|t| t.starts_with(RULE)), "{value}: {text:?}");
    }
}

fn run(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|why| {
        panic!("{program} cannot be run ({why}); install it with: apt-get install {package}")
    });
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// Redis reads its file whole before it does anything, so a last line that it does not know ends it
/// there: what it names is the first line that it refuses.
#[test]
fn redis_takes_the_ends_and_refuses_what_is_beyond() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("redis.conf");
    let mut kinds = BTreeMap::new();
    for (_, _, kind) in files().into_iter().filter(|(_, _, kind)| kind.name.starts_with("session/"))
    {
        kinds.insert(kind.name, kind);
    }
    assert_eq!(kinds.len(), 2, "redis.conf and sentinel.conf");
    for (name, kind) in kinds {
        let sentinel = name.contains("sentinel");
        let (before, end) = if sentinel {
            ("sentinel monitor mymaster 127.0.0.1 6379 2\n", "sentinel muster-end mymaster 1\n")
        } else {
            ("", "muster-end 1\n")
        };
        for number in kind.numbers {
            // Less would be taken, and nothing would have room in it.
            for (value, fine) in ends(number).into_iter().filter(|_| number.key != "maxmemory") {
                let line = format!("{} {value}\n", key_of(number));
                std::fs::write(&file, format!("{before}{line}{end}")).expect("a file");
                let path = file.display().to_string();
                let mut arguments = vec![path.as_str()];
                arguments.extend(sentinel.then_some("--sentinel"));
                let text = run("redis-server", "redis-server", &arguments);
                let at_end = text.contains("'muster-end") || text.contains("'sentinel muster-end");
                assert!(text.contains(">>> '"), "{line}: {text}");
                assert_eq!(at_end, fine, "{line}: {text}");
            }
        }
    }
}

/// Asks ZooKeeper's own reader for each `key=value` of the command line, in a `zoo.cfg` of three servers.
const READER: &str = r#"
import java.util.Properties;
public class Reader {
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            Properties all = new Properties();
            String[] plain = {"tickTime", "2000", "initLimit", "10", "syncLimit", "5", "clientPort", "2181"};
            for (int at = 0; at < plain.length; at += 2) all.setProperty(plain[at], plain[at + 1]);
            for (int server = 1; server <= 3; server++) all.setProperty("server." + server, "127.0.0.1:2888:3888");
            all.setProperty("dataDir", System.getProperty("data"));
            all.setProperty(pair[0], pair[1]);
            String said = "taken";
            try {
                new org.apache.zookeeper.server.quorum.QuorumPeerConfig().parseProperties(all);
            } catch (IllegalArgumentException | org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException why) {
                said = "refused " + why;
            }
            System.out.println(argument + "\t" + said);
        }
    }
}
"#;

#[test]
fn zookeeper_takes_the_ends_and_refuses_what_is_beyond() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("Reader.java"), READER).expect("a file");
    std::fs::write(path("myid"), "1\n").expect("a file");
    let (_, _, kind) =
        files().into_iter().find(|(_, _, kind)| kind.name.ends_with("zoo.cfg")).expect("zoo.cfg");
    let mut asked = BTreeMap::new();
    for number in kind.numbers {
        // What the reader takes and what comes later refuses: a limit below 0, a port that nobody finds, a
        // session that ends at once.
        let later =
            |value: i64| value < number.range.0 && number.range.0 <= 1 && number.key != "tickTime";
        for (value, fine) in
            ends(number).into_iter().filter(|(value, fine)| *fine || !later(*value))
        {
            // A longest session must not be below the shortest one.
            if !(number.key.ends_with("SessionTimeout") && fine && value != -1) {
                asked.insert(format!("{}={value}", number.key), fine);
            }
        }
    }
    // And the words of `ZOO021`.
    let words = [
        "standaloneEnabled",
        "reconfigEnabled",
        "localSessionsEnabled",
        "syncEnabled",
        "sslQuorum",
    ];
    for key in words.into_iter().chain(["quorumListenOnAllIPs", "multiAddress.enabled"]) {
        asked.insert(format!("{key}=FALSE"), true);
        asked.insert(format!("{key}=abc"), false);
    }
    for (text, fine) in [
        ("tickTime=0", false),
        ("initLimit=0", false),
        ("syncLimit=0", false),
        ("electionAlg=0", false),
        ("electionAlg=3", true),
        ("peerType=abc", false),
    ] {
        asked.insert(text.to_owned(), fine);
    }
    let java = "/usr/share/java";
    let mut jars = vec![path("")];
    for jar in ["zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-nop", "commons-cli"] {
        jars.push(format!("{java}/{jar}.jar"));
    }
    let data = format!("-Ddata={}", folder.path().display());
    let class_path = jars.join(":");
    let source = path("Reader.java");
    let mut arguments = vec!["-cp", class_path.as_str(), data.as_str(), source.as_str()];
    arguments.extend(asked.keys().map(String::as_str));
    let text = run("java", "default-jdk-headless libzookeeper-java", &arguments);
    for (argument, fine) in &asked {
        let line = text.lines().find(|line| line.starts_with(&format!("{argument}\t")));
        let line = line.unwrap_or_else(|| panic!("{argument}: {text}"));
        assert_eq!(line.ends_with("\ttaken"), *fine, "{line}");
    }
}

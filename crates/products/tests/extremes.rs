//! No file is refused by the program that it is for: every number of sessions, ensemble and balancer at
//! both ends of what its field takes, in every preset, judged by the programs themselves.

mod shared;

use model::{ClusterSpec, Severity};
use rules::{Context, Field, Kind, Product, Scope, Unit};
use shared::{files, preset};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The smallest and the largest text of a field that is a number.
fn ends(field: &Field) -> Option<[String; 2]> {
    let (least, most): (u64, u64) = match (&field.kind, field.range) {
        (_, Some(range)) => range,
        (Kind::Port, None) => (1, 65_535),
        (Kind::Count(from, to), None) => (u64::from(*from), u64::from(*to)),
        _ => return None,
    };
    let text = |number: u64| match field.unit() {
        Some(Unit::Time) => format!("{number} ms"),
        _ => number.to_string(),
    };
    Some([text(least), text(most)])
}

/// A preset whose nodes are addresses of this machine, which every program can look up.
fn here(id: &str) -> ClusterSpec {
    let mut spec = preset(id);
    for (at, node) in spec.nodes.iter_mut().enumerate() {
        node.name = format!("127.0.0.{}", at + 11);
    }
    spec
}

/// The documents: each preset, as it is and with one number at an end. Those that a rule rejects are
/// no documents that anybody gets files of.
fn documents() -> Vec<(String, ClusterSpec)> {
    let mut all = Vec::new();
    for (product, preset) in products::presets() {
        let plain = here(preset.id);
        all.push((preset.id.to_owned(), plain.clone()));
        let of_programs = |f: &&Field| {
            ["session.", "zookeeper.", "lb."].iter().any(|step| f.key.starts_with(step))
        };
        for field in product.all_fields().filter(of_programs) {
            if !(field.shown)(&Context::new(&plain, product)) {
                continue;
            }
            for text in ends(field).into_iter().flatten() {
                let mut spec = plain.clone();
                let id = format!("{} {} = {text}", preset.id, field.key);
                match (field.scope, spec.nodes.first_mut()) {
                    (Scope::Node, Some(node)) => node.settings.insert(field.key.to_owned(), text),
                    _ => spec.settings.insert(field.key.to_owned(), text),
                };
                if !rejected(product, &spec, &plain) {
                    all.push((id, spec));
                }
            }
        }
    }
    all
}

/// Whether the change is an error that was none before: that names are addresses is one already.
fn rejected(product: &'static Product, spec: &ClusterSpec, plain: &ClusterSpec) -> bool {
    let errors = |spec: &ClusterSpec| -> BTreeSet<(String, &'static str)> {
        let report = rules::check(&Context::new(spec, product));
        let errors = report.findings.into_iter().filter(|f| f.severity == Severity::Error);
        errors.map(|f| (format!("{:?}", f.place), f.rule)).collect()
    };
    !errors(spec).is_subset(&errors(plain))
}

/// The distinct texts of some files over all documents, each with the first document that has it.
fn texts(names: &[&str]) -> BTreeMap<(String, String), String> {
    let mut texts = BTreeMap::new();
    for (id, spec) in documents() {
        let mut seen = BTreeSet::new();
        for node in &spec.nodes {
            for (name, file) in files(&spec, &node.name) {
                if names.contains(&name) {
                    let text = file.to_text().into_owned();
                    if seen.insert((name, text.clone())) {
                        texts.entry((name.to_owned(), text)).or_insert_with(|| id.clone());
                    }
                }
            }
        }
    }
    texts
}

fn run(program: &str, package: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|why| {
        panic!("{program} cannot be run ({why}); install it with: apt-get install {package}")
    });
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// A line that Redis does not know, at the end: what it names is the first line that it refuses.
#[test]
fn redis_takes_every_file_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("redis.conf");
    let names = ["session/redis.conf", "session/sentinel.conf"];
    let all = texts(&names);
    for name in names {
        let judged = all.keys().filter(|(of, _)| of == name).count();
        assert!(judged > 5, "{judged} of {name}");
    }
    for ((name, text), id) in &all {
        let sentinel = name.contains("sentinel");
        let end = if sentinel { "sentinel muster-end x 1" } else { "muster-end 1" };
        // Its folder is one of a node.
        let lines = text.lines().map(|line| match line.split(' ').next() {
            Some("dir") => format!("dir {}\n", folder.path().display()),
            _ => format!("{line}\n"),
        });
        std::fs::write(&path, format!("{}{end}\n", lines.collect::<String>())).expect("a file");
        let path = path.display().to_string();
        let mut arguments = vec![path.as_str()];
        arguments.extend(sentinel.then_some("--sentinel"));
        let (_, said) = run("redis-server", "redis-server", &arguments);
        assert!(said.contains(&format!(">>> '{end}'")), "{id}: {name}\n{said}\n{text}");
    }
}

/// Asks ZooKeeper's own reader for each file of a folder.
const READER: &str = r#"
import java.io.File;
import java.util.Properties;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
public class Reader {
    public static void main(String[] arguments) throws Exception {
        for (File file : new File(arguments[0]).listFiles()) {
            String said = "taken";
            try {
                new QuorumPeerConfig().parse(file.getPath());
            } catch (Exception why) {
                said = why + " " + why.getCause();
            }
            System.out.println(file.getName() + "\t" + said);
        }
    }
}
"#;

#[test]
fn zookeeper_takes_every_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::create_dir(path("files")).expect("a folder");
    std::fs::write(path("Reader.java"), READER).expect("a file");
    let all = texts(&["zookeeper/zoo.cfg"]);
    assert!(all.len() > 10, "{}", all.len());
    for (at, ((_, text), _)) in all.iter().enumerate() {
        // Its folder is one of a node, with the number of a member.
        let data = folder.path().join(format!("data-{at}"));
        std::fs::create_dir(&data).expect("a folder");
        let member = text.lines().find_map(|line| line.strip_prefix("server."));
        let number = member.and_then(|line| line.split('=').next()).unwrap_or("1");
        std::fs::write(data.join("myid"), number).expect("a file");
        let lines = text.lines().map(|line| match line.split_once('=') {
            Some(("dataDir", _)) => format!("dataDir={}\n", data.display()),
            _ => format!("{line}\n"),
        });
        let file = Path::new(&path("files")).join(at.to_string());
        std::fs::write(file, lines.collect::<String>()).expect("a file");
    }
    let jars = ["zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-nop", "commons-cli"];
    let jars = jars.map(|jar| format!("/usr/share/java/{jar}.jar")).join(":");
    let (good, said) = run(
        "java",
        "default-jdk-headless libzookeeper-java",
        &["-cp", &jars, &path("Reader.java"), &path("files")],
    );
    assert!(good, "{said}");
    for (at, ((_, text), id)) in all.iter().enumerate() {
        let line = said.lines().find(|line| line.starts_with(&format!("{at}\t")));
        assert_eq!(line, Some(format!("{at}\ttaken").as_str()), "{id}\n{text}");
    }
}

#[test]
fn keepalived_takes_every_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("keepalived.conf");
    // The address that moves is in no preset.
    let mut judged = 0;
    for (product, preset) in products::presets() {
        let mut plain = here(preset.id);
        if !matches!(plain.settings.get("lb.kind").map(String::as_str), Some("nginx" | "haproxy")) {
            continue;
        }
        let other = model::Node {
            name: "127.0.0.99".to_owned(),
            roles: ["load_balancer".to_owned()].into(),
            ..model::Node::default()
        };
        plain.push(other);
        plain.settings.insert("lb.floating_address".to_owned(), "127.0.0.100/8".to_owned());
        let cx = Context::new(&plain, product);
        for field in product.all_fields().filter(|f| f.key.starts_with("lb.") && (f.shown)(&cx)) {
            for text in ends(field).into_iter().flatten() {
                let mut spec = plain.clone();
                spec.settings.insert(field.key.to_owned(), text.clone());
                if rejected(product, &spec, &plain) {
                    continue;
                }
                let made = files(&spec, "127.0.0.99").into_iter();
                for (name, file) in made.filter(|(name, _)| name.ends_with("keepalived.conf")) {
                    std::fs::write(&path, file.to_text().as_bytes()).expect("a file");
                    let path = path.display().to_string();
                    let (good, said) = run("keepalived", "keepalived", &["-t", "-f", &path]);
                    let what = format!("{} {} = {text}: {name}", preset.id, field.key);
                    assert!(good, "{what}\n{said}\n{}", file.to_text());
                    judged += 1;
                }
            }
        }
    }
    assert!(judged > 5, "{judged}");
}

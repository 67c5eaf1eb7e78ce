//! Every line of every configuration file beside the product's own is an entry: an override of one
//! changes exactly that line, and where it says what the fields say already, nothing; and who has
//! set it decides, not the field that usually writes it.

mod shared;

use formats::document;
use model::{ClusterSpec, Edit, Place, Property, Severity, apply};
use rules::{ConfigFile, Context, Kind, Product, check};
use shared::{given, others, said};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that go on deciding something beside the lines that they write, and why.
const DECIDE: &[(&str, &str)] = &[
    ("paths.data", "folders of the main file are below it where nothing else is said"),
    ("paths.java_home", "ZooKeeper's own Java, beside Alluxio, is no line of a file"),
    ("session.dir", "the files themselves and the logs lie there"),
    ("session.sentinel_master", "the keys hold it, and the session manager asks for it"),
];

/// The presets, and Redis in its other forms.
fn documents() -> Vec<(&'static Product, String, ClusterSpec)> {
    let mut all = Vec::new();
    for (product, preset) in products::presets() {
        let spec = document::read(preset.toml).spec;
        all.push((product, preset.id.to_owned(), spec.clone()));
        if preset.id == "kylin-redis-sentinel" {
            for mode in ["single", "cluster"] {
                let mut spec = spec.clone();
                spec.settings.insert("session.redis_mode".to_owned(), mode.to_owned());
                all.push((product, format!("{} {mode}", preset.id), spec));
            }
        }
        if preset.id == "alluxio-three" {
            let mut spec = spec.clone();
            spec.settings.insert("paths.java_home".to_owned(), "/usr/lib/jvm/java-11".to_owned());
            all.push((product, format!("{} java", preset.id), spec));
        }
    }
    all
}

/// The files beside the product's own that the nodes really get: with their names, and the values
/// of each key by node.
type Values = BTreeMap<(&'static str, String), Vec<(usize, String, Vec<Place>)>>;

fn values(cx: &Context, only_written: bool) -> Values {
    let mut all = Values::new();
    for config in cx.configs() {
        for row in &config.nodes {
            let node = cx.node(*row).expect("a node");
            let at = cx.position(*row).expect("its place");
            let kind = |f: &&ConfigFile| {
                let written = cx.product.all_files().find(|kind| kind.name == f.name);
                let applies = match written.map(|kind| &kind.reach) {
                    Some(
                        rules::Reach::Class { applies, .. } | rules::Reach::Node { applies, .. },
                    ) => applies(cx, node),
                    _ => false,
                };
                f.name != cx.main_file() && (applies || !only_written)
            };
            for file in config.files.iter().filter(kind) {
                for entry in file.entries() {
                    let value = entry.on(cx, node).expect("presets have no broken line");
                    let key = (file.name, entry.key.clone());
                    let places = entry.places.clone();
                    all.entry(key).or_default().push((at, value.to_string(), places));
                }
            }
        }
    }
    all
}

/// Sets a key by hand on each node.
fn pin(spec: &mut ClusterSpec, file: &str, key: &str, nodes: &[(usize, String, Vec<Place>)]) {
    for (at, value, _) in nodes {
        spec.nodes[*at].overrides.insert(Property::new(file, key), value.clone());
    }
}

#[test]
fn a_line_that_is_set_to_what_it_says_changes_nothing() {
    let mut tried = 0;
    for (product, id, spec) in documents() {
        let cx = Context::new(&spec, product);
        let before = given(product, &spec);
        let mut with = spec.clone();
        for ((file, key), nodes) in values(&cx, true) {
            pin(&mut with, file, &key, &nodes);
            tried += 1;
        }
        let after = given(product, &with);
        let differ: Vec<String> = before.differences(&after).into_iter().take(6).collect();
        assert!(differ.is_empty(), "{id}: {differ:#?}");
        let errors =
            |spec: &ClusterSpec| check(&Context::new(spec, product)).count(Severity::Error);
        assert_eq!(errors(&with), errors(&spec), "{id}");
    }
    assert!(tried > 150, "{tried}");
}

/// Another value that a line can have.
fn another(key: &str, value: &str) -> String {
    let text = match key {
        "bind" => "0.0.0.0",
        "maxmemory-policy" => "allkeys-lru",
        "appendfsync" => "always",
        "save" => "60 1",
        "requirepass" | "masterauth" => "${OTHER_SECRET}",
        "cluster-config-file" => "other",
        "hosts" => "other1.example.net,other2.example.net",
        "MALLOC_ARENA_MAX" => "7",
        "HBASE_CLASSPATH_PREFIX" | "JAVA" | "JAVA_HOME" | "dataDir" | "dir" => "/other/folder",
        "KYLIN_EXTRA_START_OPTS" => "-Dother=1",
        "4lw.commands.whitelist" => "ruok",
        key if key.starts_with('-') && value.is_empty() => "other",
        key if key.starts_with("rename-command") => "HIDDEN",
        key if key.ends_with("announce-ip") => "other.example.net",
        key if key.starts_with("sentinel monitor") => "other.example.net 6380 1",
        key if key.starts_with("sentinel auth-pass") => "${OTHER_SECRET}",
        key if key.starts_with("server.") => "other.example.net:2889:3889",
        key if key.ends_with("_JAVA_OPTS") || key == "KYLIN_JVM_SETTINGS" => {
            "-Xms64m -Xmx65m -XX:MaxDirectMemorySize=66m"
        }
        _ => "",
    };
    match (text, value) {
        ("", "yes") => "no".to_owned(),
        ("", "no") => "yes".to_owned(),
        ("", "true") => "false".to_owned(),
        ("", "false") => "true".to_owned(),
        ("", number) => match number.parse::<u64>() {
            Ok(number) => (number + 1).to_string(),
            Err(_) => another_text(number).to_owned(),
        },
        (text, _) => text.to_owned(),
    }
}

/// Whether other numbers are made of a key's: it is that of a field which a formula names.
fn feeds(product: &'static Product, file: &str, key: &str) -> bool {
    let writes = |name: &str| Property::parts(name) == (file, key);
    let named = product.all_fields().flat_map(|field| field.default.fields());
    let mut fields = named.filter_map(|name| product.field(name));
    fields.any(|field| field.keys.iter().any(|name| writes(name)))
}

/// The same for values that show by their form what they are.
fn another_text(value: &str) -> &'static str {
    match value {
        "" => "",
        v if v.starts_with("[{") => r#"[{"path":"/other/folder","maxSize":"7g"}]"#,
        v if v.starts_with('[') => r#"["other"]"#,
        v if v.starts_with("jdbc:") => "jdbc:mysql://other.example.net:3306/other",
        v if v.starts_with("${") => "${OTHER_SECRET}",
        v if v.starts_with("PT") => "PT7S",
        v if v.starts_with('/') => "/other/folder",
        v if v.starts_with(|c: char| c.is_ascii_digit()) => "77m",
        _ => "other",
    }
}

#[test]
fn an_override_changes_exactly_its_own_line() {
    let mut tried = 0;
    for (product, id, spec) in documents() {
        let cx = Context::new(&spec, product);
        let before = given(product, &spec);
        for ((file, key), nodes) in values(&cx, true) {
            let mut with = spec.clone();
            let other = another(&key, &nodes[0].1);
            with.overrides.cluster.insert(Property::new(file, &key), other.clone());
            let after = given(product, &with);
            let of_file =
                |line: &String| line.split_once(": ").is_some_and(|(path, _)| path.ends_with(file));
            let gone: Vec<String> = before.without(&after).into_iter().filter(of_file).collect();
            let come: Vec<String> = after.without(&before).into_iter().filter(of_file).collect();
            // Of a list each host is a line; replicas log in with the password of clients.
            let all = match key.as_str() {
                "hosts" => 10,
                // A heap begins as large as it may become.
                "requirepass" | "-Xmx" => 2,
                _ => 1,
            };
            let names: BTreeSet<_> =
                come.iter().filter_map(|l| l.split_once(": ")).map(|(path, _)| path).collect();
            assert!(!come.is_empty(), "{id} {file}: {key} = {other} changes nothing");
            let all = if feeds(product, file, &key) { usize::MAX } else { all };
            assert!(come.len() <= names.len().saturating_mul(all), "{id} {file}: {key}: {come:#?}");
            assert!(gone.len() <= names.len().saturating_mul(all), "{id} {file}: {key}: {gone:#?}");
            let says = |line: &String| {
                let parts = other.trim_start_matches('$').split(' ');
                key == "hosts"
                    || all == usize::MAX
                    || parts.into_iter().all(|part| line.contains(part))
            };
            let own = come.iter().any(|line| line.contains(&key) && line.contains(&other));
            let own = all < usize::MAX || own;
            assert!(own, "{id} {file}: {key}");
            assert!(come.iter().all(says), "{id} {file}: {key} = {other}: {come:#?}");
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn a_field_whose_lines_are_set_by_hand_decides_nothing() {
    let mut wrong: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut tried = BTreeSet::new();
    for (product, id, spec) in documents() {
        let cx = Context::new(&spec, product);
        let values = values(&cx, false);
        let caused = |places: &[Place]| places.iter().any(|p| matches!(p, Place::Setting(_)));
        let fields: BTreeSet<&str> = values
            .values()
            .flatten()
            .filter(|(_, _, places)| caused(places))
            .flat_map(|(_, _, places)| places)
            .filter_map(|p| if let Place::Setting(key) = p { Some(key.as_str()) } else { None })
            .collect();
        for key in fields {
            let field = product.field(key).expect("a field");
            let chooses = matches!(field.kind, Kind::Choice(_) | Kind::Switch);
            if chooses || !field.keys.is_empty() || DECIDE.iter().any(|(k, _)| *k == key) {
                continue;
            }
            let place = Place::Setting(key.to_owned());
            let mut with = spec.clone();
            for ((file, name), nodes) in &values {
                if nodes.iter().any(|(_, _, places)| places.contains(&place)) {
                    pin(&mut with, file, name, nodes);
                }
            }
            let (files, findings) = (given(product, &with), said(product, &with, field));
            for text in others(&cx, field) {
                tried.insert(key.to_owned());
                let mut other = with.clone();
                apply(&mut other, &Edit::Set(place.clone(), text.clone()));
                let now = given(product, &other);
                let now_said = said(product, &other, field);
                let mut differ = files.differences(&now);
                differ.extend(findings.symmetric_difference(&now_said).cloned());
                let differ: Vec<String> =
                    differ.into_iter().take(6).map(|l| format!("{id}: {l}")).collect();
                if !differ.is_empty() {
                    wrong.entry(format!("{key} = {text:?}")).or_default().extend(differ);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for key in ["jvm.heap", "jvm.worker_direct", "session.memory", "session.redis_port"] {
        assert!(tried.contains(key), "{key} of {tried:?}");
    }
}

//! Whatever stands in a field, a name or an override: every file is written, and nothing of it
//! gets out of its place.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::{ClusterSpec, Lang, Node};
use products::kylin::PRODUCT;
use rules::Context;
use shared::{files, preset};

const HOSTILE: [&str; 16] = [
    "",
    "x;QQ",
    "x\nQQ y;\n",
    "x\r\nQQ=1",
    "$(QQ)",
    "`QQ`",
    "\"QQ'",
    "${QQ} @{QQ}",
    "/a\" ;QQ{}",
    "# QQ",
    "-QQ;",
    "../QQ",
    "QQ\u{2028}QQ\u{202E}",
    "中QQ",
    "99999999999999999999",
    "a,QQ|b<QQ>`&&amp;-->]]>",
];

/// All files of all nodes and of the cluster; also everything else that is asked of the product.
fn render(spec: &ClusterSpec) -> Vec<(&'static str, Vec<String>)> {
    let cx = Context::new(spec, &PRODUCT);
    for part in (PRODUCT.runbook)(&cx, Lang::Zh) {
        let odd = part.body.chars().any(|c| c.is_control() && c != '\n');
        assert!(!odd, "{}", part.body);
    }
    let _ = ((PRODUCT.packages)(&cx), (PRODUCT.connections)(&cx), (PRODUCT.verify)(&cx));
    let secrets = (PRODUCT.secrets)(&cx);
    assert!(secrets.iter().all(|s| model::secret::is_variable(&s.variable)));
    let mut nodes: Vec<&str> = spec.nodes.iter().map(|n| n.name.as_str()).collect();
    nodes.push("");
    nodes.dedup();
    let mut all = Vec::new();
    for node in nodes {
        for (name, file) in files(spec, node) {
            all.push((name, file.lines().map(|l| l.text.to_owned()).collect()));
        }
    }
    for node in &spec.nodes {
        for service in PRODUCT.services.iter().filter(|s| (s.applies)(&cx, node)) {
            let _ = ((service.variables)(&cx, node), (service.folders)(&cx, node));
            for line in (service.unit)(&cx, node) {
                assert!(!line.contains(['\n', '\r']), "{line:?}");
            }
        }
    }
    all
}

/// The hostile mark stands in comments only, or in a property's value.
fn check(spec: &ClusterSpec, what: &str) {
    for (name, lines) in render(spec) {
        for line in &lines {
            let odd = model::value::forbidden_character(line).is_some();
            assert!(!odd, "{what}: {name}: {line:?}");
            if !line.contains("QQ") {
                continue;
            }
            let fine = match name {
                "conf/kylin.properties" => line.starts_with("# ") || line.contains('='),
                "conf/hbase.hdfs.xml" => line.starts_with("<!-- "),
                "load-balancer/SHEET.md" => true,
                _ => line.trim_start().starts_with('#'),
            };
            assert!(fine, "{what}: {name}: {line:?}");
        }
        if name == "conf/kylin.properties" {
            let keys: Vec<String> =
                formats::properties::read(&lines.join("\n")).into_iter().map(|e| e.key).collect();
            assert!(keys.iter().all(|k| k.starts_with("kylin.")), "{what}: {keys:?}");
        }
    }
}

/// Two nodes that between them have every file, with each kind of load balancer.
fn variants(mut each: impl FnMut(ClusterSpec, &str)) {
    for kind in ["nginx", "haproxy", "external"] {
        let mut spec = preset("kylin-split");
        spec.nodes.truncate(1);
        spec.nodes[0].roles = ["all", "zookeeper", "load_balancer"].map(str::to_owned).into();
        let mut node = Node { name: "second.example.com".to_owned(), ..Node::default() };
        node.roles = ["query", "zookeeper"].map(str::to_owned).into();
        spec.push(node);
        shared::set(
            &mut spec,
            &[
                ("settings.lb.kind", kind),
                ("settings.lb.certificate", "/c"),
                ("settings.lb.key", "/k"),
                ("settings.metastore.kind", "mysql"),
                ("settings.metastore.jdbc_url", "jdbc:mysql://db.example.com/kylin"),
                ("settings.metastore.username", "kylin"),
                ("settings.zookeeper.kind", "nodes"),
                ("settings.engine.cache", "memcached"),
                ("settings.engine.memcached_hosts", "m.example.com:11211"),
            ],
        );
        each(spec, kind);
    }
}

#[test]
fn any_text_in_any_field() {
    variants(|spec, id| {
        // What is not about load balancers is the same with each of them.
        let fields = PRODUCT.all_fields().filter(|f| id == "nginx" || f.key.starts_with("lb."));
        for field in fields {
            for text in HOSTILE {
                let mut spec = spec.clone();
                spec.settings.insert(field.key.to_owned(), text.to_owned());
                check(&spec, &format!("{id} {}={text:?}", field.key));
                if field.scope == rules::Scope::Cluster {
                    continue;
                }
                let mut spec = spec.clone();
                spec.settings.remove(field.key);
                spec.nodes[0].settings.insert(field.key.to_owned(), text.to_owned());
                check(&spec, &format!("{id} node {}={text:?}", field.key));
            }
        }
    });
}

#[test]
fn any_text_as_a_name_version_role_or_override() {
    variants(|spec, id| {
        for text in HOSTILE {
            let mut changed = spec.clone();
            changed.name = text.to_owned();
            check(&changed, &format!("{id} name {text:?}"));
            let mut changed = spec.clone();
            changed.version = text.to_owned();
            check(&changed, &format!("{id} version {text:?}"));
            for at in 0..spec.nodes.len() {
                let mut changed = spec.clone();
                changed.nodes[at].name = text.to_owned();
                check(&changed, &format!("{id} node name {text:?}"));
                changed.nodes[at].roles.insert(text.to_owned());
                check(&changed, &format!("{id} role {text:?}"));
            }
            let mut changed = spec.clone();
            let overrides = &mut changed.overrides.cluster;
            overrides.insert("kylin.server.cluster-servers".into(), text.to_owned());
            overrides.insert(format!("kylin.{text}").into(), text.to_owned());
            check(&changed, &format!("{id} override {text:?}"));
        }
    });
}

#[test]
fn documents_without_nodes_or_with_roles_of_every_kind() {
    variants(|spec, id| {
        let mut empty = spec.clone();
        empty.nodes.clear();
        check(&empty, id);
        let mut full = spec;
        let mut node = Node { name: "full.example.com".to_owned(), ..Node::default() };
        node.roles.extend(PRODUCT.roles.iter().map(|r| r.id.to_owned()));
        full.push(node);
        full.settings.insert("zookeeper.kind".to_owned(), "nodes".to_owned());
        check(&full, id);
    });
}

/// A hostile text in a line of a file of any product: in a comment, as the value of a key, or as text
/// of XML or JSON, inside the quotes of a shell.
fn is_data(name: &str, line: &str) -> bool {
    let line = line.trim_start();
    let end = name.rsplit(['.', '/']).next().unwrap_or_default();
    match end {
        "properties" | "override" | "part" if !line.starts_with('<') => {
            line.starts_with("# ") || line.split_once('=').is_some_and(|(k, _)| !k.contains("QQ"))
        }
        "xml" | "part" => {
            let tags = ["property", "name", "value"].map(|t| [format!("<{t}>"), format!("</{t}>")]);
            let text =
                tags.as_flattened().iter().fold(line.to_owned(), |l, tag| l.replace(tag, ""));
            line.starts_with("<!-- ") || !text.contains(['<', '>'])
        }
        "json" => {
            let bare = line.replace("\\\\", "").replace("\\\"", "");
            let ends = bare.starts_with('"') && bare.trim_end_matches(',').ends_with('"');
            ends && matches!(bare.matches('"').count(), 2 | 4)
        }
        "env" => {
            let bare = line.replace(r"'\''", "");
            let quoted =
                bare.ends_with('\'') && bare.matches('\'').count() == 2 && bare.contains("='");
            let plain = |c: char| c.is_ascii_alphanumeric() || "_=./-".contains(c);
            quoted || line.starts_with('#') || bare.chars().all(plain)
        }
        "md" => true,
        _ if name == "client/spark-defaults.conf" => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "_=./-:, ".contains(c);
            line.starts_with("# ") || line.starts_with("spark.") && line.chars().all(plain)
        }
        // MySQL's comment: two dashes and a blank, to the end of the line.
        "sql" => line.starts_with("-- "),
        _ => line.starts_with('#'),
    }
}

/// The lines that a hostile text could have got out of, in the files of the first node, the last one
/// and the cluster; and what that is about.
fn odd_lines(spec: &ClusterSpec, what: &str) -> Vec<String> {
    let mut nodes = vec![""];
    nodes.extend(spec.nodes.first().map(|n| n.name.as_str()));
    nodes.extend(spec.nodes.last().map(|n| n.name.as_str()));
    let mut odd = Vec::new();
    for (name, file) in nodes.into_iter().flat_map(|node| files(spec, node)) {
        for line in file.lines() {
            let hidden = model::value::forbidden_character(line.text).is_some();
            if hidden || line.text.contains("QQ") && !is_data(name, line.text) {
                odd.push(format!("{what}: {name}: {:?}", line.text));
            }
        }
    }
    odd
}

/// All keys of the first node's files of properties, as Java reads them.
fn keys(spec: &ClusterSpec) -> Vec<String> {
    let all = files(spec, &spec.nodes[0].name).into_iter();
    all.filter(|(name, _)| name.ends_with(".properties") || name.ends_with(".override"))
        .flat_map(|(_, file)| formats::properties::read(&file.to_text()))
        .map(|entry| entry.key)
        .collect()
}

#[test]
fn every_preset_of_every_product_with_any_text_anywhere() {
    let (mut odd, mut marked) = (Vec::new(), 0);
    for (product, example) in products::presets() {
        let spec = preset(example.id);
        for (at, field) in product.all_fields().enumerate() {
            for turn in 0..4 {
                let text = HOSTILE[(at + turn * 5) % HOSTILE.len()];
                let mut spec = spec.clone();
                if field.scope != rules::Scope::Cluster && turn % 2 == 1 {
                    spec.nodes[0].settings.insert(field.key.to_owned(), text.to_owned());
                } else {
                    spec.settings.insert(field.key.to_owned(), text.to_owned());
                }
                odd.extend(odd_lines(&spec, &format!("{} {}={text:?}", example.id, field.key)));
            }
        }
        let key = rules::Catalogue::read(product.catalogue).keys().next().unwrap().key.clone();
        for text in HOSTILE {
            let mut spec = spec.clone();
            spec.name = text.to_owned();
            spec.version = text.to_owned();
            spec.nodes[0].name = text.to_owned();
            spec.nodes[0].address = text.to_owned();
            spec.nodes[0].roles.insert(text.to_owned());
            spec.overrides.cluster.insert(model::Property::parse(&key), text.to_owned());
            odd.extend(odd_lines(&spec, &format!("{} {text:?}", example.id)));
            let all = files(&spec, text).into_iter().chain(files(&spec, ""));
            marked += all.filter(|(_, file)| file.to_text().contains("QQ")).count();
            // As a key, it is one that is read back as it was typed, and no other comes with it.
            let before = keys(&spec);
            spec.overrides.cluster.insert(model::Property::parse(text), "1".to_owned());
            let new: Vec<String> =
                keys(&spec).into_iter().filter(|k| !before.contains(k)).collect();
            assert!(new.iter().all(|k| k == text), "{} {text:?}: {new:?}", example.id);
        }
    }
    // Most of the texts come into a file at all.
    assert!(marked > 100, "{marked}");
    assert!(odd.is_empty(), "{}", odd.into_iter().take(60).collect::<Vec<_>>().join("\n"));
}

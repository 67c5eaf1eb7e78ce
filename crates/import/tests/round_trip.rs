//! The files of an archive, without the document that they were made from, become a document with
//! the same effective configuration.

use import::{Choices, Imported, Source, import};
use model::{ClusterSpec, Node};
use rules::{Context, Product, check};
use std::collections::BTreeMap;

/// The files of the nodes of a document, as an archive has them.
fn files(product: &'static Product, spec: &ClusterSpec) -> Vec<Source> {
    let cx = Context::new(spec, product);
    let tree = bundle::tree(&cx, &check(&cx));
    bundle::entries(&tree, spec)
        .into_iter()
        .filter(|(path, _)| path.starts_with("nodes/"))
        .map(|(path, file)| Source { path, bytes: file.to_text().into_owned().into_bytes() })
        .collect()
}

/// What the programs of a node read of every file that was read: by file and key.
fn effective(
    product: &'static Product,
    spec: &ClusterSpec,
    name: &str,
) -> BTreeMap<(String, String), String> {
    let cx = Context::new(spec, product);
    let node: &Node = spec.nodes.iter().find(|n| n.name == name).expect("the node");
    let config = cx.config_of(node.row).expect("a configuration");
    let entries = config.all_entries().map(|(file, entry)| {
        let text = entry.on(&cx, node).map_or_else(|_| "broken".to_owned(), |t| t.to_string());
        ((file.name.to_owned(), entry.key.clone()), text)
    });
    entries.collect()
}

fn imported(sources: &[Source], product: Option<&str>) -> Imported {
    let choices = Choices { product: product.map(str::to_owned), ..Choices::default() };
    import(products::ALL, sources, &choices).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn presets_come_back_with_the_same_effective_configuration() {
    let mut wrong = Vec::new();
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let began = std::time::Instant::now();
        let sources = files(product, &spec);
        let mut result = imported(&sources, None);
        if result.guess.others.iter().any(|other| other.id == product.id) {
            // Nothing in the files tells the two apart, and that is said.
            result = imported(&sources, Some(product.id));
        }
        let took = began.elapsed();
        eprintln!(
            "{}: {:?} keys, {} of {} fields, {} own, {} left out, {:?}",
            preset.id,
            result.counts.keys,
            result.counts.fields,
            spec.settings.len(),
            result.counts.own,
            result.counts.left_out,
            took
        );
        if result.product.id != product.id {
            wrong.push(format!("{}: taken for {}", preset.id, result.product.id));
            continue;
        }
        for node in &spec.nodes {
            let Some(found) = result.spec.nodes.iter().find(|n| n.name == node.name) else {
                continue;
            };
            let read: Vec<&str> =
                result.files.iter().filter_map(|f| f.kind.as_ref().ok().copied()).collect();
            let mut before = effective(product, &spec, &node.name);
            let mut after = effective(product, &result.spec, &found.name);
            before.retain(|(file, _), _| read.contains(&file.as_str()));
            after.retain(|(file, _), _| read.contains(&file.as_str()));
            let cx = Context::new(&result.spec, product);
            let default = |key: &str| cx.catalogue().default_of(key).to_owned();
            let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
            for key in keys {
                let value = |of: &BTreeMap<_, String>| {
                    of.get(key).cloned().unwrap_or_else(|| default(&key.1))
                };
                let (was, is) = (value(&before), value(&after));
                if was != is {
                    wrong.push(format!(
                        "{} {} {key:?}: {was:?} became {is:?}",
                        preset.id, node.name
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands in no file of a node: where jars come from, which ones, and of which Tomcat.
const NOT_ON_NODES: &[&str] = &["session.mirror", "session.jars", "session.tomcat"];

#[test]
fn load_balancer_and_sessions_of_presets_come_back() {
    let mut wrong = Vec::new();
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let result = imported(&files(product, &spec), Some(product.id));
        let (before, after) = (Context::new(&spec, product), Context::new(&result.spec, product));
        let made = matches!(&*before.text("lb.kind"), "nginx" | "haproxy" | "httpd");
        for field in product.all_fields() {
            let of_step = field.step == "session" || field.step == "load_balancer" && made;
            if !of_step || NOT_ON_NODES.contains(&field.key) || !(field.shown)(&before) {
                continue;
            }
            let (was, is) = (before.text(field.key), after.text(field.key));
            let switch = matches!(field.kind, rules::Kind::Switch);
            if was != is && !(switch && before.on(field.key) == after.on(field.key)) {
                wrong.push(format!("{}: {} {was:?} became {is:?}", preset.id, field.key));
            }
        }
        for node in &spec.nodes {
            let found = result.spec.nodes.iter().find(|n| n.name == node.name);
            let roles = found.map(|n| n.roles.clone()).unwrap_or_default();
            if roles != node.roles {
                wrong.push(format!(
                    "{}: {} {:?} became {roles:?}",
                    preset.id, node.name, node.roles
                ));
            }
        }
        for note in &result.notes {
            eprintln!(
                "{}: {} {:?} {}",
                preset.id,
                note.path,
                note.span,
                note.message.render(model::Lang::En)
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A preset with other choices: what comes back of its nodes' files.
fn comes_back(id: &str, choices: &[(&str, &str)], roles: &[&str]) -> Result<(), String> {
    let (product, preset) =
        products::presets().find(|(_, preset)| preset.id == id).ok_or("no such preset")?;
    let mut spec = formats::document::read(preset.toml).spec;
    spec.settings.retain(|key, _| !key.starts_with("lb.") && !key.starts_with("session."));
    spec.settings.extend(choices.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
    let last = spec.nodes.last().map(|n| n.row).ok_or("no nodes")?;
    let node = spec.node_mut(last).ok_or("no node")?;
    node.roles.extend(roles.iter().map(|r| (*r).to_owned()));
    let result = imported(&files(product, &spec), Some(product.id));
    let (before, after) = (Context::new(&spec, product), Context::new(&result.spec, product));
    let wrong = choices.iter().filter(|(key, _)| {
        let switch = matches!(product.field(key).map(|f| &f.kind), Some(rules::Kind::Switch));
        let same = before.text(key) == after.text(key);
        !(same || switch && before.on(key) == after.on(key))
    });
    let wrong: Vec<String> =
        wrong.map(|(key, was)| format!("{key}: {was:?} became {:?}", after.text(key))).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("{choices:?}: {wrong:?}")) }
}

#[test]
fn every_choice_of_load_balancer_and_sessions_comes_back() {
    let mut wrong: Vec<String> = Vec::new();
    for kind in ["nginx", "haproxy", "httpd"] {
        for (method, tls, closed) in
            [("ip_hash", "on", "on"), ("least_conn", "off", "off"), ("round_robin", "on", "off")]
        {
            let mut choices = vec![
                ("lb.kind", kind),
                ("lb.name", "way.in.example.com"),
                ("lb.method", method),
                ("lb.tls", tls),
                ("lb.port", "9443"),
                ("lb.close_internal", closed),
                ("lb.read_timeout", "777 s"),
                ("lb.connect_timeout", "7 s"),
                ("lb.dir", "/srv/way-in"),
            ];
            if tls == "on" {
                choices.extend([("lb.certificate", "/etc/a.pem"), ("lb.key", "/etc/b.key")]);
                choices.extend([
                    ("lb.floating_address", "10.0.0.100/24"),
                    ("lb.floating_interface", "bond0.7"),
                    ("lb.virtual_router_id", "77"),
                ]);
            }
            wrong.extend(comes_back("kylin-three", &choices, &["load_balancer"]).err());
        }
    }
    let redis = [("session.redis_hosts", "r1:6379"), ("session.password", "OTHER_NAME")];
    let sessions: [&[(&str, &str)]; 5] = [
        &[
            ("session.kind", "redis_ranjit"),
            redis[0],
            redis[1],
            ("session.database", "3"),
            ("session.timeout", "5 s"),
        ],
        &[
            ("session.kind", "redis_ranjit"),
            ("session.redis_hosts", "c1:7000,c2:7000,c3:7000"),
            ("session.redis_mode", "cluster"),
            ("session.password", ""),
        ],
        &[("session.kind", "redis_jcoleman"), redis[0], redis[1], ("session.database", "4")],
        &[
            ("session.kind", "memcached"),
            ("session.memcached_hosts", "m1:11211,m2:11212"),
            ("session.timeout", "3 s"),
        ],
        &[
            ("session.kind", "mysql"),
            ("session.jdbc_url", "jdbc:mysql://db:3306/s?useSSL=false"),
            ("session.username", "u"),
            ("session.database_password", "DB_PASS"),
            ("session.table", "t1"),
        ],
    ];
    for choices in sessions {
        wrong.extend(comes_back("kylin-three", choices, &[]).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

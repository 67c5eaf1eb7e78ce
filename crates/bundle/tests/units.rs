//! The units of all presets: what brings a service back, and what keeps them from fighting with the
//! scripts. That systemd does what they say is shown by `cargo xtask lab reboot-kylin` and its kin.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use formats::document;
use model::ClusterSpec;
use rules::{Context, Product, check};
use std::collections::{BTreeMap, BTreeSet};

fn files(product: &'static Product, spec: &ClusterSpec) -> BTreeMap<String, String> {
    let cx = Context::new(spec, product);
    let tree = bundle::tree(&cx, &check(&cx));
    let entries = bundle::entries(&tree, spec).into_iter();
    entries.map(|(path, file)| (path, file.to_text().into_owned())).collect()
}

/// Each unit of each preset: where it stands, the service, its text.
fn units() -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (product, preset) in products::presets() {
        for (path, text) in files(product, &document::read(preset.toml).spec) {
            let name = path.rsplit("/systemd/muster-").next().unwrap();
            if let Some(service) = name.strip_suffix(".service") {
                let service = service.to_owned();
                all.push((format!("{} {path}", preset.id), service, text));
            }
        }
    }
    assert!(all.iter().map(|(_, service, _)| service).collect::<BTreeSet<_>>().len() > 12);
    all
}

/// The section of a key, and its values.
fn values<'t>(text: &'t str, section: &str, key: &str) -> Vec<&'t str> {
    let mut here = "";
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            here = line;
        } else if let Some((name, value)) = line.split_once('=')
            && here == format!("[{section}]")
            && name == key
        {
            found.push(value);
        }
    }
    found
}

#[test]
fn a_service_comes_back_and_is_tried_for_ever() {
    for (path, service, text) in units() {
        assert_eq!(values(&text, "Service", "Restart"), ["on-failure"], "{path}");
        assert_eq!(values(&text, "Service", "RestartSec"), ["10"], "{path}");
        assert_eq!(values(&text, "Unit", "StartLimitIntervalSec"), ["0"], "{path}");
        assert_eq!(values(&text, "Install", "WantedBy"), ["multi-user.target"], "{path}");
        let after = values(&text, "Unit", "After").concat();
        assert!(after.contains("network-online.target remote-fs.target"), "{path}: {after}");
        assert!(!after.contains(&format!("muster-{service}.service")), "{path}: {after}");
    }
}

#[test]
fn a_unit_calls_the_script_and_only_where_one_is() {
    for (path, service, text) in units() {
        let script = values(&text, "Unit", "ConditionPathExists").concat();
        assert!(script.ends_with(&format!("/node/service/{service}.sh")), "{path}: {script}");
        let start = values(&text, "Service", "ExecStart");
        assert_eq!(start, [format!("/bin/sh {script} run")], "{path}");
    }
}

#[test]
fn a_balancer_does_not_wait_for_the_nodes_behind_it() {
    let mut seen = BTreeSet::new();
    for (product, preset) in products::presets() {
        let floating = "[settings.lb]\nfloating_address = \"10.0.0.100/24\"";
        let spec = document::read(&preset.toml.replace("[settings.lb]", floating)).spec;
        for (path, text) in files(product, &spec) {
            let name = path.rsplit("/systemd/muster-").next().unwrap();
            let after = values(&text, "Unit", "After").concat();
            let own = after.strip_prefix("network-online.target remote-fs.target");
            match name {
                "nginx.service" | "haproxy.service" | "httpd.service" => {
                    assert_eq!(own, Some(""), "{path}: {after}");
                }
                "keepalived.service" => {
                    let own = own.unwrap().trim_start();
                    assert!(own.ends_with(".service") && !own.contains(' '), "{path}: {after}");
                    assert!(!own.contains("kylin"), "{path}: {after}");
                }
                _ => continue,
            }
            assert_eq!(values(&text, "Service", "After"), [""; 0], "{path}");
            seen.insert(name.to_owned());
        }
    }
    assert!(seen.len() > 2 && seen.contains("keepalived.service"), "{seen:?}");
}

#[test]
fn a_program_that_forks_is_known_by_its_pid_file() {
    for (path, _, text) in units() {
        let forks = values(&text, "Service", "Type") == ["forking"];
        assert_eq!(values(&text, "Service", "PIDFile").len(), usize::from(forks), "{path}");
    }
}

#[test]
fn kylin_waits_for_what_it_does_not_start_without() {
    for (product, preset) in products::presets().filter(|(p, _)| p.id != "alluxio") {
        let found = files(product, &document::read(preset.toml).spec);
        let envs = found.iter().filter(|(path, _)| path.ends_with("/node.env"));
        let envs = envs.filter_map(|(path, text)| Some((path, text.split_once("KYLIN_NEEDS=")?.1)));
        for (path, rest) in envs {
            let needs = rest.lines().next().unwrap().trim_matches('\'');
            for word in needs.split_whitespace() {
                let (name, servers) = word.split_once('=').unwrap();
                assert!(["database", "zookeeper", "namenode", "redis"].contains(&name), "{path}");
                assert!(servers.split(',').all(|s| s.contains(':')), "{path}: {word}");
            }
        }
    }
    let (product, preset) =
        products::presets().find(|(_, p)| p.id == "kyligence-balanced").unwrap();
    let found = files(product, &document::read(preset.toml).spec);
    assert!(found.values().any(|text| {
        text.lines().any(|line| {
            line.starts_with("KYLIN_NEEDS=")
                && line.contains("database=db.example.com:3306 ")
                && line.contains(" zookeeper=zk1.example.com:2181,zk2.example.com:2181")
                && line.contains(" redis=redis1.example.com:6379,")
        })
    }));
}

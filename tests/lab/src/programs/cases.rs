//! The documents whose archives are judged.

use anyhow::{Result, bail};
use formats::document;
use model::{ClusterSpec, Lang};
use products::presets;
use rules::{Checked, Context, Kind, Product};

/// One document.
pub(crate) struct Case {
    /// The preset, and what was changed in it.
    pub(crate) id: String,
    pub(crate) spec: ClusterSpec,
    pub(crate) product: &'static Product,
}

/// Where the certificate lies when a variant has TLS and the preset has none.
const CERTIFICATE: &str = "/etc/ssl/muster-test.pem";
const KEY: &str = "/etc/ssl/muster-test.key";

/// Every preset; and each with a load balancer that Muster makes, in every kind of it.
pub(crate) fn all() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (product, preset) in presets() {
        let loaded = document::read(preset.toml);
        if !loaded.complete {
            bail!("{} can't be read", preset.id);
        }
        let spec = loaded.spec;
        let made = matches!(
            spec.settings.get("lb.kind").map(String::as_str),
            Some("nginx" | "haproxy" | "httpd")
        );
        if made {
            for kind in ["nginx", "haproxy", "httpd"] {
                for tls in ["false", "true"] {
                    cases.push(variant(product, preset.id, &spec, kind, tls));
                }
            }
        }
        if made && !cases.iter().any(|case| case.id.ends_with("-least")) {
            for kind in ["nginx", "haproxy", "httpd"] {
                cases.push(extreme(product, preset.id, &spec, kind, "least", |range| range.0)?);
                cases.push(extreme(product, preset.id, &spec, kind, "most", |range| range.1)?);
            }
        }
        if made {
            cases.push(floating(product, preset.id, &spec));
            cases.push(alb(product, preset.id, preset.toml));
        }
        cases.push(Case { id: preset.id.to_owned(), spec, product });
    }
    Ok(cases)
}

fn variant(
    product: &'static Product,
    preset: &str,
    spec: &ClusterSpec,
    kind: &str,
    tls: &str,
) -> Case {
    let mut spec = spec.clone();
    spec.language = Lang::Zh; // comments in Chinese must not trouble any program
    let mut set = |key: &str, value: &str| spec.settings.insert(key.to_owned(), value.to_owned());
    set("lb.kind", kind);
    set("lb.tls", tls);
    set("lb.certificate", CERTIFICATE);
    set("lb.key", KEY);
    set("lb.port", if tls == "true" { "8443" } else { "8080" });
    let tls = if tls == "true" { "-tls" } else { "" };
    Case { id: format!("{preset}-{kind}{tls}"), spec, product }
}

/// Every time of the load balancer at one end of what its field takes, and its port: no file that passes
/// the check is refused by the program that it is for. Redis, ZooKeeper and keepalived are asked by
/// `crates/products/tests/extremes.rs`.
fn extreme(
    product: &'static Product,
    preset: &str,
    spec: &ClusterSpec,
    kind: &str,
    end: &str,
    pick: fn((u64, u64)) -> u64,
) -> Result<Case> {
    let mut case = variant(product, preset, spec, kind, "false");
    case.id = format!("{}-{end}", case.id);
    let times: Vec<_> = product
        .all_fields()
        .filter(|f| f.key.starts_with("lb.") && matches!(f.kind, Kind::Duration))
        .filter_map(|f| Some((f.key, f.range?)))
        .collect();
    if times.len() < 2 {
        bail!("the load balancer's times have no range");
    }
    for (key, range) in times {
        case.spec.settings.insert(key.to_owned(), format!("{} ms", pick(range)));
    }
    // Lower ones are for programs with rights that the service user has not.
    let port = pick((1024, 65_535));
    case.spec.settings.insert("lb.port".to_owned(), port.to_string());
    Ok(case)
}

/// Two load balancers with an address of the lab's network that moves between them.
fn floating(product: &'static Product, preset: &str, spec: &ClusterSpec) -> Case {
    let mut spec = spec.clone();
    let role = "load_balancer";
    let names = ["balancer1.example.com", "balancer2.example.com"];
    for node in &mut spec.nodes {
        node.roles.remove(role);
    }
    spec.nodes.retain(|node| !node.roles.is_empty());
    for name in names {
        let roles = [role.to_owned()].into();
        spec.push(model::Node { name: name.to_owned(), roles, ..model::Node::default() });
    }
    let set = [
        ("lb.kind", "haproxy"),
        ("lb.tls", "false"),
        ("lb.port", "8080"),
        ("lb.floating_address", super::floating::ADDRESS),
    ];
    spec.settings.extend(set.map(|(key, value)| (key.to_owned(), value.to_owned())));
    Case { id: format!("{preset}-floating"), spec, product }
}

/// The load balancer of AWS. Its targets are addresses, which only nodes of one's own have.
fn alb(product: &'static Product, preset: &str, toml: &str) -> Case {
    let own = toml
        .replace("example.com", "corp.test")
        .replace("EXAMPLE.COM", "CORP.TEST")
        .replace("dc=example,dc=com", "dc=corp");
    let mut spec = document::read(&own).spec;
    for node in &mut spec.nodes {
        node.roles.remove("load_balancer");
    }
    spec.nodes.retain(|node| !node.roles.is_empty());
    for (at, node) in spec.nodes.iter_mut().enumerate() {
        node.address = format!("10.0.0.{}", at + 11);
    }
    let set = [
        ("lb.kind", "alb"),
        ("lb.method", "ip_hash"),
        ("lb.read_timeout", "330 s"),
        ("lb.tls", "true"),
        ("lb.port", "443"),
        ("lb.alb_region", "eu-central-1"),
        ("lb.alb_vpc", "vpc-0a1b2c3d"),
        ("lb.alb_subnets", "subnet-0a1b2c3d,subnet-0a1b2c3e"),
        ("lb.alb_groups", "sg-0a1b2c3d"),
        ("lb.alb_certificate", "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d"),
    ];
    spec.settings.extend(set.map(|(key, value)| (key.to_owned(), value.to_owned())));
    Case { id: format!("{preset}-alb"), spec, product }
}

impl Case {
    /// A setting as it counts: what is set, or its default.
    pub(crate) fn setting(&self, key: &str) -> String {
        Context::new(&self.spec, self.product).text(key).into_owned()
    }

    /// The archive's bytes, as zip and as tar.gz.
    pub(crate) fn pack(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        let cx = Context::new(&self.spec, self.product);
        let report = rules::check(&cx);
        let Some(checked) = Checked::new(&cx, &report) else {
            let said: Vec<_> = report.findings.iter().map(|f| f.message.render(Lang::En)).collect();
            bail!("it can't be exported: {}", said.join("; "));
        };
        Ok((bundle::pack_zip(&checked), bundle::pack_tar_gz(&checked)))
    }
}

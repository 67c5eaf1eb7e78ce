//! Values that still come from an example.

use crate::{Context, Example, Kind, Own, Rule, Source};
use model::value::{Host, HostPort, Uri, Value, parse_list, shown};
use model::{Place, Severity, Text, msg};
use std::rc::Rc;

/// An example's value in a document that is no longer an example.
pub(super) static EXAMPLE_VALUE: Rule = Rule {
    id: "GEN030",
    name: "example-value",
    severity: Severity::Error,
    title: Text::new(
        "A document of your own holds no value of the example.",
        "自己的文档中不能残留示例的值。",
    ),
    why: Text::new(
        "Names under example.com and the like are reserved: they never belong to a machine of yours, and buckets, subnets and keys of the example belong to nobody. As long as everything is an example, the archive is one too; once your own machines are in it, a name that was left over would send the cluster to nowhere. Replace it with your own.",
        "example.com 等名称是保留的，不会对应你的任何机器；示例中的存储桶、子网和密钥也不属于任何人。全部内容都是示例时，部署包也只是示例；一旦填入了自己的机器，残留的示例名称会让集群指向不存在的地方。请替换为自己的值。",
    ),
    sources: &[Source::new(
        "RFC 2606: reserved example names",
        "https://www.rfc-editor.org/rfc/rfc2606",
    )],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].name", "k1.corp.internal")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        if !has_own_values(cx) {
            return;
        }
        for place in example_places(cx).iter() {
            let text = text_at(cx, place);
            sink.report(
                place.clone(),
                msg!(en: "\"{t}\" still comes from the example. Replace it with your own.",
                     zh: "“{t}”仍是示例中的值，请替换为自己的值。", t = shown(&text)),
            );
        }
    },
};

/// The places whose value belongs to a name that exists for examples only; looked for once in a
/// document, however many ask.
pub fn example_places(cx: &Context) -> Rc<Vec<Place>> {
    cx.once("example-places", || look_for_places(cx))
}

fn look_for_places(cx: &Context) -> Vec<Place> {
    let mut places = Vec::new();
    for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
        let example = |host: &Option<Host>| host.as_ref().is_some_and(Host::is_example);
        if example(&hosts.name) {
            places.push(Place::NodeName(node.row));
        }
        if example(&hosts.address) {
            places.push(Place::NodeAddress(node.row));
        }
        let of_node = |key: &String| Place::NodeSetting(node.row, key.clone());
        let settings = node.settings.iter().filter(|(k, v)| counts(cx, k) && is_example(cx, k, v));
        places.extend(settings.map(|(key, _)| of_node(key)));
    }
    let settings = cx.spec.settings.iter().filter(|(k, v)| counts(cx, k) && is_example(cx, k, v));
    places.extend(settings.map(|(key, _)| Place::Setting(key.clone())));
    places.extend(
        cx.all_overrides().filter(|(_, _, v)| mentions_example(v)).map(|(place, ..)| place),
    );
    places
}

/// What may be right as it stands in an example, and is worth a look.
pub(super) static AS_IN_EXAMPLE: Rule = Rule {
    id: "GEN042",
    name: "as-in-the-example",
    severity: Severity::Info,
    title: Text::new(
        "The cluster's name, region, time zone and name services are one's own.",
        "集群名称、区域、时区和 name service 应为自己的值。",
    ),
    why: Text::new(
        "They are as in the example, and the rest of the document is no example any more. The name is the archive's folder and stands in backups; a region or a time zone of somebody else works and is wrong. Look at them once; if they are right, nothing needs to be done.",
        "文档已不再是示例，但这些值仍与示例相同。名称是部署包的文件夹名，也出现在备份中；错误的区域或时区不会报错，但结果不对。请确认一次；如果无误，无需处理。",
    ),
    sources: &[Source::new("Muster: the values of its own examples", "")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes[0].name", "k1.corp.internal")]),
    clean: Example::Edits("", &[("nodes[0].name", "k1.corp.internal"), ("name", "reporting")]),
    check: |cx, sink| {
        if !has_own_values(cx) {
            return;
        }
        if cx.product.presets.iter().any(|preset| preset.id == cx.spec.name.trim()) {
            sink.report(
                Place::Name,
                msg!(en: "The cluster is called {n}, as in the example.",
                     zh: "集群名称 {n} 与示例相同。", n = shown(&cx.spec.name)),
            );
        }
        for (key, text) in &cx.spec.settings {
            let Some(field) = cx.product.field(key) else { continue };
            let of_site = of_preset(cx, key, text, Own::Site)
                || is_name_service(text) && stands_in_a_preset(cx, key, text);
            if counts(cx, key) && of_site {
                sink.report(
                    Place::Setting(key.clone()),
                    msg!(en: "{f}: {t}, as in the example.", zh: "{f}：{t}，与示例相同。",
                         f = field.label, t = shown(text)),
                );
            }
        }
    },
};

/// Whether a field of one's own site has the text that a preset of the product gives it.
fn of_preset(cx: &Context, key: &str, text: &str, own: Own) -> bool {
    let marked = cx.product.field(key).is_some_and(|field| field.own == own);
    marked && stands_in_a_preset(cx, key, text)
}

/// Whether a text names a storage by a word that only a client's own configuration explains:
/// `hdfs://nameservice1/folder`. Many sites call theirs as the examples do.
fn is_name_service(text: &str) -> bool {
    let authority = text.trim().split_once("://").map(|(_, rest)| rest);
    let authority = authority.map(|rest| rest.split('/').next().unwrap_or_default());
    authority.is_some_and(|name| !name.is_empty() && !name.contains(['.', ':', '@', '[', '$']))
}

/// Whether a preset of the product gives a field this text.
fn stands_in_a_preset(cx: &Context, key: &str, text: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or_default();
    let line = format!("\n{last} = \"{}\"\n", text.trim());
    !text.trim().is_empty() && cx.product.presets.iter().any(|p| p.toml.contains(&line))
}

/// Whether a setting matters: its field is shown.
fn counts(cx: &Context, key: &str) -> bool {
    cx.product.field(key).is_some_and(|f| (f.shown)(cx))
}

/// Whether a setting is an example's.
fn is_example(cx: &Context, key: &str, text: &str) -> bool {
    mentions_example(text) || of_preset(cx, key, text, Own::Account)
}

/// Whether a text names a host of an example domain, or the same as an LDAP name.
fn mentions_example(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if !lower.contains("example") {
        return false;
    }
    let host = |word: &str| word.contains('.') && Host::parse(word).is_ok_and(|h| h.is_example());
    lower
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
        .any(|word| host(word.trim_matches('.')))
        || ["com", "org", "net"]
            .iter()
            .any(|end| lower.replace(' ', "").contains(&format!("dc=example,dc={end}")))
}

/// Whether some host in the document belongs to a machine of the person's own: a node, or a host
/// that was typed into a field. Names without a dot can be name services and do not count there.
fn has_own_values(cx: &Context) -> bool {
    let own = |h: &Host| !h.is_example() && !h.is_loopback();
    if cx.hosts().iter().any(|h| h.name.as_ref().is_some_and(own)) {
        return true;
    }
    let dotted = |h: &Host| match h {
        Host::Name(name) => name.contains('.') && own(h),
        _ => own(h),
    };
    cx.spec.settings.iter().any(|(key, text)| {
        let Some(field) = cx.product.field(key).filter(|f| (f.shown)(cx)) else { return false };
        match field.kind {
            Kind::Host => Host::parse(text).is_ok_and(|h| dotted(&h)),
            Kind::HostPort | Kind::HostPorts => {
                parse_list::<HostPort>(text).iter().flatten().any(|h| dotted(&h.host))
            }
            Kind::Uri | Kind::PathOrUri => Uri::parse(text)
                .ok()
                .and_then(|u| u.host_port().ok())
                .is_some_and(|h| dotted(&h.host)),
            _ => false,
        }
    })
}

fn text_at(cx: &Context, place: &Place) -> String {
    let node = place.row().and_then(|row| cx.node(row));
    let text = match (place, node) {
        (Place::NodeName(_), Some(node)) => Some(node.name.as_str()),
        (Place::NodeAddress(_), Some(node)) => Some(node.address.as_str()),
        (Place::NodeSetting(_, key), Some(node)) => node.settings.get(key).map(String::as_str),
        (Place::Setting(key), _) => cx.spec.settings.get(key).map(String::as_str),
        (Place::Override(layer, property), _) => cx.spec.override_of(layer, property),
        _ => None,
    };
    text.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_found_in_urls_and_ldap_names() {
        for text in [
            "jdbc:mysql://db.example.com:3306/k?useSSL=false",
            "zk1.example.com:2181,zk2.corp:2181",
            "ou=people, dc=example, dc=com",
            "ldaps://ldap.example.org",
        ] {
            assert!(mentions_example(text), "{text}");
        }
        for text in [
            "db.corp.internal",
            "/var/example.com.d",
            "notexample.com",
            "example",
            "dc=corp,dc=com",
        ] {
            assert!(!mentions_example(text), "{text}");
        }
    }
}

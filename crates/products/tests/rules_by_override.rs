//! What a program reads is what a rule judges, whoever set it: an example that breaks a rule by
//! fields breaks it by overrides of the keys of these fields too, for the cluster, for roles and for
//! nodes; and one that breaks it by overrides breaks it by the fields that write these keys.

use model::{ClusterSpec, Edit, Finding, Lang, Layer, Place, apply, apply_all};
use products::ALL;
use rules::{ByOverride, Context, Example, Field, OverrideReach, Product, Rule, check};
use std::collections::BTreeSet;

/// Rules whose own example says by fields what no override of their keys can say; each has one here
/// that reaches it by an override.
const BY_HAND: &[(&str, Example)] = &[
    // The example's field makes the file in which its mistake stands.
    (
        "GEN039",
        Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:clientPort", "abc")]),
    ),
    // The same.
    (
        "GEN066",
        Example::Edits("kylin-six", &[("overrides.cluster.zookeeper/zoo.cfg:clientPort", "81")]),
    ),
    // A field's path is not written.
    (
        "KYL080",
        Example::Edits(
            "kylin-three",
            &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "s3://bucket/hbase")],
        ),
    ),
    // The driver's file is no key; the URL is one.
    (
        "KYL086",
        Example::Edits(
            "kylin-six",
            &[(
                "overrides.cluster.kylin.metadata.url",
                "kylin@jdbc,url=jdbc:mariadb://db.example.com/kylin,username=kylin,password=${PW}",
            )],
        ),
    ),
    // Who has an ensemble is a choice; whether the masters ask it is a key.
    (
        "ALX055",
        Example::Edits(
            "alluxio-zookeeper",
            &[("overrides.cluster.alluxio.zookeeper.enabled", "false")],
        ),
    ),
];

/// Rules that no override can break, and why.
const BY_FIELD_ALONE: &[(&str, &str)] =
    &[("GEN012", "an option of the form that cannot be chosen here; a key has no options")];

/// Rules about a choice of the form that stands in no file, though others follow from it.
const CHOICES: &[(&str, &str)] = &[
    ("KYL072", "that the form says the heap twice; an override says all options once"),
    ("DRU072", "what is known of a machine; an override says what would follow from it"),
    ("DRU073", "the same"),
    ("DSK001", "which disks a machine has"),
    ("DRU077", "which Java a machine has"),
    ("SES011", "whether Redis is a cluster; of a line that says otherwise SES038 speaks"),
    ("SES012", "the same"),
    ("SES014", "the same"),
];

/// Each rule of a product once, with the product. The example of DOC005 has nine megabytes.
fn all() -> Vec<(&'static Product, &'static Rule)> {
    let mut seen = BTreeSet::from(["DOC005"]);
    let pairs = ALL.iter().flat_map(|p| p.all_rules().map(move |r| (*p, r)));
    pairs.filter(|(_, r)| seen.insert(r.id)).collect()
}

/// What a rule says of a document.
fn said(product: &'static Product, rule: &str, spec: &ClusterSpec) -> Vec<Finding> {
    let mut findings = check(&Context::new(spec, product)).findings;
    findings.retain(|f| f.rule == rule);
    findings
}

/// Whether a finding is at a field of which an override sets a key.
fn at_overridden_field(cx: &Context, finding: &Finding) -> bool {
    let (Place::Setting(key) | Place::NodeSetting(_, key)) = &finding.place else { return false };
    let Some(field) = cx.field(key) else { return false };
    cx.overrides().any(|(_, overridden, _)| cx.writes(field, overridden))
}

fn with_keys(field: &Field) -> bool {
    !field.keys.is_empty()
}

/// Every example that sets such a field, by override.
fn overridden(
    fields: fn(&Field) -> bool,
) -> Vec<(&'static Product, &'static Rule, OverrideReach, ByOverride)> {
    let mut all_of_them = Vec::new();
    for (product, rule) in all() {
        for reach in OverrideReach::ALL {
            let by = rule.fires.by_override(product, reach, fields).expect(rule.id);
            all_of_them.extend(by.map(|by| (product, rule, reach, by)));
        }
    }
    all_of_them
}

#[test]
fn what_breaks_a_rule_by_a_field_breaks_it_by_override() {
    let mut wrong = Vec::new();
    let (mut tried, mut silent, mut exact) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (product, rule, reach, by) in overridden(with_keys) {
        tried.insert(rule.id);
        exact += usize::from(by.beyond.is_empty());
        let findings = said(product, rule.id, &by.document);
        if findings.is_empty() {
            silent.insert(rule.id);
        }
        let listed = BY_HAND.iter().any(|(id, _)| *id == rule.id)
            || BY_FIELD_ALONE.iter().any(|(id, _)| *id == rule.id);
        if findings.is_empty() && !listed {
            wrong.push(format!("{} is silent, {reach:?}: {:?}", rule.id, by.edits));
        }
        let cx = Context::new(&by.document, product);
        let astray = findings.iter().filter(|f| at_overridden_field(&cx, f));
        wrong.extend(astray.map(|f| {
            let (at, said) = (f.place.path(&by.document), f.message.render(Lang::En));
            format!("{} is at {at}, which decides nothing, {reach:?}: {said}", rule.id)
        }));
    }
    for id in BY_HAND.iter().map(|(id, _)| id).chain(BY_FIELD_ALONE.iter().map(|(id, _)| id)) {
        if !silent.contains(id) {
            wrong.push(format!("{id} needs no line in a list of this test"));
        }
    }
    for (id, example) in BY_HAND {
        let (product, rule) = *all().iter().find(|(_, r)| r.id == *id).expect(id);
        let spec = example.document(product).expect(id);
        let fields = matches!(example, Example::Edits(_, edits)
            if edits.iter().any(|(path, _)| path.contains("settings.")));
        let cx = Context::new(&spec, product);
        let by_override = cx.all_overrides().next().is_some() && !fields;
        let findings = said(product, rule.id, &spec);
        if !by_override || findings.is_empty() {
            wrong.push(format!("{id} is not reached by its override"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), tried.len(), wrong.join("\n"));
    assert!(tried.len() > 50 && exact > 120, "{} rules, {exact} exact", tried.len());
}

/// The same of fields that are said to write no key, where what they do write is all in the files.
#[test]
fn what_is_read_from_a_file_is_judged_whatever_wrote_it() {
    let (mut wrong, mut choices) = (Vec::new(), BTreeSet::new());
    let mut tried = 0;
    for (product, rule, reach, by) in overridden(|_| true) {
        let set = by.edits.iter().any(|(path, _)| path.contains("overrides."));
        let by_hand = BY_HAND.iter().any(|(id, _)| *id == rule.id);
        if !set || !by.beyond.is_empty() || by_hand {
            continue;
        }
        tried += 1;
        if !said(product, rule.id, &by.document).is_empty() {
            continue;
        }
        if CHOICES.iter().any(|(id, _)| *id == rule.id) {
            choices.insert(rule.id);
        } else {
            wrong.push(format!("{} is silent, {reach:?}: {:?}", rule.id, by.edits));
        }
    }
    for (id, _) in CHOICES.iter().filter(|(id, _)| !choices.contains(id)) {
        wrong.push(format!("{id} needs no line in a list of this test"));
    }
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 120, "{tried}");
}

/// A fix of a finding at an override mends it there.
#[test]
fn a_fix_mends_an_override_as_it_mends_a_field() {
    let mut wrong = Vec::new();
    let mut fixes = 0;
    for (product, rule, reach, by) in overridden(with_keys) {
        for finding in said(product, rule.id, &by.document) {
            let Some(fix) = &finding.fix else { continue };
            fixes += 1;
            let mut mended = by.document.clone();
            apply_all(&mut mended, &fix.edits);
            let still = said(product, rule.id, &mended);
            if still.iter().any(|f| f.place == finding.place && f.message == finding.message) {
                let said = finding.message.render(Lang::En);
                wrong.push(format!("{} {reach:?}: {said} {:?}", rule.id, fix.edits));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixes > 30, "{fixes} fixes were tried");
}

/// The same documents with a field in the place of an override of the cluster, where a shown field
/// writes that key as it stands.
fn by_field(product: &'static Product, spec: &ClusterSpec) -> Vec<(Place, ClusterSpec)> {
    let cx = Context::new(spec, product);
    let mut documents = Vec::new();
    for (place, property, text) in cx.all_overrides() {
        if !matches!(place, Place::Override(Layer::Cluster, _)) {
            continue;
        }
        for field in product.all_fields().filter(|f| cx.writes(f, property.key())) {
            let at = Place::Setting(field.key.to_owned());
            let mut other = spec.clone();
            apply(&mut other, &Edit::Clear(place.clone()));
            apply(&mut other, &Edit::Set(at.clone(), text.to_owned()));
            let to = Context::new(&other, product);
            if to.shown(field.key) && rules::beyond(&cx, &to).is_empty() {
                documents.push((at, other));
            }
        }
    }
    documents
}

#[test]
fn what_breaks_a_rule_by_an_override_breaks_it_by_the_field() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (product, rule) in all() {
        let Ok(spec) = rule.fires.document(product) else { continue };
        for (at, other) in by_field(product, &spec) {
            tried += 1;
            // What the field itself refuses is not written, so that no program reads it.
            let findings = check(&Context::new(&other, product)).findings;
            if !findings.iter().any(|f| f.rule == rule.id || f.place == at) {
                wrong.push(format!("{} says nothing of {}", rule.id, at.path(&other)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried >= 10, "{tried} tried");
}

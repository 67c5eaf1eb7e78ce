//! Whole documents, and edits of them.

use model::secret::{Names, protect_document, protect_property};
use model::{Accepted, ClusterSpec, Edit, Layer, Node, Place, Property, apply};

#[test]
fn two_secrets_of_one_key_get_two_variables() {
    let mut spec = ClusterSpec::new("p", "1");
    for secret in ["one", "two", "one", "${A_PASSWORD_3}"] {
        let overrides = [("a.password".into(), secret.to_owned())].into();
        spec.push(Node { overrides, ..Node::default() });
    }
    let key = Property::from("a.password");
    spec.overrides.cluster.insert(key.clone(), "three".to_owned());
    let removed = protect_document(&mut spec, &[], &mut Names::default());
    let texts: Vec<_> = spec.nodes.iter().map(|n| n.overrides[&key].as_str()).collect();
    assert_eq!(spec.overrides.cluster[&key], "${A_PASSWORD}");
    // The third is taken: somebody refers to it already.
    assert_eq!(texts, ["${A_PASSWORD_2}", "${A_PASSWORD_4}", "${A_PASSWORD_2}", "${A_PASSWORD_3}"]);
    assert_eq!(removed.len(), 4);
    assert_eq!(protect_document(&mut spec, &[], &mut Names::default()), []);
}

/// The same secret in every text that a document has.
#[test]
fn no_text_of_a_document_keeps_a_secret() {
    let dirty = || "http://me:hunter2@h".to_owned();
    let mut spec = ClusterSpec::new(&dirty(), &dirty());
    spec.name = dirty();
    spec.settings = [(dirty(), dirty())].into();
    let property = || Property::from(dirty());
    spec.overrides.cluster = [(property(), dirty())].into();
    spec.overrides.cluster.insert(Property::new("x/password=hunter2", "k"), String::new());
    spec.overrides.cluster.insert(Property::new("x/y.sh", "A_PASSWORD"), "hunter2".to_owned());
    spec.overrides.roles = [(dirty(), [(property(), dirty())].into())].into();
    let node = Node {
        name: dirty(),
        address: dirty(),
        roles: [dirty()].into(),
        settings: [(dirty(), dirty())].into(),
        overrides: [(property(), dirty())].into(),
        ..Node::default()
    };
    let row = spec.push(node.clone());
    let accepted = Accepted {
        rule: dirty(),
        node: Some(row),
        field: dirty(),
        reason: dirty(),
        facts: vec![dirty()],
    };
    spec.accepted.push(accepted.clone());
    let unknown = model::Unknown { path: vec![dirty()], toml: format!("\"{}\"", dirty()) };
    spec.unknown.push(unknown);
    let mut by_edits = ClusterSpec::new("p", "1");
    apply(&mut by_edits, &Edit::Replace(Box::new(spec.clone())));
    let removed = protect_document(&mut spec, &[], &mut Names::default());
    assert!(removed.len() > 15 && removed.iter().all(|r| r.value.starts_with("hunter2")));
    for edit in [
        Edit::InsertNodes(0, vec![node]),
        Edit::Accept(accepted),
        Edit::SetRole(row, dirty(), true),
        Edit::Set(Place::Name, dirty()),
        Edit::Set(Place::Version, dirty()),
        Edit::Set(Place::Setting(dirty()), dirty()),
        Edit::Set(Place::Override(Layer::Role(dirty()), property()), dirty()),
        Edit::Set(Place::NodeName(row), dirty()),
        Edit::Set(Place::NodeAddress(row), dirty()),
        Edit::Set(Place::NodeRoles(row), dirty()),
        Edit::Set(Place::NodeSetting(row, dirty()), dirty()),
        Edit::Set(Place::Override(Layer::Node(row), property()), dirty()),
        Edit::Set(Place::Accepted(0), dirty()),
    ] {
        apply(&mut by_edits, &edit);
        assert!(!format!("{by_edits:?}").contains("hunter2"), "{edit:?}");
    }
    assert!(!format!("{spec:?}").contains("hunter2"), "{spec:?}");
    let before = by_edits.clone();
    apply(&mut by_edits, &Edit::Set(Place::Setting(dirty()), String::new()));
    apply(&mut by_edits, &Edit::Clear(Place::Setting(dirty())));
    assert_eq!(by_edits.settings.len() + 1, before.settings.len());
}

/// The key says it in whatever file it stands, and a catalogue's mark does, too.
#[test]
fn a_property_of_any_file_is_asked_by_its_key() {
    let marks = ["special".to_owned()];
    let mut spec = ClusterSpec::new("p", "1");
    for property in ["a.password", "x/y.properties:a.password", "x/y.sh:AWS_SECRET_ACCESS_KEY"] {
        spec.overrides.cluster.insert(property.into(), "hunter2".to_owned());
        let place = Place::Override(Layer::Cluster, property.into());
        let mut edited = ClusterSpec::new("p", "1");
        apply(&mut edited, &Edit::Set(place, "hunter2".to_owned()));
        assert_eq!(edited.overrides.cluster.values().filter(|v| v.contains("hunter2")).count(), 0);
    }
    for property in ["special", "x/y.conf:special", "x/y.conf:z.special"] {
        spec.overrides.cluster.insert(property.into(), "hunter2".to_owned());
    }
    spec.overrides.cluster.insert("x/special:y".into(), "no secret".to_owned());
    let removed = protect_document(&mut spec, &marks, &mut Names::default());
    assert_eq!(removed.len(), 6);
    let left: Vec<_> =
        spec.overrides.cluster.iter().filter(|(_, v)| !v.starts_with("${")).collect();
    assert_eq!(left, [(&Property::from("x/special:y"), &"no secret".to_owned())]);
    let variable = spec.overrides.cluster[&Property::from("x/y.sh:AWS_SECRET_ACCESS_KEY")].as_str();
    assert_eq!(variable, "${AWS_SECRET_ACCESS_KEY}");
}

/// Two nodes with two passwords for one key: what the page takes out, and what an edit does.
#[test]
fn a_second_secret_of_one_key_gets_a_variable_of_its_own() {
    let mut spec = ClusterSpec::new("p", "1");
    let rows = [spec.push(Node::default()), spec.push(Node::default())];
    let place = |at: usize| Place::Override(Layer::Node(rows[at]), "a.password".into());
    let typed = |spec: &ClusterSpec, at: usize, text: &str| {
        protect_property(spec, &place(at), text, &[]).text
    };
    apply(&mut spec, &Edit::Set(place(0), "one".to_owned()));
    assert_eq!(typed(&spec, 1, "two"), "${A_PASSWORD_2}");
    apply(&mut spec, &Edit::Set(place(1), "two".to_owned()));
    let texts: Vec<_> = spec.nodes.iter().flat_map(|n| n.overrides.values()).collect();
    assert_eq!(texts, ["${A_PASSWORD}", "${A_PASSWORD_2}"]);
    // Another secret in the same place takes its variable over.
    assert_eq!(typed(&spec, 1, "three"), "${A_PASSWORD_2}");
    assert_eq!(typed(&spec, 1, "${A_PASSWORD}"), "${A_PASSWORD}");
    apply(&mut spec, &Edit::Set(place(1), "three".to_owned()));
    assert_eq!(
        spec.nodes[1].overrides.values().next().map(String::as_str),
        Some("${A_PASSWORD_2}")
    );
}

/// A key with a secret in it that is set and, by the name that the edit leaves, left out: the value
/// counts, in every layer. A key that names the same variable already is another one.
#[test]
fn a_key_with_a_secret_is_set_or_left_out_never_both() {
    let dirty = Property::from("jdbc:mysql://h/d?password=s3cret");
    let named = Property::from("jdbc:mysql://h/d?password=${KEY_PASSWORD}");
    let mut spec = ClusterSpec::new("p", "1");
    let row = spec.push(Node::default());
    for layer in [Layer::Cluster, Layer::Role("r".into()), Layer::Node(row)] {
        let set = Place::Override(layer.clone(), "a".into());
        apply(&mut spec, &Edit::Set(set, "value".to_owned()));
        apply(&mut spec, &Edit::LeaveOut(layer, dirty.clone()));
    }
    let overrides = &mut spec.overrides;
    let maps = overrides.roles.values_mut().chain([&mut overrides.cluster]);
    for map in maps.chain(spec.nodes.iter_mut().map(|n| &mut n.overrides)) {
        map.insert(dirty.clone(), "value".to_owned());
    }
    protect_document(&mut spec, &[], &mut Names::default());
    let overrides = &spec.overrides;
    let set = overrides.roles.values().chain([&overrides.cluster, &spec.nodes[0].overrides]);
    let out = overrides.left_out_of_roles.values();
    let out = out.chain([&overrides.left_out, &spec.nodes[0].left_out]);
    let both: Vec<_> =
        set.zip(out).filter(|(s, o)| o.iter().any(|key| s.contains_key(key))).collect();
    assert_eq!(both, []);

    let mut spec = ClusterSpec::new("p", "1");
    spec.overrides.cluster.insert(named.clone(), "one".to_owned());
    spec.overrides.cluster.insert(dirty, "two".to_owned());
    protect_document(&mut spec, &[], &mut Names::default());
    let values: Vec<_> = spec.overrides.cluster.values().map(String::as_str).collect();
    assert_eq!(values.len(), 2, "{:?}", spec.overrides.cluster);
    assert_eq!(spec.overrides.cluster[&named], "one");
}

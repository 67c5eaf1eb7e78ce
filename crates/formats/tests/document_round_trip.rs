//! Whatever a document holds, reading what was written gives it back.

use formats::document::{read, read_bytes, write};
use model::secret::{Names, Removed, protect_document};
use model::{
    Accepted, ClusterSpec, Edit, Environment, Lang, Layer, Node, Overrides, Properties, Property,
    SCHEMA, Unknown,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

/// Texts that have broken readers before, and anything else.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z][a-z0-9.-]{0,12}",
        1 => any::<String>(),
        2 => prop::sample::select(vec![
            "", " ", "\"", "'", "'''", "\"\"\"", "\\", "\\u0041", "a = 1", "]", "[[x]]", "#", "\n",
            "\r\n", "\t", "\0", "\u{7f}", "\u{FEFF}", "\u{2028}", "\u{202E}abc", "中文，；", "😀",
            "$(id)", "../..", "{}", "true", "1_000", "password=", "a.password", "x.secret", "..",
            "jdbc:mysql://h/d?password=s3cret&x=y", "http://me:s3cret@h", "name", "settings",
        ]).prop_map(str::to_owned),
    ]
}

fn map() -> impl Strategy<Value = std::collections::BTreeMap<String, String>> {
    btree_map(hostile(), hostile(), 0..5)
}

/// Keys of the main file and of others, some of them as files are called.
fn property() -> impl Strategy<Value = Property> {
    let file = prop_oneof![
        Just(String::new()),
        prop::sample::select(vec!["conf/x.properties", "a/b", "..", "/", "中/文"])
            .prop_map(str::to_owned),
        hostile(),
    ];
    let key =
        prop_oneof![4 => hostile(), 1 => Just("a/b".to_owned()), 1 => Just("a/b:c".to_owned())];
    (file, key).prop_map(|(file, key)| Property::new(&file, &key))
}

fn properties() -> impl Strategy<Value = Properties> {
    btree_map(property(), hostile(), 0..5)
}

fn node() -> impl Strategy<Value = Node> {
    (hostile(), hostile(), btree_set(hostile(), 0..4), map(), properties()).prop_map(
        |(name, address, roles, settings, overrides)| Node {
            name,
            address,
            roles,
            settings,
            overrides,
            unknown: vec![Unknown {
                path: vec!["later".into()],
                toml: "[1, { a = \"x\" }]".into(),
            }],
            ..Node::default()
        },
    )
}

prop_compose! {
    fn spec()(
        texts in [hostile(), hostile(), hostile()],
        production in any::<bool>(),
        zh in any::<bool>(),
        nodes in vec(node(), 0..5),
        settings in map(),
        cluster in properties(),
        roles in btree_map(hostile(), btree_map(property(), hostile(), 1..3), 0..3),
        left_out in vec((any::<Option<prop::sample::Index>>(), hostile(), property()), 0..4),
        accepted in vec((hostile(), any::<Option<prop::sample::Index>>(), hostile(), hostile(), vec(hostile(), 0..3)), 0..4),
    ) -> ClusterSpec {
        let [name, product, version] = texts;
        let mut spec = ClusterSpec {
            schema: SCHEMA, name, product, version, settings,
            environment: if production { Environment::Production } else { Environment::Test },
            language: if zh { Lang::Zh } else { Lang::En },
            overrides: Overrides { cluster, roles, ..Overrides::default() },
            unknown: vec![Unknown { path: vec!["extra".into()], toml: "{ \"a b\" = 0x1F }".into() }],
            ..ClusterSpec::default()
        };
        for node in nodes {
            spec.push(node);
        }
        for (node, role, property) in left_out {
            let layer = match node {
                Some(at) if !spec.nodes.is_empty() => Layer::Node(at.get(&spec.nodes).row),
                Some(_) => Layer::Role(role),
                None => Layer::Cluster,
            };
            model::apply_all(&mut spec, &[Edit::LeaveOut(layer, property)]);
        }
        for (rule, node, field, reason, facts) in accepted {
            let node = node.filter(|_| !spec.nodes.is_empty()).map(|i| i.get(&spec.nodes).row);
            spec.accepted.push(Accepted { rule, node, field, reason, facts });
        }
        spec
    }
}

fn protect(spec: &mut ClusterSpec) -> Vec<Removed> {
    protect_document(spec, &[], &mut Names::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_read_back(mut spec in spec()) {
        protect(&mut spec);
        let text = write(&spec);
        let loaded = read(&text);
        prop_assert!(loaded.problems.iter().all(|p| p.rule == "DOC002"), "{:?}\n{}", loaded.problems, text);
        prop_assert!(loaded.complete);
        prop_assert_eq!(&loaded.spec, &spec, "{}", text);
        prop_assert_eq!(write(&loaded.spec), text);
    }

    #[test]
    fn taking_secrets_out_twice_changes_nothing_more(mut spec in spec()) {
        protect(&mut spec);
        let once = spec.clone();
        prop_assert_eq!(protect(&mut spec), []);
        prop_assert_eq!(spec, once);
    }

    #[test]
    fn any_text_is_read_and_what_was_kept_survives(text in prop_oneof![any::<String>(), pieces()]) {
        let loaded = read(&text);
        let again = read(&write(&loaded.spec));
        prop_assert!(again.complete, "{:?}", again.problems);
        prop_assert_eq!(again.spec, loaded.spec);
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        let loaded = read_bytes(&bytes);
        prop_assert!(loaded.complete || !loaded.problems.is_empty());
    }
}

/// Pieces of documents in any order: nearer to what people type than random characters.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "schema = 1\n",
        "schema = 2\n",
        "name = \"x\"\n",
        "name = x\n",
        "name =\n",
        "[settings]\n",
        "[settings.a]\n",
        "b = 1\n",
        "b.c = \"d\"\n",
        "[[nodes]]\n",
        "[nodes]\n",
        "[nodes.settings]\n",
        "roles = [\"a\"]\n",
        "roles = \"a\"\n",
        "nodes = [\"a\"]\n",
        "nodes = [1]\n",
        "[overrides.cluster]\n",
        "[overrides.role.q]\n",
        "[overrides]\n",
        "[[accepted]]\n",
        "node = \"x\"\n",
        "node = 1\n",
        "rule = \"R\"\n",
        "facts = 3\n",
        "[x.y.z]\n",
        "q = { a = 1, b.c = [1, 2] }\n",
        "q = {\n",
        "q = [\n",
        "]\n",
        "\"",
        "'''",
        "=",
        "#\n",
        "\n",
        "[",
        "\u{FEFF}",
        "t = 1979-05-27T07:32:00Z\n",
        "u = 1__0\n",
        "v = 0x\n",
        "w = +inf\n",
        "a.password = \"s\"\n",
        "name = {}\n",
    ]);
    vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

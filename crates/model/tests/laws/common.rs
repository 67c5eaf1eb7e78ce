//! Documents and edits for property tests: few distinct values, so that edits meet each other, and
//! hostile ones among them.

use model::{Accepted, ClusterSpec, Edit, Environment, Lang, Layer, Node, Place, RowId};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        " ",
        "a",
        "b",
        "k1",
        "k2.example.com",
        "job",
        "job,query",
        "7070",
        "a.b",
        "a.b.c",
        "x]",
        "nodes[0]",
        "..",
        "$(id)",
        "中文",
        "\n",
        "\"",
        "${NAME}",
        "hunter2",
        "jdbc:mysql://h/d?password=hunter2",
        "http://u:hunter2@h/",
    ])
    .prop_map(str::to_owned)
}

pub(crate) fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "metastore.kind",
        "lb.port",
        "a",
        "",
        "x.password",
        "a.b.url",
        "中",
        "c/d.cfg:a",
        "c/d:x.password",
    ])
    .prop_map(str::to_owned)
}

pub(crate) fn role() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["all", "job", "query", "zoo_keeper"]).prop_map(str::to_owned)
}

fn row() -> impl Strategy<Value = RowId> {
    (0_u32..8).prop_map(RowId)
}

pub(crate) fn node() -> impl Strategy<Value = Node> {
    (text(), text(), btree_set(role(), 0..3)).prop_map(|(name, address, roles)| Node {
        name,
        address,
        roles,
        ..Node::default()
    })
}

pub(crate) fn layer() -> impl Strategy<Value = Layer> {
    prop_oneof![Just(Layer::Cluster), role().prop_map(Layer::Role), row().prop_map(Layer::Node)]
}

pub(crate) fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Document),
        Just(Place::Name),
        Just(Place::Product),
        Just(Place::Version),
        Just(Place::Environment),
        Just(Place::Language),
        Just(Place::Nodes),
        key().prop_map(Place::Setting),
        (layer(), key()).prop_map(|(layer, key)| Place::Override(layer, key.into())),
        row().prop_map(Place::Node),
        row().prop_map(Place::NodeName),
        row().prop_map(Place::NodeAddress),
        row().prop_map(Place::NodeRoles),
        (row(), key()).prop_map(|(row, key)| Place::NodeSetting(row, key)),
        (0_usize..3).prop_map(Place::Accepted),
    ]
}

prop_compose! {
    pub(crate) fn spec()(
        name in text(),
        nodes in vec(node(), 0..5),
        settings in prop::collection::btree_map(key(), text(), 0..3),
        production in any::<bool>(),
    ) -> ClusterSpec {
        let mut spec = ClusterSpec::new("p", "1");
        spec.name = name;
        spec.settings = settings;
        spec.environment = if production { Environment::Production } else { Environment::Test };
        spec.language = if production { Lang::En } else { Lang::Zh };
        for node in nodes {
            spec.push(node);
        }
        spec
    }
}

fn accepted() -> impl Strategy<Value = Accepted> {
    (role(), prop::option::of(row()), key(), vec(text(), 0..2)).prop_map(
        |(rule, node, field, facts)| Accepted { rule, node, field, reason: "r".to_owned(), facts },
    )
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (place(), text()).prop_map(|(place, text)| Edit::Set(place, text)),
        2 => place().prop_map(Edit::Clear),
        2 => place().prop_map(|place| match place {
            Place::Override(layer, property) => Edit::LeaveOut(layer, property),
            other => Edit::Clear(other),
        }),
        2 => (row(), role(), any::<bool>()).prop_map(|(row, role, on)| Edit::SetRole(row, role, on)),
        2 => (0_usize..8, vec(node(), 0..3)).prop_map(|(at, nodes)| Edit::InsertNodes(at, nodes)),
        1 => row().prop_map(Edit::RemoveNode),
        1 => (row(), 0_usize..8).prop_map(|(row, to)| Edit::MoveNode(row, to)),
        1 => accepted().prop_map(Edit::Accept),
        1 => spec().prop_map(|spec| Edit::Replace(Box::new(spec))),
    ]
}

//! Server types: what holds for those of every product, and the way of the made-up ones' through the
//! engine.

use engine::Engine;
use formats::document;
use model::{ClusterSpec, Environment, Lang, Node, apply_all};
use protocol::{Ask, Baseline, Body, Change, Checked, NodeList, Request, ServerTypeView};
use rules::Product;
use std::collections::BTreeSet;

const MADE_UP: &[&Product] = &[&second::PRODUCT, &third::PRODUCT];

fn ask(engine: &mut Engine, lang: Lang, ask: Ask) -> Body {
    engine.handle(&Request { revision: 1, lang, ask }).body
}

fn example(product: &Product) -> ClusterSpec {
    document::read(product.presets[0].toml).spec
}

fn check(engine: &mut Engine, spec: &ClusterSpec) -> Checked {
    let ask_ = Ask::Check {
        change: Change::Whole(Box::new(spec.clone())),
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: false,
    };
    match ask(engine, Lang::En, ask_) {
        Body::Checked(checked) => *checked,
        other => panic!("{other:?}"),
    }
}

/// A node list that is pasted while the example of a product is open.
fn pasted(product: &Product, text: &str) -> NodeList {
    let mut engine = Engine::new(MADE_UP);
    check(&mut engine, &example(product));
    match ask(&mut engine, Lang::En, Ask::ReadNodes { text: text.to_owned() }) {
        Body::NodeList(list) => list,
        other => panic!("{other:?}"),
    }
}

fn roles(list: &NodeList) -> Vec<String> {
    let join = |roles: &BTreeSet<String>| roles.iter().cloned().collect::<Vec<_>>().join("+");
    list.nodes.iter().map(|n| join(&n.roles)).collect()
}

#[test]
fn each_is_made_of_roles_in_their_order_and_no_two_of_the_same() {
    for product in products::ALL.iter().chain(MADE_UP) {
        let mut seen = BTreeSet::new();
        for kind in product.server_types {
            let at = |role: &&str| product.roles.iter().position(|r| r.id == *role);
            let columns: Vec<usize> = kind.roles.iter().filter_map(at).collect();
            assert_eq!(columns.len(), kind.roles.len(), "{} {}: no role", product.id, kind.id);
            assert!(columns.is_sorted() && !columns.is_empty(), "{} {}", product.id, kind.id);
            assert!(seen.insert(columns), "{} {}: the roles of another", product.id, kind.id);
            // A document with the type's name for a role would mean something else.
            if product.role(kind.id).is_some() {
                assert_eq!(kind.roles, [kind.id], "{} {}", product.id, kind.id);
            }
            let mut groups: Vec<&str> = product.roles.iter().map(|r| r.group).collect();
            groups.retain(|group| !group.is_empty());
            for group in groups {
                let of = |role: &&&str| product.role(role).is_some_and(|r| r.group == group);
                assert!(kind.roles.iter().filter(of).count() < 2, "{} {}", product.id, kind.id);
            }
        }
    }
}

#[test]
fn the_page_hears_of_them_in_its_language() {
    let mut engine = Engine::new(MADE_UP);
    let mut types = |lang, product: &str| -> Vec<ServerTypeView> {
        match ask(&mut engine, lang, Ask::Schema { product: product.to_owned() }) {
            Body::Schema(schema) => schema.product.server_types,
            other => panic!("{other:?}"),
        }
    };
    let whole = &types(Lang::En, "tandem")[0];
    assert_eq!((whole.id.as_str(), whole.title.as_str()), ("whole", "Whole"));
    assert_eq!(whole.sentence, "Front and back on one machine.");
    assert_eq!(whole.roles, ["front", "back"]);
    let titles: Vec<String> = types(Lang::Zh, "trio").into_iter().map(|t| t.title).collect();
    assert_eq!(titles, ["入口", "存储", "归档"]);
}

#[test]
fn which_can_be_chosen_follows_from_the_document() {
    let mut spec = example(&third::PRODUCT);
    let mut engine = Engine::new(MADE_UP);
    assert_eq!(check(&mut engine, &spec).server_types, [true, true, false]);
    spec.environment = Environment::Production;
    assert_eq!(check(&mut engine, &spec).server_types, [true, true, true]);
}

#[test]
fn a_node_list_may_speak_of_them() {
    let list = pasted(&third::PRODUCT, "h1 entry\nh2 接入 store\nh3 disks 64G\n\n");
    assert_eq!(list.problems, []);
    assert_eq!(roles(&list), ["gate+keeper", "gate+keeper+store", "store"]);
    let list = pasted(&second::PRODUCT, "[tandems]\nh1\n[edge_servers]\nh2\n[watch]\nh1\n");
    assert_eq!(list.problems, []);
    assert_eq!(roles(&list), ["back+front+watch", "front"]);
    // Elsewhere the word is known, and told.
    let list = pasted(&second::PRODUCT, "h1 entry\nh2 disks\n");
    let told: Vec<&str> = list.problems.iter().map(|p| p.reason.as_str()).collect();
    assert!(told.len() == 2 && told.iter().all(|t| t.contains("is not a role here")), "{told:?}");
    assert!(told[0].ends_with("roles are front, back, watch, whole, edge"), "{told:?}");
}

#[test]
fn in_a_document_its_name_in_place_of_a_role_is_told_and_mended() {
    let mut spec = example(&third::PRODUCT);
    spec.nodes[0].roles = ["archive", "gate"].map(str::to_owned).into();
    let mut engine = Engine::new(MADE_UP);
    let found = check(&mut engine, &spec).findings;
    let found = found.iter().find(|f| f.rule == "GEN010").expect("a finding");
    assert!(found.message.contains("is a server type. Its roles are keeper, store."), "{found:?}");
    let fix = found.fix.clone().expect("a fix");
    assert_eq!(fix.title, "Make it keeper, store");
    apply_all(&mut spec, &fix.edits);
    let roles: Vec<&str> = spec.nodes[0].roles.iter().map(String::as_str).collect();
    assert_eq!(roles, ["gate", "keeper", "store"]);
    assert_eq!(check(&mut engine, &spec).counts.errors, 0);
}

#[test]
fn in_the_picture_those_with_the_same_roles_stand_together() {
    let mut spec = ClusterSpec::new("tandem", "1.0");
    let roles = ["front,watch", "front,back", "back", "front", "front,back", ""];
    for (at, roles) in roles.iter().enumerate() {
        spec.push(Node {
            name: format!("h{at}.example.com"),
            roles: roles.split(',').filter(|r| !r.is_empty()).map(str::to_owned).collect(),
            ..Node::default()
        });
    }
    let picture = check(&mut Engine::new(MADE_UP), &spec).picture.expect("a picture");
    let scene = picture.wide;
    let find = |title: &str| {
        let of = |b: &&model::scene::Box| b.words.iter().any(|w| w.text == title);
        scene.boxes.iter().find(of).expect(title)
    };
    let chips = |title: &str| -> Vec<String> {
        find(title).chips.iter().map(|chip| chip.text.clone()).collect()
    };
    assert_eq!(chips("h1"), ["front", "back"]);
    assert_eq!(chips("h0"), ["front", "watch"]);
    // Of equal ones the first of the list comes first; a band has the names of all its roles.
    let [whole, wholes] = ["h1", "h4"].map(|title| find(title).at);
    assert!(whole.y == wholes.y && whole.x < wholes.x, "{scene:?}");
    let bands: Vec<&str> = picture.narrow.words.iter().map(|w| w.text.as_str()).collect();
    for band in ["front", "front + back", "front + watch", "back", "No role"] {
        assert_eq!(bands.iter().filter(|text| **text == band).count(), 1, "{band} in {bands:?}");
    }
    let lowest = scene.boxes.iter().map(|b| b.at.y).max();
    assert_eq!(Some(find("h5").at.y), lowest, "who has no role stands below them");
    assert!(picture.summary.contains("front + back: h1.example.com (front, back), h4"));
}

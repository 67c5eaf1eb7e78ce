//! ZooKeeper on nodes: its file is configuration as any other.

use model::{ClusterSpec, Edit, Layer, Node, Place, Property, apply};
use rules::{Context, check};

/// The first preset of a product, with an ensemble on three machines of its own.
fn with_own_machines(product: &'static rules::Product) -> ClusterSpec {
    let mut spec = formats::document::read(product.presets[0].toml).spec;
    apply(&mut spec, &Edit::Set(Place::Setting("zookeeper.kind".into()), "nodes".into()));
    spec.nodes.iter_mut().for_each(|node| _ = node.roles.remove("zookeeper"));
    for name in ["zk1.corp", "zk2.corp", "zk3.corp"] {
        let roles = ["zookeeper".to_owned()].into();
        spec.push(Node { name: name.to_owned(), roles, ..Node::default() });
    }
    spec
}

/// The text of `zoo.cfg` on a node.
fn zoo_cfg(spec: &ClusterSpec, name: &str) -> String {
    let product = products::find(&spec.product).expect("a product");
    let cx = Context::new(spec, product);
    let node = cx.spec.nodes.iter().find(|n| n.name == name).expect("the node");
    let kind = cx.product.all_files().find(|f| f.name == "zookeeper/zoo.cfg").expect("the file");
    match kind.reach {
        rules::Reach::Class { render, .. } | rules::Reach::Node { render, .. } => {
            render(&cx, node).to_text().into_owned()
        }
        rules::Reach::Cluster { .. } => panic!("zoo.cfg is a node's"),
    }
}

#[test]
fn a_machine_with_nothing_but_zookeeper_has_all_of_its_file_and_hears_overrides() {
    for product in products::ALL {
        let mut spec = with_own_machines(product);
        let text = zoo_cfg(&spec, "zk2.corp");
        for line in ["clientPort=", "dataDir=", "server.1=zk1.corp", "server.3=zk3.corp"] {
            assert!(text.lines().any(|l| l.starts_with(line)), "{}: {line}\n{text}", product.id);
        }
        let place = Place::Override(Layer::Cluster, Property::parse("zookeeper/zoo.cfg:tickTime"));
        apply(&mut spec, &Edit::Set(place.clone(), "3000".to_owned()));
        assert!(zoo_cfg(&spec, "zk2.corp").lines().any(|l| l == "tickTime=3000"), "{}", product.id);
        let report = check(&Context::new(&spec, product));
        assert!(report.findings.iter().all(|f| f.place != place), "{}", product.id);
    }
}

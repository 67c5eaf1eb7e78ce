//! Typing in a large cluster: the file in view at once, the others after a pause.

use engine::Engine;
use model::{ClusterSpec, Edit, Lang, Node, Place, apply_all};
use protocol::{Ask, Baseline, Body, Change, Checked, FileId, Request};

fn cluster(nodes: usize) -> ClusterSpec {
    let product = products::ALL[0];
    let mut spec =
        engine::preset(products::ALL, product.id, model::Lang::En).expect("a preset").spec;
    let roles = spec.nodes[0].roles.clone();
    while spec.nodes.len() < nodes {
        let name = format!("n{}.corp", spec.nodes.len());
        spec.push(Node { name, roles: roles.clone(), ..Node::default() });
    }
    spec
}

struct Page {
    engine: Engine,
    revision: u64,
    view: Vec<FileId>,
}

impl Page {
    fn open(spec: &ClusterSpec) -> Page {
        let file = FileId {
            name: "conf/kylin.properties".to_owned(),
            node: spec.nodes.first().map(|n| n.row),
        };
        let engine = Engine::new(products::ALL);
        let mut page = Page { engine, revision: 0, view: vec![file] };
        assert!(!page.check(Change::Whole(Box::new(spec.clone()))).partial);
        page
    }

    fn ask(&mut self, ask: Ask) -> Body {
        self.revision += 1;
        self.engine.handle(&Request { revision: self.revision, lang: Lang::En, ask }).body
    }

    fn check(&mut self, change: Change) -> Checked {
        let view = self.view.clone();
        let baseline = Baseline::LastEdit;
        match self.ask(Ask::Check { change, step: String::new(), view, baseline, opened: false }) {
            Body::Checked(checked) => *checked,
            other => panic!("{other:?}"),
        }
    }

    fn edit(&mut self, edits: &[Edit]) -> Checked {
        self.check(Change::Edits { from: self.revision, edits: edits.to_vec() })
    }
}

fn rename(spec: &ClusterSpec, name: &str) -> Vec<Edit> {
    vec![Edit::Set(Place::NodeName(spec.nodes[0].row), name.to_owned())]
}

#[test]
fn the_file_in_view_comes_at_once_and_the_others_with_the_next_check() {
    let mut spec = cluster(40);
    let mut page = Page::open(&spec);
    let edits = rename(&spec, "typed.corp");
    apply_all(&mut spec, &edits);
    let typed = page.edit(&edits);
    assert!(typed.partial);
    assert!(typed.view[0].lines.iter().any(|l| l.changed && l.text.contains("typed.corp")));

    let mut fresh = Page::open(&spec);
    let whole = fresh.check(Change::None);
    assert_eq!(typed.findings, whole.findings);
    assert_eq!(typed.archive, whole.archive);
    let texts = |c: &Checked| c.view[0].lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&typed), texts(&whole));

    // A file out of view is the present one when somebody copies it.
    let hidden = || Ask::FileText(FileId { name: "bin/nodes.tsv".to_owned(), node: None });
    assert_eq!(page.ask(hidden()), fresh.ask(hidden()));

    let settled = page.check(Change::None);
    assert!(!settled.partial);
    let changed = |name: &str| {
        let group = settled.files.iter().find(|g| g.name == name).expect("the file");
        group.variants.iter().any(|v| v.changed)
    };
    assert!(changed("bin/nodes.tsv") && changed("node.env") && !changed("install.sh"));
    assert!(settled.view[0].lines.iter().any(|l| l.changed), "marks stay");
    let variants = |c: &Checked| {
        c.files.iter().map(|g| (g.name.clone(), g.variants.len())).collect::<Vec<_>>()
    };
    assert_eq!(variants(&settled), variants(&whole));
}

#[test]
fn what_is_not_typed_into_the_file_in_view_brings_everything() {
    let spec = cluster(40);
    let mut page = Page::open(&spec);
    let row = spec.nodes[1].row;
    assert!(!page.edit(&[Edit::RemoveNode(row)]).partial);
    assert!(page.edit(&rename(&spec, "a.corp")).partial);
    page.view = vec![FileId { name: "bin/nodes.tsv".to_owned(), node: None }];
    let shown = page.edit(&rename(&spec, "b.corp"));
    assert!(!shown.partial);
    assert!(shown.view[0].lines.iter().any(|l| l.text.contains("b.corp")));
    let few = cluster(5);
    assert!(!Page::open(&few).edit(&rename(&few, "a.corp")).partial);
}

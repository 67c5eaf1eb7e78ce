//! One key typed into the first node's name: what the engine does between the page's message and
//! its own, both read and written. Every node's name stands in every node's file.
//!
//! `cargo bench -p engine --bench keystroke`

mod cases;

use cases::{Case, cases};
use engine::Engine;
use model::{ClusterSpec, Edit, Lang, Place};
use protocol::{Ask, Baseline, Change, FileId, Request};

fn main() {
    divan::main();
}

/// The product's first configuration file.
fn first_file(spec: &ClusterSpec) -> String {
    let product = engine::product_of(products::ALL, spec).expect("product");
    product.all_files().next().map(|kind| kind.name.to_owned()).unwrap_or_default()
}

/// An engine that has the document, and the bytes of a key after another.
struct Typing {
    engine: Engine,
    spec: ClusterSpec,
    revision: u64,
}

impl Typing {
    fn new(case: Case) -> Typing {
        let spec = case.cluster();
        let mut typing = Typing { engine: Engine::new(products::ALL), spec, revision: 0 };
        let whole = Change::Whole(Box::new(typing.spec.clone()));
        typing.ask(whole);
        typing
    }

    fn ask(&mut self, change: Change) -> usize {
        self.revision += 1;
        let row = self.spec.nodes.first().map(|n| n.row);
        let ask = Ask::Check {
            change,
            step: String::new(),
            view: vec![FileId { name: first_file(&self.spec), node: row }],
            baseline: Baseline::LastEdit,
            opened: false,
        };
        let request = Request { revision: self.revision, lang: Lang::En, ask };
        let request = protocol::decode(&protocol::encode(&request)).expect("a request");
        protocol::encode(&self.engine.handle(&request)).len()
    }

    fn key(&mut self) -> usize {
        let row = self.spec.nodes[0].row;
        let name =
            if self.revision.is_multiple_of(2) { "k1a.example.com" } else { "k1.example.com" };
        let edit = Edit::Set(Place::NodeName(row), name.to_owned());
        self.ask(Change::Edits { from: self.revision, edits: vec![edit] })
    }
}

#[divan::bench(args = cases(&[6, 50, 500, 5_000]))]
fn keystroke(bencher: divan::Bencher, case: Case) {
    let mut typing = Typing::new(case);
    bencher.bench_local(|| typing.key());
}

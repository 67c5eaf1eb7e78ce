//! How time grows with the nodes. `equal`: all nodes of a role are alike. `distinct`: each has an
//! override of its own, so each has files of its own, the worst case.
//!
//! `cargo bench -p engine`

mod cases;

use cases::{Case, cases};
use model::{ClusterSpec, Lang};
use protocol::{Ask, Baseline, Change, Request};
use rules::Context;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [50, 500, 5_000];

/// All nodes of a role alike.
fn equal(case: Case) -> ClusterSpec {
    case.cluster()
}

/// Each node with an override of its own.
fn distinct(case: Case) -> ClusterSpec {
    let mut spec = case.cluster();
    let product = engine::product_of(products::ALL, &spec).expect("product");
    let key = product_key(product);
    for (at, node) in spec.nodes.iter_mut().enumerate() {
        node.overrides.insert(key.as_str().into(), (at + 1).to_string());
    }
    spec
}

/// An integer key of the product that nodes may differ in.
fn product_key(product: &'static rules::Product) -> String {
    rules::Catalogue::read(product.catalogue)
        .keys()
        .find(|k| k.kind == rules::KeyType::Integer && !k.dead && k.scope != "same")
        .map(|k| k.key.clone())
        .expect("a key")
}

fn check_and_render(spec: &ClusterSpec) -> usize {
    let product = engine::product_of(products::ALL, spec).expect("product");
    let cx = Context::new(spec, product);
    let report = rules::check(&cx);
    bundle::tree(&cx, &report).groups.len()
}

#[divan::bench(args = cases(&[50, 500, 5_000, 10_000]))]
fn check(bencher: divan::Bencher, case: Case) {
    let spec = equal(case);
    bencher.bench(|| {
        let product = engine::product_of(products::ALL, &spec).expect("product");
        rules::check(&Context::new(&spec, product)).findings.len()
    });
}

/// A hundred thousand mistakes, read, checked and with their places: one name for all nodes, or keys
/// that nobody knows. Somebody pastes such a thing once, and the page must not stand still.
#[divan::bench(args = ["equal names", "unknown keys"], sample_count = 3, sample_size = 1)]
fn check_mistakes(bencher: divan::Bencher, what: &str) {
    let text = mistakes(what);
    bencher.bench(|| {
        let loaded = engine::read_bytes(products::ALL, text.as_bytes());
        let product = engine::product_of(products::ALL, &loaded.spec).expect("product");
        let report = engine::check_loaded(&Context::new(&loaded.spec, product), &loaded);
        assert!(report.findings.len() >= MANY - 10);
        report.findings.len()
    });
}

/// The same with everything that the page draws of it, after it was read.
#[divan::bench(args = ["equal names", "unknown keys"], sample_count = 3, sample_size = 1)]
fn draw_mistakes(bencher: divan::Bencher, what: &str) {
    let spec = engine::read_bytes(products::ALL, mistakes(what).as_bytes()).spec;
    bencher.with_inputs(|| Box::new(spec.clone())).bench_values(|spec| {
        let ask = Ask::Check {
            change: Change::Whole(spec),
            step: String::new(),
            view: Vec::new(),
            baseline: Baseline::LastEdit,
            opened: true,
        };
        let request = Request { revision: 1, lang: Lang::En, ask };
        engine::Engine::new(products::ALL).handle(&request)
    });
}

const MANY: usize = 100_000;

/// An example with so many mistakes of a kind.
fn mistakes(what: &str) -> String {
    let mut text = products::ALL[0].presets[0].toml.to_owned();
    if what == "unknown keys" {
        text.push_str("\n[overrides.cluster]\n");
    }
    for at in 0..MANY {
        text.push_str(&match what {
            "unknown keys" => format!("\"odd.k{at}\" = \"1\"\n"),
            _ => "\n[[nodes]]\nname = \"q.example.com\"\nroles = [\"query\"]\n".to_owned(),
        });
    }
    text
}

#[divan::bench(args = cases(&SIZES))]
fn check_and_render_equal(bencher: divan::Bencher, case: Case) {
    let spec = equal(case);
    bencher.bench(|| check_and_render(&spec));
}

// Five thousand nodes with files of their own, each of which names all the others, would be hundreds
// of megabytes of text if the long lines were not shared.
#[divan::bench(args = cases(&SIZES), sample_count = 3, sample_size = 1)]
fn check_and_render_distinct(bencher: divan::Bencher, case: Case) {
    let spec = distinct(case);
    bencher.bench(|| check_and_render(&spec));
}

#[divan::bench(args = cases(&[50, 500, 1_000]))]
fn pack(bencher: divan::Bencher, case: Case) {
    let spec = equal(case);
    let product = engine::product_of(products::ALL, &spec).expect("product");
    let cx = Context::new(&spec, product);
    let mut report = rules::check(&cx);
    report.findings.retain(|f| f.severity != model::Severity::Error);
    let checked = rules::Checked::new(&cx, &report).expect("no errors");
    bencher.bench_local(|| bundle::pack_tar_gz(&checked).len());
}

//! How much work a document of many mistakes makes, counted in allocations: it grows as the document
//! does, so that nobody who pastes such a thing waits for minutes. How long it takes is measured by
//! `cargo bench -p engine`.

use allocation_counter::{AllocationInfo, measure};
use engine::Engine;
use model::Lang;
use protocol::{Ask, Baseline, Body, Change, Request};
use rules::{Context, Product};

/// The larger one of two documents that are compared has so many times as many mistakes.
const TIMES: u64 = 4;

/// An example with so many mistakes of a kind.
fn document(product: &Product, mistake: Mistake, count: usize) -> String {
    let mut text = product.presets[0].toml.to_owned();
    mistake(&mut text, product, count);
    text
}

type Mistake = fn(&mut String, &Product, usize);

/// Equal names, of nodes that do what the example has most of.
fn equal_names(text: &mut String, product: &Product, count: usize) {
    let example = formats::document::read(product.presets[0].toml).spec;
    let roles = &example.nodes.last().expect("a node").roles;
    let roles: Vec<String> = roles.iter().map(|role| format!("{role:?}")).collect();
    for _ in 0..count {
        text.push_str(&format!(
            "\n[[nodes]]\nname = \"same.example.org\"\nroles = [{}]\n",
            roles.join(", ")
        ));
    }
}

fn unknown_keys(text: &mut String, _: &Product, count: usize) {
    text.push_str("\n[overrides.cluster]\n");
    for at in 0..count {
        text.push_str(&format!("\"odd.k{at:06}\" = \"1\"\n"));
    }
}

/// Nodes with a value of their own that cannot be, so that each is a class and has a finding.
fn wrong_values(text: &mut String, product: &Product, count: usize) {
    let example = formats::document::read(product.presets[0].toml).spec;
    let roles = &example.nodes.last().expect("a node").roles;
    let roles: Vec<String> = roles.iter().map(|role| format!("{role:?}")).collect();
    for at in 0..count {
        text.push_str(&format!(
            "\n[[nodes]]\nname = \"n{at:06}.example.org\"\nroles = [{}]\n[nodes.settings.paths]\njava_home = \"no path {at:06}\"\n",
            roles.join(", ")
        ));
    }
}

/// Read and checked, with the place of each finding: what `muster check` does.
fn check(text: &str) -> usize {
    let loaded = engine::read_bytes(products::ALL, text.as_bytes());
    let product = engine::product_of(products::ALL, &loaded.spec).expect("a product");
    engine::check_loaded(&Context::new(&loaded.spec, product), &loaded).findings.len()
}

/// The same as the page does it: with files, picture and everything else that is drawn.
fn page(text: &str) -> usize {
    let mut engine = Engine::new(products::ALL);
    let ask = Ask::Load { bytes: text.as_bytes().to_vec() };
    let request = Request { revision: 1, lang: Lang::En, ask };
    let Body::Loaded(loaded) = engine.handle(&request).body else { panic!("not loaded") };
    let change = Change::Whole(Box::new(loaded.spec));
    let ask = Ask::Check {
        change,
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: true,
    };
    let request = Request { revision: 2, lang: Lang::En, ask };
    let Body::Checked(checked) = engine.handle(&request).body else { panic!("not checked") };
    let counts = checked.counts;
    (counts.errors + counts.warnings + counts.infos) as usize
}

fn work(text: &str, of: fn(&str) -> usize, least: usize) -> AllocationInfo {
    // What is made once for all documents is there.
    of(text);
    let mut findings = 0;
    let info = measure(|| findings = of(text));
    assert!(findings >= least, "{findings} findings");
    info
}

/// So many times the document is so many times the work, and a little for what every document needs.
fn grows_as_the_document(what: &str, mistake: Mistake, few: usize, of: fn(&str) -> usize) {
    for product in products::ALL {
        let many = few * usize::try_from(TIMES).expect("a number");
        let few = work(&document(product, mistake, few), of, few - 1);
        let many = work(&document(product, mistake, many), of, many - 1);
        for (unit, few, many) in [
            ("allocations", few.count_total, many.count_total),
            ("bytes", few.bytes_total, many.bytes_total),
        ] {
            assert!(
                many <= few * (TIMES + 1),
                "{}: {what}: {few} {unit}, of {TIMES} times as many {many}",
                product.id
            );
        }
    }
}

#[test]
fn equal_names_are_checked_once_each() {
    grows_as_the_document("equal names", equal_names, 500, check);
}

#[test]
fn unknown_keys_are_checked_once_each() {
    grows_as_the_document("unknown keys", unknown_keys, 500, check);
}

#[test]
fn nodes_of_their_own_are_checked_once_each() {
    grows_as_the_document("wrong values", wrong_values, 50, check);
}

#[test]
fn the_page_draws_many_mistakes_once_each() {
    grows_as_the_document("equal names", equal_names, 100, page);
    grows_as_the_document("unknown keys", unknown_keys, 100, page);
}

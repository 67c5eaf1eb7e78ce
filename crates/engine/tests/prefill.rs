//! Links from documentation pages: what they fill in, and what of them is told.

use engine::Engine;
use model::{Environment, Lang};
use protocol::{Ask, Body, Loaded, Prefill, Request};

fn wanted(product: &str, preset: &str, nodes: &str, settings: &[(&str, &str)]) -> Prefill {
    let pair = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
    Prefill {
        product: product.to_owned(),
        step: String::new(),
        preset: preset.to_owned(),
        nodes: nodes.to_owned(),
        settings: settings.iter().map(pair).collect(),
    }
}

fn answer(wanted: Prefill, lang: Lang) -> Body {
    let request = Request { revision: 1, lang, ask: Ask::Prefill(wanted) };
    Engine::new(products::ALL).handle(&request).body
}

fn opened(wanted: Prefill) -> Loaded {
    match answer(wanted, Lang::En) {
        Body::Loaded(loaded) => *loaded,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_example_alone_is_the_example() {
    for product in products::ALL {
        for preset in product.presets {
            let loaded = opened(wanted(product.id, preset.id, "", &[]));
            assert_eq!(loaded.problems, [""; 0], "{}", preset.id);
            let own = engine::preset(products::ALL, preset.id, Lang::En).expect("it is there");
            assert_eq!(loaded.spec, own.spec, "{}", preset.id);
        }
        let first = opened(wanted(product.id, "", "", &[])).spec;
        let own = engine::preset(products::ALL, product.presets[0].id, Lang::En).expect("one");
        assert_eq!(first, own.spec, "{}", product.id);
    }
}

#[test]
fn nodes_and_fields_are_filled_in() {
    let set = [
        ("storage.kind", "s3"),
        ("version", "1.8.1"),
        ("name", "from-the-docs"),
        ("environment", "test"),
    ];
    let loaded = opened(wanted("alluxio", "", "m1.corp,w[1-3].corp\nw9.corp", &set));
    assert_eq!(loaded.problems, [""; 0]);
    let names: Vec<&str> = loaded.spec.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["m1.corp", "w1.corp", "w2.corp", "w3.corp", "w9.corp"]);
    assert!(loaded.spec.nodes.iter().all(|node| !node.roles.is_empty()));
    assert_eq!(loaded.spec.settings["storage.kind"], "s3");
    assert_eq!(loaded.spec.version, "1.8.1");
    assert_eq!(loaded.spec.name, "from-the-docs");
    assert_eq!(loaded.spec.environment, Environment::Test);
}

/// Each problem names what it is about, in both languages, and the rest is there.
#[test]
fn what_cannot_be_used_is_told_and_the_rest_applied() {
    let set = [
        ("storage.knd", "s3"),
        ("storage.kind", "floppy"),
        ("version", "99"),
        ("environment", "moon"),
        ("name", "a\u{7}b"),
        ("host.cores", "8"),
        ("nothing.like.it.at.all", "x"),
        ("masters.kind", "embedded"),
    ];
    let words = ["storage.knd", "floppy", "99", "moon", "{7}", "host.cores", "nothing.like"];
    for lang in Lang::ALL {
        let mut link = wanted("alluxio", "no-such-example", "ok.corp,bad$name", &set);
        link.step = "kitchen".to_owned();
        let Body::Loaded(loaded) = answer(link, lang) else { panic!("no document") };
        let told = loaded.problems.join("\n");
        for word in words.into_iter().chain(["no-such-example", "kitchen", "bad$name"]) {
            assert!(told.contains(word), "{word} is not told in {}:\n{told}", lang.id());
        }
        assert!(told.contains("storage.kind"), "nothing is near storage.knd:\n{told}");
        assert!(loaded.spec.nodes.iter().any(|node| node.name == "ok.corp"));
        assert!(loaded.complete);
    }
}

#[test]
fn without_a_product_the_example_tells_it() {
    let example = products::ALL[0].presets[0].id;
    let loaded = opened(wanted("floppy", example, "", &[]));
    assert_eq!(loaded.spec.product, products::ALL[0].id);
    assert!(loaded.problems[0].contains("floppy"), "{:?}", loaded.problems);
    let Body::Failed(why) = answer(wanted("floppy", "disk", "", &[]), Lang::En) else {
        panic!("a document of nothing")
    };
    assert!(why.contains("floppy") && why.contains(products::ALL[0].id), "{why}");
}

/// A secret of a link enters no document and no message; it can be downloaded.
#[test]
fn a_secret_is_taken_out() {
    const SECRET: &str = "hunter2hunter2";
    let mut secrets = 0;
    for product in products::ALL {
        for field in product.all_fields().filter(|f| f.scope != rules::Scope::Node) {
            let texts = [
                format!("jdbc:mysql://me:{SECRET}@db.corp:3306/x"),
                format!("h1:1,me:{SECRET}@h2:2"),
                format!("-Dx.password={SECRET}"),
            ];
            for text in &texts {
                let loaded = opened(wanted(product.id, "", "", &[(field.key, text.as_str())]));
                let shown = format!("{:?} {:?}", loaded.spec, loaded.problems);
                assert!(!shown.contains(SECRET), "{}: {text}: {shown}", field.key);
                secrets += loaded.secrets.len();
            }
        }
        let loaded = opened(wanted(product.id, "", &format!("k1,me:{SECRET}@k2"), &[]));
        let shown = format!("{:?} {:?}", loaded.spec, loaded.problems);
        assert!(!shown.contains(SECRET), "nodes of {}: {shown}", product.id);
    }
    assert!(secrets > 0, "none was offered");
}

//! No secret passes. Marked secrets are planted in every text of a document, in all the forms in
//! which people write them, for every product and every preset; then the marker is looked for in
//! everything that the engine hands out: the document and its text (which is also what the page
//! stores), the undo history, findings, fixes and explanations in both languages, messages to the
//! page, and every file of the archive. What is read from a file is given back once, whole.

mod brought;
mod forms;
mod known;
mod plant;
mod several;

use engine::Engine;
use forms::{FORMS, MARKER, near, text};
use model::{ClusterSpec, Edit, History, Lang};
use plant::Planted;
use protocol::{Archive, Ask, Baseline, Body, Change, Request};
use rules::{Context, Product, Report};

fn clean(what: &str, text: &str) {
    if let Some(near) = near(text) {
        panic!("{what}: …{near}…");
    }
}

/// Reads a document as the page and the command line do.
fn read(planted: &Planted) -> ClusterSpec {
    let loaded = engine::read_bytes(products::ALL, planted.toml.as_bytes());
    for secret in &planted.secrets {
        let back = loaded.secrets.iter().any(|(_, removed)| removed.contains(secret.as_str()));
        let line = planted.toml.lines().find(|line| line.contains(secret.as_str()));
        assert!(back, "{secret} is not given back, of {line:?}");
    }
    for problem in &loaded.problems {
        clean("problem's path", &problem.path);
        for lang in Lang::ALL {
            clean("problem", &problem.message.render(lang));
        }
    }
    loaded.spec
}

/// The document, its text, what is said about it, and every file, whether or not the rules let the
/// archive out.
fn all_is_clean(spec: &ClusterSpec, product: &'static Product) {
    document_is_clean(spec);
    let cx = Context::new(spec, product);
    let report = rules::check(&cx);
    findings_are_clean(&cx, &report);
    for (path, file) in bundle::entries(&bundle::tree(&cx, &report), spec) {
        clean("path", &path);
        clean(&path, &file.to_text());
    }
}

fn document_is_clean(spec: &ClusterSpec) {
    clean("document", &format!("{spec:?}"));
    clean("storage", &formats::document::write(spec));
}

fn findings_are_clean(cx: &Context, report: &Report) {
    for finding in &report.findings {
        for place in std::iter::once(&finding.place).chain(&finding.related) {
            clean("place", &place.path(cx.spec));
        }
        for lang in Lang::ALL {
            clean(finding.rule, &finding.message.render(lang));
            clean(finding.rule, &cx.label(&finding.place).render(lang));
            if let Some(fix) = &finding.fix {
                clean(finding.rule, &fix.title.render(lang));
                clean(finding.rule, &format!("{:?}", fix.edits));
            }
        }
    }
}

/// What the page is sent.
fn replies_are_clean(spec: &ClusterSpec) {
    let mut engine = Engine::new(products::ALL);
    let mut ask = |lang: Lang, ask: Ask| engine.handle(&Request { revision: 1, lang, ask }).body;
    for lang in Lang::ALL {
        let change = Change::Whole(Box::new(spec.clone()));
        let baseline = Baseline::Opened;
        let view = Vec::new();
        let body =
            ask(lang, Ask::Check { change, step: String::new(), view, baseline, opened: true });
        clean("checked", &format!("{body:?}"));
    }
    let Body::Text(saved) = ask(Lang::En, Ask::Save) else { panic!("nothing was saved") };
    clean("saved", &saved);
    // Beside another cluster, on either side.
    let empty = ClusterSpec::new(&spec.product, &spec.version);
    for (open, other) in [(spec, &empty), (&empty, spec)] {
        for lang in Lang::ALL {
            let change = Change::Whole(Box::new(open.clone()));
            let (step, view, baseline) = (String::new(), Vec::new(), Baseline::Opened);
            ask(lang, Ask::Check { change, step, view, baseline, opened: true });
            let other = Box::new(other.clone());
            let comparison = ask(lang, Ask::Compare { other: other.clone() });
            assert!(matches!(comparison, Body::Comparison(_)), "{comparison:?}");
            clean("comparison", &format!("{comparison:?}"));
            let plan = ask(lang, Ask::Plan { running: other, foreign: false });
            assert!(matches!(plan, Body::Plan(_)), "{plan:?}");
            clean("plan", &format!("{plan:?}"));
        }
    }
    ask(
        Lang::En,
        Ask::Check {
            change: Change::Whole(Box::new(spec.clone())),
            step: String::new(),
            view: Vec::new(),
            baseline: Baseline::Opened,
            opened: true,
        },
    );
    if let Body::Packed(packed) = ask(Lang::En, Ask::Pack { archive: Archive::Zip }) {
        clean("archive's name", &packed.name);
    }
}

/// A document that is brought to be compared with: its secrets are given back once, and stand nowhere
/// else.
fn brought_is_clean(planted: &Planted, preset: &str) {
    let mut engine = Engine::new(products::ALL);
    let open = formats::document::read(preset).spec;
    let change = Change::Whole(Box::new(open));
    let (step, view, baseline) = (String::new(), Vec::new(), Baseline::Opened);
    let mut ask = |lang: Lang, ask: Ask| engine.handle(&Request { revision: 1, lang, ask }).body;
    ask(Lang::En, Ask::Check { change, step, view, baseline, opened: true });
    for name in ["cluster.toml", "by another name"] {
        let files = vec![(name.to_owned(), planted.toml.clone().into_bytes())];
        let Body::Other(mut other) = ask(Lang::Zh, Ask::Other { files }) else { panic!("nothing") };
        let secrets = std::mem::take(&mut other.secrets);
        for secret in &planted.secrets {
            assert!(secrets.iter().any(|(_, value)| value.contains(secret.as_str())), "{secret}");
        }
        clean("other", &format!("{other:?}"));
    }
}

#[test]
fn no_form_passes_in_any_text() {
    for (at, product) in products::ALL.iter().enumerate() {
        for form in 0..FORMS.len() {
            let spec = read(&plant::texts(product, form));
            document_is_clean(&spec);
            if form % 4 == at % 4 {
                let cx = Context::new(&spec, product);
                findings_are_clean(&cx, &rules::check(&cx));
            }
        }
    }
}

#[test]
fn no_form_passes_in_overrides_of_any_preset() {
    for product in products::ALL {
        for (at, preset) in product.presets.iter().enumerate() {
            let planted = plant::overrides(product, preset.toml, at * 11);
            let spec = read(&planted);
            all_is_clean(&spec, product);
            if at == 0 {
                brought_is_clean(&planted, preset.toml);
            }
            if at == 0 {
                replies_are_clean(&spec);
            }
        }
    }
}

#[test]
fn no_form_passes_by_edits_of_any_preset() {
    for product in products::ALL {
        for (at, preset) in product.presets.iter().enumerate() {
            let spec = formats::document::read(preset.toml).spec;
            let edits = plant::edits(product, &spec, at * 7);
            let mut history = History::new(spec);
            history.apply(&edits, None);
            clean("history", &format!("{history:?}"));
            let spec = (**history.present()).clone();
            all_is_clean(&spec, product);
            let mut whole = ClusterSpec::new(product.id, "");
            model::apply(&mut whole, &Edit::Replace(Box::new(spec)));
            clean("replaced", &format!("{whole:?}"));
        }
    }
}

/// What is pasted, and what stands behind a mistake in a file.
#[test]
fn no_form_passes_where_nothing_is_kept() {
    let mut engine = Engine::new(products::ALL);
    let preset = products::ALL[0].presets[0].toml.as_bytes().to_vec();
    let mut ask = |lang: Lang, ask: Ask| engine.handle(&Request { revision: 1, lang, ask }).body;
    let Body::Loaded(loaded) = ask(Lang::En, Ask::Load { bytes: preset }) else { panic!("load") };
    let change = Change::Whole(Box::new(loaded.spec));
    let baseline = Baseline::Opened;
    ask(
        Lang::En,
        Ask::Check { change, step: String::new(), view: Vec::new(), baseline, opened: true },
    );
    for form in 0..FORMS.len() {
        let text = text(form, form);
        for lang in Lang::ALL {
            for pasted in [text.clone(), format!("h1 {text}"), format!("[all]\nh1 x={text}\n")] {
                let Body::NodeList(list) = ask(lang, Ask::ReadNodes { text: pasted }) else {
                    panic!("no list")
                };
                clean("nodes", &format!("{:?}", list.nodes));
                for problem in &list.problems {
                    clean("problem of a list", &problem.reason);
                }
            }
            let log = format!("ERROR: {text}\n{text} java.net.ConnectException: refused");
            clean("log", &format!("{:?}", ask(lang, Ask::Explain { log })));
            let broken = format!("schema = 2\n\"x\" = \"true\"3\"a.password\" = {text:?}\n");
            let bytes = broken.into_bytes();
            let Body::Loaded(loaded) = ask(lang, Ask::Load { bytes }) else { panic!("load") };
            clean("broken", &format!("{:?} {:?}", loaded.spec, loaded.problems));
        }
    }
}

/// The other way round: what the presets hold is no secret, and stays.
#[test]
fn nothing_is_taken_out_of_the_presets() {
    for product in products::ALL {
        for preset in product.presets {
            let loaded = engine::read_bytes(products::ALL, preset.toml.as_bytes());
            assert_eq!(loaded.secrets, [], "{}", preset.id);
            assert_eq!(loaded.spec, formats::document::read(preset.toml).spec);
            assert!(!preset.toml.contains(MARKER));
        }
    }
}

//! Another cluster beside the open document: what differs, taking it over, the steps to here.

use engine::Engine;
use import::Difference;
use model::{ClusterSpec, Edit, Lang, Layer, Node, Place, RowId, apply_all};
use protocol::{Ask, Baseline, Body, Change, Comparison, Differing, Other, PlanView, Request};
use rules::{Context, Product};

fn presets() -> impl Iterator<Item = (&'static Product, &'static str, ClusterSpec)> {
    products::presets()
        .map(|(product, preset)| (product, preset.id, formats::document::read(preset.toml).spec))
}

fn with(spec: &ClusterSpec) -> Engine {
    let mut engine = Engine::new(products::ALL);
    let change = Change::Whole(Box::new(spec.clone()));
    let (step, view, baseline) = (String::new(), Vec::new(), Baseline::LastEdit);
    let ask = Ask::Check { change, step, view, baseline, opened: true };
    engine.handle(&Request { revision: 1, lang: Lang::En, ask });
    engine
}

fn ask(engine: &mut Engine, lang: Lang, ask: Ask) -> Body {
    let reply = engine.handle(&Request { revision: 2, lang, ask });
    // What is answered goes over the line.
    let bytes = protocol::encode(&reply);
    assert_eq!(protocol::decode::<protocol::Reply>(&bytes).as_ref(), Some(&reply));
    reply.body
}

fn compare(open: &ClusterSpec, other: &ClusterSpec) -> Comparison {
    let other = Box::new(other.clone());
    match ask(&mut with(open), Lang::En, Ask::Compare { other }) {
        Body::Comparison(comparison) => *comparison,
        body => panic!("{body:?}"),
    }
}

fn plan_view(open: &ClusterSpec, running: &ClusterSpec, foreign: bool) -> PlanView {
    let running = Box::new(running.clone());
    match ask(&mut with(open), Lang::En, Ask::Plan { running, foreign }) {
        Body::Plan(plan) => *plan,
        body => panic!("{body:?}"),
    }
}

fn bring(open: &ClusterSpec, files: Vec<(String, Vec<u8>)>) -> Result<Other, String> {
    match ask(&mut with(open), Lang::En, Ask::Other { files }) {
        Body::Other(other) => Ok(*other),
        Body::Failed(why) => Err(why),
        body => panic!("{body:?}"),
    }
}

fn rows(comparison: &Comparison) -> Vec<&Differing> {
    let keys = comparison.files.iter().flat_map(|file| &file.keys);
    comparison.choices.iter().chain(&comparison.nodes).chain(keys).collect()
}

/// A key that the product's main file has and that every override of it reaches.
fn a_key(product: &'static Product, spec: &ClusterSpec) -> Option<String> {
    let cx = Context::new(spec, product);
    let main = cx.configs().first()?.main()?;
    main.entries().iter().find(|e| e.shared().is_some_and(|v| !v.is_empty())).map(|e| e.key.clone())
}

/// The document as it ran: another name, a node fewer and one more, a node's own field, and a key that
/// was set by hand.
fn changed(product: &'static Product, spec: &ClusterSpec) -> ClusterSpec {
    let mut other = spec.clone();
    let mut edits = vec![Edit::Set(Place::Name, "older".to_owned())];
    if let Some(key) = a_key(product, spec) {
        let place = Place::Override(Layer::Cluster, key.as_str().into());
        edits.push(Edit::Set(place, "by-hand".to_owned()));
    }
    let rows: Vec<RowId> = spec.nodes.iter().map(|node| node.row).collect();
    edits.push(Edit::Set(
        Place::NodeSetting(rows[0], "paths.java_home".to_owned()),
        "/opt/other-jdk".to_owned(),
    ));
    edits.push(Edit::Set(Place::NodeAddress(rows[0]), "192.0.2.77".to_owned()));
    if rows.len() > 1 {
        edits.push(Edit::RemoveNode(rows[rows.len() - 1]));
    }
    let node = Node { name: "older.internal".to_owned(), ..spec.nodes[0].clone() };
    edits.push(Edit::InsertNodes(1, vec![node]));
    apply_all(&mut other, &edits);
    other
}

#[test]
fn the_page_shows_what_the_command_line_compares() {
    for (product, id, open) in presets() {
        let other = changed(product, &open);
        let difference = Difference::of(product, &other, &open);
        let comparison = compare(&open, &other);
        let count = difference.choices.len() + difference.nodes.len() + difference.keys.len();
        assert!(count > 4, "{id}: {count}");
        assert_eq!(rows(&comparison).len(), count, "{id}");
        assert_eq!((comparison.more, comparison.equal as usize), (0, difference.equal), "{id}");
        let keys: Vec<&str> = difference.keys.iter().map(|key| key.key.as_str()).collect();
        let shown = comparison.files.iter().flat_map(|file| &file.keys);
        assert_eq!(shown.map(|key| key.label.as_str()).collect::<Vec<_>>(), keys, "{id}");
        let same: usize = comparison.files.iter().map(|file| file.same.len()).sum();
        assert_eq!(same, difference.same.len(), "{id}");
        // The other way round both values change sides.
        let back = compare(&other, &open);
        let sides = |c: &Comparison| -> Vec<(Option<String>, Option<String>)> {
            c.choices.iter().map(|row| (row.there.clone(), row.here.clone())).collect()
        };
        let turned: Vec<_> = sides(&back).into_iter().map(|(a, b)| (b, a)).collect();
        assert_eq!(turned, sides(&comparison), "{id}");
        // Nothing differs from itself.
        let none = compare(&open, &open);
        assert_eq!((rows(&none).len(), none.more), (0, 0), "{id}");
        assert!(none.equal > 0 && none.files.iter().any(|file| !file.same.is_empty()), "{id}");
    }
}

#[test]
fn each_place_is_on_a_step_and_what_was_set_by_hand_is_shown_with_both_values() {
    for (product, id, open) in presets() {
        let other = changed(product, &open);
        let comparison = compare(&open, &other);
        let steps: Vec<&str> = product.steps.iter().map(|step| step.id).collect();
        for row in rows(&comparison) {
            for link in &row.places {
                assert!(!link.label.is_empty(), "{id}: {row:?}");
                assert!(steps.contains(&link.step.as_str()), "{id}: {row:?}");
            }
        }
        let Some(key) = a_key(product, &open) else { continue };
        let row = comparison.files.iter().flat_map(|file| &file.keys).find(|row| row.label == key);
        let row = row.unwrap_or_else(|| panic!("{id}: {key} does not differ"));
        assert_eq!(row.there.as_deref(), Some("by-hand"), "{id}");
        assert!(!row.nodes.is_empty() && row.here.is_some(), "{id}: {row:?}");
    }
}

/// Taking a difference over makes it go, and undo is the document's.
#[test]
fn what_is_taken_over_differs_no_longer() {
    let mut taken = 0;
    for (product, id, open) in presets() {
        let other = changed(product, &open);
        for row in rows(&compare(&open, &other)) {
            if row.take.is_empty() {
                continue;
            }
            taken += 1;
            let mut spec = open.clone();
            apply_all(&mut spec, &row.take);
            let again = compare(&spec, &other);
            let still = rows(&again)
                .iter()
                .any(|r| (&r.label, &r.detail, &r.nodes) == (&row.label, &row.detail, &row.nodes));
            assert!(!still, "{id}: {row:?}");
        }
    }
    assert!(taken > 100, "{taken}");
}

/// A key that was set by hand is taken over past what narrower layers say here.
#[test]
fn a_narrower_override_here_does_not_stand_in_the_way() {
    let (product, _, open) = presets().next().expect("a preset");
    let key = a_key(product, &open).expect("a key");
    let set = |spec: &mut ClusterSpec, layer: Layer, text: &str| {
        let edit = Edit::Set(Place::Override(layer, key.as_str().into()), text.to_owned());
        apply_all(spec, &[edit]);
    };
    let (mut here, mut other) = (open.clone(), open.clone());
    set(&mut other, Layer::Cluster, "wide");
    set(&mut here, Layer::Node(open.nodes[0].row), "own");
    for row in rows(&compare(&here, &other)).into_iter().filter(|row| row.label == key) {
        let mut spec = here.clone();
        apply_all(&mut spec, &row.take);
        let left = compare(&spec, &other);
        let still = rows(&left).iter().any(|r| r.label == key && r.nodes == row.nodes);
        assert!(!still, "{row:?}");
    }
}

#[test]
fn the_plan_is_that_of_the_command_line() {
    for (product, id, open) in presets() {
        let running = changed(product, &open);
        for (foreign, origin) in [(false, plan::Origin::Archive), (true, plan::Origin::Foreign)] {
            let found = plan::plan(product, &running, &open, origin);
            let view = plan_view(&open, &running, foreign);
            let commands = |steps: &[plan::Step]| -> Vec<Vec<String>> {
                steps.iter().map(|step| step.commands.clone()).collect()
            };
            let shown: Vec<_> = view.steps.iter().map(|step| step.commands.clone()).collect();
            assert_eq!(shown, commands(&found.steps), "{id}");
            assert!(view.steps.iter().all(|step| !step.title.is_empty()), "{id}");
            assert_eq!(view.files.len() + view.more as usize, found.files.len(), "{id}");
            let serious: Vec<_> = view.serious.iter().map(|one| one.id.as_str()).collect();
            assert!(serious.contains(&"name"), "{id}: {serious:?}");
            assert!(!view.back.is_empty() && !view.leaves.is_empty(), "{id}");
            assert_eq!(view.joins.is_empty(), open.nodes.len() < 2, "{id}");
        }
        let nothing = plan_view(&open, &open, false);
        assert_eq!(nothing.steps, [], "{id}");
        assert_eq!(nothing.sum, "Nothing to do: no file of a node changes.", "{id}");
    }
}

/// The files of a document's archive, below its folder.
fn archive(product: &'static Product, spec: &ClusterSpec) -> Vec<(String, Vec<u8>)> {
    let cx = Context::new(spec, product);
    let tree = bundle::tree(&cx, &rules::check(&cx));
    let files = bundle::entries(&tree, spec).into_iter();
    files
        .map(|(path, file)| (format!("a/{path}"), file.to_text().into_owned().into_bytes()))
        .collect()
}

/// An archive of one's own: its recipe is where a plan begins, and a hand's change in its files is what
/// differs.
#[test]
fn an_archive_with_a_file_that_was_changed_by_hand() {
    for product in products::ALL {
        let Some(preset) = product.presets.first() else { continue };
        let open = formats::document::read(preset.toml).spec;
        let mut files = archive(product, &open);
        let whole = bring(&open, files.clone()).expect("an archive");
        assert!(!whole.foreign, "{}", product.id);
        assert_eq!(rows(&compare(&open, &whole.spec)), [] as [&Differing; 0], "{}", product.id);
        let recipe = whole.recipe.expect("a recipe");
        assert_eq!(plan_view(&open, &recipe, false).steps, [], "{}", product.id);
        let key = a_key(product, &open).expect("a key");
        let line = format!("{key}=");
        let mut count = 0;
        for (path, bytes) in &mut files {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if path.contains("/nodes/") && text.lines().any(|l| l.starts_with(&line)) {
                let lines = text.lines().map(|l| {
                    if l.starts_with(&line) { format!("{line}by-hand") } else { l.to_owned() }
                });
                *bytes = (lines.collect::<Vec<_>>().join("\n") + "\n").into_bytes();
                count += 1;
            }
        }
        assert!(count > 0, "{}: no file has {key}", product.id);
        let other = bring(&open, files).expect("an archive");
        let comparison = compare(&open, &other.spec);
        let changed = comparison.files.iter().flat_map(|f| &f.keys).find(|row| row.label == key);
        let changed = changed.unwrap_or_else(|| panic!("{}: {:?}", product.id, comparison.files));
        assert_eq!(changed.there.as_deref(), Some("by-hand"), "{}", product.id);
        assert!(!changed.take.is_empty(), "{}", product.id);
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let kylin = products::ALL[0];
    let open = formats::document::read(kylin.presets[0].toml).spec;
    let file = |name: &str, bytes: &[u8]| vec![(name.to_owned(), bytes.to_vec())];
    let other = products::ALL.iter().find(|p| p.id == "druid").expect("Druid");
    let toml = other.presets[0].toml;
    let why = bring(&open, file("theirs.toml", toml.as_bytes())).expect_err("another product");
    assert_eq!(
        why,
        format!(
            "theirs.toml is a cluster of {}, this document one of {}: they have nothing to compare",
            other.title, kylin.title
        )
    );
    // The same of a document that was open already when the product changed.
    let spec = Box::new(formats::document::read(toml).spec);
    for question in
        [Ask::Compare { other: spec.clone() }, Ask::Plan { running: spec.clone(), foreign: true }]
    {
        let Body::Failed(_) = ask(&mut with(&open), Lang::Zh, question) else { panic!("compared") };
    }
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0, 255, 254, 13, 10, 0].repeat(500)].concat();
    for (name, bytes) in [
        ("empty.toml", b"".as_slice()),
        ("image.toml", &png),
        ("image.png", &png),
        ("notes.txt", b"nothing of a cluster"),
        ("zeros.tar.gz", &[0; 4096]),
    ] {
        let why = bring(&open, file(name, bytes)).expect_err(name);
        assert!(!why.is_empty(), "{name}");
    }
    assert!(bring(&open, Vec::new()).is_err());
    // A document by another name is one all the same, and one with a fault says it.
    let toml = kylin.presets[0].toml;
    assert!(bring(&open, file("old", toml.as_bytes())).is_ok());
    let faulty = toml.replace("[[nodes]]", "x = 2003-99-99\n[[nodes]]");
    let read = bring(&open, file("cluster.toml", faulty.as_bytes())).expect("most of it");
    assert!(!read.lines.is_empty(), "{read:?}");
}

/// However much differs, what is answered stays short, and says how much it leaves out.
#[test]
fn a_document_made_to_do_harm_is_answered_in_short() {
    let (_, _, open) = presets().next().expect("a preset");
    let mut other = open.clone();
    let long = "x".repeat(100_000);
    for n in 0..20_000 {
        other.settings.insert(format!("made.up{n}"), "\u{202e}\u{0}<b>".to_owned());
    }
    other.settings.insert("a.long".to_owned(), long.clone());
    for n in 0..3_000 {
        let node = Node { name: format!("n{n}\n"), ..open.nodes[0].clone() };
        other.push(node);
    }
    other.nodes[0].name = long;
    let comparison = compare(&open, &other);
    assert!(rows(&comparison).len() <= 1_200, "{}", rows(&comparison).len());
    assert!(comparison.more > 20_000, "{}", comparison.more);
    for row in rows(&comparison) {
        let texts = [Some(&row.label), row.there.as_ref(), row.here.as_ref()];
        for text in texts.into_iter().flatten() {
            assert!(text.chars().count() < 500, "{}", text.len());
            assert!(model::value::forbidden_character(text).is_none(), "{text:?}");
        }
    }
    let view = plan_view(&open, &other, false);
    assert!(!view.steps.is_empty());
}

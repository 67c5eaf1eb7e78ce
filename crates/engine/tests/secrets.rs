//! No secret passes. Marked secrets are planted in every text of every preset of every product, in
//! all the forms in which people write them; then the marker is looked for in everything that the
//! engine hands out: the document's text (which is also what the page stores), the undo history,
//! findings and explanations in both languages, and every file of the archive.

use engine::Engine;
use model::{Accepted, ClusterSpec, Edit, History, Lang, Node, Place};
use proptest::prelude::*;
use protocol::{Archive, Ask, Baseline, Body, Change, Request};
use rules::Context;
use std::fmt::Write as _;

/// The marker: of no word that a file of an archive has.
const MARKER: &str = "sekR3Tx";

/// What stands around a secret. `#` is the secret.
const FORMS: &[&str] = &[
    "jdbc:mysql://db.example.com:3306/k?user=a&password=#&x=y",
    "jdbc:mysql://db.example.com/k?pwd=#",
    "k@jdbc,url=jdbc:mysql://db.example.com/k,username=a,password=#,maxActive=3",
    "jdbc:mysql://me:#@db.example.com:3306/k",
    "jdbc:sqlserver://db:1433;user=a;password={#;b};encrypt=true",
    "jdbc:oracle:thin:scott/#@//db:1521/x",
    "hdfs://me:#@nn:8020/x",
    "http://h1:80,http://me:#@h2:80/x",
    "s3a://AKEY:a/#+x@bucket",
    "ADMIN:#@k1:7070",
    "k0:7070,ADMIN:#@k1:7070",
    "root:p,#@k1",
    "digest:user:#",
    "-n root -p # -u jdbc:hive2://h:10000",
    "--password=# --x",
    "--password # --x",
    "-Xmx1g -Dx.password=#",
    "--hiveconf fs.s3a.secret.key=#",
    "curl -u me:# h",
    "requirepass #",
    "{\"type\":\"default\",\"password\":\"#\"}",
    "<name>a.password</name><value>#</value>",
    "password: #",
    "Authorization: Basic #AAAA",
    "Authorization: Bearer #AAAAAAAA",
    "-----BEGIN PRIVATE KEY-----#-----END PRIVATE KEY-----",
    "half;password=one;#",
];

/// A secret with the signs that passwords have.
fn secret() -> impl Strategy<Value = String> {
    let signs =
        prop::sample::select(vec!["", "1", "/", "!", "%", "+", "=", ".", "-", "_", "$", "~"]);
    (signs.clone(), signs).prop_map(|(a, b)| format!("{MARKER}{a}{MARKER}{b}{MARKER}"))
}

fn text() -> impl Strategy<Value = String> {
    (prop::sample::select(FORMS), secret()).prop_map(|(form, secret)| form.replace('#', &secret))
}

/// Where secrets are planted: by edits, as the page does it, or in the text of a file.
#[derive(Clone, Debug)]
struct Plan {
    preset: usize,
    /// A field or key of the product for each, by number.
    which: usize,
    text: String,
    bare: String,
    by_file: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    (any::<usize>(), any::<usize>(), text(), secret(), any::<bool>()).prop_map(
        |(preset, which, text, bare, by_file)| Plan { preset, which, text, bare, by_file },
    )
}

fn presets() -> Vec<(&'static rules::Product, &'static str)> {
    products::ALL.iter().flat_map(|p| p.presets.iter().map(|s| (*p, s.toml))).collect()
}

/// The edits that put the text everywhere.
fn edits(product: &rules::Product, spec: &ClusterSpec, plan: &Plan) -> Vec<Edit> {
    let set = |place: Place| Edit::Set(place, plan.text.clone());
    let fields: Vec<_> = product.all_fields().collect();
    let row = spec.nodes.first().map(|n| n.row).unwrap_or_default();
    let mut edits = Vec::new();
    // Of the many fields some each time: where all are broken, few files are made.
    for field in fields.iter().skip(plan.which % 7).step_by(7) {
        let value = if matches!(field.kind, rules::Kind::Secret) { &plan.bare } else { &plan.text };
        edits.push(Edit::Set(Place::Setting(field.key.to_owned()), value.clone()));
        edits.push(set(Place::NodeSetting(row, field.key.to_owned())));
    }
    let marked = product.secret_marks();
    let keys = marked.iter().map(|k| k.replace('*', "x"));
    for (at, key) in keys.chain(["any.url".to_owned(), plan.text.clone()]).enumerate() {
        // A mark that only the catalogue has is what the page asks before it makes an edit.
        let layer = match at % 3 {
            0 => model::Layer::Cluster,
            1 => model::Layer::Node(row),
            _ => model::Layer::Role(product.roles.first().map_or("x", |r| r.id).to_owned()),
        };
        let typed =
            if key.starts_with("any") || key == plan.text { &plan.text } else { &plan.bare };
        let safe = model::secret::protect(model::secret::Slot::Property, &key, typed, &marked);
        edits.push(Edit::Set(Place::Override(layer, key), safe.text));
    }
    edits.push(Edit::Accept(Accepted {
        rule: "GEN017".into(),
        reason: plan.text.clone(),
        facts: vec![plan.text.clone()],
        ..Accepted::default()
    }));
    if plan.which % 2 == 0 {
        edits.extend([set(Place::Name), set(Place::NodeAddress(row)), set(Place::Version)]);
        let name = plan.text.clone();
        edits.push(Edit::InsertNodes(0, vec![Node { name, ..Node::default() }]));
    }
    edits
}

/// A `cluster.toml` with the text in every place of it.
fn file(product: &rules::Product, toml: &str, plan: &Plan) -> String {
    let quoted = |text: &str| format!("{text:?}").replace("\\'", "'");
    let text = quoted(&plan.text);
    let mut out = format!("{text} = {text}\npassword = {:?}\n", plan.bare);
    out.push_str(toml);
    let _ = write!(out, "\n[[nodes]]\nname = {text}\naddress = {text}\nroles = [{text}]\n");
    let _ = write!(out, "[nodes.overrides]\n{text} = {text}\n");
    for mark in product.secret_marks().iter().skip(plan.which % 3).step_by(3) {
        let _ = writeln!(out, "{:?} = {:?}", mark.replace('*', "x"), plan.bare);
    }
    let _ = write!(out, "[[accepted]]\nrule = \"GEN017\"\nreason = {text}\nfacts = [{text}]\n");
    // And a mistake behind which nothing is read.
    let _ = writeln!(out, "\"x\" = \"true\"3\"a.password\" = {text}");
    out
}

fn clean(what: &str, text: &str) -> Result<(), TestCaseError> {
    if let Some(at) = text.find(MARKER) {
        let from = (0..=at.saturating_sub(120)).rev().find(|i| text.is_char_boundary(*i));
        let near: String = text[from.unwrap_or_default()..].chars().take(260).collect();
        return Err(TestCaseError::fail(format!("{what}: {near}")));
    }
    Ok(())
}

fn nothing_passes(plan: &Plan) -> Result<(), TestCaseError> {
    let all = presets();
    let (product, toml) = all[plan.preset % all.len()];
    let mut engine = Engine::new(products::ALL);
    let mut ask = |ask: Ask, lang: Lang| engine.handle(&Request { revision: 1, lang, ask }).body;
    let (spec, problems) = if plan.by_file {
        let bytes = file(product, toml, plan).into_bytes();
        let Body::Loaded(loaded) = ask(Ask::Load { bytes }, Lang::En) else {
            return Err(TestCaseError::fail("it was not read"));
        };
        prop_assert!(!loaded.secrets.is_empty());
        (loaded.spec, loaded.problems)
    } else {
        let spec = formats::document::read(toml).spec;
        let edits = edits(product, &spec, plan);
        let mut history = History::new(spec);
        history.apply(&edits, None);
        let spec = (**history.present()).clone();
        clean("history", &format!("{history:?}"))?;
        (spec, Vec::new())
    };
    clean("document", &format!("{spec:?}"))?;
    clean("problems", &problems.concat())?;
    for lang in Lang::ALL {
        let change = Change::Whole(Box::new(spec.clone()));
        let baseline = Baseline::Opened;
        let body = ask(Ask::Check { change, view: Vec::new(), baseline, opened: true }, lang);
        clean("findings", &format!("{body:?}"))?;
        clean("log", &format!("{:?}", ask(Ask::Explain { log: plan.text.clone() }, lang)))?;
    }
    let Body::Text(saved) = ask(Ask::Save, Lang::En) else {
        return Err(TestCaseError::fail("nothing was saved"));
    };
    clean("storage", &saved)?;
    // Every file, whether or not the rules let the archive out.
    let cx = Context::new(&spec, product);
    let report = rules::check(&cx);
    for (path, file) in bundle::entries(&bundle::tree(&cx, &report), &spec) {
        clean(&path, &path)?;
        clean(&path, &file.to_text())?;
    }
    if let Body::NodeList(list) = ask(Ask::ReadNodes { text: plan.text.clone() }, Lang::Zh) {
        clean("nodes", &format!("{:?}", list.nodes))?;
        for problem in &list.problems {
            clean("problem of a list", &problem.reason)?;
        }
    }
    if let Body::Packed(packed) = ask(Ask::Pack { archive: Archive::Zip }, Lang::En) {
        clean("name", &packed.name)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 64,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_128),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_secret_passes(plan in plan()) {
        nothing_passes(&plan)?;
    }
}

/// Each form once, in a file and by edits: the forms are few, and none may be left to chance.
#[test]
fn no_form_passes() {
    for (at, form) in FORMS.iter().enumerate() {
        let text = form.replace('#', MARKER);
        let plan =
            Plan { preset: at, which: at, text, bare: MARKER.to_owned(), by_file: at % 2 == 0 };
        if let Err(why) = nothing_passes(&plan) {
            panic!("{plan:?}\n{why}");
        }
    }
}

//! Documents with a secret in every place that holds a text.

use super::forms::{secret, text};
use model::{Accepted, ClusterSpec, Edit, Layer, Node, Place, Property};
use rules::{Kind, Product};
use std::fmt::Write as _;

/// A document with secrets, and how many there are.
pub(crate) struct Planted {
    pub(crate) toml: String,
    /// The secrets, each of which must be given back to the one who brought it.
    pub(crate) secrets: Vec<String>,
}

/// Gives out secrets.
struct Seeds {
    secrets: Vec<String>,
    /// The form of the next one.
    form: usize,
}

impl Seeds {
    fn bare(&mut self) -> String {
        let secret = secret(self.secrets.len());
        self.secrets.push(secret.clone());
        quoted(&secret)
    }

    /// A text as it stands in TOML; the next one has the next form.
    fn text(&mut self) -> String {
        quoted(&self.plain())
    }

    /// The same as a key.
    fn key(&mut self) -> String {
        quoted(&long_key(&self.plain()))
    }

    fn plain(&mut self) -> String {
        let number = self.secrets.len();
        self.secrets.push(secret(number));
        self.form += 1;
        text(self.form, number)
    }
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A key so long that nothing like it is looked for in the catalogue, which takes its time.
fn long_key(key: &str) -> String {
    format!("{:x<200} {key}", "")
}

/// The keys of the catalogue that the product marks as secrets.
pub(crate) fn keys(product: &Product) -> Vec<String> {
    let marks = product.secret_marks().into_iter().filter(|mark| product.field(mark).is_none());
    marks.map(|mark| mark.replace('*', "x")).collect()
}

/// One node, and a secret in every text but overrides, of the fields in a third: the first has this
/// form, the next one the next. With as many documents as there are forms, each form stands in each
/// place.
pub(crate) fn texts(product: &Product, form: usize) -> Planted {
    let mut seeds = Seeds { secrets: Vec::new(), form };
    let mut out = String::from("schema = 2\n");
    let _ = writeln!(out, "product = {:?}", product.id);
    for key in ["name", "version"] {
        let _ = writeln!(out, "{key} = {}", seeds.text());
    }
    let _ = writeln!(out, "unread = {}", seeds.text());
    let _ = writeln!(out, "unread-list = [{}, {{ a = {} }}]", seeds.text(), seeds.text());
    let _ = writeln!(out, "{} = 1", seeds.text());
    let _ = writeln!(out, "[settings]");
    for field in product.all_fields().skip(form % 3).step_by(3) {
        let bare = matches!(field.kind, Kind::Secret);
        let value = if bare { seeds.bare() } else { seeds.text() };
        let _ = writeln!(out, "{:?} = {value}", field.key);
    }
    let _ = writeln!(out, "\"no.such.field\" = {}", seeds.text());
    let _ = writeln!(out, "{} = \"x\"", seeds.text());
    let _ = writeln!(out, "[[nodes]]\nname = {}\naddress = {}", seeds.text(), seeds.text());
    let _ = writeln!(out, "roles = [{}]\nunread = {}", seeds.text(), seeds.text());
    let _ = writeln!(out, "[nodes.settings]\n\"no.such.field\" = {}", seeds.text());
    let _ = writeln!(out, "[[accepted]]\nrule = \"GEN017\"\nfield = {}", seeds.text());
    let _ = writeln!(out, "reason = {}\nfacts = [{}]", seeds.text(), seeds.text());
    Planted { toml: out, secrets: seeds.secrets }
}

/// A preset with a secret in every form in its overrides: of the cluster, a role, a node, in other
/// files, in keys; and in each key that the product marks.
pub(crate) fn overrides(product: &Product, preset: &str, form: usize) -> Planted {
    let mut seeds = Seeds { secrets: Vec::new(), form };
    let mut out = preset.to_owned();
    let role = product.roles.first().map_or("x", |r| r.id);
    let mut tables = vec![
        "[overrides.cluster]".to_owned(),
        format!("[overrides.role.{role}]"),
        "[[nodes]]\nname = \"planted\"\nroles = []\n[nodes.overrides]".to_owned(),
        "[nodes.overrides.\"conf/no-such-env.sh\"]".to_owned(),
    ];
    let files = product.configs.iter().map(|c| format!("[overrides.cluster.{:?}]", c.name));
    tables.splice(2..2, files);
    let each = super::forms::FORMS.len().div_ceil(tables.len()) + 1;
    for (at, table) in tables.iter().enumerate() {
        let _ = writeln!(out, "\n{table}");
        for key in 0..each {
            let _ = writeln!(out, "{:?} = {}", long_key(&format!("t{at}.k{key}")), seeds.text());
        }
        let _ = writeln!(out, "{} = \"x\"", seeds.key());
        for mark in keys(product).iter().skip(at).step_by(tables.len()) {
            let _ = writeln!(out, "{mark:?} = {}", seeds.bare());
        }
    }
    Planted { toml: out, secrets: seeds.secrets }
}

/// The same by edits of a preset, as the page makes them.
pub(crate) fn edits(product: &Product, spec: &ClusterSpec, form: usize) -> Vec<Edit> {
    let mut number = 0;
    let mut next = || {
        number += 1;
        text(form + number, number)
    };
    let row = spec.nodes.first().map(|n| n.row).unwrap_or_default();
    let role = product.roles.first().map_or("x", |r| r.id);
    let mut edits = Vec::new();
    // Of the many fields some each time: where all are broken, few files are made.
    let fields = product.all_fields().filter(|f| !matches!(f.kind, Kind::Secret));
    for field in fields.skip(form % 9).step_by(9) {
        edits.push(Edit::Set(Place::Setting(field.key.to_owned()), next()));
        edits.push(Edit::Set(Place::NodeSetting(row, field.key.to_owned()), next()));
    }
    let layers = [Layer::Cluster, Layer::Node(row), Layer::Role(role.to_owned())];
    let each = super::forms::FORMS.len().div_ceil(layers.len()) + 1;
    for layer in layers {
        for key in 0..each {
            let file = if key % 3 == 0 { "conf/no-such-env.sh" } else { "" };
            let property = Property::new(file, &long_key(&format!("k{key}")));
            edits.push(Edit::Set(Place::Override(layer.clone(), property), next()));
        }
        edits.push(Edit::Set(
            Place::Override(layer, Property::parse(&long_key(&next()))),
            "x".to_owned(),
        ));
    }
    for key in keys(product).iter().filter(|key| model::secret::is_secret_key(key)) {
        let place = Place::Override(Layer::Cluster, Property::parse(key));
        edits.push(Edit::Set(place, secret(form)));
    }
    edits.push(Edit::Accept(Accepted {
        rule: "GEN017".into(),
        field: next(),
        reason: next(),
        facts: vec![next()],
        ..Accepted::default()
    }));
    if form.is_multiple_of(2) {
        let node = Node {
            name: next(),
            address: next(),
            roles: [next()].into(),
            settings: [(next(), next())].into(),
            overrides: [(Property::parse(&next()), next())].into(),
            left_out: [Property::parse(&next())].into(),
            ..Node::default()
        };
        edits.push(Edit::LeaveOut(Layer::Cluster, Property::parse(&next())));
        edits.push(Edit::LeaveOut(Layer::Role(next()), Property::parse(&next())));
        edits.push(Edit::InsertNodes(0, vec![node]));
        edits.extend([Place::Name, Place::Version].map(|place| Edit::Set(place, next())));
    }
    edits
}

//! Another cluster beside the open document, as the page brings it and draws it.

use crate::Engine;
use crate::document::{product_of, read_bytes};
use crate::side::{self, Reading};
use ::import::{Change, Difference, KeyChange, Limits, NodeChange, Source};
use model::value::shown_in;
use model::{ClusterSpec, Edit, Lang, Layer, Place, RowId, msg};
use plan::words;
use protocol::{Body, Comparison, Differing, FileDifference, Other, PlaceLink};
use rules::{Context, Product};
use std::collections::BTreeMap;

/// Most differences of one kind that are told, and most keys of a file that are the same; the command
/// line tells all.
const MOST: usize = 400;
/// Most characters of a value that are shown.
const LONGEST: usize = 400;
/// Most places that one difference leads to.
const PLACES: usize = 3;

/// The answer to [`protocol::Ask::Other`].
pub(crate) fn brought(engine: &Engine, files: &[(String, Vec<u8>)], lang: Lang) -> Body {
    match read(engine.products, &engine.spec, files, lang) {
        Ok(other) => Body::Other(Box::new(other)),
        Err(why) => Body::Failed(why),
    }
}

/// The answer to [`protocol::Ask::Compare`].
pub(crate) fn differences(engine: &Engine, other: &ClusterSpec, lang: Lang) -> Option<Body> {
    Some(match both(engine, other, lang)? {
        Ok(product) => Body::Comparison(Box::new(compare(product, other, &engine.spec, lang))),
        Err(why) => Body::Failed(why),
    })
}

/// The answer to [`protocol::Ask::Plan`].
pub(crate) fn steps(
    engine: &Engine,
    running: &ClusterSpec,
    foreign: bool,
    lang: Lang,
) -> Option<Body> {
    Some(match both(engine, running, lang)? {
        Ok(product) => {
            let view = crate::plan::plan(product, running, &engine.spec, foreign, lang);
            Body::Plan(Box::new(view))
        }
        Err(why) => Body::Failed(why),
    })
}

/// The product of another cluster and of the document; why they have nothing to compare, when they
/// have not one.
fn both(
    engine: &Engine,
    other: &ClusterSpec,
    lang: Lang,
) -> Option<Result<&'static Product, String>> {
    let one = product_of(engine.products, other)?;
    let product = product_of(engine.products, &engine.spec)?;
    let this = lang.pick("this document", "当前文档");
    let compared = side::of_one_product((&other.name, one), (this, product));
    Some(compared.map(|()| product).map_err(|why| why.render(lang)))
}

/// Reads what was brought.
///
/// # Errors
/// Why there is nothing to compare.
fn read(
    products: &'static [&'static Product],
    open: &ClusterSpec,
    files: &[(String, Vec<u8>)],
    lang: Lang,
) -> Result<Other, String> {
    let product = product_of(products, open);
    let name = files.first().map_or("", |(path, _)| path.as_str());
    let other = match files {
        [(path, bytes)] if path.to_ascii_lowercase().ends_with(".toml") => {
            document(products, path, bytes, lang).ok_or_else(|| nothing(path, lang))?
        }
        _ => files_of_a_cluster(products, open, product, files, lang)?,
    };
    if let (Some(one), Some(product)) = (product_of(products, &other.spec), product) {
        let this = lang.pick("this document", "当前文档");
        side::of_one_product((name, one), (this, product)).map_err(|why| why.render(lang))?;
    }
    Ok(other)
}

fn nothing(path: &str, lang: Lang) -> String {
    msg!(en: "{p} has nothing of a cluster in it.", zh: "{p} 中没有集群配置。", p = path)
        .render(lang)
}

/// A `cluster.toml`; nothing for a file in which nothing of a cluster is.
fn document(
    products: &'static [&'static Product],
    path: &str,
    bytes: &[u8],
    lang: Lang,
) -> Option<Other> {
    let loaded = read_bytes(products, bytes);
    if loaded.is_nothing() || loaded.spec.is_blank() {
        return None;
    }
    let product = product_of(products, &loaded.spec)?;
    let sum = msg!(
        en: "{p}: {c}, {t} {v}, nodes: {n}",
        zh: "{p}：{c}，{t} {v}，{n} 个节点",
        p = path, c = loaded.spec.name.as_str(), t = product.title,
        v = loaded.spec.version.as_str(), n = loaded.spec.nodes.len());
    let read = crate::document::view(loaded, lang);
    Some(Other {
        spec: read.spec,
        recipe: None,
        foreign: false,
        sum: sum.render(lang),
        lines: read.problems,
        secrets: read.secrets,
    })
}

fn files_of_a_cluster(
    products: &'static [&'static Product],
    open: &ClusterSpec,
    product: Option<&'static Product>,
    files: &[(String, Vec<u8>)],
    lang: Lang,
) -> Result<Other, String> {
    let source =
        |(path, bytes): &(String, Vec<u8>)| Source { path: path.clone(), bytes: bytes.clone() };
    let unpacked = ::import::unpack(files.iter().map(source).collect(), &Limits::IMPORT);
    let found = side::side(
        products,
        (&unpacked.sources, &unpacked.refused),
        product,
        Reading::Files,
        open.language,
    );
    let side = match (found, files) {
        (Ok(side), _) => side,
        // A document by another name.
        (Err(why), [(path, bytes)]) => {
            return document(products, path, bytes, lang).ok_or_else(|| why.render(lang));
        }
        (Err(why), _) => return Err(why.render(lang)),
    };
    let recipe = side::recipe(products, &unpacked.sources).map(|side| side.spec);
    let mut lines = Vec::new();
    let mut secrets = Vec::new();
    if let Some(imported) = side.imported {
        lines = crate::import::told(&imported, &unpacked, lang);
        secrets = imported.secrets;
    }
    let sum = if lines.is_empty() { String::new() } else { lines.remove(0) };
    Ok(Other { foreign: recipe.is_none(), spec: side.spec, recipe, sum, lines, secrets })
}

/// What differs, from the other cluster to the open document.
fn compare(
    product: &'static Product,
    other: &ClusterSpec,
    open: &ClusterSpec,
    lang: Lang,
) -> Comparison {
    let difference = Difference::of(product, other, open);
    let cx = Context::new(open, product);
    let view = View { cx: &cx, other, lang };
    let mut more = 0;
    let mut told = |count: usize| {
        more += count.saturating_sub(MOST);
        count.min(MOST)
    };
    let choices = told(difference.choices.len());
    let nodes = told(difference.nodes.len());
    let keys = told(difference.keys.len());
    let choices = difference.choices.iter().take(choices).map(|choice| {
        let label = cx.label(&choice.place).render(lang);
        let own = matches!(choice.place, Place::Setting(_)) && label != choice.name;
        let detail = if own { choice.name.as_str() } else { "" };
        let mut row = row(&label, detail, &choice.change, choice.taken());
        row.places = view.links(std::slice::from_ref(&choice.place));
        row
    });
    let nodes = difference.nodes.iter().take(nodes).map(|node| view.node(node));
    Comparison {
        choices: choices.collect(),
        nodes: nodes.collect(),
        files: view.files(&difference, keys),
        more: count(more),
        equal: count(difference.equal),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A row without the places that it leads to.
fn row(label: &str, detail: &str, change: &Change, take: Vec<Edit>) -> Differing {
    let text = |text: &Option<String>| text.as_deref().map(|text| shown_in(text, LONGEST));
    let (label, detail) = (shown_in(label, LONGEST), shown_in(detail, LONGEST));
    let (there, here) = (text(&change.0), text(&change.1));
    Differing { label, detail, nodes: String::new(), there, here, places: Vec::new(), take }
}

struct View<'v, 's> {
    cx: &'v Context<'s>,
    other: &'v ClusterSpec,
    lang: Lang,
}

impl View<'_, '_> {
    fn node(&self, node: &NodeChange) -> Differing {
        let detail = match &node.place {
            Place::NodeRoles(_) => self.lang.pick("roles", "角色").to_owned(),
            Place::NodeAddress(_) => self.lang.pick("address", "地址").to_owned(),
            Place::NodeSetting(_, key) => match self.cx.field(key) {
                Some(field) => field.label.get(self.lang).to_owned(),
                None => key.clone(),
            },
            _ => String::new(),
        };
        let of_roles = matches!(node.place, Place::Node(_) | Place::NodeRoles(_));
        let change = if of_roles {
            let (there, here) = &node.change;
            (there.as_deref().map(|t| self.roles(t)), here.as_deref().map(|t| self.roles(t)))
        } else {
            node.change.clone()
        };
        let take = node.taken(self.other, self.cx.spec);
        let mut row = row(&node.node, &detail, &change, take);
        // What only the other one has is nowhere here.
        if !(matches!(node.place, Place::Node(_)) && node.change.1.is_none()) {
            row.places = self.links(std::slice::from_ref(&node.place));
        }
        row
    }

    /// Roles by their titles.
    fn roles(&self, ids: &str) -> String {
        let title = |id: &str| {
            let role = self.cx.product.roles.iter().find(|role| role.id == id);
            role.map_or_else(|| id.to_owned(), |role| role.title.get(self.lang).to_owned())
        };
        ids.split(", ").filter(|id| !id.is_empty()).map(title).collect::<Vec<_>>().join(" + ")
    }

    fn links(&self, places: &[Place]) -> Vec<PlaceLink> {
        let mut links: Vec<PlaceLink> = Vec::new();
        for place in places {
            if links.len() < PLACES && !links.iter().any(|link| link.place == *place) {
                links.push(PlaceLink {
                    place: place.clone(),
                    label: self.cx.label(place).render(self.lang),
                    step: self.cx.step(place).to_owned(),
                });
            }
        }
        links
    }

    /// The keys by file, in the order of the product's files.
    fn files(&self, difference: &Difference, most: usize) -> Vec<FileDifference> {
        let rows: BTreeMap<&str, RowId> =
            self.cx.spec.nodes.iter().map(|node| (node.name.as_str(), node.row)).collect();
        let mut files: Vec<FileDifference> = Vec::new();
        for config in self.cx.product.configs {
            let keys = difference.keys.iter().take(most).filter(|key| key.file == config.name);
            let same = difference.same.iter().filter(|key| key.file == config.name);
            let file = FileDifference {
                name: config.name.to_owned(),
                keys: keys.map(|key| self.key(key, &rows)).collect(),
                same: same
                    .take(MOST)
                    .map(|key| {
                        let value = key.value.as_deref().map(|value| shown_in(value, LONGEST));
                        (shown_in(&key.key, LONGEST), value.unwrap_or_default())
                    })
                    .collect(),
            };
            if !(file.keys.is_empty() && file.same.is_empty()) {
                files.push(file);
            }
        }
        files
    }

    fn key(&self, key: &KeyChange, rows: &BTreeMap<&str, RowId>) -> Differing {
        let take = self.take(key, rows);
        let mut row = row(&key.key, "", &key.change, take);
        row.nodes = words::names(&key.nodes, self.lang);
        let (there, here) = &key.causes;
        // What is not there here is where the field is that would write it.
        let fields: Vec<Place> =
            there.iter().filter(|place| matches!(place, Place::Setting(_))).cloned().collect();
        row.places = self.links(if here.is_empty() { &fields } else { here });
        row
    }

    /// What sets a key as the other cluster has it. What a field decides is taken by that field; what was
    /// set by hand is set by hand in the same layer, or on the nodes where a narrower one says something
    /// else.
    fn take(&self, key: &KeyChange, rows: &BTreeMap<&str, RowId>) -> Vec<Edit> {
        let (Some(value), Some(Place::Override(layer, property))) =
            (&key.change.0, key.causes.0.first())
        else {
            return Vec::new();
        };
        let nodes = key.nodes.iter().filter_map(|name| self.cx.node(*rows.get(name.as_str())?));
        let narrower = |node: &&model::Node| {
            let said = node.overrides.contains_key(property) || node.left_out.contains(property);
            let by_role = node.roles.iter().any(|role| {
                let overrides = &self.cx.spec.overrides;
                let set = overrides.roles.get(role).is_some_and(|set| set.contains_key(property));
                let out = overrides.left_out_of_roles.get(role);
                set || out.is_some_and(|out| out.contains(property))
            });
            said || by_role
        };
        let wide = match layer {
            Layer::Node(_) => false,
            Layer::Role(_) | Layer::Cluster => !nodes.clone().any(|node| narrower(&node)),
        };
        let set = |layer: Layer| Edit::Set(Place::Override(layer, property.clone()), value.clone());
        if wide {
            return vec![set(layer.clone())];
        }
        nodes.map(|node| set(Layer::Node(node.row))).collect()
    }
}

//! The document of a link from a documentation page: an example with the link's nodes and fields in
//! it. What comes from the link goes the way of what is typed: the same reader of node lists, the
//! same check of each field, the same edits, and secrets leave before an edit exists.

use crate::document::preset;
use model::node_list::{replacing, with_roles};
use model::secret::{Protected, Slot, protect, protect_typed};
use model::value::{forbidden_character, shown};
use model::{ClusterSpec, Edit, Environment, Lang, Message, Place, apply_all, msg};
use protocol::{Loaded, Prefill};
use rules::{Default, Field, Kind, Preset, Product, Scope};

/// The document, with what could not be used among its problems.
///
/// # Errors
/// Why there is none: the link names no product and no example that is known.
pub(crate) fn read(
    products: &'static [&'static Product],
    wanted: &Prefill,
    lang: Lang,
) -> Result<Loaded, String> {
    let mut problems = Vec::new();
    let chosen = choose(products, wanted, &mut problems);
    let Some((product, example)) = chosen else {
        let why: Vec<String> = problems.iter().map(|p| p.render(lang)).collect();
        return Err(why.join(" "));
    };
    if !wanted.step.is_empty() && product.steps.iter().all(|step| step.id != wanted.step) {
        let steps = product.steps.iter().map(|step| step.id);
        problems.push(msg!(
            en: "{p} has no step \"{s}\". Its steps are {known}.",
            zh: "{p} 没有步骤“{s}”。可用的步骤：{known}。",
            p = product.title, s = shown(&wanted.step), known = list(steps)));
    }
    let id = example.map_or(product.id, |example| example.id);
    let mut spec = preset(products, id, lang).map(|loaded| loaded.spec).unwrap_or_default();
    // A version decides which fields mean something, so it comes first.
    let of_version = |(key, _): &&(String, String)| key == "version";
    let mut secrets = Vec::new();
    let mut set =
        |spec: &mut ClusterSpec, (key, text): &(String, String)| match edit(product, key, text) {
            Ok((edit, removed)) => {
                apply_all(spec, &[edit]);
                secrets.extend(removed);
            }
            Err(problem) => problems.push(problem),
        };
    wanted.settings.iter().filter(of_version).for_each(|pair| set(&mut spec, pair));
    let others = wanted.settings.iter().filter(|pair| !of_version(pair));
    others.for_each(|pair| set(&mut spec, pair));
    take_nodes(products, product, &wanted.nodes, &mut spec, &mut problems);
    Ok(Loaded {
        spec,
        problems: problems.iter().map(|problem| problem.render(lang)).collect(),
        complete: true,
        read_only: false,
        secrets,
    })
}

/// The product, and its example where one is named: by the product's id, else by the example's.
fn choose(
    products: &[&'static Product],
    wanted: &Prefill,
    problems: &mut Vec<Message>,
) -> Option<(&'static Product, Option<&'static Preset>)> {
    let named = products.iter().find(|product| product.id == wanted.product).copied();
    if named.is_none() {
        problems.push(msg!(
            en: "There is no product \"{p}\". The products are {known}.",
            zh: "没有产品“{p}”。可用的产品：{known}。",
            p = shown(&wanted.product), known = list(products.iter().map(|product| product.id))));
    }
    let has = |product: &&'static Product| {
        product.presets.iter().find(|example| example.id == wanted.preset)
    };
    let Some(product) = named else {
        return products.iter().find_map(|product| Some((*product, Some(has(product)?))));
    };
    let example = has(&product);
    if example.is_none() && !wanted.preset.is_empty() {
        problems.push(msg!(
            en: "{t} has no example \"{p}\". Its examples are {known}.",
            zh: "{t} 没有示例“{p}”。可用的示例：{known}。",
            t = product.title, p = shown(&wanted.preset),
            known = list(product.presets.iter().map(|example| example.id))));
    }
    Some((product, example))
}

/// The edit for one value, and the secrets that stood in it.
///
/// # Errors
/// Why the value cannot be used.
fn edit(
    product: &Product,
    key: &str,
    text: &str,
) -> Result<(Edit, Vec<(String, String)>), Message> {
    let of_document = |place: Place| Ok((Edit::Set(place, text.to_owned()), Vec::new()));
    match (key, product.field(key)) {
        ("version", _) => version(product, text).and_then(|()| of_document(Place::Version)),
        ("environment", _) if Environment::parse(text).is_none() => Err(refused(
            key,
            msg!(en: "\"{t}\" is not one of {known}", zh: "“{t}”不在可选值 {known} 之中",
                t = shown(text), known = list(["production", "test"])),
        )),
        ("environment", _) => of_document(Place::Environment),
        ("name", _) => match forbidden_character(text) {
            Some(c) => Err(refused(
                key,
                msg!(en: "the character {c} is not allowed here", zh: "此处不允许字符 {c}",
                    c = c.escape_unicode().to_string()),
            )),
            None => of_document(Place::Name),
        },
        (_, None) => Err(unknown(product, key)),
        (_, Some(field)) if field.scope == Scope::Node => Err(refused(
            key,
            msg!(en: "it belongs to single nodes, not to the cluster", zh: "它属于单个节点，不属于整个集群"),
        )),
        (_, Some(field)) => of_field(field, text),
    }
}

fn version(product: &Product, text: &str) -> Result<(), Message> {
    if product.version(text).is_some() {
        return Ok(());
    }
    Err(match product.refused.iter().find(|refused| refused.id == text) {
        Some(known) => msg!(en: "version was not set: {why}", zh: "未设置 version：{why}",
            why = known.reason),
        None => refused(
            "version",
            msg!(en: "\"{t}\" is not one of {known}", zh: "“{t}”不在可选值 {known} 之中",
                t = shown(text), known = list(product.versions.iter().map(|version| version.id))),
        ),
    })
}

fn of_field(field: &'static Field, text: &str) -> Result<(Edit, Vec<(String, String)>), Message> {
    let key = field.key;
    let Protected { text, removed } = match field.kind {
        // Its own key is the mark: all of it is a secret, unless it is a name.
        Kind::Secret => protect(Slot::Field, key, text.trim(), &[key.to_owned()]),
        Kind::HostPorts => protect_typed(Slot::Field, key, &commas(text), &[], true),
        _ => protect_typed(Slot::Field, key, text, &[], false),
    };
    let place = Place::Setting(key.to_owned());
    if text.is_empty() {
        let by_itself = matches!(field.default, Default::Fixed(""));
        let edit = if by_itself { Edit::Clear(place) } else { Edit::Set(place, text) };
        return Ok((edit, removed));
    }
    match field.check(&text) {
        Ok(()) => Ok((Edit::Set(place, text), removed)),
        Err(why) => Err(refused(key, why)),
    }
}

/// A list of the document: commas between its entries, whatever stood there.
fn commas(text: &str) -> String {
    let entries = text.split(['\n', ',', '，']).map(str::trim).filter(|entry| !entry.is_empty());
    entries.collect::<Vec<_>>().join(",")
}

fn refused(key: &str, why: Message) -> Message {
    msg!(en: "{k} was not set: {why}.", zh: "未设置 {k}：{why}。", k = key, why = why)
}

fn unknown(product: &Product, key: &str) -> Message {
    let (p, k) = (product.title, shown(key));
    if let Some(near) = product.nearest_field(key) {
        msg!(
            en: "{p} has no field \"{k}\"; \"{near}\" is like it.",
            zh: "{p} 没有字段“{k}”，相近的是“{near}”。",
            p = p, k = k, near = near)
    } else {
        msg!(en: "{p} has no field \"{k}\".", zh: "{p} 没有字段“{k}”。", p = p, k = k)
    }
}

/// Puts the nodes of the link in the place of the example's. They get roles as a pasted list does.
fn take_nodes(
    products: &[&'static Product],
    product: &Product,
    text: &str,
    spec: &mut ClusterSpec,
    problems: &mut Vec<Message>,
) {
    let list = crate::node_list(products, product, text);
    for problem in &list.problems {
        problems.push(msg!(
            en: "In the nodes, \"{t}\": {why}.", zh: "节点列表中的“{t}”：{why}。",
            t = shown(&problem.text), why = problem.reason.clone()));
    }
    if list.nodes.is_empty() {
        return;
    }
    let grouped = |id: &str| product.role(id).is_some_and(|role| !role.group.is_empty());
    let nodes = with_roles(spec, &grouped, &list.nodes, true);
    apply_all(spec, &replacing(spec, &nodes));
}

fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

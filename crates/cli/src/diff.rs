//! `muster diff`: two clusters, each a document, an archive or a folder of configuration files.

use crate::args::{Diff, Format};
use crate::input::shown;
use crate::output::{Done, Failure, Outcome, Output};
use crate::sources;
use ::import::{Change, Choices, Difference};
use model::value::shown as quoted;
use model::{ClusterSpec, Lang, Message, msg};
use rules::Product;
use serde_json::{Value, json};
use std::path::Path;

pub(crate) fn run(args: &Diff, lang: Lang, out: &mut Output) -> Done {
    let (product, before) = side(&args.before, None, lang)?;
    let (other, after) = side(&args.after, Some(product), lang)?;
    if product.id != other.id {
        return Err(msg!(
            en: "{a} is a cluster of {p}, {b} one of {q}: they have nothing to compare",
            zh: "{a} 是 {p} 集群，{b} 是 {q} 集群：无法比较",
            a = shown(&args.before), p = product.title, b = shown(&args.after), q = other.title)
        .into());
    }
    let difference = Difference::of(product, &before, &after);
    let outcome = if difference.is_none() { Outcome::Clean } else { Outcome::Findings };
    match args.format {
        Format::Json => out.line(&as_json(&difference), outcome)?,
        Format::Text => out.text(&text(&difference, lang), outcome)?,
    }
    out.end(outcome)
}

/// One of the two: a document, or whatever an import reads. Files that leave their product open are of
/// that of the other side.
fn side(
    path: &Path,
    other: Option<&'static Product>,
    lang: Lang,
) -> Result<(&'static Product, ClusterSpec), Failure> {
    if path.extension().is_some_and(|e| e == "toml") && !path.is_dir() {
        let opened = crate::check::open(path)?;
        return Ok((opened.product, opened.loaded.spec));
    }
    let brought = sources::read(&[path.to_owned()])?;
    let choices = |product: Option<&Product>| Choices {
        product: product.map(|p| p.id.to_owned()),
        language: lang,
        ..Choices::default()
    };
    let failed = |nothing: ::import::NothingRead| {
        Failure::Message(msg!(
        en: "{p}: {why}", zh: "{p}：{why}", p = shown(path), why = nothing.reason))
    };
    let first =
        ::import::import(products::ALL, &brought.sources, &choices(None)).map_err(failed)?;
    let same = other.filter(|o| first.guess.others.iter().any(|p| p.id == o.id));
    let imported = match same {
        Some(product) => ::import::import(products::ALL, &brought.sources, &choices(Some(product)))
            .map_err(failed)?,
        None => first,
    };
    Ok((imported.product, imported.spec))
}

fn change(change: &Change, lang: Lang) -> String {
    let none = || msg!(en: "(not there)", zh: "（没有）").render(lang);
    let text = |text: &Option<String>| text.as_deref().map_or_else(none, quoted);
    format!("{} -> {}", text(&change.0), text(&change.1))
}

fn text(difference: &Difference, lang: Lang) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let say = |message: &Message| message.render(lang);
    if !difference.choices.is_empty() {
        line(say(&msg!(en: "Choices", zh: "选择")));
        for (name, of) in &difference.choices {
            line(format!("  {}: {}", quoted(name), change(of, lang)));
        }
    }
    if !difference.nodes.is_empty() {
        line(say(&msg!(en: "Nodes", zh: "节点")));
        for (name, what, of) in &difference.nodes {
            line(match (what.as_str(), of) {
                ("", (None, Some(roles))) => format!("  + {} ({roles})", quoted(name)),
                ("", (Some(roles), None)) => format!("  - {} ({roles})", quoted(name)),
                _ => format!("  {} {}: {}", quoted(name), quoted(what), change(of, lang)),
            });
        }
    }
    let mut file = "";
    for key in &difference.keys {
        if key.file != file {
            file = key.file;
            line(file.to_owned());
        }
        line(format!(
            "  {}: {}  ({})",
            quoted(&key.key),
            change(&key.change, lang),
            key.nodes.join(", ")
        ));
    }
    line(if difference.is_none() {
        say(
            &msg!(en: "No difference: {n} keys are equal.", zh: "没有差异：{n} 个键相同。", n = difference.equal),
        )
    } else {
        say(&msg!(en: "{n} keys are equal.", zh: "{n} 个键相同。", n = difference.equal))
    });
    out
}

fn as_json(difference: &Difference) -> String {
    let both = |of: &Change| json!({"before": of.0, "after": of.1});
    let choices: Vec<Value> = difference
        .choices
        .iter()
        .map(|(name, of)| json!({"name": name, "change": both(of)}))
        .collect();
    let nodes: Vec<Value> = difference
        .nodes
        .iter()
        .map(|(node, what, of)| json!({"node": node, "what": what, "change": both(of)}))
        .collect();
    let keys: Vec<Value> = difference
        .keys
        .iter()
        .map(|k| json!({"file": k.file, "key": k.key, "change": both(&k.change), "nodes": k.nodes}))
        .collect();
    json!({"choices": choices, "nodes": nodes, "keys": keys, "equal": difference.equal}).to_string()
}

//! `muster diff`: two clusters, each a document, an archive or a folder of configuration files.

use crate::args::{Diff, Format};
use crate::output::{Done, Outcome, Output};
use crate::side::{Reading, two};
use ::import::{Change, Difference};
use model::value::shown as quoted;
use model::{Lang, Message, msg};
use serde_json::{Value, json};

pub(crate) fn run(args: &Diff, lang: Lang, out: &mut Output) -> Done {
    let (product, before, after) = two(&args.before, &args.after, Reading::Files, lang)?;
    let (before, after) = (before.spec, after.spec);
    let difference = Difference::of(product, &before, &after);
    let outcome = if difference.is_none() { Outcome::Clean } else { Outcome::Findings };
    match args.format {
        Format::Json => out.line(&as_json(&difference), outcome)?,
        Format::Text => out.text(&text(&difference, lang), outcome)?,
    }
    out.end(outcome)
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
        for choice in &difference.choices {
            line(format!("  {}: {}", quoted(&choice.name), change(&choice.change, lang)));
        }
    }
    if !difference.nodes.is_empty() {
        line(say(&msg!(en: "Nodes", zh: "节点")));
        for found in &difference.nodes {
            let name = quoted(&found.node);
            line(match (found.what.as_str(), &found.change) {
                ("", (None, Some(roles))) => format!("  + {name} ({roles})"),
                ("", (Some(roles), None)) => format!("  - {name} ({roles})"),
                (what, of) => format!("  {name} {}: {}", quoted(what), change(of, lang)),
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
        .map(|choice| json!({"name": choice.name, "change": both(&choice.change)}))
        .collect();
    let nodes: Vec<Value> = difference
        .nodes
        .iter()
        .map(|n| json!({"node": n.node, "what": n.what, "change": both(&n.change)}))
        .collect();
    let keys: Vec<Value> = difference
        .keys
        .iter()
        .map(|k| json!({"file": k.file, "key": k.key, "change": both(&k.change), "nodes": k.nodes}))
        .collect();
    json!({"choices": choices, "nodes": nodes, "keys": keys, "equal": difference.equal}).to_string()
}

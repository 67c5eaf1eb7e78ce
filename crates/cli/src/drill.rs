//! `muster drill`: what still works when machines lose their power.

use crate::args::{Drill as Args, Format};
use crate::input::shown;
use crate::output::{Done, Outcome, Output};
use crate::side::{Reading, one};
use model::value::shown as quoted;
use model::{Lang, Message, RowId, Text, msg};
use rules::drill::words;
use rules::{Context, Drill, State, drill, single_points};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) fn run(args: &Args, lang: Lang, out: &mut Output) -> Done {
    let side = one(&args.cluster, Reading::Recipe, lang)?;
    let cx = Context::new(&side.spec, side.product);
    let mut dead = BTreeSet::new();
    for name in &args.kill {
        let found = side.spec.nodes.iter().find(|node| node.name.trim() == name.trim());
        let Some(node) = found else {
            let known: Vec<&str> = side.spec.nodes.iter().map(|n| n.name.trim()).collect();
            return Err(msg!(
                en: "there is no node {n} in {f}; there are: {k}",
                zh: "{f} 中没有节点 {n}；现有：{k}",
                n = quoted(name), f = shown(&args.cluster), k = known.join(", "))
            .into());
        };
        dead.insert(node.row);
    }
    let killed = (!dead.is_empty()).then(|| drill(&cx, &dead));
    let single = single_points(&cx);
    let outcome = match &killed {
        Some(of) if of.stops() => Outcome::Findings,
        None if !single.is_empty() => Outcome::Findings,
        _ => Outcome::Clean,
    };
    let page = Page { cx: &cx, lang };
    match args.format {
        Format::Json => {
            let of = killed.as_ref().map(|of| page.of_json(&dead, of));
            let single = page.single_json(&single);
            out.line(&json!({"drill": of, "single": single}).to_string(), outcome)?;
        }
        Format::Text => {
            let mut lines = Vec::new();
            if let Some(of) = &killed {
                page.of_text(&dead, of, &mut lines);
            }
            page.single_text(&single, &mut lines);
            lines.push(page.say(&words::taken_as_given()));
            out.text(&(lines.join("\n") + "\n"), outcome)?;
        }
    }
    out.end(outcome)
}

struct Page<'p> {
    cx: &'p Context<'p>,
    lang: Lang,
}

impl Page<'_> {
    fn say(&self, message: &Message) -> String {
        message.render(self.lang)
    }

    fn names(&self, rows: &BTreeSet<RowId>) -> Vec<String> {
        let nodes = self.cx.spec.nodes.iter().filter(|node| rows.contains(&node.row));
        nodes.map(|node| node.name.trim().to_owned()).collect()
    }

    fn of_text(&self, dead: &BTreeSet<RowId>, of: &Drill, lines: &mut Vec<String>) {
        lines.push(self.say(&words::without(&self.names(dead).join(", "))));
        for (title, state) in &of.abilities {
            lines.push(format!("  {}", self.say(&words::said(*title, state))));
            lines.extend(words::why(state).iter().map(|why| format!("    {}", self.say(why))));
        }
        lines.extend(of.lost.iter().map(|lost| format!("  {}", self.say(lost))));
        lines.push(String::new());
    }

    fn single_text(&self, single: &[(RowId, Vec<Text>)], lines: &mut Vec<String>) {
        lines.push(self.say(&words::single_points(self.cx, single)));
        for (row, stops) in single {
            let of = words::single_point(&self.cx.name(*row), stops, self.lang);
            lines.push(format!("  {}", self.say(&of)));
        }
    }

    fn single_json(&self, single: &[(RowId, Vec<Text>)]) -> Vec<Value> {
        let titles = |all: &[Text]| all.iter().map(|t| t.get(self.lang)).collect::<Vec<_>>();
        single
            .iter()
            .map(|(row, stops)| json!({"node": self.cx.name(*row), "stops": titles(stops)}))
            .collect()
    }

    fn of_json(&self, dead: &BTreeSet<RowId>, of: &Drill) -> Value {
        let abilities: Vec<Value> = of
            .abilities
            .iter()
            .map(|(title, state)| {
                let (word, why): (&str, Vec<Value>) = match state {
                    State::Untouched => ("untouched", Vec::new()),
                    State::GoesOn(all) => {
                        let one = |(what, then): &(Text, Message)| json!({"what": what.get(self.lang), "meanwhile": self.say(then)});
                        ("goes on", all.iter().map(one).collect())
                    }
                    State::Stops(all) => {
                        let one = |(what, live, least): &(Text, usize, usize)| json!({"what": what.get(self.lang), "live": live, "needed": least});
                        ("stops", all.iter().map(one).collect())
                    }
                };
                json!({"title": title.get(self.lang), "state": word, "why": why})
            })
            .collect();
        let lost: Vec<String> = of.lost.iter().map(|lost| self.say(lost)).collect();
        json!({"killed": self.names(dead), "abilities": abilities, "lost": lost})
    }
}

//! `muster drill`: what still works when machines lose their power.

use crate::args::{Drill as Args, Format};
use crate::input::shown;
use crate::output::{Done, Outcome, Output};
use crate::side::{Reading, one};
use model::value::shown as quoted;
use model::{Lang, Message, RowId, Text, msg};
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
        Some(of) if stops(of) => Outcome::Findings,
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
            lines.push(page.say(&msg!(
                en: "What exists beside these machines (databases, HDFS, DNS, the network) is taken as given.",
                zh: "以上不考虑这些机器之外的部分（数据库、HDFS、DNS、网络），均视为正常。")));
            out.text(&(lines.join("\n") + "\n"), outcome)?;
        }
    }
    out.end(outcome)
}

fn stops(of: &Drill) -> bool {
    of.abilities.iter().any(|(_, state)| matches!(state, State::Stops(_)))
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

    fn titles(&self, titles: &[Text]) -> String {
        let comma = if self.lang == Lang::Zh { "、" } else { ", " };
        titles.iter().map(|t| t.get(self.lang)).collect::<Vec<_>>().join(comma)
    }

    fn of_text(&self, dead: &BTreeSet<RowId>, of: &Drill, lines: &mut Vec<String>) {
        let names = self.names(dead).join(", ");
        lines.push(self.say(&msg!(en: "Without {n}:", zh: "失去 {n} 时：", n = names)));
        for (title, state) in &of.abilities {
            let title = title.get(self.lang);
            match state {
                State::Untouched => lines.push(
                    self.say(&msg!(en: "  {t}: untouched", zh: "  {t}：不受影响", t = title)),
                ),
                State::GoesOn(meanwhile) => {
                    lines.push(self.say(&msg!(en: "  {t}: goes on", zh: "  {t}：继续", t = title)));
                    lines.extend(meanwhile.iter().map(|(what, then)| {
                        let what = what.get(self.lang);
                        self.say(&msg!(en: "    {w}: {m}", zh: "    {w}：{m}", w = what, m = then.clone()))
                    }));
                }
                State::Stops(missing) => {
                    lines.push(self.say(&msg!(en: "  {t}: STOPS", zh: "  {t}：停止", t = title)));
                    lines.extend(missing.iter().map(|(what, live, least)| {
                        let what = what.get(self.lang);
                        self.say(&msg!(en: "    {w}: {l} left, {n} needed", zh: "    {w}：剩余 {l} 个，需要 {n} 个", w = what, l = *live, n = *least))
                    }));
                }
            }
        }
        lines.extend(of.lost.iter().map(|lost| format!("  {}", self.say(lost))));
        lines.push(String::new());
    }

    fn single_text(&self, single: &[(RowId, Vec<Text>)], lines: &mut Vec<String>) {
        if single.is_empty() {
            lines.push(self.say(&msg!(
                en: "Any one machine of the {n} may die, and everything goes on.",
                zh: "{n} 台机器中任意一台故障，集群仍可继续。",
                n = self.cx.spec.nodes.len())));
            return;
        }
        lines.push(self.say(&msg!(en: "Machines that may not die:", zh: "不能失去的机器：")));
        for (row, titles) in single {
            let name = self.cx.name(*row);
            lines.push(self.say(&msg!(
                en: "  {n}, or this stops: {t}", zh: "  {n}，否则以下停止：{t}",
                n = name, t = self.titles(titles))));
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

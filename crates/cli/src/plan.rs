//! `muster plan`: what to do to get from a running cluster to a new document.

use crate::args::{Format, Plan as Args};
use crate::input::shown;
use crate::output::{Done, Outcome, Output};
use crate::side::{Reading, two};
use model::{Lang, Message, Text, msg};
use plan::{OnNodes, Origin, Place, Plan, Step, words};
use rules::Still;
use serde_json::{Value, json};

pub(crate) fn run(args: &Args, lang: Lang, out: &mut Output) -> Done {
    let (product, before, after) = two(&args.before, &args.after, Reading::Recipe, lang)?;
    let found = plan::plan(product, &before.spec, &after.spec, before.origin);
    let errors = found.errors;
    let outcome = if errors > 0 { Outcome::Findings } else { Outcome::Clean };
    let page = Page { plan: &found, lang, origin: before.origin };
    match args.format {
        Format::Json => out.line(&page.json().to_string(), outcome)?,
        Format::Text => {
            let mut text = String::new();
            if errors > 0 {
                let word = msg!(
                    en: "{f} has errors ({n}) that have to be mended before it can be exported: muster check {f}",
                    zh: "{f} 中有 {n} 个错误，导出之前须先修正：muster check {f}",
                    n = errors, f = shown(&args.after));
                text = word.render(lang) + "\n\n";
            }
            text.push_str(&page.text());
            out.text(&text, outcome)?;
        }
    }
    out.end(outcome)
}

struct Page<'p> {
    plan: &'p Plan,
    lang: Lang,
    origin: Origin,
}

impl Page<'_> {
    fn say(&self, message: &Message) -> String {
        message.render(self.lang)
    }

    fn of(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    fn nodes(&self, nodes: &[String]) -> String {
        words::names(nodes, self.lang)
    }

    fn text(&self) -> String {
        let plan = self.plan;
        let mut lines = vec![self.say(&words::sum(plan))];
        if plan.steps.is_empty() {
            return lines.concat() + "\n";
        }
        if !plan.joins.is_empty() {
            lines.push(format!("  + {}", self.nodes(&plan.joins)));
        }
        if !plan.leaves.is_empty() {
            lines.push(format!("  - {}", self.nodes(&plan.leaves)));
        }
        self.serious(&mut lines);
        self.changes(&mut lines);
        lines.push(String::new());
        lines.push(self.say(&msg!(en: "What to do", zh: "操作步骤")));
        for (at, step) in plan.steps.iter().enumerate() {
            self.step(at + 1, step, &mut lines);
        }
        lines.push(String::new());
        lines.push(self.say(&msg!(en: "The way back", zh: "回退")));
        lines.extend(plan.back.iter().map(|said| format!("  {}", self.say(said))));
        lines.join("\n") + "\n"
    }

    fn serious(&self, lines: &mut Vec<String>) {
        if self.plan.serious.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(self.say(&msg!(en: "More than a restart", zh: "仅重启还不够的变更")));
        for one in &self.plan.serious {
            lines.push(format!("  {}", self.of(one.title)));
            lines.push(format!("    {}", self.of(one.why)));
            lines.push(format!("    {}", self.say(&words::stands(one.still))));
            lines.push(format!("    {}", self.say(&words::goes_back(&one.back))));
            for source in one.sources {
                let address = if source.url.is_empty() {
                    String::new()
                } else {
                    format!(" <{}>", source.url)
                };
                let source = format!("{}{address}", source.title);
                lines.push(format!(
                    "    {}",
                    self.say(&msg!(en: "Source: {s}", zh: "来源：{s}", s = source))
                ));
            }
        }
    }

    fn changes(&self, lines: &mut Vec<String>) {
        if !self.plan.files.is_empty() {
            lines.push(String::new());
            lines.push(self.say(&msg!(en: "Files of the nodes that stay", zh: "保留节点上的文件")));
            for file in &self.plan.files {
                let (sign, nodes) = (file.how.sign(), self.nodes(&file.nodes));
                lines.push(format!("  {sign} {}  ({nodes})", file.path));
            }
        }
        for (title, all) in words::services(self.plan) {
            lines.push(String::new());
            lines.push(self.say(&title));
            lines.extend(all.iter().map(|(id, nodes)| format!("  {id}  ({})", self.nodes(nodes))));
        }
    }

    fn step(&self, number: usize, step: &Step, lines: &mut Vec<String>) {
        let place = words::place(&step.place, self.lang);
        let place = match (place.is_empty(), self.lang) {
            (true, _) => String::new(),
            (_, Lang::En) => format!(" ({place})"),
            (_, Lang::Zh) => format!("（{place}）"),
        };
        lines.push(String::new());
        lines.push(format!("{number:>3}. {}{place}", self.say(&step.title)));
        lines.extend(step.commands.iter().map(|command| format!("       {command}")));
        if let Some(check) = &step.check {
            let check = self.say(check);
            lines.push(format!(
                "     {}",
                self.say(&msg!(en: "Check: {c}", zh: "检查：{c}", c = check))
            ));
        }
    }

    fn json(&self) -> Value {
        let plan = self.plan;
        let services = |all: &[OnNodes]| -> Vec<Value> {
            all.iter().map(|(id, nodes)| json!({"service": id, "nodes": nodes})).collect()
        };
        let files: Vec<Value> = plan
            .files
            .iter()
            .map(|f| json!({"path": f.path, "change": f.how.id(), "nodes": f.nodes}))
            .collect();
        let serious: Vec<Value> = plan
            .serious
            .iter()
            .map(|s| {
                let stand = match s.still {
                    Still::Nothing => json!([]),
                    Still::Services(ids) => json!(ids),
                    Still::Everything => json!("everything"),
                };
                json!({"id": s.id, "title": self.of(s.title), "why": self.of(s.why),
                    "stands": stand, "back": self.say(&words::goes_back(&s.back))})
            })
            .collect();
        let steps: Vec<Value> = plan
            .steps
            .iter()
            .map(|step| {
                let (place, nodes) = match &step.place {
                    Place::New => ("new archive", Vec::new()),
                    Place::Old => ("older archive", Vec::new()),
                    Place::Nodes(nodes) => ("nodes", nodes.clone()),
                };
                json!({"title": self.say(&step.title), "place": place, "nodes": nodes,
                    "commands": step.commands,
                    "check": step.check.as_ref().map(|check| self.say(check))})
            })
            .collect();
        let back: Vec<String> = plan.back.iter().map(|said| self.say(said)).collect();
        json!({"errors": plan.errors, "foreign": self.origin == Origin::Foreign,
            "joins": plan.joins, "leaves": plan.leaves, "stays": plan.stays,
            "serious": serious, "files": files,
            "restarted": services(&plan.services.restarted),
            "started": services(&plan.services.started),
            "stopped": services(&plan.services.stopped),
            "steps": steps, "back": back})
    }
}

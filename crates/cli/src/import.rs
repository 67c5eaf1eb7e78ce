//! `muster import`: from the files of an existing cluster to a document.

mod programs;

use crate::args::{Import, Reporting};
use crate::explain::severity;
use crate::input::{is_standard, shown};
use crate::output::{Done, Failure, Outcome, Output, remark};
use crate::sources::{self, Brought};
use crate::{junit, sarif, target};
use ::import::{Choices, Imported, Judged, Kept, Source, Spot};
use formats::document;
use model::value::shown as quoted;
use model::{Lang, Message, Severity, msg};
use rules::{Context, Report};
use std::collections::BTreeMap;

pub(crate) fn run(args: &Import, lang: Lang, out: &mut Output) -> Done {
    let brought = sources::read(&args.paths)?;
    let imported = ::import::import(products::ALL, &brought.sources, &choices(args, lang)?);
    let imported =
        imported.map_err(|nothing| Failure::Message(nothing.because(&brought.refused).reason))?;
    let cx = Context::new(&imported.spec, imported.product);
    let judged = ::import::judged(&imported, &cx);
    let report = &judged.report;
    let worst = imported.notes.iter().map(|n| n.severity);
    let worst = report.findings.iter().map(|f| f.severity).chain(worst).max();
    let threshold = args.fail_on.severity();
    let outcome =
        if worst.is_some_and(|s| s >= threshold) { Outcome::Findings } else { Outcome::Clean };
    let text = document::write(&imported.spec);
    let told =
        Told { imported: &imported, brought: &brought, cx: &cx, judged: &judged, report, lang };
    match &args.output {
        Some(path) if !is_standard(path) => {
            target::file(path, args.force, |to| std::io::Write::write_all(to, text.as_bytes()))?;
            if let Some(path) = &args.secrets {
                target::secret(path, args.force, &secrets(&imported))?;
            }
            match args.format {
                Reporting::Json => out.line(&told.json(), outcome)?,
                Reporting::Text => out.text(&told.text(args), outcome)?,
                Reporting::Sarif => out.line(&sarif::log(&told.found(args), lang), outcome)?,
                Reporting::Junit => {
                    out.text(&junit::report(&told.found(args), threshold, lang), outcome)?;
                }
            }
        }
        // These are for programs, which would not look for them where words for people go.
        _ if args.format == Reporting::Sarif => {
            out.line(&sarif::log(&told.found(args), lang), outcome)?;
        }
        _ if args.format == Reporting::Junit => {
            out.text(&junit::report(&told.found(args), threshold, lang), outcome)?;
        }
        _ => {
            remark(&told.text(args));
            out.text(&text, outcome)?;
        }
    }
    out.end(outcome)
}

/// `prefix=host` of the command line.
fn choices(args: &Import, lang: Lang) -> Result<Choices, Failure> {
    let mut hosts = BTreeMap::new();
    for pair in &args.host {
        let Some((path, host)) =
            pair.split_once('=').filter(|(p, h)| !p.is_empty() && !h.is_empty())
        else {
            return Err(msg!(
                en: "--host {p}: write PATH=NODE, the beginning of a path and the node's name",
                zh: "--host {p}：请写成 PATH=NODE，即路径的开头和节点名", p = quoted(pair))
            .into());
        };
        hosts.insert(path.to_owned(), host.to_owned());
    }
    if let Some(id) = args.product.as_deref().filter(|id| products::find(id).is_none()) {
        let ids: Vec<&str> = products::ALL.iter().map(|p| p.id).collect();
        return Err(msg!(en: "there is no product \"{id}\"; there are: {ids}", zh: "没有产品“{id}”；可选：{ids}",
            id = quoted(id), ids = ids.join(", ")).into());
    }
    Ok(Choices {
        product: args.product.clone(),
        version: args.product_version.clone(),
        hosts,
        language: lang,
    })
}

/// What was taken out, as lines of `secrets.env`.
fn secrets(imported: &Imported) -> String {
    let line = |(name, secret): &(String, String)| formats::shell::assign(name, secret) + "\n";
    imported.secrets.iter().map(line).collect()
}

/// A path as a terminal can show it, whole.
fn plain(path: &str) -> String {
    shown(std::path::Path::new(path))
}

/// Everything that is told about an import.
struct Told<'a> {
    imported: &'a Imported,
    brought: &'a Brought,
    cx: &'a Context<'a>,
    judged: &'a Judged,
    report: &'a Report,
    lang: Lang,
}

impl Told<'_> {
    fn say(&self, message: &Message) -> String {
        message.render(self.lang)
    }

    /// For people: what was read, what is wrong and where, what differs, what comes next.
    fn text(&self, args: &Import) -> String {
        let mut out = String::new();
        let of = self.imported;
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!("{} {}", of.product.title, of.spec.version));
        for reason in &of.guess.reasons {
            line(format!("  {}", self.say(reason)));
        }
        line(String::new());
        self.files(&mut line);
        self.notes(&mut line);
        self.findings(&mut line);
        self.absent(&mut line);
        self.drift(&mut line);
        self.unsaid(&mut line);
        self.secrets(args, &mut line);
        let counts = &of.counts;
        let read = of.files.iter().filter(|f| f.kind.is_ok()).count();
        let sum = [Severity::Error, Severity::Warning, Severity::Info].map(|s| {
            let notes = of.notes.iter().filter(|n| n.severity == s).count();
            crate::report::counted(self.report.count(s) + notes, severity(s), self.lang)
        });
        line(self.say(&msg!(
            en: "{f} files of {n} nodes read: {k} keys, {s} fields set, {o} settings of their own, {l} left out; {sum}",
            zh: "已读取 {n} 个节点的 {f} 个文件：{k} 个键，设置 {s} 个字段，{o} 个单独的设置，{l} 个不写；{sum}",
            f = read, n = counts.nodes, k = counts.keys, s = counts.fields, o = counts.own,
            l = counts.left_out, sum = sum.join(if self.lang == Lang::Zh { "，" } else { ", " }))));
        if let Some(path) = args.output.as_deref().filter(|p| !is_standard(p)) {
            line(self.say(&msg!(en: "Written: {p}", zh: "已写入：{p}", p = shown(path))));
        }
        out
    }

    fn files(&self, line: &mut dyn FnMut(String)) {
        let own = self.imported.files.iter().filter(|f| f.kind == Err(Kept::Own)).count();
        for file in self.imported.files.iter().filter(|f| f.kind != Err(Kept::Own)) {
            let told = match &file.kind {
                Ok(_) if file.keys == 0 => {
                    self.say(&msg!(en: "what it says of machines", zh: "其中关于机器的内容"))
                }
                Ok(_) => self.say(&msg!(en: "{n} keys", zh: "{n} 个键", n = file.keys)),
                Err(why) => why.sentence().get(self.lang).to_owned(),
            };
            let host = if file.host.is_empty() {
                String::new()
            } else {
                format!("{}: ", quoted(&file.host))
            };
            line(format!("  {}  {host}{told}", plain(&file.path)));
        }
        if own > 0 {
            line(format!(
                "  {}",
                self.say(&msg!(
                en: "{n} more files that Muster makes from the document; they will be made anew.",
                zh: "另有 {n} 个由 Muster 根据文档生成的文件；将重新生成。", n = own))
            ));
        }
        for (path, why) in &self.brought.refused {
            line(format!("  {}  {}", plain(path), self.say(why)));
        }
        line(String::new());
    }

    /// A line of a file, without its secrets.
    fn excerpt(&self, spot: &Spot) -> Option<String> {
        let source = self.brought.sources.iter().find(|s: &&Source| s.path == spot.path)?;
        ::import::line(self.imported, source, spot.line)
    }

    fn notes(&self, line: &mut dyn FnMut(String)) {
        for note in &self.imported.notes {
            let word = severity(note.severity).get(self.lang);
            line(format!("{word}: {}", self.say(&note.message)));
            let spot =
                Spot { path: note.path.clone(), line: note.span.line, column: note.span.column };
            self.spot(&spot, line);
        }
    }

    fn spot(&self, spot: &Spot, line: &mut dyn FnMut(String)) {
        line(format!("  --> {}:{}:{}", plain(&spot.path), spot.line, spot.column));
        if let Some(excerpt) = self.excerpt(spot) {
            line(format!("   | {excerpt}"));
        }
        line(String::new());
    }

    fn findings(&self, line: &mut dyn FnMut(String)) {
        for finding in &self.report.findings {
            let word = severity(finding.severity).get(self.lang);
            line(format!("{word}[{}]: {}", finding.rule, self.say(&finding.message)));
            if let Some(spot) = self.imported.spots.at(&finding.place) {
                self.spot(spot, line);
            } else {
                line(format!("  --> {}", self.cx.path(&finding.place)));
                line(String::new());
            }
        }
    }

    fn absent(&self, line: &mut dyn FnMut(String)) {
        if self.judged.absent.is_empty() {
            return;
        }
        line(self.say(&msg!(
            en: "Not there, or not brought:", zh: "没有，或未提供：")));
        for finding in &self.judged.absent {
            line(format!("  [{}] {}", finding.rule, self.say(&finding.message)));
        }
        line(String::new());
    }

    fn drift(&self, line: &mut dyn FnMut(String)) {
        if self.imported.drift.is_empty() {
            return;
        }
        line(self.say(&msg!(en: "Differs between nodes:", zh: "节点之间的差异：")));
        for drift in &self.imported.drift {
            line(format!("  {} {}", drift.file, quoted(&drift.key)));
            for ((_, nodes), value) in drift.values.iter().zip(drift.shown()) {
                let value = match value {
                    Some(value) => value,
                    None => self.say(&msg!(en: "(not there)", zh: "（没有）")),
                };
                line(format!("    {}: {value}", nodes.join(", ")));
            }
        }
        line(String::new());
    }

    fn unsaid(&self, line: &mut dyn FnMut(String)) {
        if self.imported.unsaid.is_empty() {
            return;
        }
        line(self.say(&msg!(
            en: "Muster would write, and the files do not have (left out of the document; take a line out of left_out to have it):",
            zh: "Muster 会写、而这些文件没有的内容（文档中标为不写；从 left_out 中去掉即可写入）：")));
        for unsaid in &self.imported.unsaid {
            line(format!(
                "  {} {}={}  ({})",
                unsaid.file,
                quoted(&unsaid.key),
                quoted(&unsaid.value),
                unsaid.nodes.join(", ")
            ));
        }
        line(String::new());
    }

    fn secrets(&self, args: &Import, line: &mut dyn FnMut(String)) {
        let secrets = &self.imported.secrets;
        if secrets.is_empty() {
            return;
        }
        let names: Vec<&str> = secrets.iter().map(|(name, _)| name.as_str()).collect();
        line(self.say(&msg!(
            en: "Secrets were taken out, and the names of variables put in their place: {v}.",
            zh: "已取出机密，换成变量名：{v}。", v = names.join(", "))));
        line(match &args.secrets {
            Some(path) => self.say(&msg!(en: "Their values stand in {p}, which only you can read.", zh: "其值写在 {p} 中，仅您可读。", p = shown(path))),
            None => self.say(&msg!(en: "--secrets FILE writes their values to a file that only you can read.", zh: "用 --secrets FILE 可把其值写入仅您可读的文件。")),
        });
        line(String::new());
    }
}

//! `muster explain`.

use crate::args::Explain;
use crate::input;
use crate::output::{Done, Failure, Outcome, Output};
use model::{Lang, Message, Severity, Text, msg};
use rules::{Match, Rule};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;

/// A severity in words.
pub(crate) fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text::new("error", "错误"),
        Severity::Warning => Text::new("warning", "警告"),
        Severity::Info => Text::new("info", "提示"),
    }
}

pub(crate) fn run(args: &Explain, lang: Lang, out: &mut Output) -> Done {
    if let Some(path) = &args.log {
        return log(path, lang, out);
    }
    match &args.rule {
        None => list(lang, out),
        Some(id) => {
            let rule = find(id)?;
            out.text(&page(rule, lang), Outcome::Clean)?;
            out.end(Outcome::Clean)
        }
    }
}

fn list(lang: Lang, out: &mut Output) -> Done {
    for rule in products::rules() {
        let (grade, title) = (severity(rule.severity).get(lang), rule.title.get(lang));
        // Chinese letters are two columns wide, and every grade has two of them.
        let pad = if lang == Lang::En { 7 } else { 2 };
        out.line(&format!("{}  {grade:pad$}  {title}", rule.id), Outcome::Clean)?;
    }
    out.end(Outcome::Clean)
}

/// The rule with this id or name.
fn find(id: &str) -> Result<&'static Rule, Failure> {
    let rules = products::rules();
    let known = rules.iter().find(|r| r.id.eq_ignore_ascii_case(id) || r.name == id);
    if let Some(rule) = known {
        return Ok(rule);
    }
    let upper = id.to_ascii_uppercase();
    let near = rules
        .iter()
        .flat_map(|r| {
            [
                (r.id, strsim::damerau_levenshtein(r.id, &upper)),
                (r.name, strsim::damerau_levenshtein(r.name, id)),
            ]
        })
        .filter(|(_, distance)| *distance <= 2)
        .min_by_key(|(_, distance)| *distance);
    let shown = model::value::shown(id);
    let message = if let Some((near, _)) = near {
        msg!(en: "there is no rule \"{id}\"; did you mean {near}?", zh: "没有规则“{id}”；是不是 {near}？",
            id = shown, near = near)
    } else {
        msg!(en: "there is no rule \"{id}\"; muster explain --list shows all",
            zh: "没有规则“{id}”；用 muster explain --list 查看全部", id = shown)
    };
    Err(message.into())
}

/// Everything about a rule.
fn page(rule: &Rule, lang: Lang) -> String {
    let head = |text: Text| format!("\n{}\n", text.get(lang));
    let mut page = format!(
        "{} {} ({})\n{}\n\n{}\n",
        rule.id,
        rule.name,
        severity(rule.severity).get(lang),
        rule.title.get(lang),
        rule.why.get(lang)
    );
    if !rule.symptoms.is_empty() {
        page.push_str(&head(Text::new("What one sees:", "现象：")));
        for symptom in rule.symptoms {
            page.push_str(&format!("  {}", symptom.words));
            if !symptom.log.is_empty() {
                page.push_str(&format!("  [{}]", symptom.log));
            }
            page.push('\n');
        }
    }
    page.push_str(&head(Text::new("Known from:", "依据：")));
    for source in rule.sources {
        page.push_str(format!("  {} {}", source.title, source.url).trim_end());
        page.push('\n');
    }
    page
}

/// How much of a log is looked at in one go.
const PIECE: usize = 1 << 20;

fn log(path: &Path, lang: Lang, out: &mut Output) -> Done {
    let reading = || msg!(en: "read", zh: "读取");
    let failed = |error: std::io::Error| input::cannot(reading(), path, &error);
    let source: Box<dyn Read> = if input::is_standard(path) {
        Box::new(stdin())
    } else {
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        Box::new(file)
    };
    let mut source = BufReader::new(source);
    let mut matches: Vec<Match> = Vec::new();
    let mut piece = Vec::new();
    loop {
        let read =
            source.by_ref().take(PIECE as u64).read_until(b'\n', &mut piece).map_err(failed)?;
        // Whole lines are looked at together; a line without end in pieces.
        if read > 0 && piece.len() < PIECE {
            continue;
        }
        let text = String::from_utf8_lossy(&piece);
        for product in products::ALL.iter().copied() {
            for found in rules::explain(product, &text) {
                if !matches.iter().any(|m| m.rule.id == found.rule.id) {
                    matches.push(found);
                }
            }
        }
        piece.clear();
        if read == 0 {
            break;
        }
    }
    if matches.is_empty() {
        let none: Message = msg!(
            en: "no rule knows these lines", zh: "没有规则认识这些日志行");
        out.line(&none.render(lang), Outcome::Clean)?;
    }
    for found in &matches {
        out.line(&format!("{}  {}", found.rule.id, found.rule.title.get(lang)), Outcome::Clean)?;
        out.line(&format!("    {}", visible(&found.line)), Outcome::Clean)?;
        out.line(&format!("    muster explain {}", found.rule.id), Outcome::Clean)?;
    }
    out.end(Outcome::Clean)
}

/// A line of a log, cut and made harmless for a terminal.
fn visible(line: &str) -> String {
    const MOST: usize = 300;
    let line = &model::secret::masked(line);
    let mut out: String = line
        .chars()
        .take(MOST)
        .map(|c| {
            if model::value::forbidden_character(c.encode_utf8(&mut [0; 4])).is_some() {
                '·'
            } else {
                c
            }
        })
        .collect();
    if line.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

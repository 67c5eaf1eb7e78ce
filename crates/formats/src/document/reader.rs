//! What reading a document needs at every step: problems with their places, texts of values.

use super::spots::Spots;
use super::{Problem, Spans, value};
use model::secret::{Names, masked};
use model::{Keys, Message, Properties, Property, Severity, Span, Text, Unknown, msg};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key with its value.
pub(super) type Entry<'t> = (&'t Spanned<std::borrow::Cow<'t, str>>, &'t Spanned<DeValue<'t>>);

/// How many problems of one kind are listed.
pub(super) const MOST: usize = 100;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) spots: Spots<'t>,
    pub(super) problems: Vec<Problem>,
    pub(super) spans: Spans,
    pub(super) lost: bool,
    pub(super) counts: BTreeMap<&'static str, usize>,
    pub(super) names: Names,
    /// Secrets of unknown keys.
    pub(super) secrets: Vec<(String, String)>,
}

impl Reader<'_> {
    pub(super) fn problem(
        &mut self,
        rule: &'static str,
        severity: Severity,
        path: &str,
        span: std::ops::Range<usize>,
        message: Message,
    ) {
        let span = Some(self.spots.at(span.start));
        self.push(Problem { rule, severity, path: path.to_owned(), message, span });
    }

    /// Keeps a problem, unless there are many of its kind already: then it is only counted.
    pub(super) fn push(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.rule).or_default();
        *count += 1;
        if *count <= MOST {
            // A key may be anything that somebody pasted.
            self.problems.push(Problem { path: masked(&problem.path), ..problem });
        }
    }

    /// Says how many problems were only counted.
    pub(super) fn sum_up(&mut self) {
        for (rule, count) in &self.counts {
            let last = self.problems.iter().rfind(|p| p.rule == *rule);
            let Some((severity, more)) = last.map(|p| p.severity).zip(count.checked_sub(MOST + 1))
            else {
                continue;
            };
            let message = msg!(en: "{n} more problems of this kind are not listed.", zh: "另有 {n} 个同类问题没有列出。", n = more + 1);
            self.problems.push(Problem {
                rule,
                severity,
                path: String::new(),
                message,
                span: None,
            });
        }
    }

    /// Something was lost.
    pub(super) fn lost(
        &mut self,
        rule: &'static str,
        path: &str,
        span: std::ops::Range<usize>,
        message: Message,
    ) {
        self.lost = true;
        self.problem(rule, Severity::Error, path, span, message);
    }

    pub(super) fn wrong_type(&mut self, path: &str, value: &Spanned<DeValue>, expected: Text) {
        let found = value::kind(value.get_ref());
        self.lost(
            "DOC003",
            path,
            value.span(),
            msg!(
            en: "{path} is {found}; it must be {expected}.",
            zh: "{path} 是{found}，应为{expected}。",
            path = model::value::shown(path), found = found, expected = expected),
        );
    }

    pub(super) fn unknown(
        &mut self,
        prefix: Option<&str>,
        path: &[&str],
        (key, value): Entry,
        out: &mut Vec<Unknown>,
    ) {
        let mut full: Vec<String> = path.iter().map(|p| (*p).to_owned()).collect();
        full.push(key.get_ref().to_string());
        let dotted = join(prefix, &full.join("."));
        self.problem(
            "DOC002",
            Severity::Warning,
            &dotted,
            key.span(),
            msg!(
            en: "The key {key} is not known here; it is kept as it is.",
            zh: "此处不认识键 {key}；已原样保留。", key = model::value::shown(&dotted)),
        );
        let mut removed = Vec::new();
        let toml = value::keep(key.get_ref(), value.get_ref(), &mut self.names, &mut removed);
        for (variable, secret) in removed {
            self.secret(&dotted, Some(self.spots.at(value.span().start)), None);
            self.secrets.push((variable, secret));
        }
        out.push(Unknown { path: full, toml });
    }

    /// Says that a secret was taken out; the variable, where a secret is needed.
    pub(super) fn secret(&mut self, path: &str, span: Option<Span>, variable: Option<&str>) {
        let message = secret_message(path, variable);
        let path = path.to_owned();
        self.push(Problem { rule: "DOC007", severity: Severity::Warning, path, message, span });
    }

    pub(super) fn mark(&mut self, path: &str, span: std::ops::Range<usize>) {
        let span = self.spots.at(span.start);
        self.spans.0.entry(path.to_owned()).or_insert(span);
    }

    /// Notes where a table stands: at its head or its brace. One that only the heads of tables
    /// inside it name stands nowhere.
    pub(super) fn mark_table(&mut self, path: &str, span: std::ops::Range<usize>) {
        if self.text.get(span.start..).is_some_and(|t| t.starts_with(['[', '{'])) {
            self.mark(path, span);
        }
    }

    /// The text of a scalar; of a list, its parts with commas. Values that the parser made up for
    /// missing ones have no span and give nothing.
    pub(super) fn scalar(&mut self, path: &str, value: &Spanned<DeValue>) -> Option<String> {
        if value.span().is_empty() {
            return None;
        }
        self.mark(path, value.span());
        let text = value::text(value, self.text);
        if text.is_none() {
            self.wrong_type(path, value, const { Text::new("a text", "文本") });
        }
        text
    }

    /// The texts of a list; of one text, its parts between commas, blanks and plus signs.
    pub(super) fn list(&mut self, path: &str, value: &Spanned<DeValue>) -> Vec<String> {
        if value.span().is_empty() {
            return Vec::new();
        }
        self.mark(path, value.span());
        if let DeValue::Array(array) = value.get_ref() {
            return array.iter().filter_map(|item| self.scalar(path, item)).collect();
        }
        let Some(text) = value::text(value, self.text) else {
            self.wrong_type(path, value, const { Text::new("a list of texts", "文本的列表") });
            return Vec::new();
        };
        text.split([',', ' ', '+']).filter(|p| !p.is_empty()).map(str::to_owned).collect()
    }

    /// Properties by their text form.
    pub(super) fn property_list(&mut self, path: &str, value: &Spanned<DeValue>) -> Keys {
        self.list(path, value).iter().map(|text| Property::parse(text)).collect()
    }

    /// Keys and texts of a table; nested tables join their keys with dots.
    pub(super) fn map(
        &mut self,
        path: &str,
        prefix: Option<&str>,
        value: &Spanned<DeValue>,
        out: &mut BTreeMap<String, String>,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(path, value, const { Text::new("a table", "表") });
            return;
        };
        self.mark_table(path, value.span());
        for (key, value) in table {
            let here = format!("{path}.{}", key.get_ref());
            let name = join(prefix, key.get_ref());
            if let DeValue::Table(_) = value.get_ref() {
                self.map(&here, Some(&name), value, out);
            } else if let Some(text) = self.scalar(&here, value) {
                self.put(out, name, text, &here, key.span());
            }
        }
    }

    /// Properties that were set: keys of the main file, and a table for each other file, whose name
    /// has a slash. Nested tables join their keys with dots.
    pub(super) fn properties(
        &mut self,
        path: &str,
        value: &Spanned<DeValue>,
        out: &mut Properties,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(path, value, const { Text::new("a table", "表") });
            return;
        };
        self.mark_table(path, value.span());
        for (name, value) in table {
            let here = format!("{path}.{}", name.get_ref());
            match value.get_ref() {
                DeValue::Table(inner) if name.get_ref().contains('/') => {
                    self.mark_table(&here, value.span());
                    self.keys(path, name.get_ref(), "", inner, out);
                }
                DeValue::Table(inner) => self.keys(path, "", name.get_ref(), inner, out),
                _ => {
                    if let Some(text) = self.scalar(&here, value) {
                        self.put(out, Property::parse(name.get_ref()), text, &here, name.span());
                    }
                }
            }
        }
    }

    /// The keys of one file, below a prefix.
    fn keys(
        &mut self,
        path: &str,
        file: &str,
        prefix: &str,
        table: &DeTable,
        out: &mut Properties,
    ) {
        for (key, value) in table {
            let key_name = join(Some(prefix).filter(|p| !p.is_empty()), key.get_ref());
            if let DeValue::Table(inner) = value.get_ref() {
                self.keys(path, file, &key_name, inner, out);
                continue;
            }
            let property = Property::new(file, &key_name);
            let here = format!("{path}.{property}");
            if let Some(text) = self.scalar(&here, value) {
                self.put(out, property, text, &here, key.span());
            }
        }
    }

    /// Keeps the first of two values of one key.
    fn put<K: Ord + ToString>(
        &mut self,
        out: &mut BTreeMap<K, String>,
        key: K,
        text: String,
        here: &str,
        span: std::ops::Range<usize>,
    ) {
        let name = key.to_string();
        if let std::collections::btree_map::Entry::Vacant(free) = out.entry(key) {
            free.insert(text);
            return;
        }
        self.lost(
            "DOC001",
            here,
            span,
            msg!(
            en: "The key {key} stands here twice, written in two ways; the first one counts.",
            zh: "键 {key} 以两种写法出现了两次；以第一个为准。",
            key = model::value::shown(&name)),
        );
    }
}

fn secret_message(path: &str, variable: Option<&str>) -> Message {
    let Some(variable) = variable else {
        return msg!(en: "A secret stood in {path} and was taken out: no program needs it there. Change it if others have seen this file.",
             zh: "{path} 中有机密，现已取出：没有程序需要它。如果别人看过该文件，请更换机密。",
             path = model::value::shown(path));
    };
    msg!(en: "A secret stood in {path}; the variable {variable} stands there now. Put the secret into secrets.env, and change it if others have seen this file.",
         zh: "{path} 中有机密，现已换成变量 {variable}。请把机密写入 secrets.env；如果别人看过该文件，请更换机密。",
         path = model::value::shown(path), variable = variable)
}

fn join(prefix: Option<&str>, key: &str) -> String {
    match prefix {
        Some(prefix) => format!("{prefix}.{key}"),
        None => key.to_owned(),
    }
}

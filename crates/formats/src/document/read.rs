//! Reads the text of a `cluster.toml`.

use super::bytes::{refused, too_large};
use super::reader::{MOST, Reader};
use super::spots::Spots;
use super::{Loaded, MAX_BYTES, Marks, Spans, syntax};
use model::secret::{Names, protect_document};
use model::{
    Accepted, ClusterSpec, Environment, Lang, Node, Place, RowId, SCHEMA, Severity, Text, msg,
};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a text. Never fails: what cannot be read is a problem with its line and column.
pub fn read(text: &str) -> Loaded {
    read_with(text, &|_| Vec::new())
}

/// The same, with what the product's catalogue says about secrets.
pub fn read_with(text: &str, marks: Marks) -> Loaded {
    if text.len() > MAX_BYTES {
        return refused("DOC005", too_large(text.len()));
    }
    let (text, marked) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let spots = Spots::new(text);
    let mut reader = Reader {
        text,
        spots,
        problems: Vec::new(),
        spans: Spans::default(),
        lost: false,
        counts: BTreeMap::new(),
        names: Names::default(),
        secrets: Vec::new(),
    };
    if marked {
        reader.problem(
            "DOC008",
            Severity::Info,
            "",
            0..0,
            msg!(
            en: "The file starts with a byte-order mark, which was dropped.",
            zh: "文件开头有字节顺序标记（BOM），已去掉。"),
        );
    }
    if let Some(at) = text.find('\0') {
        reader.lost(
            "DOC006",
            "",
            at..at,
            msg!(en: "The file has a NUL character, which no text has.", zh: "文件含有文本中不会出现的 NUL 字符。"),
        );
    }
    let mut source = text;
    if let Some(at) = syntax::too_deep(text) {
        reader.lost("DOC001", "", at..at, syntax::too_deep_message());
        source = text.get(..reader.spots.line_start(at)).unwrap_or_default();
    }
    if let Some(at) = syntax::too_many_errors(source) {
        reader.lost("DOC001", "", at..at, syntax::too_many_errors_message());
        source = source.get(..reader.spots.line_start(at)).unwrap_or_default();
    }
    let (root, errors) = DeTable::parse_recoverable(source);
    reader.syntax_errors(&errors);
    let mut spec = reader.document(root.get_ref());
    let secrets = reader.take_secrets(&mut spec, marks);
    reader.sum_up();
    Loaded {
        read_only: spec.schema > SCHEMA,
        spec,
        complete: !reader.lost,
        problems: reader.problems,
        spans: reader.spans,
        secrets,
    }
}

impl Reader<'_> {
    fn document(&mut self, root: &DeTable) -> ClusterSpec {
        let mut spec = ClusterSpec { schema: SCHEMA, ..ClusterSpec::default() };
        let mut accepted = None;
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "schema" => spec.schema = self.schema(value),
                "name" => spec.name = self.scalar("name", value).unwrap_or_default(),
                "product" => spec.product = self.scalar("product", value).unwrap_or_default(),
                "version" => spec.version = self.scalar("version", value).unwrap_or_default(),
                "environment" => {
                    let known =
                        self.choice("environment", value, "production, test", Environment::parse);
                    spec.environment = known.unwrap_or_default();
                }
                "language" => {
                    spec.language =
                        self.choice("language", value, "en, zh", Lang::parse).unwrap_or_default();
                }
                "settings" => self.map("settings", None, value, &mut spec.settings),
                "overrides" => self.overrides(value, &mut spec),
                "left_out" => self.left_out(value, &mut spec),
                "nodes" => self.nodes(value, &mut spec),
                "accepted" => accepted = Some(value),
                _ => self.unknown(None, &[], (key, value), &mut spec.unknown),
            }
        }
        spec.settle_left_out();
        // After the nodes, which acceptances name.
        if let Some(value) = accepted {
            self.accepted(value, &mut spec);
        }
        spec
    }

    fn schema(&mut self, value: &Spanned<DeValue>) -> u32 {
        let Some(text) = self.scalar("schema", value) else { return SCHEMA };
        let number = text.trim().trim_start_matches('0');
        let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        if !digits {
            self.wrong_type(
                "schema",
                value,
                const { Text::new("a whole number from 1", "从 1 开始的整数") },
            );
            return SCHEMA;
        }
        let schema = number.parse().unwrap_or(u32::MAX);
        if schema > SCHEMA {
            self.problem("DOC004", Severity::Error, "schema", value.span(), msg!(
                en: "The file was written by a newer version of Muster (schema {new}; this version knows {old}): it can be looked at, not changed or exported.",
                zh: "该文件由更新版本的 Muster 写成（schema 为 {new}，本版本只认识到 {old}）：只能查看，不能修改或导出。",
                new = number, old = SCHEMA));
        }
        // An older one has become this one by being read.
        schema.max(SCHEMA)
    }

    fn choice<T>(
        &mut self,
        path: &str,
        value: &Spanned<DeValue>,
        known: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.scalar(path, value)?;
        let choice = parse(&text);
        if choice.is_none() {
            self.lost(
                "DOC003",
                path,
                value.span(),
                msg!(
                en: "{path} is \"{text}\"; it must be one of {known}.",
                zh: "{path} 为“{text}”，应为 {known} 之一。",
                path = path, text = model::value::shown(&text), known = known),
            );
        }
        choice
    }

    fn nodes(&mut self, value: &Spanned<DeValue>, spec: &mut ClusterSpec) {
        self.mark("nodes", value.span());
        match value.get_ref() {
            DeValue::Array(array) => {
                for item in array {
                    self.node(item, spec);
                }
            }
            // `[nodes]` where `[[nodes]]` was meant.
            DeValue::Table(_) | DeValue::String(_) => self.node(value, spec),
            _ => {
                self.wrong_type(
                    "nodes",
                    value,
                    const { Text::new("a list of tables", "表的列表") },
                );
            }
        }
    }

    fn node(&mut self, value: &Spanned<DeValue>, spec: &mut ClusterSpec) {
        let path = format!("nodes[{}]", spec.nodes.len());
        let mut node = Node::default();
        match value.get_ref() {
            DeValue::Table(table) => {
                self.mark(&path, value.span());
                for (key, value) in table {
                    let here = format!("{path}.{}", key.get_ref());
                    match key.get_ref().as_ref() {
                        "name" => node.name = self.scalar(&here, value).unwrap_or_default(),
                        "address" => node.address = self.scalar(&here, value).unwrap_or_default(),
                        "roles" => node.roles = self.list(&here, value).into_iter().collect(),
                        "settings" => self.map(&here, None, value, &mut node.settings),
                        "overrides" => self.properties(&here, value, &mut node.overrides),
                        "left_out" => node.left_out = self.property_list(&here, value),
                        _ => self.unknown(Some(&path), &[], (key, value), &mut node.unknown),
                    }
                }
            }
            DeValue::String(name) => {
                self.mark(&path, value.span());
                node.name = name.to_string();
            }
            _ => {
                self.wrong_type(&path, value, const { Text::new("a table", "表") });
                return;
            }
        }
        spec.push(node);
    }

    fn accepted(&mut self, value: &Spanned<DeValue>, spec: &mut ClusterSpec) {
        self.mark("accepted", value.span());
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type("accepted", value, const { Text::new("a list of tables", "表的列表") });
            return;
        };
        let mut rows: BTreeMap<&str, (RowId, bool)> = BTreeMap::new();
        for node in &spec.nodes {
            rows.entry(&node.name).and_modify(|known| known.1 = true).or_insert((node.row, false));
        }
        let mut all = Vec::new();
        for item in array {
            let path = format!("accepted[{}]", all.len());
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_type(&path, item, const { Text::new("a table", "表") });
                continue;
            };
            self.mark(&path, item.span());
            let mut accepted = Accepted::default();
            let mut gone = false;
            for (key, value) in table {
                let here = format!("{path}.{}", key.get_ref());
                match key.get_ref().as_ref() {
                    "rule" => accepted.rule = self.scalar(&here, value).unwrap_or_default(),
                    "field" => accepted.field = self.scalar(&here, value).unwrap_or_default(),
                    "reason" => accepted.reason = self.scalar(&here, value).unwrap_or_default(),
                    "facts" => {
                        accepted.facts = match value.get_ref() {
                            DeValue::Array(_) => self.list(&here, value),
                            _ => self.scalar(&here, value).into_iter().collect(),
                        }
                    }
                    "node" => {
                        accepted.node = self.row(&here, value, &rows, &spec.nodes);
                        gone = accepted.node.is_none();
                    }
                    _ => self.lost(
                        "DOC002",
                        &here,
                        key.span(),
                        msg!(
                        en: "The key {key} is not known here and was left out.",
                        zh: "此处不认识键 {key}，已略去。", key = model::value::shown(&here)),
                    ),
                }
            }
            if !gone {
                all.push(accepted);
            }
        }
        spec.accepted = all;
    }

    /// The node that an acceptance names: by name, or by its position from 1 where names are not
    /// unique.
    fn row(
        &mut self,
        path: &str,
        value: &Spanned<DeValue>,
        rows: &BTreeMap<&str, (RowId, bool)>,
        nodes: &[Node],
    ) -> Option<RowId> {
        let text = self.scalar(path, value)?;
        let position = match value.get_ref() {
            DeValue::Integer(_) => {
                text.parse::<usize>().ok().and_then(|n| nodes.get(n.checked_sub(1)?))
            }
            _ => None,
        };
        if let Some(node) = position {
            return Some(node.row);
        }
        let found = rows.get(text.as_str()).copied();
        let message = match found {
            None => msg!(
                en: "No node is called \"{name}\": what was accepted for it was dropped.",
                zh: "没有名为“{name}”的节点：为它接受的警告已去掉。", name = model::value::shown(&text)),
            Some((_, true)) => msg!(
                en: "Several nodes are called \"{name}\": the first one is taken.",
                zh: "有多个名为“{name}”的节点：按第一个处理。", name = model::value::shown(&text)),
            Some((row, false)) => return Some(row),
        };
        self.lost |= found.is_none();
        self.problem("DOC009", Severity::Warning, path, value.span(), message);
        found.map(|(row, _)| row)
    }

    /// The parser goes on behind an error and often stumbles over its rest: one error per line, the
    /// first. Of several at one spot, the last one knows most.
    fn syntax_errors(&mut self, errors: &[toml::de::Error]) {
        let spots = &self.spots;
        let mut first: BTreeMap<usize, (Range<usize>, &toml::de::Error)> = BTreeMap::new();
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let line = spots.line_start(span.start);
            if first.get(&line).is_none_or(|(known, _)| span.start <= known.start) {
                first.insert(line, (span, error));
            }
        }
        for (span, error) in first.into_values() {
            self.lost("DOC001", "", span, syntax::message(error.message()));
        }
    }

    fn take_secrets(&mut self, spec: &mut ClusterSpec, marks: Marks) -> Vec<(String, String)> {
        let marks = marks(spec);
        let removed = protect_document(spec, &marks, &mut self.names);
        for secret in &removed {
            let known = self.counts.get("DOC007").is_some_and(|count| *count > MOST);
            let path = if known { String::new() } else { secret.place.path(spec) };
            let variable = match secret.place {
                Place::Setting(_) | Place::NodeSetting(..) | Place::Override(..) => {
                    Some(secret.variable.as_str())
                }
                _ => None,
            };
            self.secret(&path, self.spans.of(&path), variable);
        }
        let mut secrets = std::mem::take(&mut self.secrets);
        secrets.extend(removed.into_iter().map(|r| (r.variable, r.value)));
        secrets.sort();
        secrets.dedup();
        secrets
    }
}

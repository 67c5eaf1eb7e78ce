//! Reading `facts.json`, which `bin/preflight` writes.
//!
//! As with documents, reading never fails wholesale: what is of another type than it should be is told
//! with line and column, what is not known is named, and the rest is kept. Members are only ever added,
//! so that files of all versions open for ever.

mod members;

use crate::document::spots::Spots;
use crate::json::read::{NotJson, Value, Way, read as read_json, spots};
use members::{OF_FILE, OF_MACHINE, Set, Wanted};
use model::facts::{Facts, Machine};
use model::value::shown;
use model::{Message, Span, Text, msg};
use std::collections::{BTreeMap, BTreeSet};

/// The number that stands in the files of today.
pub const SCHEMA: u32 = 1;

/// More problems of one file are not told one by one.
const MOST: usize = 50;

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What it says; `None` when it is no `facts.json` at all.
    pub facts: Option<Facts>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Members that are not known here, each name once: they are kept aside.
    pub unknown: Vec<String>,
}

/// Something that could not be read as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: Message,
    /// Where in the text.
    pub span: Option<Span>,
}

impl Read {
    fn nothing(message: Message, span: Option<Span>) -> Read {
        Read { problems: vec![Problem { message, span }], ..Read::default() }
    }
}

/// Whether bytes look like a `facts.json`, whatever the file is called.
pub fn is_facts(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let value = read_json(text.trim_start_matches('\u{feff}'));
    value.is_ok_and(|value| value.get("nodes").is_some() && value.get("schema").is_some())
}

/// Reads the bytes of a file, which may be anything. What is no UTF-8 in it becomes a sign for that.
pub fn read(bytes: &[u8]) -> Read {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let value = match read_json(text) {
        Ok(value) => value,
        Err(error) => {
            return Read::nothing(no_json(error), Some(Spots::new(text).at(error.at)));
        }
    };
    let Value::Object(members) = value else {
        return Read::nothing(no_facts(), None);
    };
    let mut reader = Reader::default();
    let mut facts = Facts::default();
    reader.members(&mut facts, &members, &[], OF_FILE);
    reader.schema(&members);
    let nodes = members.iter().rposition(|(name, _)| name == "nodes");
    let Some((at, Value::List(nodes))) = nodes.and_then(|at| Some((at, &members.get(at)?.1)))
    else {
        return Read::nothing(no_facts(), None);
    };
    for (number, node) in nodes.iter().enumerate() {
        reader.machine(&mut facts, node, vec![at, number]);
    }
    reader.done(facts, text)
}

/// What is noted while reading; where it stands is looked up at the end, for all at once.
#[derive(Default)]
struct Reader {
    wrong: Vec<(Way, Message)>,
    more: usize,
    unknown: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Reader {
    fn tell(&mut self, way: Way, message: Message) {
        if self.wrong.len() < MOST {
            self.wrong.push((way, message));
        } else {
            self.more += 1;
        }
    }

    /// The members of an object, each by its row in the table.
    fn members<T>(
        &mut self,
        into: &mut T,
        members: &[(String, Value)],
        way: &[usize],
        table: &[(&str, Set<T>)],
    ) {
        for (at, (name, value)) in members.iter().enumerate() {
            let Some((_, set)) = table.iter().find(|(own, _)| own == name) else {
                self.unknown.insert(shown(name));
                continue;
            };
            if let Err(Wanted { what, element }) = set(into, value) {
                let message = msg!(
                    en: "{name} should be {what}; it is left out.", zh: "{name} 应为{what}；已忽略。",
                    name = name.clone(), what = what);
                let way = way.iter().copied().chain([at]).chain(element).collect();
                self.tell(way, message);
            }
        }
    }

    fn machine(&mut self, facts: &mut Facts, node: &Value, way: Way) {
        let Value::Object(members) = node else {
            let message = msg!(
                en: "An entry of nodes should be an object; it is left out.",
                zh: "nodes 的每一项应为对象；已忽略。");
            return self.tell(way, message);
        };
        let mut machine = Machine::default();
        self.members(&mut machine, members, &way, OF_MACHINE);
        if machine.node.is_empty() {
            let message = msg!(
                en: "An entry of nodes does not say which node it is of; it is left out.",
                zh: "nodes 中有一项没有写明属于哪个节点；已忽略。");
            self.tell(way, message);
        } else if self.names.insert(machine.node.clone()) {
            facts.machines.push(machine);
        } else {
            let message = msg!(
                en: "{n} is there twice; the first entry counts.", zh: "{n} 出现了两次；以第一项为准。",
                n = shown(&machine.node));
            self.tell(way, message);
        }
    }

    fn schema(&mut self, members: &[(String, Value)]) {
        let at = members.iter().rposition(|(name, _)| name == "schema");
        let number = at.and_then(|at| match &members.get(at)?.1 {
            Value::Number(number) => number.parse::<u32>().ok().map(|number| (at, number)),
            _ => None,
        });
        if let Some((at, number)) = number.filter(|(_, number)| *number > SCHEMA) {
            let message = msg!(
                en: "The file was written by a newer Muster (schema {n}; this one knows {k}): what is not known here is kept aside.",
                zh: "该文件由更新版本的 Muster 写出（schema {n}，本版本支持到 {k}）：无法识别的内容不予采用。",
                n = number, k = SCHEMA);
            self.tell(vec![at], message);
        }
    }

    fn done(self, facts: Facts, text: &str) -> Read {
        let wanted: BTreeSet<Way> = self.wrong.iter().map(|(way, _)| way.clone()).collect();
        let found: BTreeMap<Way, usize> =
            if wanted.is_empty() { BTreeMap::new() } else { spots(text, &wanted) };
        let places = Spots::new(if found.is_empty() { "" } else { text });
        let mut problems: Vec<Problem> = self
            .wrong
            .into_iter()
            .map(|(way, message)| Problem {
                span: found.get(&way).map(|at| places.at(*at)),
                message,
            })
            .collect();
        problems.sort_by_key(|problem| problem.span);
        if self.more > 0 {
            let message =
                msg!(en: "{n} more of this kind.", zh: "另有 {n} 处类似问题。", n = self.more);
            problems.push(Problem { message, span: None });
        }
        Read { facts: Some(facts), problems, unknown: self.unknown.into_iter().collect() }
    }
}

fn no_facts() -> Message {
    msg!(
        en: "This is no facts.json: it has no list of nodes. bin/preflight of an archive writes one.",
        zh: "这不是 facts.json：其中没有 nodes 列表。该文件由部署包的 bin/preflight 写出。")
}

fn no_json(error: NotJson) -> Message {
    let known = EXPECTED.iter().find(|(own, _)| *own == error.expected).map(|(_, text)| *text);
    if let Some(text) = known {
        return msg!(
            en: "This is not JSON, and so no facts.json: here should stand {e}.",
            zh: "这不是 JSON，因而不是 facts.json：此处应为{e}。", e = text);
    }
    msg!(en: "This is not JSON, and so no facts.json.", zh: "这不是 JSON，因而不是 facts.json。")
}

/// What the reader of JSON expects, in both languages.
static EXPECTED: &[(&str, Text)] = &[
    ("the end", Text::new("the end of the file", "文件结尾")),
    ("a value", Text::new("a value", "一个值")),
    ("a comma or ]", Text::new("a comma or ]", "逗号或 ]")),
    ("a comma or }", Text::new("a comma or }", "逗号或 }")),
    ("a colon", Text::new("a colon", "冒号")),
    ("a digit", Text::new("a digit", "数字")),
    ("a quotation mark", Text::new("a quotation mark", "引号")),
    ("a closing quotation mark", Text::new("a closing quotation mark", "右引号")),
    ("no control character", Text::new("no control character", "非控制字符")),
    ("fewer brackets", Text::new("fewer brackets", "更少的括号层数")),
];

#[cfg(test)]
mod tests;

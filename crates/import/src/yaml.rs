//! As much of YAML as files of services use: maps and lists in both styles, scalars with and without
//! quotes, blocks of text, anchors and what refers to them. What it cannot read is left out.

mod words;

use std::collections::BTreeMap;
use words::{Brackets, bare, member, name, scalar, word};

/// A value, and the number of the line that it begins on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) is: Is,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Is {
    Text(String),
    List(Vec<Node>),
    /// In the order of the file.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value behind a name of a map, the last one where it stands there twice.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().rev().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// The names and values of a map.
    pub(crate) fn members(&self) -> &[(String, Node)] {
        if let Is::Map(members) = &self.is { members } else { &[] }
    }

    /// A text, or the texts of a list.
    pub(crate) fn texts(&self) -> Vec<(&str, usize)> {
        match &self.is {
            Is::Text(text) => vec![(text, self.line)],
            Is::List(all) => all.iter().flat_map(Node::texts).collect(),
            Is::Map(_) => Vec::new(),
        }
    }

    fn size(&self) -> usize {
        1 + match &self.is {
            Is::Text(_) => 0,
            Is::List(all) => all.iter().map(Node::size).sum(),
            Is::Map(all) => all.iter().map(|(_, node)| node.size()).sum(),
        }
    }
}

/// So deep a file nests at most.
const DEPTH: usize = 24;
/// So many values references may add.
const REPEATED: usize = 20_000;

struct Line<'t> {
    number: usize,
    indent: usize,
    text: &'t str,
}

struct Reader<'t> {
    lines: Vec<Line<'t>>,
    at: usize,
    anchors: BTreeMap<&'t str, Node>,
    left: usize,
}

/// Reads a file; an empty map when there is nothing in it.
pub(crate) fn read(text: &str) -> Node {
    let all = text.lines().enumerate().map(|(at, line)| {
        let text = line.trim_start();
        Line { number: at + 1, indent: line.len() - text.len(), text: text.trim_end() }
    });
    let empty = |line: &Line| line.text.is_empty() || line.text.starts_with(['#', '%']);
    let mark = |line: &Line| line.indent == 0 && matches!(line.text, "---" | "...");
    let lines = all.filter(|line| !empty(line) && !mark(line)).collect();
    let mut reader = Reader { lines, at: 0, anchors: BTreeMap::new(), left: REPEATED };
    reader.block(0, 0).unwrap_or(Node { line: 1, is: Is::Map(Vec::new()) })
}

impl<'t> Reader<'t> {
    /// The block that begins at the next line, when it stands at least so far in.
    fn block(&mut self, least: usize, depth: usize) -> Option<Node> {
        let first = self.lines.get(self.at)?;
        let (indent, line) = (first.indent, first.number);
        if indent < least || depth > DEPTH {
            return None;
        }
        let list = first.text == "-" || first.text.starts_with("- ");
        let (mut all, mut members) = (Vec::new(), Vec::new());
        while let Some(next) = self.lines.get(self.at) {
            let (number, text) = (next.number, next.text);
            if next.indent < indent {
                break;
            }
            // What stands further in and belongs to nothing is the rest of a text.
            if next.indent > indent {
                self.at += 1;
                continue;
            }
            if list {
                let Some(rest) =
                    text.strip_prefix('-').filter(|_| text == "-" || text.starts_with("- "))
                else {
                    break;
                };
                let rest = rest.trim_start();
                if member(rest).is_some() {
                    let inner = indent + text.len() - rest.len();
                    if let Some(line) = self.lines.get_mut(self.at) {
                        *line = Line { number, indent: inner, text: rest };
                    }
                    all.extend(self.block(inner, depth + 1));
                } else {
                    self.at += 1;
                    all.push(self.value(rest, number, indent + 1, depth));
                }
                continue;
            }
            self.at += 1;
            let Some((name, rest)) = member(text) else { continue };
            // A list may stand as far out as its name.
            let same = self
                .lines
                .get(self.at)
                .is_some_and(|l| l.indent == indent && (l.text == "-" || l.text.starts_with("- ")));
            let node = self.value(rest, number, if same { indent } else { indent + 1 }, depth);
            if name == "<<" {
                merge(&mut members, &node);
            } else {
                members.push((name, node));
            }
        }
        Some(Node { line, is: if list { Is::List(all) } else { Is::Map(members) } })
    }

    /// What stands behind a name or a hyphen.
    fn value(&mut self, text: &'t str, line: usize, least: usize, depth: usize) -> Node {
        let mut text = bare(text);
        let mut anchor = None;
        while let Some(rest) = text.strip_prefix(['&', '!']) {
            let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            anchor = if text.starts_with('&') { Some(word) } else { anchor };
            text = behind.trim();
        }
        let node = match text.chars().next() {
            None => self.block(least, depth + 1),
            Some('|' | '>') => Some(self.text(text, line, least)),
            Some('*') => self.repeated(text.get(1..).unwrap_or_default().trim()),
            Some('[' | '{') => self.flow(text, line),
            Some(_) => Some(Node { line, is: Is::Text(scalar(text)) }),
        };
        let node = node.unwrap_or(Node { line, is: Is::Text(String::new()) });
        if let Some(name) = anchor {
            self.anchors.insert(name, node.clone());
        }
        node
    }

    /// A block of text; of its lines those that are neither empty nor look like a comment.
    fn text(&mut self, mark: &str, line: usize, least: usize) -> Node {
        let mut all = Vec::new();
        while let Some(next) = self.lines.get(self.at).filter(|next| next.indent >= least) {
            all.push(next.text);
            self.at += 1;
        }
        let between = if mark.starts_with('|') { "\n" } else { " " };
        Node { line, is: Is::Text(all.join(between)) }
    }

    fn repeated(&mut self, name: &str) -> Option<Node> {
        let node = self.anchors.get(name)?;
        self.left = self.left.checked_sub(node.size())?;
        Some(node.clone())
    }

    /// A list or a map in brackets, which may go on in the next lines.
    fn flow(&mut self, first: &str, line: usize) -> Option<Node> {
        let mut text = first.to_owned();
        let mut brackets = Brackets::default();
        while !brackets.closed(text.get(brackets.read..).unwrap_or_default()) {
            let next = self.lines.get(self.at)?;
            text.push(' ');
            text.push_str(bare(next.text));
            self.at += 1;
        }
        let mut rest = text.as_str();
        self.item(&mut rest, line, 0)
    }

    fn item(&mut self, rest: &mut &str, line: usize, depth: usize) -> Option<Node> {
        *rest = rest.trim_start();
        let close = match rest.chars().next()? {
            _ if depth > DEPTH => return None,
            '[' => ']',
            '{' => '}',
            _ => {
                let text = word(rest);
                return match text.strip_prefix('*') {
                    Some(name) => self.repeated(name.trim()),
                    None => Some(Node { line, is: Is::Text(scalar(text)) }),
                };
            }
        };
        *rest = rest.get(1..)?;
        let (mut all, mut members) = (Vec::new(), Vec::new());
        loop {
            *rest = rest.trim_start().trim_start_matches(',').trim_start();
            if rest.is_empty() {
                break;
            }
            if let Some(behind) = rest.strip_prefix(close) {
                *rest = behind;
                break;
            }
            if close == ']' {
                all.push(self.item(rest, line, depth + 1)?);
                continue;
            }
            let name = scalar(name(rest)?);
            let node = self.item(rest, line, depth + 1)?;
            if name == "<<" {
                merge(&mut members, &node);
            } else {
                members.push((name, node));
            }
        }
        Some(Node { line, is: if close == ']' { Is::List(all) } else { Is::Map(members) } })
    }
}

/// Puts the members of a map, or of a list of maps, before those that are there.
fn merge(members: &mut Vec<(String, Node)>, from: &Node) {
    let maps =
        if let Is::List(all) = &from.is { all.as_slice() } else { std::slice::from_ref(from) };
    let new: Vec<_> = maps.iter().flat_map(Node::members).cloned().collect();
    members.splice(0..0, new);
}

#[cfg(test)]
mod tests {
    use super::{Is, read};

    #[test]
    fn both_styles_say_the_same() {
        let block = "a:\n  b: \"x: 1\" # c\n  d:\n  - 1\n  - 'it''s'\n  e:\n    f: g#h\n";
        let flow = "a: {b: \"x: 1\", d: [1, 'it''s'],\n  e: {f: g#h}}\n";
        let shown =
            |text: &str| format!("{:?}", read(text)).replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(shown(block), shown(flow));
        let node = read(block);
        let a = node.get("a").expect("a");
        assert_eq!(a.get("b").map(|b| b.texts()), Some(vec![("x: 1", 2)]));
    }

    #[test]
    fn what_stands_once_is_repeated() {
        let text = "x: &env\n  a: 1\n  b: 2\ny:\n  environment:\n    <<: *env\n    b: 3\nz: {<<: *env, c: 4}\nw: *none\n";
        let node = read(text);
        let of = |name: &str, key: &str| {
            let node =
                if name == "y" { node.get(name)?.get("environment")? } else { node.get(name)? };
            Some(node.get(key)?.texts().first()?.0.to_owned())
        };
        assert_eq!((of("y", "a"), of("y", "b")), (Some("1".to_owned()), Some("3".to_owned())));
        assert_eq!((of("z", "a"), of("z", "c")), (Some("1".to_owned()), Some("4".to_owned())));
    }

    #[test]
    fn nothing_is_too_much() {
        for text in [
            "",
            ":",
            "- \n-\n - a: b",
            "a: [",
            "a: {b",
            "a: ]}",
            "a: {]}",
            "[{[",
            "a: |\n  x\n  y\n",
            "&a *a: &b",
            "a: [*, }]",
            "{:,}",
        ] {
            let _ = read(text);
        }
        let deep = format!("a: {}", "[".repeat(5_000));
        let _ = read(&deep);
        let mut laughs = "a: &a0 [x, x]\n".to_owned();
        for n in 0..40 {
            laughs.push_str(&format!("b{n}: &a{} [*a{n}, *a{n}]\n", n + 1));
        }
        assert!(read(&laughs).size() < 100_000);
        assert!(
            matches!(read("a: |\n  x\n  y\n").get("a").map(|n| &n.is), Some(Is::Text(t)) if t == "x\ny")
        );
    }
}

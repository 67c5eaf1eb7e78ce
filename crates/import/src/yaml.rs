//! Files of services in YAML, as a tree in which each value knows its line. A library reads them; what it
//! cannot read ends the file there, and what came before counts.

use saphyr_parser::{Event, Parser};
use std::collections::BTreeMap;

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

/// A list or a map whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    /// The name of a map's member whose value comes next.
    name: Option<String>,
}

#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    repeated: usize,
    root: Option<Node>,
}

/// Reads the first document of a file; an empty map when there is nothing in it.
pub(crate) fn read(text: &str) -> Node {
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        if tree.take(event, span.start.line()).is_none() || tree.root.is_some() {
            break;
        }
    }
    while tree.root.is_none() && tree.close().is_some() {}
    tree.root.unwrap_or(Node { line: 1, is: Is::Map(Vec::new()) })
}

impl Tree {
    /// Takes what comes next; nothing when it is too much.
    fn take(&mut self, event: Event, line: usize) -> Option<()> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                self.put(Node { line, is: Is::Text(text.into_owned()) }, anchor);
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.unwrap_or(Node { line, is: Is::Text(String::new()) });
                self.repeated += node.size();
                if self.repeated > REPEATED {
                    return None;
                }
                self.put(node, 0);
            }
            Event::SequenceStart(anchor, _) => self.begin(line, Is::List(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => self.begin(line, Is::Map(Vec::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => self.close()?,
            _ => {}
        }
        Some(())
    }

    fn begin(&mut self, line: usize, is: Is, anchor: usize) -> Option<()> {
        let deep = self.open.len() >= DEPTH;
        self.open.push(Open { node: Node { line, is }, anchor, name: None });
        (!deep).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let Open { node, anchor, .. } = self.open.pop()?;
        self.put(node, anchor);
        Some(())
    }

    /// A value that is whole goes where it belongs: into what is open, or it is the document.
    fn put(&mut self, node: Node, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match (&mut open.node.is, open.name.take()) {
            (Is::List(all), _) => all.push(node),
            (Is::Map(members), Some(name)) if name == "<<" => merge(members, &node),
            (Is::Map(members), Some(name)) => members.push((name, node)),
            // A name; one that is no text has a value that nobody looks for.
            (Is::Map(_), None) => {
                open.name = Some(if let Is::Text(name) = node.is { name } else { String::new() });
            }
            (Is::Text(_), _) => {}
        }
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
            matches!(read("a: |\n  x\n  y\n").get("a").map(|n| &n.is), Some(Is::Text(t)) if t == "x\ny\n")
        );
    }
}

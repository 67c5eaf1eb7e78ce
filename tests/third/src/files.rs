//! The files of a node, each written from the entries of the configuration and nothing else.

use crate::configure::{COMMON, GATE, GATE_JVM, KEEPER, KEEPER_JVM, STORE, STORE_JVM};
use formats::properties::{escape_key, escape_value};
use formats::{File, Origin};
use model::{Node, Text};
use rules::{ConfigFile, Context, Entry, FileKind, Install, Reach};

pub(crate) static FILES: &[FileKind] = &[
    file(COMMON, |_, n| !n.roles.is_empty(), |cx, n| properties(cx, n, COMMON), |_, _| to(COMMON)),
    file(GATE, |_, n| has(n, "gate"), |cx, n| properties(cx, n, GATE), |_, _| to(GATE)),
    file(GATE_JVM, |_, n| has(n, "gate"), |cx, n| options(cx, n, GATE_JVM), |_, _| to(GATE_JVM)),
    file(KEEPER, |_, n| has(n, "keeper"), |cx, n| properties(cx, n, KEEPER), |_, _| to(KEEPER)),
    file(
        KEEPER_JVM,
        |_, n| has(n, "keeper"),
        |cx, n| options(cx, n, KEEPER_JVM),
        |_, _| to(KEEPER_JVM),
    ),
    file(STORE, |_, n| has(n, "store"), |cx, n| properties(cx, n, STORE), |_, _| to(STORE)),
    file(
        STORE_JVM,
        |_, n| has(n, "store"),
        |cx, n| options(cx, n, STORE_JVM),
        |_, _| to(STORE_JVM),
    ),
];

const fn file(
    name: &'static str,
    applies: fn(&Context, &Node) -> bool,
    render: fn(&Context, &Node) -> File,
    to: fn(&Context, &Node) -> String,
) -> FileKind {
    let install = Install { to, mode: "0644", render: "" };
    FileKind { name, reach: Reach::Class { applies, render, install } }
}

fn to(name: &str) -> String {
    format!("/opt/trio/{name}")
}

fn properties(cx: &Context, node: &Node, name: &str) -> File {
    written(cx, node, name, |e| format!("{}={}", escape_key(&e.key), escape_value(e.text())))
}

/// One option of the JVM a line; what has a blank is quoted by nobody, and refused.
fn options(cx: &Context, node: &Node, name: &str) -> File {
    written(cx, node, name, |e| {
        let between = if e.key.starts_with("-X") && !e.key.starts_with("-XX") { "" } else { "=" };
        let line = format!("{}{between}{}", e.key, e.text());
        if line.contains(char::is_whitespace) { "# not usable: a blank".to_owned() } else { line }
    })
}

fn written(cx: &Context, node: &Node, name: &str, line: fn(&Entry) -> String) -> File {
    let mut file = File::new(Text::new("The configuration.", "配置文件。"));
    let entries = cx.config_of(node.row).and_then(|config| config.file(name));
    for entry in entries.into_iter().flat_map(ConfigFile::entries) {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        let text = match &entry.broken {
            None => line(entry),
            Some(why) => format!("# {}: {}", entry.key, why.render(cx.spec.language)),
        };
        file.because(text, origin);
    }
    file
}

fn has(node: &Node, role: &str) -> bool {
    node.roles.contains(role)
}

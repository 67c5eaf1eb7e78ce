//! What files beside the product say: facts, each with its place.

pub(crate) mod balancer;
mod floating;
mod haproxy;
mod httpd;
mod nginx;
mod nginx_form;
mod nginx_front;
mod session;
mod site;
mod tomcat;

pub(crate) use balancer::{CALLED, MEMBER, is_balancer, member_of};
pub(crate) use session::SERVICES;
pub(crate) use tomcat::LOADER;

use model::{Message, Severity, Span};
use rules::{Beside, Reader, Site};
use std::rc::Rc;

/// A file that was found: its path, and its text.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) path: Rc<str>,
    pub(crate) text: String,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) path: Rc<str>,
    pub(crate) span: Span,
}

/// A key with its value, which is never empty: what is not said is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) at: At,
}

/// What files say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) said: Vec<Fact>,
    /// What is no fact, in a few words: it is told, and Muster writes nothing of it.
    pub(crate) rest: Vec<(At, String)>,
    pub(crate) notes: Vec<(Severity, At, Message)>,
}

impl Facts {
    fn say(&mut self, key: impl Into<String>, value: impl Into<String>, at: &At) {
        self.said.push(Fact { key: key.into(), value: value.into(), at: at.clone() });
    }

    fn leave(&mut self, text: impl Into<String>, at: &At) {
        self.rest.push((at.clone(), text.into()));
    }

    fn note(&mut self, severity: Severity, at: &At, message: Message) {
        self.notes.push((severity, at.clone(), message));
    }
}

/// Longer files are no configuration. In bytes.
const LONG: usize = 4 << 20;

/// Most of what is told of the files of one subject of a host, the gravest first.
const TOLD: usize = 100;

/// Reads the files of one subject of a host.
pub(crate) fn read(beside: &Beside, site: Option<&Site>, pieces: &[Piece]) -> Facts {
    let mut facts = all(beside, site, pieces);
    if facts.notes.len() > TOLD {
        facts.notes.sort_by_key(|(severity, ..)| std::cmp::Reverse(*severity));
        let more = facts.notes.split_off(TOLD);
        if let Some((severity, at, _)) = more.first() {
            facts.note(
                *severity,
                at,
                model::msg!(
                en: "… and {n} more of this kind.", zh: "……另有 {n} 条。", n = more.len()),
            );
        }
    }
    facts
}

fn all(beside: &Beside, site: Option<&Site>, pieces: &[Piece]) -> Facts {
    let mut facts = Facts::default();
    let mut short: Vec<Piece> = Vec::new();
    for piece in pieces {
        if piece.text.len() > LONG {
            facts.note(
                Severity::Warning,
                &top(piece),
                model::msg!(
                en: "Longer than {n} MiB: not read.", zh: "超过 {n} MiB：未读取。", n = LONG >> 20),
            );
        } else {
            short.push(piece.clone());
        }
    }
    if beside.reader == Reader::Balancer {
        balancer::read(site, &short, &mut facts);
        return facts;
    }
    for piece in &short {
        match beside.reader {
            Reader::Balancer => {}
            Reader::Floating => floating::read(piece, &mut facts),
            Reader::Context => tomcat::context(piece, &mut facts),
            Reader::Server => tomcat::server(piece, site, &mut facts),
            Reader::Properties => session::properties(beside, piece, &mut facts),
            Reader::SystemProperties => session::system(piece, &mut facts),
            Reader::Environment => session::environment(beside, piece, &mut facts),
            Reader::Site => site::read(piece, &mut facts),
        }
    }
    facts
}

/// The beginning of a file.
fn top(piece: &Piece) -> At {
    At { path: Rc::clone(&piece.path), span: Span { line: 1, column: 1 } }
}

/// A time in seconds, or with its unit where it is none: `330`, `500ms`. Units as in Nginx, HAProxy and
/// httpd; `plain` is the unit of a number without one.
fn seconds(text: &str, plain: &str) -> Option<String> {
    let mut total: u64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        let tail = rest.get(digits..)?.trim_start();
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let unit = Some(tail.get(..letters)?).filter(|u| !u.is_empty()).unwrap_or(plain);
        let each: u64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" | "min" | "mi" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(each)?)?;
        rest = tail.get(letters..)?.trim_start();
    }
    Some(if total.is_multiple_of(1000) { (total / 1000).to_string() } else { format!("{total}ms") })
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_of_all_three() {
        let is = |text, plain, out: Option<&str>| assert_eq!(seconds(text, plain).as_deref(), out);
        is("330", "s", Some("330"));
        is("330s", "s", Some("330"));
        is("1m 30s", "s", Some("90"));
        is("330", "ms", Some("330ms"));
        is("5000", "ms", Some("5"));
        is("1h", "ms", Some("3600"));
        for bad in ["", "x", "5 parsecs", "99999999999999999999d", "1us"] {
            is(bad, "s", None);
        }
    }
}

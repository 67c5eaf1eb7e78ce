//! One policy for secrets, used by everything that takes in a text: the reader of documents, every
//! edit, the boxes for node lists and logs, messages, and the command line's excerpts.
//!
//! A secret becomes the name of a variable before it is stored anywhere. Two things tell that one
//! is there: the *key* ([`is_secret_key`], and the marks of a product's catalogue, [`is_marked`]),
//! then the whole value is one; or the *form* of the text ([`positions`]): `password=…`, a login in
//! an address or a list of servers, the options of a command, a private key. The forms are
//! generous: what is taken out too much is put in again with the rest on the node, and what was
//! left would be known to everybody who ever got the document.

mod bare;
mod block;
mod chinese;
mod command;
mod directive;
mod document;
mod header;
mod key;
mod login;
mod markup;
mod option;
mod pair;
mod program;
mod prose;
mod scan;
mod token;
mod typed;
mod variable;
mod word;

pub use document::{Names, Removed, protect_document};
pub(crate) use document::{accepted, node, place, text_of};
pub use key::{is_marked, is_secret_key};
pub use typed::{protect_property, protect_typed};
pub use variable::{is_reference, is_variable, variable_for};

use scan::Hit;
use std::ops::Range;

/// What kind of text one is: that decides what a key says about it, and what is put in the place
/// of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A field of the wizard. Where its key says that it holds a secret, it holds the bare name of
    /// a variable, and keeps it.
    Field,
    /// A property of the product. A secret key has `${NAME}` and nothing else.
    Property,
    /// Anything else: a node's name, a reason, a key. Only the text's form counts.
    Text,
}

/// A text without secrets, and what was taken out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protected {
    /// The text with `${NAME}` where a secret stood.
    pub text: String,
    /// What was taken out: the variable's name and the secret. Only ever shown to the person who
    /// typed it, to be saved as `secrets.env`.
    pub removed: Vec<(String, String)>,
}

/// A text without its secrets. `key` is that of the field or property, `marks` are those of the
/// product's catalogue. Doing it twice changes nothing more.
pub fn protect(slot: Slot, key: &str, text: &str, marks: &[String]) -> Protected {
    let mut removed: Vec<(String, String)> = Vec::new();
    let protected = Names::default().protect(slot, key, text, marks, &mut removed);
    Protected { text: protected.unwrap_or_else(|| text.to_owned()), removed }
}

/// How often a text is looked at again: what was put in may show what stood beside it.
const ROUNDS: usize = 6;

/// The text without its secrets, if there are any; `name` gives each its variable, for the name
/// that its place suggests and the secret.
fn protect_with(
    slot: Slot,
    key: &str,
    text: &str,
    marks: &[String],
    name: &mut dyn FnMut(String, &str) -> String,
) -> Option<String> {
    let marked = slot != Slot::Text && is_marked(marks, key);
    if slot != Slot::Text && (marked || is_secret_key(key)) && key::is_whole(slot, key, text, marks)
    {
        let name = name(variable_for(key), text);
        return Some(if slot == Slot::Field { name } else { format!("${{{name}}}") });
    }
    let mut out: Option<String> = None;
    for _ in 0..ROUNDS {
        let now = out.as_deref().unwrap_or(text);
        let hits = literal(now, marks);
        if hits.is_empty() {
            return out;
        }
        out = Some(replaced(now, &hits, |hit, secret| {
            // A name in another script can't be a variable's.
            let latin = hit.name.contains(|c: char| c.is_ascii_alphanumeric());
            let own = if latin { &hit.name } else { "password" };
            let base = if key.is_empty() { own.to_owned() } else { format!("{key}.{own}") };
            format!("${{{}}}", name(variable_for(&base), secret))
        }));
    }
    // A text that goes on and on looking like a login is no address of anything.
    let name = name(variable_for(key), out.as_deref().unwrap_or(text));
    Some(format!("${{{name}}}"))
}

/// Where secrets stand in a text by its form, references to variables among them.
pub fn positions(text: &str) -> Vec<Range<usize>> {
    scan::hits(text, &[]).into_iter().map(|hit| hit.at).collect()
}

/// The secrets that stand in a text themselves.
fn literal(text: &str, marks: &[String]) -> Vec<Hit> {
    let mut hits = scan::hits(text, marks);
    hits.retain(|hit| {
        let secret = text.get(hit.at.clone()).unwrap_or_default();
        // A form may end before the brace that closes a reference.
        let rest = text.get(hit.at.start..).unwrap_or_default();
        let whole = rest.find('}').and_then(|end| rest.get(..=end)).unwrap_or_default();
        let reference = secret.len() <= whole.len() && is_reference(whole);
        let stands = is_reference(secret) || variable::is_filled_in(secret);
        !reference && !stands && !variable::says_nothing(secret)
    });
    hits
}

fn replaced(text: &str, hits: &[Hit], mut with: impl FnMut(&Hit, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for hit in hits {
        out.push_str(text.get(from..hit.at.start).unwrap_or_default());
        out.push_str(&with(hit, text.get(hit.at.clone()).unwrap_or_default()));
        from = hit.at.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The text as a message may show it: `***` where a secret stands by the text's form.
pub fn masked(text: &str) -> String {
    match literal(text, &[]) {
        hits if hits.is_empty() => text.to_owned(),
        hits => replaced(text, &hits, |_, _| "***".to_owned()),
    }
}

/// The same for a line of a list of hosts, where a name that ends in the domain `.pw` is a host's and
/// says nothing of what stands behind it.
pub fn masked_in_list(line: &str) -> String {
    let behind_host = |hit: &Hit| {
        let before = line.get(..hit.at.start).unwrap_or_default().trim_end();
        before.trim_end_matches([',', ';']).to_ascii_lowercase().ends_with(".pw")
    };
    let mut hits = literal(line, &[]);
    hits.retain(|hit| !behind_host(hit));
    replaced(line, &hits, |_, _| "***".to_owned())
}

/// The same with a star for each character, so that columns and lines stay where they are.
pub fn starred(text: &str) -> String {
    replaced(text, &literal(text, &[]), |_, secret| named_or_stars(secret))
}

/// The same for the value of a key, which may be a secret as a whole; `marks` are those of the
/// product's catalogue.
pub fn starred_value(key: &str, text: &str, marks: &[String]) -> String {
    let known = is_marked(marks, key) || is_secret_key(key);
    if known && key::is_whole(Slot::Property, key, text, marks) {
        return stars(text);
    }
    let hits = literal(text, marks);
    // What is put in may show what stood beside it.
    let put_in = replaced(text, &hits, |_, _| "${NAME}".to_owned());
    if !literal(&put_in, marks).is_empty() {
        return stars(text);
    }
    replaced(text, &hits, |_, secret| named_or_stars(secret))
}

/// As a field has it, a secret is the name of a variable, which may be seen.
fn named_or_stars(secret: &str) -> String {
    let named = is_variable(secret) && !secret.contains(|c: char| c.is_ascii_lowercase());
    if named { secret.to_owned() } else { stars(secret) }
}

fn stars(secret: &str) -> String {
    secret.chars().map(|c| if c == '\n' { c } else { '*' }).collect()
}

/// Whether a secret is told from other words wherever it stands: one such as `hadoop` is a part of
/// paths and names, and stars in their middle would only say what it is.
pub fn is_telling(secret: &str) -> bool {
    const LEAST: usize = 8;
    is_mixed(secret) && secret.chars().count() >= LEAST
}

fn is_mixed(secret: &str) -> bool {
    secret.chars().any(|c| c.is_ascii_digit()) && secret.chars().any(char::is_alphabetic)
}

/// A text with something else in the place of a known secret, wherever it is told from other words: a
/// short one where it is a word of its own.
pub fn without(text: &str, secret: &str, with: &str) -> String {
    const LEAST: usize = 6;
    if is_telling(secret) {
        return text.replace(secret, with);
    }
    if !is_mixed(secret) || secret.chars().count() < LEAST {
        return text.to_owned();
    }
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(secret) {
        let (before, behind) = text.split_at(at);
        let behind = behind.get(secret.len()..).unwrap_or_default();
        if !before.ends_with(joins) && !behind.starts_with(joins) {
            out.push_str(before.get(from..).unwrap_or_default());
            out.push_str(with);
            from = at + secret.len();
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

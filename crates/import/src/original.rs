//! The files as they were brought, without their secrets: comments, order and odd spellings stay.
//!
//! What was read lost its secrets before anything was made of it; here the text loses the same, and
//! more: what is commented out may be a secret that nobody reads any more. Nothing has to be read
//! from it, so a secret that no variable stands for becomes `***`.

use crate::pieces::{Piece, known, pieces, read};
use crate::{Imported, Source};
use model::secret::{self, Names, Slot, masked};
use rules::{Format, Product};
use std::collections::{BTreeMap, BTreeSet};

/// A file as it was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The configuration file whose lines it has.
    pub file: &'static str,
    /// Its path; of several equal ones the first.
    pub path: String,
    /// The names of the nodes that it is of, in the document's order.
    pub nodes: Vec<String>,
    /// Its text, without secrets.
    pub text: String,
}

/// Longer files are not kept, in bytes.
const LONGEST: usize = 1 << 20;
/// More text than this is not kept in all, in bytes.
const MOST: usize = 32 << 20;

/// The files of an import that a program of the product reads, and how many of them are too long to be
/// kept.
pub fn originals(imported: &Imported, sources: &[Source]) -> (Vec<Original>, usize) {
    let product = imported.product;
    let marks = product.secret_marks();
    let nodes = imported.spots.nodes_of_paths();
    let by_path: BTreeMap<&str, &Source> = sources.iter().map(|s| (s.path.as_str(), s)).collect();
    let mut equal: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut all: Vec<(Original, Vec<usize>)> = Vec::new();
    let (mut sum, mut left_out) = (0, 0);
    let hide = Hide { product, marks: &marks, removed: &imported.secrets };
    for read in &imported.files {
        let Ok(file) = read.kind else { continue };
        let Some(known) = known(product, file, Some(&read.path)) else { continue };
        let (Some(source), Some(rows)) =
            (by_path.get(read.path.as_str()), nodes.get(read.path.as_str()))
        else {
            continue;
        };
        if source.bytes.len() > LONGEST || sum > MOST {
            left_out += 1;
            continue;
        }
        let Some(text) = crate::read::text(&source.bytes) else { continue };
        let text = hide.text(known.format, &text);
        let of =
            imported.spec.nodes.iter().enumerate().filter(|(_, node)| rows.contains(&node.row));
        let of = of.map(|(at, _)| at);
        let next = all.len();
        let at = *equal.entry((file, text.clone())).or_insert(next);
        if let Some((_, nodes)) = all.get_mut(at) {
            nodes.extend(of);
            continue;
        }
        sum += text.len();
        let original = Original { file, path: masked(&read.path), nodes: Vec::new(), text };
        all.push((original, of.collect()));
    }
    let named = |(original, mut at): (Original, Vec<usize>)| {
        at.sort_unstable();
        at.dedup();
        let nodes = at.into_iter().filter_map(|at| imported.spec.nodes.get(at));
        Original { nodes: nodes.map(|node| node.name.clone()).collect(), ..original }
    };
    (all.into_iter().map(named).collect(), left_out)
}

/// What decides about secrets.
struct Hide<'h> {
    product: &'h Product,
    marks: &'h [String],
    /// What the import took out: variable and secret.
    removed: &'h [(String, String)],
}

impl Hide<'_> {
    fn text(&self, format: Format, text: &str) -> String {
        let pieces = pieces(format, text);
        let hidden: Vec<String> = pieces.iter().map(|piece| self.piece(format, piece)).collect();
        // A form may go over several lines, such as a private key.
        let mut text = masked(&hidden.join("\n"));
        text.push('\n');
        text
    }

    /// What stands in a secret's place.
    fn name(&self, secret: &str) -> String {
        let known = self.removed.iter().find(|(_, value)| value == secret);
        known.map_or_else(|| "***".to_owned(), |(name, _)| format!("${{{name}}}"))
    }

    fn piece(&self, format: Format, piece: &Piece) -> String {
        let mut out = piece.text.clone();
        let bare = out.trim_start_matches([' ', '\t', '#', '!', ';', '/', '*', '-']).to_owned();
        // What is commented out was a line of the file; a doubled key's first line is one still.
        let texts = [piece.text.as_str(), bare.as_str()];
        let said = texts.into_iter().flat_map(|text| read(format, text));
        let said = said.map(|said| (said.key, said.value)).chain(piece.said.iter().cloned());
        let mut done = BTreeSet::new();
        for (key, value) in said {
            if !done.insert((key.clone(), value.clone())) {
                continue;
            }
            let value = (self.product.import.value)(&key, &value).unwrap_or(value);
            let mut own = Vec::new();
            let mut names = Names::default();
            let safe = names.protect(Slot::Property, &key, &value, self.marks, &mut own);
            if let Some(mut safe) = safe
                && let Some(at) = place(&out, &key, &value)
            {
                // Where it stands, and not where its secret is a part of another word.
                for (variable, secret) in &own {
                    safe = safe.replace(&format!("${{{variable}}}"), &self.name(secret));
                }
                out.replace_range(at, &safe);
                continue;
            }
            own.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.len()));
            for (_, secret) in own.iter().filter(|(_, secret)| !secret.is_empty()) {
                out = self.without(&out, &key, secret);
            }
        }
        for (_, secret) in self.removed {
            out = secret::without(&out, secret, &self.name(secret));
        }
        out
    }

    /// A piece without the secret of a key. One that is spelled otherwise than it is read (escaped,
    /// over several lines, in pieces of a shell's quotes) goes with everything behind its key.
    fn without(&self, piece: &str, key: &str, secret: &str) -> String {
        let (head, tail) = match piece.find(key) {
            Some(at) => piece.split_at(at + key.len()),
            None => ("", piece),
        };
        let name = self.name(secret);
        if tail.contains(secret) {
            return format!("{head}{}", tail.replace(secret, &name));
        }
        if tail.contains(name.as_str()) {
            return piece.to_owned();
        }
        let before = if head.is_empty() { key } else { head };
        format!("{before}={name}")
    }
}

/// Where a value stands in a piece, behind its key, as it is read.
fn place(piece: &str, key: &str, value: &str) -> Option<std::ops::Range<usize>> {
    let from = piece.find(key)? + key.len();
    let at = from + piece.get(from..)?.find(value).filter(|_| !value.is_empty())?;
    Some(at..at + value.len())
}

/// A line of a file that was brought, counted from 1, without its secrets.
pub fn line(imported: &Imported, source: &Source, number: u32) -> Option<String> {
    /// How many lines before it may belong to it.
    const FEW: usize = 16;
    let text = crate::read::text(&source.bytes);
    let text = text.unwrap_or_else(|| String::from_utf8_lossy(&source.bytes).into_owned());
    let at = usize::try_from(number.checked_sub(1)?).ok()?;
    let lines: Vec<&str> =
        text.lines().skip(at.saturating_sub(FEW)).take(at.min(FEW) + 1).collect();
    let line = lines.get(at.min(FEW))?.trim_end();
    let product = imported.product;
    let marks = product.secret_marks();
    let hide = Hide { product, marks: &marks, removed: &imported.secrets };
    let file = imported.files.iter().find(|read| read.path == source.path);
    let known = file.and_then(|read| known(product, read.kind.ok()?, Some(&read.path)));
    let hidden = known.and_then(|known| {
        let hidden = hide.piece(known.format, pieces(known.format, &lines.join("\n")).last()?);
        hidden.lines().last().map(str::to_owned)
    });
    let mut line = hidden.unwrap_or_else(|| line.to_owned());
    for (_, secret) in &imported.secrets {
        line = secret::without(&line, secret, &hide.name(secret));
    }
    Some(masked(line.trim_end()))
}

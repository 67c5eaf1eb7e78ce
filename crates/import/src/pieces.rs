//! A file in pieces: what its program reads as one (a line, with those that it goes on in), and what
//! stands between.

use crate::options::{option, words};
use crate::read::{Said, lines};
use formats::properties;
use model::Span;
use rules::{Format, Known, Product};

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Its lines, without the last one's end.
    pub(crate) text: String,
    /// The number of its first line, from 1.
    pub(crate) line: u32,
    /// What its program reads of it, in order.
    pub(crate) said: Vec<(String, String)>,
}

/// How a file of a product is read: by the end of its path, or as the archive's own.
pub(crate) fn known(product: &Product, file: &str, path: Option<&str>) -> Option<&'static Known> {
    let of_file = product.import.known.iter().filter(|known| known.file == file);
    let last = |text: &'static str| text.rsplit('/').next().unwrap_or(text);
    match path {
        Some(path) => {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let named = of_file.clone().filter(|known| name.contains(last(known.ends)));
            named.max_by_key(|known| known.ends.len()).or_else(|| of_file.clone().next())
        }
        // The archive never writes the variables of a container.
        None => of_file.clone().find(|known| !matches!(known.format, Format::Environment(_))),
    }
}

/// The file in pieces, in order; together they are the whole of it.
pub(crate) fn pieces(format: Format, text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for (number, line) in (1_u32..).zip(text.lines()) {
        match pieces.last_mut() {
            Some(last) if open => {
                last.text.push('\n');
                last.text.push_str(line);
            }
            _ => pieces.push(Piece { text: line.to_owned(), line: number, said: Vec::new() }),
        }
        open = pieces.last().is_some_and(|piece| goes_on(format, &piece.text));
    }
    for said in read(format, text) {
        let at = pieces.partition_point(|piece| piece.line <= said.span.line);
        if let Some(piece) = at.checked_sub(1).and_then(|at| pieces.get_mut(at)) {
            piece.said.push((said.key, said.value));
        }
    }
    pieces
}

/// What a text says; of a list of hosts each host, and of all else each line, however often a key
/// stands.
pub(crate) fn read(format: Format, text: &str) -> Vec<Said> {
    let each = |key: &str, value: String, line: u32| Said {
        key: key.to_owned(),
        value,
        span: Span { line, column: 1 },
    };
    match format {
        Format::Hosts(_) => (1_u32..)
            .zip(text.lines())
            .filter_map(|(number, line)| {
                let host = line.split('#').next().unwrap_or_default().trim();
                (!host.is_empty()).then(|| each(host, String::new(), number))
            })
            .collect(),
        Format::Options => (1_u32..)
            .zip(text.lines())
            .flat_map(|(number, line)| {
                words(line)
                    .into_iter()
                    .map(move |(_, word)| {
                        let (key, value) = option(word);
                        each(&key, value, number)
                    })
                    .collect::<Vec<_>>()
            })
            .collect(),
        // A key that stands twice is two pieces.
        Format::Properties => properties::read(text)
            .into_iter()
            .map(|entry| Said { key: entry.key, value: entry.value, span: entry.span })
            .collect(),
        _ => lines(format, text).said,
    }
}

/// Whether a piece goes on in the next line.
fn goes_on(format: Format, text: &str) -> bool {
    match format {
        Format::Properties => {
            let last = text.rsplit('\n').next().unwrap_or(text);
            let first = text.trim_start_matches([' ', '\t', '\u{c}']);
            let slashes = last.chars().rev().take_while(|c| *c == '\\').count();
            slashes % 2 == 1 && !first.starts_with(['#', '!'])
        }
        Format::Shell => is_open(text),
        _ => false,
    }
}

/// Whether a quotation of a shell is open at the end, or the line goes on.
fn is_open(text: &str) -> bool {
    let mut quote = None;
    let mut chars = text.chars().peekable();
    let mut word = false;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => match chars.next() {
                None => return true,
                Some(_) => word = true,
            },
            (Some(_), _) => {}
            (None, '\'' | '"') => {
                quote = Some(c);
                word = true;
            }
            (None, '#') if !word => while chars.next_if(|c| *c != '\n').is_some() {},
            (None, _) => word = !c.is_whitespace() && !matches!(c, ';' | '&' | '|' | '('),
        }
    }
    quote.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(format: Format, text: &str) -> Vec<String> {
        let pieces = pieces(format, text);
        let whole: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(whole.join("\n"), text.lines().collect::<Vec<_>>().join("\n"));
        pieces
            .iter()
            .filter(|p| !p.said.is_empty())
            .map(|p| format!("{} {:?}", p.line, p.said))
            .collect()
    }

    #[test]
    fn a_piece_is_what_a_program_reads_as_one() {
        let said = texts(Format::Properties, "# a \\\na=1\n\n  b : x \\\n  y\n!c\nc\n");
        assert_eq!(said, ["2 [(\"a\", \"1\")]", "4 [(\"b\", \"x y\")]", "7 [(\"c\", \"\")]"]);
        let said = texts(
            Format::Shell,
            "# it's\nexport A=\"x\ny\"\nB=it\\'s # can't\nif [ -z \"$C\" ]; then\n  :\nfi\nD='\\'\n",
        );
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(
            said[0].starts_with("2 [(\"A\"")
                && said[1].starts_with("4 ")
                && said[2].starts_with("8 "),
            "{said:?}"
        );
        assert_eq!(texts(Format::Hosts("hosts"), "# m\nm1\n m2 # b\n").len(), 2);
        let said = texts(Format::Options, "-Xmx8g -Da=b\n-server\n");
        assert_eq!(said, ["1 [(\"-Xmx\", \"8g\"), (\"-Da\", \"b\")]", "2 [(\"-server\", \"\")]"]);
    }
}

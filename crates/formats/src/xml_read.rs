//! XML, as a list of elements with their places: entities resolved, CDATA and comments taken for what
//! they are. The parser is `roxmltree`, which calls itself for no depth of a file and refuses entities
//! that make each other.

use model::{Message, Span, msg};
use roxmltree::{Document, ParsingOptions};

/// Most nodes of one file.
const MOST: u32 = 200_000;

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name, without a name space.
    pub name: String,
    /// The element that it stands in, by its number in the list.
    pub parent: Option<usize>,
    /// Its attributes, each with its place.
    pub attributes: Vec<(String, String, Span)>,
    /// The texts in it, without those of its children.
    pub text: String,
    /// Where it begins.
    pub span: Span,
}

impl Element {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, ..)| n == name).map(|(_, value, _)| value.as_str())
    }
}

/// Reads a file: all elements, each before its children.
///
/// # Errors
/// Why, and where, no parser reads it.
pub fn read(text: &str) -> Result<Vec<Element>, (Span, Message)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: MOST, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|why| {
        let at = why.pos();
        let span = Span { line: at.row.max(1), column: at.col.max(1) };
        (
            span,
            msg!(
            en: "No well-formed XML, which no program reads: {why}",
            zh: "不是格式良好的 XML，没有程序能够读取：{why}",
            why = model::value::shown(&why.to_string())),
        )
    })?;
    let lines = Lines::of(text);
    let mut numbers = std::collections::HashMap::new();
    let mut all: Vec<Element> = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        numbers.insert(node.id(), all.len());
        let attributes = node.attributes();
        all.push(Element {
            name: node.tag_name().name().to_owned(),
            parent: node.parent().and_then(|p| numbers.get(&p.id()).copied()),
            span: lines.span(node.range().start),
            attributes: attributes
                .map(|a| (a.name().to_owned(), a.value().to_owned(), lines.span(a.range().start)))
                .collect(),
            text: node.children().filter_map(|c| c.text().filter(|_| c.is_text())).collect(),
        });
    }
    Ok(all)
}

/// A longer line is one that nobody wrote, and is not counted for each of its attributes. In bytes.
const LONG: usize = 4096;

/// Places by offset; what an entity brings has the place of where it is written.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Lines<'t> {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    fn span(&self, offset: usize) -> Span {
        let number = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(number - 1).copied().unwrap_or_default();
        let column = match self.text.get(start..offset) {
            Some(before) if before.len() <= LONG => before.chars().count() + 1,
            _ => offset.saturating_sub(start) + 1,
        };
        let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { line: fit(number), column: fit(column) }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn elements_with_places_entities_and_sections() {
        let text = "<?xml version=\"1.0\"?>\r\n<!DOCTYPE a [<!ENTITY e \"x&#38;y\">]>\n<a>\n \
            <!-- <b n=\"0\"/> -->\n  <b n='1' m=\"&lt;&e;\">t&amp;<![CDATA[<c>]]></b>é<n:d xmlns:n=\"u\"/>\n</a>";
        let all = read(text).expect("good XML");
        let names: Vec<_> = all.iter().map(|e| (e.name.as_str(), e.parent)).collect();
        assert_eq!(names, [("a", None), ("b", Some(0)), ("d", Some(0))]);
        assert_eq!((all[1].attribute("m"), all[1].text.as_str()), (Some("<x&y"), "t&<c>"));
        assert_eq!((all[1].span.line, all[1].span.column), (5, 3));
        let spot = all[1].attributes[1].2;
        assert_eq!((spot.line, spot.column, all[2].span.column), (5, 12, 50));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, line) in
            [("<a>\n<b>\n</a>", 3), ("<a b=\"1\"\n b=\"2\"/>", 2), ("", 1), ("<a/>\n<b/>", 2)]
        {
            assert_eq!(read(text).expect_err("bad XML").0.line, line, "{text}");
        }
    }

    #[test]
    fn entities_that_make_each_other_and_depth_end() {
        let mut laughs = "<!DOCTYPE a [<!ENTITY e0 \"ha\">".to_owned();
        for n in 1..40 {
            let inner = format!("&e{};", n - 1).repeat(10);
            laughs.push_str(&format!("<!ENTITY e{n} \"{inner}\">"));
        }
        laughs.push_str("]><a>&e39;</a>");
        assert!(read(&laughs).is_err());
        let deep = "<a>".repeat(30_000) + &"</a>".repeat(30_000);
        assert!(read(&deep).is_ok_and(|all| all.len() == 30_000));
        assert!(read(&("<a>".to_owned() + &"<b/>".repeat(300_000) + "</a>")).is_err());
    }
}

//! The parts of a line as the eye takes them: a comment, or a key and its value. Only what is drawn
//! depends on it, so a notation that it does not know is one plain part.

/// A line in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts<'t> {
    /// Nobody's program reads it.
    Comment,
    /// What stands before the value, with the sign between, and the value.
    Pair(&'t str, &'t str),
    /// Neither.
    Plain,
}

/// The parts of a line.
pub(super) fn parts(line: &str) -> Parts<'_> {
    let text = line.trim_start();
    if ["#", ";", "//", "<!--"].iter().any(|mark| text.starts_with(mark)) {
        return Parts::Comment;
    }
    let Some(at) = line.find('=') else { return Parts::Plain };
    let key = line[..at].trim();
    let key = key.strip_prefix("export ").unwrap_or(key);
    let of_key = |c: char| c.is_alphanumeric() || "._-:/[]{}$".contains(c);
    if key.is_empty() || !key.chars().all(of_key) {
        return Parts::Plain;
    }
    Parts::Pair(&line[..=at], &line[at + 1..])
}

/// Where a long value is folded: behind its commas. Pieces in their order; together they are the
/// value again.
pub(super) fn folded(value: &str) -> Vec<&str> {
    const LONG: usize = 60;
    if value.len() <= LONG { vec![value] } else { value.split_inclusive(',').collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_comment_a_pair_or_neither() {
        assert_eq!(parts("# a = b"), Parts::Comment);
        assert_eq!(parts("  ; zoo"), Parts::Comment);
        assert_eq!(parts("a.b=c=d"), Parts::Pair("a.b=", "c=d"));
        assert_eq!(parts("server.1 = k1:2888"), Parts::Pair("server.1 =", " k1:2888"));
        assert_eq!(parts("export JAVA_HOME=/x"), Parts::Pair("export JAVA_HOME=", "/x"));
        for plain in ["", "server k1:7070;", "<a b=\"c\">", "if [ \"$a\" = b ]; then", "=x"] {
            assert_eq!(parts(plain), Parts::Plain, "{plain}");
        }
    }

    #[test]
    fn a_long_list_is_folded_behind_its_commas() {
        assert_eq!(folded("a,b"), ["a,b"]);
        let long =
            ["k1.example.com:7070", "k2.example.com:7070", "k3.example.com:7070,,"].join(",");
        let pieces = folded(&long);
        assert_eq!(pieces.concat(), long);
        assert_eq!(pieces.len(), 4);
        assert!(pieces.iter().all(|p| p.ends_with(',')));
    }
}

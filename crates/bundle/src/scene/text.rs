//! How long texts are, and where they break. Whoever looks at the picture has fonts of their own, so
//! every width is that of a wide one.

use model::scene::Style;

/// The width of a text.
pub(super) fn width(text: &str, style: Style) -> i32 {
    let sum: i32 = text.chars().map(thousandths).sum();
    let sum = if style.strong() { sum / 100 * 112 } else { sum };
    (sum * style.size()) / 1000 + 1
}

/// The width of a character, in thousandths of the size of the letters.
fn thousandths(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!'
        | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 400,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1000,
        'A'..='Z' | '×' | '+' | '=' | '&' => 780,
        c if wide(c) => 1030,
        _ => 640,
    }
}

/// Whether a character stands for itself, so that a line may break beside it: those of Chinese, Japanese
/// and Korean.
fn wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11ff | 0x2e80..)
}

/// A text without what no line of a drawing can hold.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The lines of a text, none wider than `most`: it breaks at blanks and around wide characters; a word
/// that has no line for itself behind hyphens and underscores and before dots, and where that does not
/// help anywhere. Nothing is left out.
pub(super) fn wrap(text: &str, most: i32, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let fits = |text: &str| width(text.trim_end(), style) <= most;
    for word in pieces(text, at_words) {
        let parts = if fits(&word) { vec![word] } else { pieces(&word, at_dots) };
        for part in parts {
            if fits(&format!("{line}{part}")) {
                line.push_str(&part);
                continue;
            }
            lines.push(std::mem::take(&mut line));
            for c in part.chars() {
                if !line.is_empty() && !fits(&format!("{line}{c}")) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
    }
    lines.push(line);
    let trimmed = lines.iter().map(|line| line.trim_end().to_owned());
    trimmed.filter(|line| !line.is_empty()).collect()
}

/// The width of the widest word.
pub(super) fn widest_word(text: &str, style: Style) -> i32 {
    let words = pieces(text, at_words);
    words.iter().map(|word| width(word.trim_end(), style)).max().unwrap_or(0)
}

fn at_words(last: char, c: char) -> bool {
    let closes = "，。、：；）”".contains(c);
    (last == ' ' && c != ' ') || ((wide(c) || wide(last)) && !closes && c != ' ')
}

fn at_dots(last: char, c: char) -> bool {
    matches!(last, '-' | '_') || (c == '.' && last != '.')
}

/// A text cut where it may break between two characters.
fn pieces(text: &str, breaks: fn(char, char) -> bool) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        match all.last_mut() {
            Some(piece) if !last.is_some_and(|last| breaks(last, c)) => piece.push(c),
            _ => all.push(c.to_string()),
        }
        last = Some(c);
    }
    all
}

/// The width of the widest line.
pub(super) fn widest(lines: &[String], style: Style) -> i32 {
    lines.iter().map(|line| width(line, style)).max().unwrap_or(0)
}

/// Joined by the mark where they fit into `most`, else in as many lines as it takes.
pub(super) fn flow(pieces: &[String], mark: &str, most: i32, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{mark}{piece}"), style) <= most => {
                line.push_str(mark);
                line.push_str(piece);
            }
            _ => lines.extend(wrap(piece, most, style)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_no_line_is_too_wide() {
        let texts = [
            "k1",
            "very-long-name-of-a-node.with.a-domain.example.com",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "ZooKeeper 集群（三个或五个节点）",
            "HTTP 8083, 8091",
            "",
        ];
        for text in texts {
            for most in [30, 60, 120] {
                let lines = wrap(text, most, Style::Title);
                let joined: String = lines.concat();
                let same = |t: &str| t.chars().filter(|c| *c != ' ').collect::<String>();
                assert_eq!(same(&joined), same(text));
                for line in lines {
                    assert!(width(&line, Style::Title) <= most, "{line:?} in {most}");
                }
            }
        }
    }

    #[test]
    fn names_break_at_dots_and_hyphens() {
        let lines = wrap("node-one.example.com", 90, Style::Title);
        assert_eq!(lines, ["node-one", ".example", ".com"]);
        let lines = wrap("ab cd", 20, Style::Label);
        assert_eq!(lines, ["ab", "cd"]);
    }
}

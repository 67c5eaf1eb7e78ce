//! Files of variables that a shell reads: `setenv.sh`, `alluxio-env.sh`. What they assign is read, and
//! nothing is run: what depends on a condition is told apart, everything else is passed over.

use crate::shell::is_name;
use model::Span;
use std::collections::HashMap;

/// An assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// The value as it stands between double quotes: other variables as `$NAME`, other characters
    /// without their quotes.
    pub value: String,
    /// Whether it adds to what the variable had (`+=`).
    pub adds: bool,
    /// Whether it stands under a condition, in a loop or in a function.
    pub conditional: bool,
    /// Where the name stands.
    pub span: Span,
}

/// Reads a text: every assignment, in order.
pub fn read(text: &str) -> Vec<Assignment> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, line: 1, column: 1, depth: 0 };
    let mut out = Vec::new();
    while reader.at < reader.chars.len() {
        reader.statement(&mut out);
    }
    out
}

/// Words that open what is done under a condition, and those that close it.
const OPEN: [&str; 8] = ["if", "for", "while", "until", "case", "select", "{", "function"];
const CLOSE: [&str; 4] = ["fi", "done", "esac", "}"];
/// Words behind which a new statement begins.
const BEFORE: [&str; 6] = ["then", "else", "elif", "do", "!", "time"];
/// Commands whose words are assignments.
const EXPORTS: [&str; 5] = ["export", "declare", "typeset", "readonly", "local"];

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: u32,
    column: u32,
    depth: u32,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn span(&self) -> Span {
        Span { line: self.line, column: self.column }
    }

    /// Blanks, and lines that go on.
    fn blanks(&mut self) {
        loop {
            match (self.peek(0), self.peek(1), self.peek(2)) {
                (Some(' ' | '\t' | '\r'), ..) => {
                    self.next();
                }
                (Some('\\'), Some('\n'), _) => {
                    self.next();
                    self.next();
                }
                (Some('\\'), Some('\r'), Some('\n')) => {
                    self.next();
                    self.next();
                    self.next();
                }
                _ => return,
            }
        }
    }

    /// One command with its words, up to what ends it.
    fn statement(&mut self, out: &mut Vec<Assignment>) {
        // Whether only assignments and such words came: `A=1 B=2`, `export A=1`.
        let mut open = true;
        loop {
            self.blanks();
            let span = self.span();
            match self.peek(0) {
                None => return,
                Some('\n' | ';' | '&' | '|' | '(' | ')') => {
                    self.next();
                    return;
                }
                Some('#') => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.next();
                    }
                    return;
                }
                Some('<') if self.peek(1) == Some('<') => return self.here(),
                Some('<' | '>') => {
                    self.next();
                    continue;
                }
                _ => {}
            }
            let word = self.word();
            if !open {
                continue;
            }
            if let Some((name, adds, value)) = word.assignment() {
                let conditional = self.depth > 0;
                out.push(Assignment { name, value, adds, conditional, span });
                continue;
            }
            let plain = word.text.as_str();
            if OPEN.contains(&plain) {
                self.depth += 1;
                open = !matches!(plain, "for" | "case" | "select" | "function");
            } else if CLOSE.contains(&plain) {
                self.depth = self.depth.saturating_sub(1);
            } else if !BEFORE.contains(&plain)
                && !EXPORTS.contains(&plain)
                && !plain.starts_with('-')
            {
                open = false;
            }
        }
    }

    /// A document that stands in the file itself, up to its mark.
    fn here(&mut self) {
        self.next();
        self.next();
        if self.peek(0) == Some('<') {
            // A text behind `<<<`.
            self.next();
            return;
        }
        let tabs = self.peek(0) == Some('-');
        if tabs {
            self.next();
        }
        self.blanks();
        let mark = self.word().text;
        while self.next().is_some_and(|c| c != '\n') {}
        loop {
            let mut line = String::new();
            let mut ended = true;
            while let Some(c) = self.next() {
                if c == '\n' {
                    ended = false;
                    break;
                }
                line.push(c);
            }
            let line = if tabs { line.trim_start_matches('\t') } else { line.as_str() };
            if ended || line.trim_end_matches('\r') == mark {
                return;
            }
        }
    }

    /// A word, without its quotes.
    fn word(&mut self) -> Word {
        let mut word = Word::default();
        while let Some(c) = self.peek(0) {
            match c {
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c) => word.literal(c),
                    }
                }
                '\'' => {
                    self.next();
                    while let Some(c) = self.next().filter(|c| *c != '\'') {
                        word.literal(c);
                    }
                }
                '"' => {
                    self.next();
                    self.double(&mut word);
                }
                '$' | '`' => self.expansion(&mut word),
                _ => {
                    self.next();
                    word.text.push(c);
                }
            }
        }
        word
    }

    fn double(&mut self, word: &mut Word) {
        while let Some(c) = self.peek(0) {
            match c {
                '"' => {
                    self.next();
                    return;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c @ ('$' | '`' | '"' | '\\')) => word.literal(c),
                        Some(c) => {
                            word.text.push('\\');
                            word.text.push(c);
                        }
                    }
                }
                '$' | '`' => self.expansion(word),
                _ => {
                    self.next();
                    word.text.push(c);
                }
            }
        }
    }

    /// `$NAME`, `${…}`, `$(…)` and `` `…` ``, as they stand.
    fn expansion(&mut self, word: &mut Word) {
        let Some(first) = self.next() else { return };
        word.text.push(first);
        let (open, close) = match (first, self.peek(0)) {
            ('`', _) => ('`', '`'),
            (_, Some('{')) => ('{', '}'),
            (_, Some('(')) => ('(', ')'),
            _ => return,
        };
        let mut depth = u32::from(open == '`');
        while let Some(c) = self.next() {
            word.text.push(c);
            if c == close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return;
                }
            } else if c == open {
                depth += 1;
            }
        }
    }
}

#[derive(Default)]
struct Word {
    text: String,
}

impl Word {
    /// A character that means nothing to the shell.
    fn literal(&mut self, c: char) {
        self.text.push(c);
    }

    /// The word as an assignment.
    fn assignment(&self) -> Option<(String, bool, String)> {
        let (name, value) = self.text.split_once('=')?;
        let (name, adds) = match name.strip_suffix('+') {
            Some(name) => (name, true),
            None => (name, false),
        };
        is_name(name).then(|| (name.to_owned(), adds, value.to_owned()))
    }
}

/// The variables that a value refers to.
pub fn refers_to(value: &str) -> impl Iterator<Item = &str> {
    value.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = rest.get(..end.unwrap_or(rest.len()))?;
        is_name(name).then_some(name)
    })
}

/// What the file sets for good: of each variable the last assignment that no condition decides, in the
/// order of their first ones. What adds to itself is put behind what the file set before. What the file
/// itself puts together from others of its variables is none of its settings.
pub fn settings(assignments: &[Assignment]) -> Vec<Assignment> {
    /// A value that doubles itself line by line is no setting. In bytes.
    const LONGEST: usize = 64 * 1024;
    let mut out: Vec<Assignment> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for assignment in assignments.iter().filter(|a| !a.conditional) {
        let name = assignment.name.as_str();
        let mut value = assignment.value.clone();
        let (mut itself, mut others) = (false, false);
        for refers in refers_to(&assignment.value) {
            itself |= refers == name;
            others |= refers != name && index.contains_key(refers);
        }
        if others && itself {
            continue;
        }
        let at = index.get(name).copied();
        let before = at.and_then(|at| out.get(at)).map(|known| known.value.as_str());
        let room = LONGEST.saturating_sub(value.len());
        if assignment.adds {
            value = before.unwrap_or_default().to_owned() + &value;
        } else if let Some(before) = before.filter(|before| itself && before.len() <= room / 8) {
            for form in [format!("${{{name}}}"), format!("${{{name}:-}}")] {
                value = value.replace(&form, before);
            }
            value = replace_bare(&value, name, before);
        }
        if value.len() > LONGEST {
            continue;
        }
        if let Some(known) = at.and_then(|at| out.get_mut(at)) {
            known.value = value;
            known.span = assignment.span;
        } else {
            index.insert(name, out.len());
            out.push(Assignment { value, ..assignment.clone() });
        }
    }
    out
}

/// `$NAME` replaced, where the name ends there.
fn replace_bare(value: &str, name: &str, by: &str) -> String {
    let mark = format!("${name}");
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find(&mark) {
        let (before, tail) = rest.split_at(at);
        let tail = tail.get(mark.len()..).unwrap_or_default();
        out.push_str(before);
        let longer = tail.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        out.push_str(if longer { &mark } else { by });
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{read, settings};

    fn all(text: &str) -> Vec<(String, String)> {
        settings(&read(text)).into_iter().map(|a| (a.name, a.value)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn assignments_of_every_form_are_read() {
        let text = "#!/bin/bash\r\nexport A=1 B=\"x y\"\r\n  C='$z'; D=a\\ b # E=5\nexport F=\"-Da=b \\\n  -Dc=\\\"d\\\"\"\nG+=x\nH=\n";
        assert_eq!(
            all(text),
            pairs(&[
                ("A", "1"),
                ("B", "x y"),
                ("C", "$z"),
                ("D", "a b"),
                ("F", "-Da=b   -Dc=\"d\""),
                ("G", "x"),
                ("H", "")
            ])
        );
    }

    #[test]
    fn what_adds_to_itself_stands_behind_what_was_set() {
        let text = "O=\"-Da\"\nO=\"$O -Db\"\nO=\"${O} -Dc\"\nP=\"$P -Dd\"\nO+=' -De'\nQ=$OX\n";
        assert_eq!(all(text), pairs(&[("O", "-Da -Db -Dc -De"), ("P", "$P -Dd"), ("Q", "$OX")]));
    }

    #[test]
    fn conditions_documents_and_commands_are_passed_over() {
        let text = "if [ -z \"$A\" ]; then A=1; fi\nB=2\nfor x in 1 2; do C=3; done\ncat <<EOF\nD=4\nEOF\necho E=5\nf() { F=6; }\nG=$(echo \"H=7\")\nset -e\nI=8\ncase $x in a) J=9;; esac\nK=10\n";
        assert_eq!(
            all(text),
            pairs(&[("B", "2"), ("G", "$(echo \"H=7\")"), ("I", "8"), ("K", "10")])
        );
        let conditional: Vec<bool> =
            read(text).iter().filter(|a| a.name == "A").map(|a| a.conditional).collect();
        assert_eq!(conditional, [true]);
    }

    #[test]
    fn what_the_file_composes_is_no_setting() {
        let text = "export S=\"-Xmx1g\"\nexport M=\"\"\nM=\"${S:-} $M\"\n";
        assert_eq!(all(text), pairs(&[("S", "-Xmx1g"), ("M", "")]));
    }

    #[test]
    fn spots_are_those_of_the_names() {
        let text = "# x\n  export A=\"1\n2\"\nB=3";
        let spots: Vec<(u32, u32)> =
            read(text).iter().map(|a| (a.span.line, a.span.column)).collect();
        assert_eq!(spots, [(2, 10), (4, 1)]);
    }

    #[test]
    fn what_doubles_itself_stops_and_many_lines_take_no_longer_than_their_bytes() {
        let doubling = format!("A=xxxxxxxx\n{}", "A=\"$A$A\"\n".repeat(60));
        assert!(all(&doubling).iter().all(|(_, value)| value.len() <= 64 * 1024));
        let adding = "B+=\"0123456789abcdef\"\n".repeat(50_000);
        assert!(all(&adding).iter().all(|(_, value)| value.len() <= 64 * 1024));
        let begun = std::time::Instant::now();
        let many: Vec<String> = (0..60_000).map(|n| format!("N{n}=$N{}x\n", n / 2)).collect();
        assert_eq!(all(&many.concat()).len(), 60_000);
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}

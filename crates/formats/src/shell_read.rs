//! Files of variables that a shell reads: `setenv.sh`, `alluxio-env.sh`. What they assign is read, and
//! nothing is run: what depends on a condition is told apart, everything else is passed over.

use crate::shell::is_name;
use model::Span;

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

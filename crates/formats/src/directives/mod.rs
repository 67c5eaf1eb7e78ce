//! Files of directives: Nginx, HAProxy, Apache httpd, keepalived. Each grammar has a reader; what they
//! read has one shape, a list in which every directive names the block that it stands in. No reader
//! calls itself, so that the depth of a file costs nothing.

pub mod haproxy;
pub mod httpd;
pub mod keepalived;
pub mod nginx;

use model::{Message, Span, msg};

/// Most directives of one file; the rest is told and not read.
pub const MOST: usize = 100_000;

/// Deepest nesting of blocks; what stands deeper is told and not read.
pub const DEEPEST: usize = 64;

/// A directive: its words, the first is its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The words, without quotation marks and escapes. Never empty.
    pub words: Vec<String>,
    /// Where it begins.
    pub span: Span,
    /// The block in which it stands, by its number in the list.
    pub parent: Option<usize>,
    /// Whether it is a block itself.
    pub block: bool,
}

impl Directive {
    /// Its name.
    pub fn name(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The word behind the name, counted from 1; empty where there is none.
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The words behind the name.
    pub fn arguments(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }

    /// Name and arguments in one line.
    pub fn line(&self) -> String {
        self.words.join(" ")
    }
}

/// What a file says, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directives {
    /// All of them, a block before what stands in it.
    pub all: Vec<Directive>,
    /// What is no directive: why, and where.
    pub problems: Vec<(Span, Message)>,
}

impl Directives {
    /// The directives of a block, or of the file itself, each with its number.
    pub fn inside(&self, block: Option<usize>) -> impl Iterator<Item = (usize, &Directive)> {
        let first = block.map_or(0, |at| at + 1);
        let all = self.all.get(first..).unwrap_or_default().iter().enumerate();
        // What stands in a block follows it: the first that is outside of it ends it.
        all.map(move |(at, d)| (first + at, d))
            .take_while(move |(_, d)| block.is_none() || d.parent >= block)
            .filter(move |(_, d)| d.parent == block)
    }

    /// The blocks around a directive, the innermost first.
    pub fn around(&self, directive: &Directive) -> impl Iterator<Item = &Directive> {
        let mut at = directive.parent;
        std::iter::from_fn(move || {
            let block = self.all.get(at?)?;
            at = block.parent;
            Some(block)
        })
    }

    /// Adds a directive; `false` when there are too many.
    fn push(&mut self, words: Vec<String>, span: Span, parent: Option<usize>, block: bool) -> bool {
        if self.all.len() >= MOST {
            self.problems.push((
                span,
                msg!(
                en: "More than {n} directives: what follows is not read.",
                zh: "超过 {n} 条指令：之后的内容不再读取。", n = MOST),
            ));
            return false;
        }
        self.all.push(Directive { words, span, parent, block });
        true
    }
}

impl Directives {
    /// Tells the blocks that the file leaves open.
    fn left_open(&mut self, blocks: Vec<usize>) {
        let open = blocks.into_iter().filter_map(|at| self.all.get(at));
        let told: Vec<_> = open.map(|block| (block.span, unclosed(block.name()))).collect();
        self.problems.extend(told);
    }
}

/// A text, character by character, with the place of the next one.
struct Cursor<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    at: Span,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Cursor<'t> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        Cursor { chars: text.chars().peekable(), at: Span { line: 1, column: 1 } }
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().copied()
    }

    /// Whether this text is next.
    fn starts_with(&self, text: &str) -> bool {
        let mut chars = self.chars.clone();
        text.chars().all(|c| chars.next() == Some(c))
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        if c == '\n' {
            self.at.line = self.at.line.saturating_add(1);
            self.at.column = 1;
        } else {
            self.at.column = self.at.column.saturating_add(1);
        }
        Some(c)
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.next();
        }
    }
}

/// Blocks in blocks without an end.
fn too_deep() -> Message {
    msg!(en: "More than {n} blocks inside of each other: what follows is not read.",
         zh: "块嵌套超过 {n} 层：之后的内容不再读取。", n = DEEPEST)
}

/// A block without its end.
fn unclosed(name: &str) -> Message {
    msg!(en: "The block {b}, which begins here, has no end: its program refuses the file.",
         zh: "此处开始的块 {b} 没有结尾：程序会拒绝该文件。", b = model::value::shown(name))
}

/// A quotation mark without its partner.
fn open_quote() -> Message {
    msg!(en: "A quotation mark that begins here has no partner: its program refuses the file.",
         zh: "此处开始的引号没有闭合：程序会拒绝该文件。")
}

/// An end without its block.
fn no_block(name: &str) -> Message {
    msg!(en: "{b} ends a block that does not begin: its program refuses the file.",
         zh: "{b} 结束了一个并未开始的块：程序会拒绝该文件。", b = model::value::shown(name))
}

/// What a file says, a line for each directive, with a sign for each block around it.
#[cfg(test)]
fn drawn(read: fn(&str) -> Directives, text: &str) -> Vec<String> {
    let read = read(text);
    assert_eq!(read.problems, Vec::new(), "{text}");
    let depth = |d| read.around(d).count();
    read.all.iter().map(|d| format!("{}{}", ">".repeat(depth(d)), d.line())).collect()
}

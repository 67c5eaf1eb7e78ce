//! The fixed texts of the engine, read from its sources: what the files of texts hold.
//!
//! A text is written as `Text::new("…", "…")`, `Text::same("…")` or `msg!(en: "…", zh: "…")`; a
//! macro that makes one takes it as a pair, `["…", "…"]`. The engine's module has only its number
//! (see `model::Text`), so the words must be literals.

use anyhow::{Result, bail};
use model::text_key;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::path::Path;

/// What is linked into the engine's module, by path.
const ENGINE: [&str; 10] = [
    "crates/model/src/",
    "crates/protocol/src/",
    "crates/formats/src/",
    "crates/rules/src/",
    "crates/products/src/",
    "crates/bundle/src/",
    "crates/import/src/",
    "crates/plan/src/",
    "crates/engine/src/",
    "crates/worker/src/",
];

/// Texts by number: English, Chinese.
pub type Texts = BTreeMap<u32, (String, String)>;

/// A place in a source file that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path in the repository.
    pub path: String,
    /// From 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file is no Rust.
    Syntax,
    /// The words are no literals, so that nobody can put them into the files.
    NoLiteral,
    /// Two texts with one number.
    SameKey,
    /// Made while the program runs, so that its words are linked beside its number.
    NotConst,
}

impl Wrong {
    /// In a sentence, with what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Wrong::Syntax => "is no Rust",
            Wrong::NoLiteral => {
                "a text whose words are no literals: the engine in the browser would not find \
                 them; write the literals here, or choose with Lang::pick"
            }
            Wrong::SameKey => "a text with the number of another one: change a word of it",
            Wrong::NotConst => {
                "a text that is made while the program runs keeps its words in the engine's \
                 module: write const { Text::new(…) }"
            }
        }
    }
}

/// Whether a source file is linked into the engine's module.
pub fn is_engine(path: &str) -> bool {
    path.ends_with(".rs") && ENGINE.iter().any(|folder| path.starts_with(folder))
}

/// All texts of the engine, and what is wrong with them, in the repository below `root`.
pub fn read(root: &Path) -> Result<Texts> {
    let tree = crate::tree::Tree::read(root, &ENGINE)?;
    let mut texts = Texts::new();
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| is_engine(&file.path)) {
        faults.extend(collect(&file.path, &file.text, &mut texts));
    }
    // What is linked although it need not be is said by `cargo xtask tidy`.
    faults.retain(|fault| fault.what != Wrong::NotConst);
    if let Some(fault) = faults.first() {
        bail!("{}:{}: {}", fault.path, fault.line, fault.what.sentence());
    }
    Ok(texts)
}

/// Adds the texts of one file.
pub fn collect(path: &str, source: &str, texts: &mut Texts) -> Vec<Fault> {
    let mut scan = Scan { texts, faults: Vec::new() };
    match source.parse::<TokenStream>() {
        Ok(tokens) => scan.walk(tokens, Context::Item),
        Err(_) => scan.faults.push((0, Wrong::Syntax)),
    }
    let fault = |(line, what)| Fault { path: path.to_owned(), line, what };
    scan.faults.into_iter().map(fault).collect()
}

/// When what stands at a place is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Outside of functions.
    Item,
    /// While compiling.
    Const,
    /// While the program runs.
    Function,
}

struct Scan<'a> {
    texts: &'a mut Texts,
    faults: Vec<(usize, Wrong)>,
}

impl Scan<'_> {
    fn walk(&mut self, tokens: TokenStream, outer: Context) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let word = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => ident.to_string(),
            Some(TokenTree::Punct(punct)) => punct.as_char().to_string(),
            _ => String::new(),
        };
        let group = |at: usize| match tokens.get(at) {
            Some(TokenTree::Group(group)) => Some(group),
            _ => None,
        };
        let words = |at: usize, wanted: &[&str]| {
            wanted.iter().enumerate().all(|(n, wanted)| word(at + n) == *wanted)
        };
        let mut here = outer;
        // The context of the next block in braces: a function's body.
        let mut body = None;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let line = token.span().start().line;
            if words(at, &["#"]) && group(at + 1).is_some_and(is_test) {
                // What is only there for tests: up to its end.
                at += 2;
                while tokens.get(at).is_some_and(|_| word(at) != ";")
                    && group(at).is_none_or(|g| g.delimiter() != Delimiter::Brace)
                {
                    at += 1;
                }
            } else if words(at, &["macro_rules", "!", "msg"]) {
                at += 3;
            } else if words(at, &["Text", ":", ":", "new"]) && group(at + 4).is_some() {
                self.text(group(at + 4), 2, here, line);
                at += 4;
            } else if words(at, &["Text", ":", ":", "same"]) && group(at + 4).is_some() {
                self.text(group(at + 4), 1, here, line);
                at += 4;
            } else if words(at, &["msg", "!"]) && group(at + 2).is_some() {
                self.message(group(at + 2), here, line);
                at += 2;
            } else if words(at, &["fn"]) {
                body = Some(if word(at.wrapping_sub(1)) == "const" {
                    Context::Const
                } else {
                    Context::Function
                });
            } else if words(at, &["const"]) && word(at + 1) != "fn" {
                match group(at + 1) {
                    Some(_) => body = Some(Context::Const),
                    None => here = Context::Const,
                }
            } else if words(at, &["static"]) && word(at.wrapping_sub(1)) != "'" {
                here = Context::Const;
            } else if words(at, &["LazyLock", ":"]) {
                here = Context::Function;
            } else if words(at, &[";"]) {
                here = outer;
                body = None;
            } else if let Some((en, zh)) = group(at).and_then(pair) {
                self.add(&en, &zh, line);
            } else if let Some(inner) = group(at) {
                let braces = inner.delimiter() == Delimiter::Brace;
                let closure = braces && word(at.wrapping_sub(1)) == "|";
                let context = match body.take_if(|_| braces) {
                    Some(context) => context,
                    None if closure => Context::Function,
                    None => here,
                };
                self.walk(inner.stream(), context);
            }
            at += 1;
        }
    }

    /// The parentheses of `Text::new` or `Text::same`.
    fn text(&mut self, group: Option<&Group>, count: usize, context: Context, line: usize) {
        let Some(group) = group else { return };
        // In a macro: its callers write the pair.
        if group.stream().to_string().starts_with('$') {
            return;
        }
        let words: Option<Vec<String>> =
            arguments(group.stream()).iter().map(|argument| literal(argument)).collect();
        match words.as_deref() {
            Some([en, zh]) if count == 2 => self.add(en, zh, line),
            Some([both]) if count == 1 => self.add(both, both, line),
            _ => self.faults.push((line, Wrong::NoLiteral)),
        }
        if context == Context::Function {
            self.faults.push((line, Wrong::NotConst));
        }
    }

    /// The parentheses of `msg!`.
    fn message(&mut self, group: Option<&Group>, context: Context, line: usize) {
        let Some(group) = group else { return };
        let arguments = arguments(group.stream());
        let named = |at: usize, name: &str| {
            let argument = arguments.get(at)?;
            let [TokenTree::Ident(ident), TokenTree::Punct(_), words] = argument.as_slice() else {
                return None;
            };
            (*ident == name).then(|| literal(std::slice::from_ref(words)))?
        };
        match (named(0, "en"), named(1, "zh")) {
            (Some(en), Some(zh)) => self.add(&en, &zh, line),
            _ => self.faults.push((line, Wrong::NoLiteral)),
        }
        for argument in arguments.into_iter().skip(2) {
            self.walk(argument.into_iter().collect(), context);
        }
    }

    fn add(&mut self, en: &str, zh: &str, line: usize) {
        let new = (en.to_owned(), zh.to_owned());
        let known = self.texts.entry(text_key(en, zh)).or_insert_with(|| new.clone());
        if *known != new {
            self.faults.push((line, Wrong::SameKey));
        }
    }
}

/// Whether an attribute's brackets say `cfg(test)`.
fn is_test(attribute: &Group) -> bool {
    attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// A text as macros take it: English and Chinese in brackets or parentheses.
fn pair(group: &Group) -> Option<(String, String)> {
    if group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let arguments = arguments(group.stream());
    let [en, zh] = arguments.as_slice() else { return None };
    let (en, zh) = (literal(en)?, literal(zh)?);
    (!zh.is_ascii()).then_some((en, zh))
}

/// What stands between commas.
fn arguments(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut all = vec![Vec::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => all.push(Vec::new()),
            other => all.last_mut().into_iter().for_each(|last| last.push(other.clone())),
        }
    }
    all.retain(|argument| !argument.is_empty());
    all
}

/// The value of a string literal.
fn literal(tokens: &[TokenTree]) -> Option<String> {
    let [token] = tokens else { return None };
    let words: syn::LitStr = syn::parse2(token.clone().into()).ok()?;
    Some(words.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Arg, Lang, Message, Text};
    use rules::{Kind, Product};

    const FILE: &str = "crates/rules/src/x.rs";

    fn faults(source: &str) -> Vec<(usize, Wrong)> {
        let found = collect(FILE, source, &mut Texts::new());
        found.into_iter().map(|fault| (fault.line, fault.what)).collect()
    }

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let source = r#"
            /// `Text::new("no", "不")`
            const A: Text = Text::new("a", "甲",);
            static B: &[Text] = &[Text::same("b")];
            macro_rules! rule { ($en:literal, $zh:literal) => { Text::new($en, $zh) } }
            rule!(X, ["e", "戊"], ["key", "value"]);
            fn f() -> Message {
                let list = vec![msg!(en: "c {x}", zh: "丙 {x}", x = msg!(en: "d", zh: "丁"))];
                list.push(const { Text::new("two \
                    lines", "两行") });
                list
            }
            #[cfg(test)]
            mod tests { const T: Text = Text::new("t", "测"); }
        "#;
        let mut texts = Texts::new();
        assert_eq!(collect(FILE, source, &mut texts), []);
        let mut english: Vec<&str> = texts.values().map(|(en, _)| en.as_str()).collect();
        english.sort_unstable();
        assert_eq!(english, ["a", "b", "c {x}", "d", "e", "two lines"]);
        assert_eq!(texts[&Text::new("a", "甲").key()].1, "甲");
    }

    #[test]
    fn words_that_are_linked_or_no_literals_are_told() {
        assert_eq!(faults("fn f() {\n Text::new(\"a\", \"甲\") }"), [(2, Wrong::NotConst)]);
        assert_eq!(faults("fn f() { const { Text::same(\"a\") }; Text::same(\"b\") }").len(), 1);
        assert_eq!(faults("static A: X = X { f: |cx| { Text::same(\"a\") } };").len(), 1);
        assert_eq!(
            faults("const fn f(a: &'static str) -> T { Text::same(a) }")[0].1,
            Wrong::NoLiteral
        );
        assert_eq!(faults("fn f() { msg!(en: $en, zh: $zh) }"), [(1, Wrong::NoLiteral)]);
        assert_eq!(faults("fn f( {"), [(0, Wrong::Syntax)]);
    }

    fn add(message: &Message, to: &mut Vec<Text>) {
        to.push(message.text);
        for (_, argument) in &message.args {
            match argument {
                Arg::Text(text) => to.push(*text),
                Arg::Message(inner) => add(inner, to),
                Arg::Plain(_) => {}
            }
        }
    }

    /// What a product's tables say, and every message of every rule's two examples.
    fn used(product: &'static Product) -> Vec<Text> {
        let mut all = Vec::new();
        all.extend(product.versions.iter().map(|v| v.sentence));
        all.extend(product.refused.iter().map(|v| v.reason));
        all.extend(product.steps.iter().flat_map(|s| [s.title, s.sentence]));
        all.extend(product.roles.iter().flat_map(|r| [r.title, r.sentence]));
        all.extend(product.server_types.iter().flat_map(|t| [t.title, t.sentence]));
        all.extend(product.presets.iter().flat_map(|p| [p.title, p.sentence]));
        for field in product.all_fields() {
            all.extend([field.group, field.label, field.help]);
            all.extend(field.default.texts());
            if let Kind::Choice(options) = field.kind {
                all.extend(options.iter().flat_map(|o| [o.title, o.sentence]));
            }
        }
        for rule in product.all_rules() {
            all.extend([rule.title, rule.why]);
            for example in [&rule.fires, &rule.clean] {
                // A rule for every product may name a key of a kind that this one has not.
                let Ok(spec) = example.document(product) else { continue };
                let facts = example.facts(product).ok().flatten();
                let cx = rules::Context::new(&spec, product).with_facts(facts.as_ref());
                let report = rules::check(&cx);
                for finding in report.findings.iter().chain(report.accepted.iter().map(|(f, _)| f))
                {
                    add(&finding.message, &mut all);
                    if let Some(fix) = &finding.fix {
                        add(&fix.title, &mut all);
                    }
                }
            }
        }
        for preset in product.presets {
            let spec = formats::document::read(preset.toml).spec;
            let cx = rules::Context::new(&spec, product);
            for (_, file) in bundle::entries(&bundle::tree(&cx, &rules::check(&cx)), &spec) {
                all.push(file.about);
            }
        }
        all
    }

    #[test]
    fn every_text_that_the_engine_says_is_in_both_files() {
        let texts = read(&commands::root()).expect("the sources");
        let file = |lang: Lang| {
            let words = texts.iter().map(|(key, (en, zh))| (*key, lang.pick(en, zh).as_str()));
            let file = model::write_texts(&words.collect());
            model::Words::read(file.into_bytes()).expect("a whole file")
        };
        let files = Lang::ALL.map(|lang| (lang, file(lang)));
        let used: Vec<Text> = products::ALL.iter().flat_map(|product| used(product)).collect();
        assert!(used.len() > 1000, "{}", used.len());
        for text in used {
            for (lang, words) in &files {
                assert_eq!(words.find(text.key()), Some(text.get(*lang)), "{text:?}");
            }
        }
    }
}

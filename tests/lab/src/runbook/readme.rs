//! The commands of an archive's README, as a reader finds them.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A code block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The heading above it.
    pub(super) title: String,
    /// The word behind the fence: `sh` for what the admin's machine runs.
    pub(super) language: String,
    /// The lines.
    pub(super) text: String,
    /// What stands in quotes first in the check below it: how the output ends.
    pub(super) promise: Option<String>,
}

/// How the line about the check below a step begins, in either language.
const CHECK: [&str; 2] = ["Check:", "检查："];

/// All of them, in order.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut title, mut text) = (String::new(), String::new());
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) => text.clear(),
            Event::End(TagEnd::Heading(_)) => title = std::mem::take(&mut text),
            Event::End(TagEnd::Paragraph) if CHECK.iter().any(|word| text.starts_with(word)) => {
                if let Some(block) = blocks.last_mut().filter(|block| block.title == title) {
                    block.promise = quoted(&text);
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(word) => word.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                text.clear();
                blocks.push(Block {
                    title: title.clone(),
                    language,
                    text: String::new(),
                    promise: None,
                });
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(block) = blocks.last_mut() {
                    block.text = std::mem::take(&mut text);
                }
            }
            Event::Text(more) | Event::Code(more) => text.push_str(&more),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            _ => {}
        }
    }
    blocks
}

fn quoted(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('“')?;
    rest.split_once('”').map(|(words, _)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runbook::{change, in_language, stories};
    use model::{ClusterSpec, Lang};
    use products::presets;
    use rules::{Context, check};
    use std::collections::BTreeSet;

    #[test]
    fn blocks_are_found_wherever_they_stand() {
        let found = blocks(
            "# A\n\n### 1. Look\n\n```sh\nbin/look && ls\n```\n\nCheck: it ends with “all *is* green”, or “not”.\n\n\
             ## By hand\n\n1. In a list:\n\n   ```\n   one '<x>'\n   two\n   ```\n\nCheck nothing “here”.\n\n\
             ### 2. 看\n\n```sh\nbin/look\n```\n\n检查：最后一行是 “green”。\n",
        );
        let block = |title: &str, language: &str, text: &str, promise: Option<&str>| Block {
            title: title.to_owned(),
            language: language.to_owned(),
            text: text.to_owned(),
            promise: promise.map(str::to_owned),
        };
        assert_eq!(
            found,
            [
                block("1. Look", "sh", "bin/look && ls\n", Some("all is green")),
                block("By hand", "", "one '<x>'\ntwo\n", None),
                block("2. 看", "sh", "bin/look\n", Some("green")),
            ]
        );
    }

    /// The README of a document's archive.
    fn readme(mut spec: ClusterSpec, lang: Lang) -> String {
        spec.language = lang;
        let product = products::find(&spec.product).expect("its product");
        let cx = Context::new(&spec, product);
        let tree = bundle::tree(&cx, &check(&cx));
        let found = bundle::entries(&tree, &spec).into_iter().find(|(path, _)| path == "README.md");
        found.expect("a README").1.to_text().into_owned()
    }

    /// Words that stand for the reader's own, which each language has in its way.
    fn without_own_words(text: &str) -> String {
        const OWN: [[&str; 2]; 2] =
            [["<service>", "<服务>"], ["muster_root=NAME", "muster_root=用户名"]];
        OWN.iter().fold(text.to_owned(), |text, [en, zh]| text.replace(zh, en))
    }

    /// What stands as code within sentences, each once: sentences have an order of their own in each
    /// language.
    fn words(markdown: &str) -> BTreeSet<String> {
        let code = Parser::new(markdown).filter_map(|event| match event {
            Event::Code(code) => Some(without_own_words(&code)),
            _ => None,
        });
        code.collect()
    }

    /// What differs between the two languages in what a reader would type, and in what is said to come.
    fn difference(name: &str, spec: &ClusterSpec) -> Vec<String> {
        let (en, zh) = (readme(spec.clone(), Lang::En), readme(spec.clone(), Lang::Zh));
        let mut wrong = Vec::new();
        let (ours, theirs) = (blocks(&en), blocks(&zh));
        assert!(!ours.is_empty(), "{name} has no commands");
        if ours.len() != theirs.len() {
            wrong.push(format!("{name}: {} blocks, and {}", ours.len(), theirs.len()));
        }
        for (one, other) in ours.iter().zip(&theirs) {
            if (&one.language, &one.text, &one.promise)
                != (&other.language, &other.text, &other.promise)
            {
                wrong.push(format!("{name}: {one:?}\n{other:?}"));
            }
        }
        let (ours, theirs) = (words(&en), words(&zh));
        wrong.extend(ours.symmetric_difference(&theirs).map(|word| format!("{name}: `{word}`")));
        wrong
    }

    #[test]
    fn a_chinese_reader_types_what_was_walked_in_english() {
        let mut wrong = Vec::new();
        for (_, preset) in presets() {
            wrong.extend(difference(preset.id, &formats::document::read(preset.toml).spec));
        }
        for story in stories() {
            let text =
                std::fs::read_to_string(change::document(story.document)).expect("it is there");
            let chinese = in_language(&text, Lang::Zh).expect("its language");
            assert_eq!(formats::document::read(&chinese).spec.language, Lang::Zh);
            wrong.extend(difference(story.name, &formats::document::read(&text).spec));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn half_of_the_stories_are_walked_in_chinese() {
        let chinese = stories().filter(|story| story.lang == Lang::Zh).count();
        assert_eq!(chinese, stories().count() / 2);
    }
}

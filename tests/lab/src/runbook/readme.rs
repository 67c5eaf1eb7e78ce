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

/// All of them, in order.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut title, mut text) = (String::new(), String::new());
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) => text.clear(),
            Event::End(TagEnd::Heading(_)) => title = std::mem::take(&mut text),
            Event::End(TagEnd::Paragraph) if text.starts_with("Check:") => {
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

    #[test]
    fn blocks_are_found_wherever_they_stand() {
        let found = blocks(
            "# A\n\n### 1. Look\n\n```sh\nbin/look && ls\n```\n\nCheck: it ends with “all *is* green”, or “not”.\n\n\
             ## By hand\n\n1. In a list:\n\n   ```\n   one '<x>'\n   two\n   ```\n\nCheck nothing “here”.\n",
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
            ]
        );
    }
}

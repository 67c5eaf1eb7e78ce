//! Comments behind values, which are no comments.

use crate::{Context, Example, Format, Rule, Sink, Source};
use model::secret::is_reference;
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// A value that goes on behind a number sign.
pub(super) static COMMENT_BEHIND: Rule = Rule {
    id: "GEN065",
    name: "comment-behind-a-value",
    severity: Severity::Warning,
    title: Text::new("No value has a comment behind it.", "值的后面没有注释。"),
    why: Text::new(
        "In a file of properties only a line that begins with # is a comment. Behind a value, the sign and all that follows belong to the value: a host with words behind it is no host, a number is none, a path names a folder that nobody has. Pages of documentation print such lines. Put the comment into a line of its own. Where the sign is meant, accept this warning.",
        "在 properties 文件中，只有以 # 开头的行才是注释。写在值后面时，# 及其后的内容都属于值：主机名后面多了文字就不是主机名，数字不再是数字，路径指向不存在的目录。有些文档页面就印有这样的行。请把注释单独写成一行。如果确实需要这个字符，可以接受此警告。",
    ),
    sources: &[Source::new(
        "java.util.Properties.load: a comment is a line whose first character is # or !",
        "https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-",
    )],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<text>", "a # of the first node")]),
    clean: Example::Edits("", &[("overrides.cluster.<text>", "a#1")]),
    check,
};

/// The value before what looks like a comment: blanks, the sign, and a blank or a letter.
fn before_comment(value: &str) -> Option<&str> {
    let sign = |at: usize| {
        let (before, after) = value.split_at(at);
        let next = after.chars().nth(1);
        before.ends_with([' ', '\t']) && next.is_none_or(|c| c.is_whitespace() || c.is_alphabetic())
    };
    let (at, _) = value.match_indices('#').find(|(at, _)| sign(*at))?;
    value.get(..at).map(str::trim_end).filter(|text| !text.is_empty())
}

fn check(cx: &Context, sink: &mut Sink) {
    let properties = |name: &str| {
        cx.product.configs.iter().any(|c| c.name == name && c.format == Format::Properties)
    };
    let mut told: BTreeSet<Place> = BTreeSet::new();
    for config in cx.configs() {
        for (file, entry) in config.all_entries().filter(|(file, _)| properties(file.name)) {
            let Some(value) = before_comment(entry.text()) else { continue };
            let by_hand = entry.places.first().filter(|place| {
                matches!(place, Place::Setting(_) | Place::NodeSetting(..) | Place::Override(..))
            });
            let Some(place) = by_hand.filter(|place| !told.contains(*place)) else { continue };
            told.insert(place.clone());
            let found = sink.report(
                place.clone(),
                msg!(en: "{k} in {f}: there are no comments behind a value, so \"{c}\" is part of it.",
                     zh: "{f} 中的 {k}：值后面不能写注释，“{c}”会成为值的一部分。",
                     k = shown(&entry.key), f = file.name,
                     c = shown(entry.text().get(value.len()..).unwrap_or_default().trim())),
            );
            if matches!(place, Place::Override(..)) && !is_reference(value) {
                found.fix(
                    msg!(en: "Leave it at {v}", zh: "只保留 {v}", v = shown(value)),
                    vec![Edit::Set(place.clone(), value.to_owned())],
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::before_comment;

    #[test]
    fn a_comment_has_a_blank_before_it_and_words_behind() {
        assert_eq!(before_comment("m1 # Only needed on master"), Some("m1"));
        assert_eq!(before_comment("8\t#eight"), Some("8"));
        for plain in ["a#b", "#", "# all", "rgb #1122", "a #", ""] {
            let expected = (plain == "a #").then_some("a");
            assert_eq!(before_comment(plain), expected, "{plain}");
        }
    }
}

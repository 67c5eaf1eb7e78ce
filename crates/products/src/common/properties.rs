//! A `.properties` file of effective entries, each below the reason why it is there.

use super::text::{header, not_usable, one_line};
use ::rules::{ConfigFile, Context, Entry, Secret};
use formats::properties::{escape_key, escape_value};
use formats::{File, Origin, SharedLine};
use model::{Lang, Text};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Writes the entries, each below its reason. `about` is the file's sentence, and its first line. Comments are UTF-8 in
/// the document's language; keys and values are pure ASCII.
pub fn write(cx: &Context, about: Text, config: &ConfigFile) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(about);
    header(cx, "#", &mut file);
    let secrets = cx.secrets();
    let mut last: Option<&Entry> = None;
    for entry in config.entries() {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        // Lines that are there for one and the same reason stand below it together.
        if last.is_none_or(|l| l.reason != entry.reason || l.places != entry.places) {
            file.line("");
            file.because(format!("# {}", one_line(&entry.reason.render(lang))), origin.clone());
        }
        last = Some(entry);
        let kept = entry.shared().filter(|v| entry.broken.is_none() && v.len() > LONG);
        if let Some(value) = kept {
            file.because_shared(&shared(cx, entry, value, lang, secrets), origin);
            continue;
        }
        for line in lines(entry, lang, secrets) {
            file.because(line, origin.clone());
        }
    }
    file
}

/// From this many bytes on, a value is kept once for all files that have it.
const LONG: usize = 512;

/// The lines of long values by key and by the value's address, which the value beside the line
/// keeps from being given away.
type Long = RefCell<BTreeMap<(String, *const str), (Rc<str>, SharedLine)>>;

fn shared(
    cx: &Context,
    entry: &Entry,
    value: &Rc<str>,
    lang: Lang,
    secrets: &[Secret],
) -> SharedLine {
    let known = cx.once("properties-long-lines", Long::default);
    let key = (entry.key.clone(), Rc::as_ptr(value));
    if let Some((_, line)) = known.borrow().get(&key) {
        return line.clone();
    }
    let line = SharedLine::new(lines(entry, lang, secrets).concat());
    known.borrow_mut().insert(key, (Rc::clone(value), line.clone()));
    line
}

fn lines(entry: &Entry, lang: Lang, secrets: &[Secret]) -> Vec<String> {
    let text =
        format!("{}={}", escape_key(&entry.key), markers(&escape_value(entry.text()), secrets));
    match &entry.broken {
        None => vec![text],
        Some(why) => vec![format!("# {}", not_usable(why, lang)), format!("# {text}")],
    }
}

/// Leaves `@{VARIABLE}` alone where it names a secret of the archive, which the node puts in, and
/// hides it from that step anywhere else: Java reads `\u007B` as `{`.
fn markers(value: &str, secrets: &[Secret]) -> String {
    let mut parts = value.split("@{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = part
            .split_once('}')
            .is_some_and(|(name, _)| secrets.iter().any(|s| s.variable == name));
        out.push_str(if known { "@{" } else { "@\\u007B" });
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::msg;

    fn entry(value: &str) -> Entry {
        Entry::new("a.b", value, &[], msg!(en: "x", zh: "x"))
    }

    #[test]
    fn only_markers_of_known_secrets_are_left_to_the_node() {
        let secrets = [Secret { variable: "PW".to_owned(), purpose: ("", "") }];
        let line = |value: &str| lines(&entry(value), Lang::En, &secrets);
        assert_eq!(line("x,password=@{PW},y"), ["a.b=x,password=@{PW},y"]);
        assert_eq!(line("@{OTHER}@{PW"), ["a.b=@\\u007BOTHER}@\\u007BPW"]);
        let read = formats::properties::read(&line("@{OTHER}").join("\n"));
        assert_eq!(read[0].value, "@{OTHER}");
    }

    #[test]
    fn a_broken_entry_is_a_comment_whatever_it_holds() {
        let broken = entry("x\nkylin.env=DEV").broken(msg!(en: "no {t}", zh: "{t}", t = "a\nb=c"));
        let lines = lines(&broken, Lang::En, &[]);
        assert_eq!(lines, ["# NOT USABLE: no a b=c", "# a.b=x\\nkylin.env=DEV"]);
    }
}

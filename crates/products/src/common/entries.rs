//! A file of effective entries in which lines that are there for one reason stand below it together.

use super::text::{header, not_usable, one_line};
use ::rules::{ConfigFile, Context};
use formats::{File, Origin};
use model::Message;

/// Puts the head of the file and the entries into it, each below the reason why it is there; `#`
/// begins a comment. `line` says how an entry stands in this format; one that cannot be used stands
/// in a comment.
pub(crate) fn write(
    cx: &Context,
    file: &mut File,
    config: &ConfigFile,
    line: impl Fn(&str, &str) -> String,
) {
    header(cx, "#", file);
    let lang = cx.spec.language;
    let mut last: Option<&Message> = None;
    for entry in config.entries() {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        if last != Some(&entry.reason) {
            file.line("");
            file.because(format!("# {}", one_line(&entry.reason.render(lang))), origin.clone());
        }
        last = Some(&entry.reason);
        let text = line(&entry.key, entry.text());
        match &entry.broken {
            None => file.because(text, origin),
            Some(why) => {
                file.because(format!("# {}", not_usable(why, lang)), origin.clone());
                file.because(format!("# {}", one_line(&text)), origin);
            }
        }
    }
}

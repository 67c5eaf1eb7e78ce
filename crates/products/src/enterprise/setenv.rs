//! The lines that the deployment puts at the end of the release's own `setenv.sh`, between two marks.
//!
//! As a configuration file its keys are variables. [`SETTINGS`] and [`MORE`] are added to what the
//! release sets, the others take its place.

use crate::common::text::{header, not_usable, one_line};
use crate::kylin::files::setenv::{assignment, is_variable, jvm_places, jvm_words};
use crate::kylin::roles::KYLIN;
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Format};
use formats::{File, Origin, shell};
use model::{Message, Node, Text, msg};

pub(crate) use crate::kylin::files::setenv::{LINES as NAME, MORE, SETTINGS};

/// It as a configuration file.
pub(crate) const KIND: ConfigKind =
    ConfigKind::beside(NAME).in_format(Format::Shell).holding(is_variable);

/// What stands in it.
pub(crate) fn configure(cx: &Context, class: &Class) -> Option<ConfigFile> {
    if !KYLIN.iter().any(|role| class.has(role)) {
        return None;
    }
    let entry = match jvm_words(cx, class) {
        Ok((heap, extra)) if extra.is_empty() => Entry::new(SETTINGS, heap, &[], reason()),
        Ok((heap, extra)) => Entry::new(SETTINGS, format!("{heap} {extra}"), &[], reason()),
        Err(why) => Entry::new(SETTINGS, "", &[], reason()).broken(why),
    };
    Some(ConfigFile::new(NAME, vec![entry.at(jvm_places(cx, class))]))
}

fn reason() -> Message {
    msg!(en: "The heap of the server, which begins with at most 1 GiB, and the options that were added.",
         zh: "服务进程的堆内存（初始值最多 1 GiB）以及附加的参数。")
}

/// Writes it. The JVM takes the last of several `-Xmx`. The options go into both variables, because
/// it is not known at which point of its own file each version puts them together.
pub(crate) fn render(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "Lines for the end of the release's own setenv.sh; the deployment puts them there.",
        "追加到发行包自带 setenv.sh 末尾的内容；由部署脚本写入。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    let config = cx.config_of(node.row).and_then(|c| c.file(NAME));
    for entry in config.into_iter().flat_map(ConfigFile::entries) {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        if let Some(why) = &entry.broken {
            file.because(format!("# {}", not_usable(why, lang)), origin.clone());
            file.because(format!("# {}", one_line(&assignment(&entry.key, entry.text()))), origin);
            continue;
        }
        for line in lines(&entry.key, entry.text()) {
            file.because(line, origin.clone());
        }
    }
    file
}

fn lines(name: &str, value: &str) -> Vec<String> {
    let added = |name: &str, words: &str| format!("export {name}=\"${{{name}:-}} {words}\"");
    match name {
        SETTINGS => vec![
            format!("muster_options={}", shell::expanding(value)),
            added(SETTINGS, "$muster_options"),
            added(MORE, "$muster_options"),
        ],
        MORE => {
            vec![format!("muster_more={}", shell::expanding(value)), added(MORE, "$muster_more")]
        }
        _ => vec![assignment(name, value)],
    }
}

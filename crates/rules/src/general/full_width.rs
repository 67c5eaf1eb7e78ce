//! Full-width signs in what a program reads.

use crate::{Context, Example, Kind, Rule, Source};
use model::value::{half_width, shown};
use model::{Edit, Message, Place, Severity, Text, msg};

/// The title and edit that write ASCII signs into a place.
pub(super) fn write_plain(place: Place, plain: String) -> (Message, Vec<Edit>) {
    (msg!(en: "Write {t}", zh: "改为 {t}", t = shown(&plain)), vec![Edit::Set(place, plain)])
}

/// A colon that is none.
pub(super) static FULL_WIDTH: Rule = Rule {
    id: "GEN062",
    name: "full-width-sign",
    severity: Severity::Warning,
    title: Text::new(
        "What a program reads has ASCII signs, no full-width ones.",
        "程序读取的内容使用半角符号，不使用全角符号。",
    ),
    why: Text::new(
        "An input method for Chinese writes ： and ， where : and , are meant. For a program these are letters like any other: a list is not cut, a port is not found, a key has no value. Write the ASCII sign; where the text is for people, accept this warning.",
        "中文输入法会把 : 和 , 写成 ： 和 ，。对程序来说它们只是普通字符：列表不会被拆分，端口无法识别，配置项没有值。请改用半角符号；如果这段文字是给人看的，可以接受此警告。",
    ),
    sources: &[
        Source::new(
            "Unicode: halfwidth and fullwidth forms",
            "https://www.unicode.org/charts/PDF/UFF00.pdf",
        ),
        Source::lab(
            "loader-full-width-sign",
            "Oracle: with a full-width equals sign the key is not set, and nothing says so",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.<text>", "a：1，b：2")]),
    clean: Example::Edits("", &[("overrides.cluster.<text>", "a:1,b:2")]),
    check: |cx, sink| {
        for (place, text) in read(cx) {
            if let Some(plain) = half_width(&text) {
                let (title, edits) = write_plain(place.clone(), plain);
                sink.report(
                    place,
                    msg!(en: "\"{t}\" has full-width signs, which a program does not take for : or ,.",
                         zh: "“{t}”含有全角符号，程序不会把它们当作 : 或 , 处理。", t = shown(&text)),
                )
                .fix(title, edits);
            }
        }
    },
};

/// What goes to programs as it was typed: the overrides, and the fields that take any text. Of other
/// fields and of nodes' names their own rules speak.
fn read(cx: &Context) -> Vec<(Place, String)> {
    let overrides = cx.all_overrides().map(|(place, _, text)| (place, text.to_owned()));
    let mut all: Vec<(Place, String)> = overrides.collect();
    let good = |key: &str, text: &str| {
        cx.field(key).is_some_and(|f| {
            (f.shown)(cx) && !matches!(f.kind, Kind::Secret) && f.check(text).is_ok()
        })
    };
    let typed = cx.spec.settings.iter().filter(|(key, text)| good(key, text));
    all.extend(typed.map(|(key, text)| (Place::Setting(key.clone()), text.clone())));
    for node in &cx.spec.nodes {
        let typed = node.settings.iter().filter(|(key, text)| good(key, text));
        let place = |key: &String| Place::NodeSetting(node.row, key.clone());
        all.extend(typed.map(|(key, text)| (place(key), text.clone())));
    }
    all
}

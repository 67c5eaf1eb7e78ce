//! Secrets where nothing can put them in again.

use crate::{Context, Example, Field, Kind, Rule, Sink, Source};
use model::secret::{Slot, is_reference, is_secret_key, positions, protect, variable_for};
use model::value::shown;
use model::{Edit, Message, Place, Property, Severity, Text, msg};
use std::ops::Range;

/// A secret that stands, or stood, where the node does not put it in.
pub(super) static LITERAL_SECRET: Rule = Rule {
    id: "GEN026",
    name: "literal-secret",
    severity: Severity::Error,
    title: Text::new(
        "A secret stands only where a variable can stand for it.",
        "机密信息只出现在可以用变量代替的位置。",
    ),
    why: Text::new(
        "The document, its history, the link and the archive are passed around, so a secret is taken out of each text, and the name of a variable stands in its place. In a property of the product the variable is replaced on the node, from secrets.env. In a field, and in the file of a program that reads it as it stands (zoo.cfg), it is not: the name itself would be taken for a password. Write the value without the login, and give user and password in the fields made for them; where there are none, set the product's property by hand; such programs have properties that name a file with the secret. A secret that stood here should be changed if others have seen it.",
        "文档、历史记录、链接和部署包都会被传递，因此任何文本中的机密信息都会被取出，换成变量名。在产品的配置项中，变量会在节点上由 secrets.env 中的值替换；在字段中，以及在程序原样读取的文件（如 zoo.cfg）中则不会：变量名本身会被当作密码。请填写不含登录信息的值，把用户名和密码填入专门的字段；如果没有这样的字段，请手工设置产品的配置项；上述程序另有指向机密文件的配置项。如果别人看过曾写在此处的机密信息，请更换。",
    ),
    sources: &[
        Source::own("Muster: the node's scripts render the properties of the product"),
        Source::new(
            "CWE-312: secrets in clear text",
            "https://cwe.mitre.org/data/definitions/312.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.ssh.jump", "admin:hunter2@bastion.example.com")]),
    clean: Example::Edits("", &[("settings.ssh.jump", "admin@bastion.example.com")]),
    check: |cx, sink| {
        for field in cx.product.all_fields().filter(|f| (f.shown)(cx)) {
            let place = Place::Setting(field.key.to_owned());
            if let Some(text) = cx.spec.settings.get(field.key) {
                in_field(cx, field, &place, text, sink);
            }
        }
        for node in &cx.spec.nodes {
            for (key, text) in &node.settings {
                if let Some(field) = cx.field(key).filter(|f| (f.shown)(cx)) {
                    let place = Place::NodeSetting(node.row, key.clone());
                    in_field(cx, field, &place, text, sink);
                }
            }
        }
        for (place, property, value) in cx.all_overrides() {
            if !cx.takes_variables(property) {
                as_it_stands(property, place, value, sink);
            }
        }
        // A key that only the catalogue knows as a secret, from an edit that did not ask it; it may
        // stand in options of Java as well.
        let mut all: Option<Vec<String>> = None;
        for (place, property, value) in cx.all_overrides() {
            let key = property.key();
            let marked = cx.catalogue().find(key).is_some_and(|k| k.secret);
            let option = key.starts_with("-D") || value.contains("-D");
            if !(marked || option) || value == cx.catalogue().default_of(key) {
                continue;
            }
            let marks = all.get_or_insert_with(|| cx.product.secret_marks());
            let safe = protect(Slot::Property, key, value, marks);
            if safe.removed.is_empty() {
                continue;
            }
            let whole = || variable_for(key);
            let reference = safe.removed.first().map_or_else(whole, |(name, _)| name.clone());
            let reference = format!("${{{reference}}}");
            sink.report(
                place.clone(),
                msg!(en: "{k} holds a secret in the open. Write the name of a variable, such as {r}.",
                     zh: "{k} 直接写入了机密信息。请改为变量名，例如 {r}。", k = key, r = reference.as_str()),
            )
            .fix(
                msg!(en: "Replace it with {r}", zh: "替换为 {r}", r = reference.as_str()),
                vec![Edit::Set(place, safe.text)],
            );
        }
    },
};

/// Reports a field, other than one for the name of a variable, in which a secret stands.
fn in_field(cx: &Context, field: &Field, place: &Place, text: &str, sink: &mut Sink) {
    if matches!(field.kind, Kind::Secret) {
        return;
    }
    let Some(at) = positions(text).into_iter().next() else { return };
    let variable = shown(closed(text, at));
    let what: Message = if let Some(key) = field.keys.first() {
        msg!(en: "or set {k} as a property of your own, as a whole, where the node puts the secret in",
            zh: "或在自定义配置项中完整设置 {k}，节点会在那里填入机密信息", k = *key)
    } else {
        msg!(en: "user and password have fields of their own, if there is a login",
            zh: "如需登录，用户名和密码有专门的字段")
    };
    sink.report(
        place.clone(),
        msg!(en: "{label} holds a secret ({v}), and nothing puts it in there on the nodes. Write it without the secret; {what}.",
             zh: "{label} 含有机密信息（{v}），节点上不会在此处填入它。请填写不含机密信息的值；{what}。",
             label = cx.label(place), v = variable, what = what),
    );
}

/// What stands at a place, with the brace that closes it where it is a reference.
fn closed(text: &str, at: Range<usize>) -> &str {
    let reference =
        text.get(at.clone()).is_some_and(|found| found.starts_with("${") && !found.ends_with('}'));
    let closed = reference && text.get(at.end..).is_some_and(|rest| rest.starts_with('}'));
    text.get(at.start..at.end + usize::from(closed)).unwrap_or_default()
}

/// Reports a secret in a file that is read as it stands.
fn as_it_stands(property: &Property, place: Place, value: &str, sink: &mut Sink) {
    let whole = is_secret_key(property.key()) && is_reference(value.trim());
    let at = if whole { Some(0..value.len()) } else { positions(value).into_iter().next() };
    let Some(secret) = at.map(|at| closed(value, at)) else { return };
    sink.report(
        place.clone(),
        msg!(en: "{k} holds a secret ({v}), and {f} is read as it stands: nothing puts the secret in. Remove it, and name a file that holds the secret on the nodes, where there is such a property.",
             zh: "{k} 含有机密信息（{v}），而 {f} 会被原样读取，不会填入机密信息。请删除此项；如有指向机密文件的配置项，请改用它，并在节点上保存该文件。",
             k = shown(property.key()), v = shown(secret), f = property.file()),
    )
    .fix(msg!(en: "Remove it", zh: "删除它"), vec![Edit::Clear(place)]);
}

//! What the palette can go to: everything of the open document that has a name.

use super::find::{Action, Item, Target};
use crate::platform::pinyin::Initials;
use crate::state::App;
use crate::text::{self, tr};
use leptos::prelude::*;
use model::{Lang, Place, Text};
use protocol::RuleView;

/// What can be done, with its shortcut.
const ACTIONS: &[(Action, Text, &str)] = &[
    (Action::Export, text::EXPORT, "Ctrl+Enter"),
    (Action::Open, text::OPEN_HINT, ""),
    (Action::Drafts, text::DRAFTS_TITLE, ""),
    (Action::Compare, text::COMPARE_HINT, ""),
    (Action::PasteFiles, text::PASTE_FILES_TITLE, ""),
    (Action::Explain, text::EXPLAIN_TITLE, ""),
    (Action::Picture, text::PICTURE, ""),
    (Action::Undo, text::UNDO, "Ctrl+Z"),
    (Action::Redo, text::REDO, "Ctrl+Shift+Z"),
    (Action::Language, text::LANGUAGE_SWITCH, "English / 中文"),
    (Action::Theme, text::THEME_SWITCH, ""),
    (Action::Help, text::HELP, "?"),
];

/// All of them, in the order in which equally good ones are shown. Rules come from the engine.
pub(super) fn items(app: App, rules: &[RuleView]) -> Vec<Item> {
    let mut items = Vec::new();
    for (action, title, keys) in ACTIONS {
        items.push(item(tr(*title), (*keys).to_owned(), Target::Action(*action)));
    }
    app.schema.with_untracked(|schema| {
        for step in &schema.product.steps {
            items.push(item(&step.title, String::new(), Target::Step(step.id.clone())));
        }
        app.checked.with_untracked(|checked| {
            let shown = checked.fields.iter().filter(|f| f.shown);
            for state in shown {
                let field = schema.product.fields.iter().find(|f| f.key == state.key);
                let Some(field) = field.filter(|f| !f.node_only) else { continue };
                let step = schema.product.steps.iter().find(|s| s.id == field.step);
                let mut detail = vec![step.map(|s| s.title.clone()).unwrap_or_default()];
                detail.extend(state.keys.iter().cloned());
                let target = Target::Field(Place::Setting(field.key.clone()));
                items.push(item(&field.label, detail.join(" · "), target));
            }
        });
    });
    app.spec.with_untracked(|spec| {
        for node in spec.nodes.iter().filter(|n| !n.name.is_empty()) {
            items.push(item(&node.name, node.address.clone(), Target::Node(node.row)));
        }
    });
    app.checked.with_untracked(|checked| {
        for file in &checked.files {
            items.push(item(&file.name, String::new(), Target::File(file.name.clone())));
        }
    });
    for rule in rules {
        items.push(item(&rule.title, rule.id.clone(), Target::Rule(rule.id.clone())));
    }
    if app.lang.get_untracked() == Lang::Zh {
        let mut initials = Initials::by_collation();
        for item in &mut items {
            item.initials = initials.of(&item.title);
        }
    }
    items
}

fn item(title: &str, detail: String, target: Target) -> Item {
    Item { title: title.to_owned(), detail, initials: String::new(), target }
}

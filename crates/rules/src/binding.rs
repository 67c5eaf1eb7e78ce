//! Keys that one field writes as it stands: one row, read both ways.

use crate::{Class, Context, Entry, Scope};
use model::value::Value;
use model::{Message, Node, Place, Text, msg};
use std::borrow::Cow;

/// A key of a configuration file, and the field that writes it. What configures the file walks these
/// rows; what needs to know what a program will read asks [`Context::effective`], which sees an
/// override as well.
pub struct Binding {
    /// The file, as in [`crate::ConfigKind::name`].
    pub file: &'static str,
    /// The key in it.
    pub key: &'static str,
    /// The field's key.
    pub field: &'static str,
    /// Why the line is there, one sentence.
    pub reason: Text,
}

impl Binding {
    /// The entry for the nodes of a class; a marked one when the field's text cannot be used.
    pub fn entry(&self, cx: &Context, class: &Class) -> Entry {
        let text = cx.text_of(Some(class), self.field);
        let mut entry = Entry::new(self.key, text.as_ref(), &[self.field], self.reason.into());
        if let Err(why) = cx.check_text(self.field, &text) {
            entry = entry.broken(why);
        }
        entry
    }
}

impl Context<'_> {
    /// Whether a text can stand in a field: there if it must be, and of its kind.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn check_text(&self, key: &str, text: &str) -> Result<(), Message> {
        let Some(field) = self.field(key) else { return Ok(()) };
        match (text.is_empty(), field.required) {
            (true, true) => Err(msg!(en: "{f} is missing", zh: "缺少{f}", f = field.label)),
            (true, false) => Ok(()),
            (false, _) => field.check(text),
        }
    }

    /// What a program on a node reads for a bound key, trimmed: what an override says, or what the
    /// field writes.
    pub fn effective(&self, node: &Node, binding: &Binding) -> Cow<'_, str> {
        match self.overridden(node, binding.file, binding.key) {
            Some((_, text)) => Cow::Borrowed(text.trim()),
            None => Cow::Owned(self.node_text(node, binding.field)),
        }
    }

    /// The same, read as a type.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn effective_as<T: Value>(&self, node: &Node, binding: &Binding) -> Result<T, Message> {
        T::parse(&self.effective(node, binding))
    }

    /// Where a bound key is set for a node: the override, the node's own field, or the cluster's.
    pub fn place_of(&self, node: &Node, binding: &Binding) -> Place {
        if let Some((place, _)) = self.overridden(node, binding.file, binding.key) {
            return place;
        }
        let field = binding.field.to_owned();
        let per_node = self.field(&field).is_some_and(|f| f.scope != Scope::Cluster);
        if per_node && node.settings.contains_key(&field) {
            return Place::NodeSetting(node.row, field);
        }
        Place::Setting(field)
    }
}

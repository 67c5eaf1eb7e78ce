//! Secrets never enter the document: what was taken out is offered once for download.

use super::App;
use crate::platform::file;
use leptos::prelude::*;
use model::secret::{Protected, protect_override, protect_typed, variable_for};
use model::value::{Value, Variable};
use model::{Edit, Place};

impl App {
    /// Keeps what was taken out, until it is downloaded or dismissed.
    pub(super) fn take_secrets(self, removed: Vec<(String, String)>) {
        if removed.is_empty() {
            return;
        }
        self.secrets.update(|secrets| {
            for (name, value) in removed {
                secrets.retain(|(n, _)| *n != name);
                secrets.push((name, value));
            }
        });
    }

    /// The edit for a text that was typed into a field, without the secrets in it. While typing
    /// goes on nothing is offered: the last state of the box is, by [`App::leave_text`].
    pub fn type_setting(self, place: Place, key: &str, typed: &str, default_is_empty: bool) {
        let text = protect_typed(key, typed).text;
        let edit = if text.is_empty() && default_is_empty {
            Edit::Clear(place)
        } else {
            Edit::Set(place, text)
        };
        self.type_text(edit);
    }

    /// A text field is left: secrets that were typed into it are offered.
    pub fn leave_text(self, key: &str, typed: &str) {
        self.take_secrets(protect_typed(key, typed).removed);
    }

    /// A field for the name of a variable is left. What is not such a name may be the secret
    /// itself: then the document gets the field's own variable.
    pub fn leave_secret(self, place: Place, key: &str, typed: &str) {
        let typed = typed.trim();
        let edit = if typed.is_empty() {
            Edit::Clear(place)
        } else if let Ok(name) = Variable::parse(typed) {
            Edit::Set(place, name.0)
        } else {
            let name = variable_for(key);
            self.take_secrets(vec![(name.clone(), typed.to_owned())]);
            Edit::Set(place, name)
        };
        self.type_text(edit);
    }

    /// Sets an override; a secret in it becomes the name of a variable first.
    pub fn set_override(self, place: Place, key: &str, typed: &str) {
        let protected = self.protect(key, typed);
        self.take_secrets(protected.removed);
        self.edit(&[Edit::Set(place, protected.text)]);
    }

    /// The value of an override without secrets: those of secret keys by their name or by the
    /// catalogue, and those inside a URL.
    fn protect(self, key: &str, typed: &str) -> Protected {
        let named = self.schema.with_untracked(|s| s.product.secret_keys.iter().any(|k| k == key));
        if named && !typed.is_empty() && !model::secret::is_reference(typed) {
            let name = variable_for(key);
            return Protected {
                text: format!("${{{name}}}"),
                removed: vec![(name, typed.to_owned())],
            };
        }
        let protected = protect_override(key, typed);
        // A URL may have been left before its `@`.
        let Protected { text, removed } = protect_typed(key, &protected.text);
        Protected { text, removed: [protected.removed, removed].concat() }
    }

    /// Hands the secrets over as `secrets.env` and forgets them.
    pub fn download_secrets(self) {
        let mut text = String::new();
        for (name, value) in self.secrets.get_untracked() {
            text.push_str(&name);
            text.push_str("='");
            text.push_str(&value.replace('\'', "'\\''"));
            text.push_str("'\n");
        }
        file::download("secrets.env", "text/plain", text.as_bytes());
        self.secrets.set(Vec::new());
    }
}

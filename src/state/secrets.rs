//! Secrets never enter the document: what was taken out is offered once for download.

use super::App;
use crate::platform::file;
use leptos::prelude::*;
use model::secret::{Protected, Slot, protect, protect_property, protect_typed};
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

    /// The edit for a text that was typed into a field, without the secrets in it; `servers` says
    /// that it is a list of servers. While typing goes on nothing is offered: the last state of the
    /// box is, by [`App::leave_text`].
    pub fn type_setting(
        self,
        place: Place,
        key: &str,
        typed: &str,
        servers: bool,
        default_is_empty: bool,
    ) {
        let text = protect_typed(Slot::Field, key, typed, &[], servers).text;
        let edit = if text.is_empty() && default_is_empty {
            Edit::Clear(place)
        } else {
            Edit::Set(place, text)
        };
        self.type_text(edit);
    }

    /// A text field is left: secrets that were typed into it are offered.
    pub fn leave_text(self, key: &str, typed: &str, servers: bool) {
        self.take_secrets(protect_typed(Slot::Field, key, typed, &[], servers).removed);
    }

    /// A field for the name of a variable is left. What is not such a name may be the secret
    /// itself: then the document gets the field's own variable.
    pub fn leave_secret(self, place: Place, key: &str, typed: &str) {
        let typed = typed.trim();
        let edit = if typed.is_empty() {
            Edit::Clear(place)
        } else {
            // The field's own key is the mark: all of it is a secret, unless it is a name.
            let protected = protect(Slot::Field, key, typed, &[key.to_owned()]);
            self.take_secrets(protected.removed);
            Edit::Set(place, protected.text)
        };
        self.type_text(edit);
    }

    /// Sets an override; a secret in it becomes the name of a variable first.
    pub fn set_override(self, place: Place, typed: &str) {
        let protected = self.protect(&place, typed);
        self.take_secrets(protected.removed);
        self.edit(&[Edit::Set(place, protected.text)]);
    }

    /// The value of an override without secrets, by its key, by the marks of the product's
    /// catalogue and by its form. A URL may have been left before its `@`.
    fn protect(self, place: &Place, typed: &str) -> Protected {
        self.schema.with_untracked(|s| {
            self.spec
                .with_untracked(|spec| protect_property(spec, place, typed, &s.product.secret_keys))
        })
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

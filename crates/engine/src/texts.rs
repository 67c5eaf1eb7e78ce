//! Which languages an answer needs.

use crate::Engine;
use model::{Edit, Lang, Place};
use protocol::{Ask, Change, Request};

impl Engine {
    /// The languages whose texts an answer needs and which have not been read: see [`crate::read_texts`].
    /// Needed are the page's, and the document's, in which the archive is written; both, when an
    /// edit may change the latter. None is missing where texts are linked.
    pub fn missing_texts(&self, request: &Request) -> Vec<Lang> {
        let touches = |edit: &Edit| {
            matches!(
                edit,
                Edit::Set(Place::Language, _) | Edit::Clear(Place::Language) | Edit::Replace(_)
            )
        };
        let document = match &request.ask {
            Ask::Check { change: Change::Whole(spec), .. } => Some(spec.language),
            Ask::Check { change: Change::Edits { edits, .. }, .. } if edits.iter().any(touches) => {
                None
            }
            _ => Some(self.spec.language),
        };
        // A plan compares the files of both.
        let other = match &request.ask {
            Ask::Plan { running, .. } => Some(running.language),
            _ => None,
        };
        let needed = |lang: &Lang| {
            *lang == request.lang
                || document.is_none_or(|d| d == *lang)
                || other.is_some_and(|o| o == *lang)
        };
        Lang::ALL.into_iter().filter(|lang| needed(lang) && !model::has_texts(*lang)).collect()
    }
}

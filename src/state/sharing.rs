//! The link that holds the open document.

use super::{App, Slot};
use crate::platform::{deflate, dom, page};
use crate::text::{self, tr};
use crate::{route, share};
use leptos::prelude::*;
use protocol::{Ask, Body};

/// The dialog's element.
pub const DIALOG: &str = "dialog-share";

/// The link of the dialog.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Link {
    /// It is being made.
    #[default]
    Making,
    /// Here it is.
    Made(String),
    /// It could not be made, and why.
    Failed(String),
}

impl App {
    /// Opens the dialog with the link of the document as it stands.
    pub fn share(self) {
        self.sharing.set(Link::Making);
        dom::show_dialog(DIALOG);
        self.make_link(move |made| {
            self.sharing.set(match made {
                Ok(link) => Link::Made(link),
                Err(why) => Link::Failed(why),
            });
            dom::focus_soon(vec!["share-copy".to_owned(), "share-save".to_owned()]);
        });
    }

    /// Makes the link of the document as it stands.
    pub fn make_link(self, done: impl FnOnce(Result<String, String>) + 'static) {
        self.ask(Slot::Share, Ask::Save, move |body| match body {
            Body::Text(text) => leptos::task::spawn_local(async move {
                let made = deflate::compress(text.as_bytes()).await.map(|compressed| {
                    format!("{}{}", route::home(&page::address()), share::write(&compressed))
                });
                done(made.ok_or_else(|| tr(text::LINK_NOT_MADE).to_owned()));
            }),
            Body::Failed(why) => done(Err(why)),
            _ => {}
        });
    }
}

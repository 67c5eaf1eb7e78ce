//! Language, theme, the width of the files: kept in the browser.

use super::App;
use crate::platform::{dom, page, storage};
use leptos::prelude::*;
use model::Lang;

const LANG: &str = "muster.lang";
const THEME: &str = "muster.theme";
const FILES: &str = "muster.files";

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The choice that was kept.
    pub fn stored() -> Theme {
        match storage::get(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        }
    }

    /// Whether the page is dark with it.
    pub fn is_dark(self) -> bool {
        self == Theme::Dark || (self == Theme::System && page::system_is_dark())
    }
}

/// The kept width of the files, in per cent.
pub(super) fn files_width() -> i32 {
    storage::get(FILES).and_then(|t| t.parse().ok()).unwrap_or(42).clamp(20, 70)
}

impl App {
    /// Changes between light and dark, and keeps the choice.
    pub fn toggle_theme(self) {
        let next = if self.theme.get_untracked().is_dark() { Theme::Light } else { Theme::Dark };
        self.theme.set(next);
        let id = if next == Theme::Dark { "dark" } else { "light" };
        storage::set(THEME, id);
        page::set_theme(Some(id));
    }

    /// Changes the language of the page: the engine is asked for the texts first, so that the
    /// page changes at once and not in two parts.
    pub fn set_lang(self, lang: Lang) {
        if lang == self.lang.get_untracked() {
            return;
        }
        storage::set(LANG, lang.id());
        self.change_language(lang);
    }

    /// Called when the texts of the language are there.
    pub(super) fn language_changed(self, lang: Lang) {
        let focus = dom::active_id();
        crate::text::set_language(lang);
        page::set_language(if lang == Lang::Zh { "zh-CN" } else { "en" });
        self.notices.update(Vec::clear);
        self.lang.set(lang);
        if let Some(id) = focus {
            dom::focus_soon(vec![id]);
        }
    }

    /// Sets the width of the files, in per cent of the page.
    pub fn set_files_width(self, percent: i32) {
        let percent = percent.clamp(20, 70);
        self.files_width.set(percent);
        storage::set(FILES, &percent.to_string());
    }
}

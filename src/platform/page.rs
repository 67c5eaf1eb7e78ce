//! The page as a whole: title, language, theme, address.

use wasm_bindgen::JsValue;

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// The text in the browser's tab.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|w| w.document())
        && document.title() != title
    {
        document.set_title(title);
    }
}

/// The language of the page, for screen readers and fonts.
pub fn set_language(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// `light`, `dark`, or `None` to follow the system.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = root() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// Whether the system asks for a dark page.
pub fn system_is_dark() -> bool {
    web_sys::window()
        .and_then(|w| w.match_media("(prefers-color-scheme: dark)").ok().flatten())
        .is_some_and(|m| m.matches())
}

/// The part of the address from `#` on.
pub fn hash() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// Goes to another part of the page, as a click on a link does.
pub fn set_hash(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(hash);
    }
}

/// The part of the address from `?` up to `#`.
pub fn search() -> String {
    web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default()
}

/// The whole address.
pub fn address() -> String {
    web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default()
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

/// Replaces the part from `#` on without an entry in the browser's history. The entry keeps its mark.
pub fn replace_hash(hash: &str) {
    if let Some(history) = history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(hash));
    }
}

/// Sets the part from `#` on without the event that a link gives: the page has gone there already.
/// The new entry of the browser's history has the mark of the one before it.
pub fn push_hash(hash: &str) {
    if let Some(history) = history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.push_state_with_url(&state, "", Some(hash));
    }
}

/// The mark of this entry in the browser's history: which document was open in it.
pub fn mark() -> Option<u32> {
    let mark = history()?.state().ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is checked")]
    (mark >= 0.0 && mark <= f64::from(u32::MAX)).then_some(mark as u32)
}

/// Marks this entry in the browser's history.
pub fn set_mark(mark: u32) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&f64::from(mark).into(), "", None);
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Whether the page is hidden: another tab is in front, or it is about to go.
pub fn hidden() -> bool {
    web_sys::window().and_then(|w| w.document()).is_some_and(|d| d.hidden())
}

/// Which build of the page this is: the name of its module, which has a hash in it. Nothing where the
/// page is one file.
pub fn build() -> Option<String> {
    let tag = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector("script[data-wasm]").ok().flatten());
    tag?.get_attribute("data-wasm")
}

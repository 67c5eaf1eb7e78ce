//! The clock on the wall, for what a person saved.

use js_sys::Date;

/// Now, in milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// A moment in the words of a language, such as `Nov 30, 2026, 9:41 AM`.
pub fn in_words(milliseconds: f64, language: &str) -> String {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new(&milliseconds.into()).to_locale_string(language, &options).into()
}

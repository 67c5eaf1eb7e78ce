//! Every word of the page that is not a product's, in both languages.
//!
//! The page is drawn anew when the language changes, so a text is read once, with [`tr`].

use model::{Lang, Text};
use std::cell::Cell;

thread_local! {
    static LANGUAGE: Cell<Lang> = const { Cell::new(Lang::En) };
}

/// Sets the language of everything drawn from now on.
pub fn set_language(lang: Lang) {
    LANGUAGE.set(lang);
}

/// The text in the language of the page.
pub fn tr(text: Text) -> &'static str {
    text.get(LANGUAGE.get())
}

/// A text with `{}` replaced by each argument in turn.
fn fill(text: Text, args: &[&str]) -> String {
    let mut out = String::new();
    let mut parts = tr(text).split("{}");
    out.push_str(parts.next().unwrap_or_default());
    for (part, arg) in parts.zip(args.iter().chain(std::iter::repeat(&""))) {
        out.push_str(arg);
        out.push_str(part);
    }
    out
}

fn zh() -> bool {
    LANGUAGE.get() == Lang::Zh
}

macro_rules! texts {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        $(#[doc = $en] pub const $name: Text = Text::new($en, $zh);)*

        /// All of them, for tests.
        #[cfg(test)]
        pub(super) const EVERY: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

mod brought;
mod compare;
mod drafts;
mod drill;
mod frame;
mod palette;
mod panels;
mod sentences;
mod share;
mod steps;

pub use brought::*;
pub use compare::*;
pub use drafts::*;
pub use drill::*;
pub use frame::*;
pub use palette::*;
pub use panels::*;
pub use sentences::*;
pub use share::*;
pub use steps::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_filled_in_order() {
        set_language(Lang::En);
        assert_eq!(fill(Text::same("{} and {}"), &["a", "b"]), "a and b");
        assert_eq!(fill(Text::same("{} and {}"), &["{}"]), "{} and ");
        assert_eq!(counts(1, 2), "1 error · 2 warnings");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(3 << 20), "3.0 MiB");
        assert_eq!(characters(999), "999 characters");
        assert_eq!(characters(1_048_576), "1\u{202f}048\u{202f}576 characters");
    }

    #[test]
    fn both_languages_have_the_same_arguments_and_their_own_words() {
        let every = [
            brought::EVERY,
            compare::EVERY,
            drafts::EVERY,
            drill::EVERY,
            frame::EVERY,
            palette::EVERY,
            panels::EVERY,
            share::EVERY,
            steps::EVERY,
        ];
        for (name, text) in every.into_iter().flatten() {
            let (en, zh) = (text.get(Lang::En), text.get(Lang::Zh));
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{name}");
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(zh.chars().any(chinese) || en == zh, "{name}: {zh}");
            assert!(!zh.contains(['!', '！']) && !en.contains('!'), "{name}");
            // A space stands between Chinese and Latin letters or digits.
            let pairs: Vec<char> = zh.chars().collect();
            for pair in pairs.windows(2) {
                let mixed = |a: char, b: char| chinese(a) && b.is_ascii_alphanumeric();
                assert!(!mixed(pair[0], pair[1]) && !mixed(pair[1], pair[0]), "{name}: {zh}");
            }
        }
    }
}

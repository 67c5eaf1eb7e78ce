//! Languages, and messages made of a text and its arguments.

use crate::Text;
use serde::{Deserialize, Serialize};

/// A language of the page, the command line and the archive. Equals: neither is a fallback.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Both, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// The id used in files, links and options: `en` or `zh`.
    pub fn id(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// One of two texts that are made while the program runs. Fixed texts are a [`Text`].
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The language with this id; `zh-CN` and the like count as `zh`.
    pub fn parse(id: &str) -> Option<Lang> {
        let id = id.trim().to_ascii_lowercase();
        match id.split(['-', '_']).next()? {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    }
}

/// One argument of a [`Message`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The same in every language: names, keys, values, numbers. Made by `from`, which masks
    /// secrets: so no message quotes one, whatever a rule or a reader hands to it.
    Plain(Plain),
    /// A fixed text, rendered in the message's language.
    Text(Text),
    /// A message inside a message.
    Message(Box<Message>),
}

impl Arg {
    /// The argument in one language.
    pub fn render(&self, lang: Lang) -> String {
        match self {
            Arg::Plain(text) => text.0.clone(),
            Arg::Text(text) => text.get(lang).to_owned(),
            Arg::Message(message) => message.render(lang),
        }
    }
}

/// A text that may stand in a message: see [`crate::secret::masked`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain(String);

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::from(text.as_str())
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::from(text.as_str())
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Plain(Plain(crate::secret::masked(text)))
    }
}
impl From<Text> for Arg {
    fn from(text: Text) -> Arg {
        Arg::Text(text)
    }
}
impl From<Message> for Arg {
    fn from(message: Message) -> Arg {
        Arg::Message(Box::new(message))
    }
}
macro_rules! arg_from_number {
    ($($t:ty),*) => { $(impl From<$t> for Arg { fn from(n: $t) -> Arg { Arg::Plain(Plain(n.to_string())) } })* };
}
arg_from_number!(u8, u16, u32, u64, usize, i64);

/// A sentence in both languages with its arguments; rendered only at the edge. Made by [`msg!`].
///
/// [`msg!`]: crate::msg
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence; `{name}` stands for an argument, `{{` and `}}` for braces.
    pub text: Text,
    /// The arguments by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A sentence without arguments.
    pub const fn new(text: Text) -> Message {
        Message { text, args: Vec::new() }
    }

    /// The sentence with one argument more. A call and nothing else in the hundreds of functions
    /// that make messages, which the page's engine is largely made of.
    #[inline(never)]
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Message {
        self.args.push((name, value.into()));
        self
    }

    /// The sentence in one language.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut rest = self.text.get(lang);
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let tail = &rest[at..];
            if tail.starts_with("{{") || tail.starts_with("}}") {
                out.push_str(&tail[..1]);
                rest = &tail[2..];
                continue;
            }
            let Some(end) = tail.find('}') else {
                out.push_str(tail);
                return out;
            };
            let name = tail.get(1..end).unwrap_or_default();
            match self.args.iter().find(|(n, _)| *n == name) {
                Some((_, arg)) => out.push_str(&arg.render(lang)),
                None => out.push_str(&tail[..=end]),
            }
            rest = &tail[end + 1..];
        }
        out.push_str(rest);
        out
    }

    /// The arguments that are the same in every language, in order: the facts behind the sentence.
    pub fn facts(&self) -> Vec<String> {
        self.args
            .iter()
            .filter_map(|(_, arg)| match arg {
                Arg::Plain(text) => Some(text.0.clone()),
                _ => None,
            })
            .collect()
    }
}

impl From<Text> for Message {
    fn from(text: Text) -> Message {
        Message::new(text)
    }
}

/// Makes a [`Message`](crate::Message): `msg!(en: "… {node} …", zh: "…{node}…", node = name)`.
/// A missing language, a missing argument and an argument that a language does not use are
/// compile errors.
#[macro_export]
macro_rules! msg {
    (en: $en:literal, zh: $zh:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const _: fn() = || {
            let _ = format_args!($en $(, $name = stringify!($name))*);
            let _ = format_args!($zh $(, $name = stringify!($name))*);
        };
        $crate::Message::new(const { $crate::Text::new($en, $zh) })
            $(.with(stringify!($name), $value))*
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_and_braces_are_rendered_in_each_language() {
        let m = msg!(en: "{a} has ${{X}} and {b}", zh: "{b}、{a} 用 ${{X}}", a = "k1", b = 2_u32);
        assert_eq!(m.render(Lang::En), "k1 has ${X} and 2");
        assert_eq!(m.render(Lang::Zh), "2、k1 用 ${X}");
        assert_eq!(m.facts(), ["k1", "2"]);
    }

    #[test]
    fn no_argument_shows_a_secret() {
        let m = msg!(en: "{a}: {b}", zh: "{a}：{b}", a = "http://me:hunter2@h", b = msg!(en: "{c}", zh: "{c}", c = "password=hunter2".to_owned()));
        assert_eq!(m.render(Lang::En), "http://me:***@h: password=***");
        assert_eq!(m.facts(), ["http://me:***@h"]);
    }

    #[test]
    fn an_argument_with_braces_is_not_rendered_again() {
        let m = msg!(en: "{a}", zh: "{a}", a = "{a}{b}");
        assert_eq!(m.render(Lang::En), "{a}{b}");
    }
}

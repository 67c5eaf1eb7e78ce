//! JSON that stands in a value of a configuration file: lists of names, folders with sizes, providers
//! of passwords. Strict, as the products' own parsers are.
//!
//! Not `serde_json`: the engine's module would carry its numbers and its derive machinery for a few
//! short lists, and a key or a number keeps its own text here.

use std::collections::{BTreeMap, BTreeSet};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Switch(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object; of two members with one name both stand there.
    Object(Vec<(String, Value)>),
}

/// Why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// Where, in bytes from the beginning.
    pub at: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl std::fmt::Display for NotJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {} at column {}", self.expected, self.at + 1)
    }
}

impl Value {
    /// A string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The last member of an object with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let Value::Object(members) = self else { return None };
        members.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

/// No value of a configuration is nested deeper.
const DEPTH: usize = 32;

/// Reads a value that is the whole text, blanks around it left aside.
///
/// # Errors
/// The first thing that is no JSON.
pub fn read(text: &str) -> Result<Value, NotJson> {
    let mut reader = Reader { text, at: 0, spots: None };
    let value = reader.value(0)?;
    reader.blanks();
    if reader.at < text.len() { Err(reader.expected("the end")) } else { Ok(value) }
}

/// The way to a value: from the outermost one on, which member or element it is, counted from 0.
pub type Way = Vec<usize>;

/// Where these values begin, in bytes. For the few of which something has to be said: a value does not
/// carry where it stood.
pub fn spots(text: &str, wanted: &BTreeSet<Way>) -> BTreeMap<Way, usize> {
    let spots = Spots { wanted, way: Way::new(), found: BTreeMap::new() };
    let mut reader = Reader { text, at: 0, spots: Some(spots) };
    // Up to the first mistake is enough.
    let _ = reader.value(0);
    reader.spots.map(|spots| spots.found).unwrap_or_default()
}

struct Spots<'w> {
    wanted: &'w BTreeSet<Way>,
    way: Way,
    found: BTreeMap<Way, usize>,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    spots: Option<Spots<'t>>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, expected: &'static str) -> NotJson {
        NotJson { at: self.at, expected }
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Goes over a sign; whether it was there.
    fn sign(&mut self, sign: &str) -> bool {
        let there = self.rest().starts_with(sign);
        self.at += if there { sign.len() } else { 0 };
        there
    }

    /// The value that is this member or element of the one around it.
    fn part(&mut self, number: usize, depth: usize) -> Result<Value, NotJson> {
        if let Some(spots) = &mut self.spots {
            spots.way.push(number);
        }
        let value = self.value(depth + 1);
        if let Some(spots) = &mut self.spots {
            spots.way.pop();
        }
        value
    }

    fn value(&mut self, depth: usize) -> Result<Value, NotJson> {
        self.blanks();
        if let Some(spots) = self.spots.as_mut().filter(|s| s.wanted.contains(&s.way)) {
            spots.found.insert(spots.way.clone(), self.at);
        }
        if depth > DEPTH {
            return Err(self.expected("fewer brackets"));
        }
        match self.rest().chars().next() {
            Some('"') => Ok(Value::Text(self.string()?)),
            Some('[') => self.list(depth),
            Some('{') => self.object(depth),
            Some('-' | '0'..='9') => self.number(),
            _ if self.sign("true") => Ok(Value::Switch(true)),
            _ if self.sign("false") => Ok(Value::Switch(false)),
            _ if self.sign("null") => Ok(Value::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, NotJson> {
        let mut all = Vec::new();
        self.sign("[");
        self.blanks();
        if self.sign("]") {
            return Ok(Value::List(all));
        }
        loop {
            all.push(self.part(all.len(), depth)?);
            self.blanks();
            if self.sign("]") {
                return Ok(Value::List(all));
            }
            if !self.sign(",") {
                return Err(self.expected("a comma or ]"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, NotJson> {
        let mut all = Vec::new();
        self.sign("{");
        self.blanks();
        if self.sign("}") {
            return Ok(Value::Object(all));
        }
        loop {
            self.blanks();
            let name = self.string()?;
            self.blanks();
            if !self.sign(":") {
                return Err(self.expected("a colon"));
            }
            let value = self.part(all.len(), depth)?;
            all.push((name, value));
            self.blanks();
            if self.sign("}") {
                return Ok(Value::Object(all));
            }
            if !self.sign(",") {
                return Err(self.expected("a comma or }"));
            }
        }
    }

    /// Digits, at least one.
    fn digits(&mut self) -> Result<(), NotJson> {
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        self.at += digits;
        if digits == 0 { Err(self.expected("a digit")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Value, NotJson> {
        let begin = self.at;
        self.sign("-");
        if !self.sign("0") {
            self.digits()?;
        }
        if self.sign(".") {
            self.digits()?;
        }
        if self.sign("e") || self.sign("E") {
            let _signed = self.sign("+") || self.sign("-");
            self.digits()?;
        }
        Ok(Value::Number(self.text.get(begin..self.at).unwrap_or_default().to_owned()))
    }

    fn string(&mut self) -> Result<String, NotJson> {
        if !self.sign("\"") {
            return Err(self.expected("a quotation mark"));
        }
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else {
                return Err(self.expected("a closing quotation mark"));
            };
            if c < ' ' {
                return Err(self.expected("no control character"));
            }
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => out.push(self.escaped()?),
                c => out.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, NotJson> {
        let plain = [
            ("\"", '"'),
            ("\\", '\\'),
            ("/", '/'),
            ("b", '\u{8}'),
            ("f", '\u{c}'),
            ("n", '\n'),
            ("r", '\r'),
            ("t", '\t'),
        ];
        if let Some((_, c)) = plain.into_iter().find(|(sign, _)| self.sign(sign)) {
            return Ok(c);
        }
        if !self.sign("u") {
            return Err(self.expected("an escape such as \\n"));
        }
        let first = self.unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.expected("a pair of surrogates"));
        }
        let second = if self.sign("\\u") { self.unit()? } else { 0 };
        if !(0xDC00..0xE000).contains(&second) {
            return Err(self.expected("a pair of surrogates"));
        }
        let both = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        char::from_u32(both).ok_or_else(|| self.expected("a character"))
    }

    fn unit(&mut self) -> Result<u32, NotJson> {
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_json_reads_is_read_alike() {
        for text in [
            "[]",
            r#" {"a" : [1, -2.5e+3, 0, true, null], "b":{"c":"d\u0041\ud83d\ude00\n\/"}} "#,
            r#""x""#,
            "0",
            "[[[[]]]]",
            r#"{"a":1,"a":2}"#,
        ] {
            assert!(read(text).is_ok(), "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        }
        let value = read(r#"{"a":["x\"y\u4e2d\ud83d\ude00"],"b":1,"b":"2"}"#).unwrap();
        let Some(Value::List(list)) = value.get("a") else { panic!("{value:?}") };
        assert_eq!(list[0].as_str(), Some("x\"y中😀"));
        assert_eq!(value.get("b").and_then(Value::as_str), Some("2"));
    }

    #[test]
    fn what_serde_json_refuses_is_refused() {
        let deep = "[".repeat(200);
        for text in [
            "",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "'a'",
            "01",
            "1.",
            "-",
            "1e",
            "+1",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"a",
            "\"a\nb\"",
            "tru",
            "[1] 2",
            "\u{feff}[]",
            "[druid-x]",
            "nul",
            "NaN",
            &deep,
        ] {
            assert!(read(text).is_err(), "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
        }
        let wrong = read(r#"["a" "b"]"#).unwrap_err();
        assert_eq!(wrong.to_string(), "expected a comma or ] at column 6");
    }
    #[test]
    fn a_value_is_found_again() {
        let text = "{\"a\": [1, {\"b\": true}],\n \"a\": \"x\"}";
        let wanted: BTreeSet<Way> = [vec![0, 1, 0], vec![1], vec![7], vec![]].into();
        let found = spots(text, &wanted);
        assert_eq!(found.get(&vec![0, 1, 0]).map(|at| &text[*at..*at + 4]), Some("true"));
        assert_eq!(found.get(&vec![1]).map(|at| &text[*at..]), Some("\"x\"}"));
        assert_eq!((found.get(&vec![]), found.len()), (Some(&0), 3));
    }
}

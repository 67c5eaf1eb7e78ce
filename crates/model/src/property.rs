//! A property of the product: a key in one of its configuration files.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A key and the file that it stands in. Its text form is the key alone for the product's main
/// file, and `file:key` for another one; the name of a file has a slash, which tells it from a key:
/// `kylin.env`, `zookeeper/zoo.cfg:tickTime`. Both ways of making one give the same property for
/// the same text form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Property {
    file: String,
    key: String,
}

/// Properties that were set, with their values as typed.
pub type Properties = BTreeMap<Property, String>;

impl Property {
    /// The property that a text form names.
    pub fn parse(text: &str) -> Property {
        let (file, key) = Property::parts(text);
        Property { file: file.to_owned(), key: key.to_owned() }
    }

    /// The file and the key that a text form names; no file stands for the main one.
    pub fn parts(text: &str) -> (&str, &str) {
        match text.split_once(':') {
            Some((file, key)) if file.contains('/') => (file, key),
            _ => ("", text),
        }
    }

    /// A key in a file; an empty name stands for the main file.
    pub fn new(file: &str, key: &str) -> Property {
        if file.is_empty() {
            Property::parse(key)
        } else {
            Property::parse(&format!("{file}:{key}"))
        }
    }

    /// The file, as a path inside the node's folder; empty for the product's main file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The same key under another name, in the same file.
    #[must_use]
    pub fn renamed(&self, key: &str) -> Property {
        Property::new(&self.file, key)
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            f.write_str(&self.file)?;
            f.write_str(":")?;
        }
        f.write_str(&self.key)
    }
}

impl From<&str> for Property {
    fn from(text: &str) -> Property {
        Property::parse(text)
    }
}

impl From<String> for Property {
    fn from(text: String) -> Property {
        Property::parse(&text)
    }
}

impl From<Property> for String {
    fn from(property: Property) -> String {
        property.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Property;

    #[test]
    fn a_file_has_a_slash_and_a_key_may_have_a_colon() {
        let read = |text: &str| {
            let property = Property::parse(text);
            assert_eq!(property.to_string(), text);
            (property.file().to_owned(), property.key().to_owned())
        };
        let is = |file: &str, key: &str| (file.to_owned(), key.to_owned());
        assert_eq!(read("kylin.env"), is("", "kylin.env"));
        assert_eq!(read("a:b"), is("", "a:b"));
        assert_eq!(read("zookeeper/zoo.cfg:server.1"), is("zookeeper/zoo.cfg", "server.1"));
        assert_eq!(read("c/x:a:b/c"), is("c/x", "a:b/c"));
        assert_eq!(read(""), is("", ""));
    }

    #[test]
    fn one_text_form_is_one_property() {
        assert_eq!(Property::new("", "c/x:k"), Property::new("c/x", "k"));
        assert_eq!(Property::new("noslash", "k"), Property::parse("noslash:k"));
        assert_eq!(Property::new("c/x:y", "k"), Property::new("c/x", "y:k"));
        assert_eq!(Property::parse("c/x:old").renamed("new"), Property::new("c/x", "new"));
    }
}

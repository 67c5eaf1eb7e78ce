//! Configuration of an EMR cluster that was added by hand: `classification:key=value; …`.

use model::value::shown;
use model::{Message, msg};

/// One property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Which file of which program: `hbase-site`.
    pub classification: String,
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Reads them.
///
/// # Errors
/// At the first one that is not of that form.
pub fn parse(text: &str) -> Result<Vec<Property>, Message> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
}

fn one(text: &str) -> Result<Property, Message> {
    let bad = || {
        msg!(en: "\"{t}\" is not of the form classification:key=value, as in hdfs-site:dfs.replication=2",
             zh: "“{t}”不是 classification:key=value 的形式，例如 hdfs-site:dfs.replication=2", t = shown(text))
    };
    let (classification, rest) = text.split_once(':').ok_or_else(bad)?;
    let (key, value) = rest.split_once('=').ok_or_else(bad)?;
    let (classification, key, value) = (classification.trim(), key.trim(), value.trim());
    let plain = |t: &str, more: &[char]| {
        !t.is_empty() && t.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(&c))
    };
    let printable = model::value::forbidden_character(value).is_none();
    if !plain(classification, &['-']) || !plain(key, &['-', '_', '.']) || !printable {
        return Err(bad());
    }
    Ok(Property {
        classification: classification.to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
    })
}

/// The text without the properties that this picks; the others stay as they were typed.
pub fn without(text: &str, picked: impl Fn(&Property) -> bool) -> String {
    let kept = |part: &&str| !one(part.trim()).is_ok_and(|property| picked(&property));
    text.split(';').filter(kept).collect::<Vec<_>>().join(";").trim().to_owned()
}

/// Whether a text can be read.
///
/// # Errors
/// As [`parse`].
pub fn check(text: &str) -> Result<(), Message> {
    parse(text).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::{parse, without};

    #[test]
    fn properties_have_three_parts() {
        let got = parse("hdfs-site:dfs.replication=2; yarn-site:a.b=c=d:e ;").unwrap_or_default();
        let got: Vec<_> = got
            .iter()
            .map(|p| (p.classification.as_str(), p.key.as_str(), p.value.as_str()))
            .collect();
        assert_eq!(got, [("hdfs-site", "dfs.replication", "2"), ("yarn-site", "a.b", "c=d:e")]);
        for bad in ["a=b", "a:b", ":b=c", "a:=c", "a b:c=d", "a:b c=d", "a:b=c\u{7}"] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(parse("").map(|p| p.len()), Ok(0));
    }

    #[test]
    fn one_is_taken_out_and_the_others_stay_as_typed() {
        let of_b = |p: &super::Property| p.key == "b";
        assert_eq!(
            without("x-site:a=1;  x-site:b=2; no property", of_b),
            "x-site:a=1; no property"
        );
        assert_eq!(without("x-site:b=2", of_b), "");
        assert_eq!(without("", of_b), "");
    }
}

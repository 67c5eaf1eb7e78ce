//! Sizes (`HumanReadableBytes`) and JSON lists as Druid reads and writes them.

use serde_json::Value as Json;

/// A size in bytes as a value of a `.properties` file: a whole number, perhaps with a unit; `k`, `m`,
/// `g`, `t`, `p` are decimal, `KiB` and the like binary. `MB` and fractions are refused.
pub(crate) fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let number: u64 = number.parse().ok()?;
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" => 1,
        "k" => 1_000,
        "m" => 1_000_000,
        "g" => 1_000_000_000,
        "t" => 1_000_000_000_000,
        "p" => 1_000_000_000_000_000,
        "ki" | "kib" => 1 << 10,
        "mi" | "mib" => 1 << 20,
        "gi" | "gib" => 1 << 30,
        "ti" | "tib" => 1 << 40,
        "pi" | "pib" => 1 << 50,
        _ => return None,
    };
    number.checked_mul(factor).filter(|bytes| i64::try_from(*bytes).is_ok())
}

/// A size as Druid reads it: the largest binary unit that fits, else the largest decimal one.
pub(crate) fn written(bytes: u64) -> String {
    let units: [(u64, &str); 8] = [
        (1 << 40, "TiB"),
        (1 << 30, "GiB"),
        (1 << 20, "MiB"),
        (1_000_000_000_000, "t"),
        (1_000_000_000, "g"),
        (1_000_000, "m"),
        (1 << 10, "KiB"),
        (1_000, "k"),
    ];
    let unit = units.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    unit.map_or_else(|| bytes.to_string(), |(unit, name)| format!("{}{name}", bytes / unit))
}

/// The strings of a JSON list; nothing when it is none, or holds something else.
pub(crate) fn list(text: &str) -> Option<Vec<String>> {
    let Ok(Json::Array(all)) = serde_json::from_str::<Json>(text.trim()) else { return None };
    all.into_iter().map(|one| if let Json::String(one) = one { Some(one) } else { None }).collect()
}

/// Strings as a JSON list, as the shipped files write it.
pub(crate) fn as_list<T: AsRef<str>>(all: &[T]) -> String {
    let quoted: Vec<String> =
        all.iter().map(|one| Json::String(one.as_ref().to_owned()).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}

/// A folder for segments, and how much of it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// The folder, as it stands there.
    pub(crate) path: String,
    /// How many bytes; nothing when it cannot be read.
    pub(crate) size: Option<u64>,
    /// The size as it stands there.
    pub(crate) text: String,
}

/// The locations of a segment cache, as `druid.segmentCache.locations` has them.
///
/// # Errors
/// What is wrong with them, in the parser's words.
pub(crate) fn locations(text: &str) -> Result<Vec<Location>, String> {
    let value: Json = serde_json::from_str(text.trim()).map_err(|e| e.to_string())?;
    let Json::Array(all) = value else { return Err("not a list".to_owned()) };
    let one = |one: &Json| {
        let path = one.get("path").and_then(Json::as_str);
        let path = path.ok_or_else(|| "a location without \"path\"".to_owned())?.to_owned();
        let (size, text) = match one.get("maxSize") {
            Some(Json::String(text)) => (size(text), text.clone()),
            Some(Json::Number(n)) => (n.as_u64(), n.to_string()),
            _ => return Err(format!("\"{path}\" has no \"maxSize\"")),
        };
        Ok(Location { path, size, text })
    };
    all.iter().map(one).collect()
}

/// The same as the shipped files write it.
pub(crate) fn as_locations(all: &[(String, u64)]) -> String {
    let one = |(path, bytes): &(String, u64)| {
        let path = Json::String(path.clone());
        format!("{{\"path\":{path},\"maxSize\":\"{}\"}}", written(*bytes))
    };
    format!("[{}]", all.iter().map(one).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_druid_reads_them() {
        for (text, bytes) in [
            ("500MiB", Some(500 << 20)),
            ("300g", Some(300_000_000_000)),
            ("10m", Some(10_000_000)),
            ("2gi", Some(2 << 30)),
            ("104857600", Some(100 << 20)),
            ("20MB", None),
            ("300GB", None),
            ("1.5g", None),
            ("-20MiB", None),
            ("", None),
            ("9999999p", None),
        ] {
            assert_eq!(size(text), bytes, "{text}");
        }
        for bytes in [500 << 20, 300_000_000_000, 1_000, 1_025, 8 << 30, 1_900_000_000_000] {
            assert_eq!(size(&written(bytes)), Some(bytes));
        }
        assert_eq!(written(300_000_000_000), "300g");
        assert_eq!(written(500 << 20), "500MiB");
    }

    #[test]
    fn lists_and_locations_are_json() {
        assert_eq!(list(r#"["a", "b"]"#), Some(vec!["a".to_owned(), "b".to_owned()]));
        for bad in ["a,b", "[druid-x]", r#"["a",]"#, r#"["a]"#, "[1]", ""] {
            assert_eq!(list(bad), None, "{bad}");
        }
        assert_eq!(as_list(&["a", "b\"c"]), r#"["a", "b\"c"]"#);
        let all = vec![("/data1/segments".to_owned(), 300_000_000_000)];
        let text = as_locations(&all);
        assert_eq!(text, r#"[{"path":"/data1/segments","maxSize":"300g"}]"#);
        let read = locations(&text).unwrap();
        assert_eq!((read[0].path.as_str(), read[0].size), ("/data1/segments", Some(all[0].1)));
        let read = locations(r#"[{"path":"a","maxSize":10,"freeSpacePercent":1.0}]"#).unwrap();
        assert_eq!(read[0].size, Some(10));
        assert_eq!(locations(r#"[{"path":"a","maxSize":"300GB"}]"#).unwrap()[0].size, None);
        for bad in ["", "{}", r#"[{"maxSize":"1g"}]"#, r#"[{"path":"a"}]"#, r#"[{"path":"a}]"#] {
            assert!(locations(bad).is_err(), "{bad}");
        }
    }
}

//! Sizes (`HumanReadableBytes`) and JSON lists as Druid reads and writes them.

use formats::json::quote;
use formats::json::read::{Value as Json, read};

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

/// An ISO 8601 period without months and years, in seconds: `P1D`, `PT30M`, `PT0.5S`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let (days, times) = text.trim().strip_prefix('P')?.split_once('T').map_or_else(
        || (text.trim().get(1..).unwrap_or_default(), ""),
        |(days, times)| (days, times),
    );
    let part = |text: &str, units: &[(char, u64)]| -> Option<u64> {
        let (mut sum, mut rest) = (0_u64, text);
        while let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            let number = rest.get(..end)?.split('.').next()?.parse::<u64>().ok()?;
            let unit = rest.get(end..)?.chars().next()?;
            let (_, factor) = units.iter().find(|(known, _)| *known == unit)?;
            sum = sum.checked_add(number.checked_mul(*factor)?)?;
            rest = rest.get(end + 1..)?;
        }
        rest.is_empty().then_some(sum)
    };
    let days = part(days, &[('W', 604_800), ('D', 86_400)])?;
    days.checked_add(part(times, &[('H', 3_600), ('M', 60), ('S', 1)])?)
}

/// The strings of a JSON list; nothing when it is none, or holds something else.
pub(crate) fn list(text: &str) -> Option<Vec<String>> {
    let Ok(Json::List(all)) = read(text) else { return None };
    all.into_iter().map(|one| if let Json::Text(one) = one { Some(one) } else { None }).collect()
}

/// How many things a JSON list has, whatever they are; nothing when it is none.
pub(crate) fn length(text: &str) -> Option<u64> {
    let Ok(Json::List(all)) = read(text) else { return None };
    u64::try_from(all.len()).ok()
}

/// Strings as a JSON list, as the shipped files write it.
pub(crate) fn as_list<T: AsRef<str>>(all: &[T]) -> String {
    let quoted: Vec<String> = all.iter().map(|one| quote(one.as_ref())).collect();
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
    let value = read(text).map_err(|e| e.to_string())?;
    let Json::List(all) = value else { return Err("not a list".to_owned()) };
    let one = |one: &Json| {
        let path = one.get("path").and_then(Json::as_str);
        let path = path.ok_or_else(|| "a location without \"path\"".to_owned())?.to_owned();
        let (size, text) = match one.get("maxSize") {
            Some(Json::Text(text)) => (size(text), text.clone()),
            Some(Json::Number(n)) => (n.parse().ok(), n.clone()),
            _ => return Err(format!("\"{path}\" has no \"maxSize\"")),
        };
        Ok(Location { path, size, text })
    };
    all.iter().map(one).collect()
}

/// The same as the shipped files write it.
pub(crate) fn as_locations(all: &[(String, u64)]) -> String {
    let one = |(path, bytes): &(String, u64)| {
        let path = quote(path);
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
    fn periods_are_counted_in_seconds() {
        for (text, all) in [
            ("PT30M", Some(1_800)),
            ("P1D", Some(86_400)),
            ("P1DT2H", Some(93_600)),
            ("PT1800S", Some(1_800)),
            ("PT0.5S", Some(0)),
            ("P1W", Some(604_800)),
            ("P1M", None),
            ("30", None),
            ("PT5", None),
        ] {
            assert_eq!(seconds(text), all, "{text}");
        }
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

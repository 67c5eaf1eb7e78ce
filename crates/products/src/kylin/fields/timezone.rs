//! Time zones as Java 8 knows them. What it does not know silently means GMT.

static NAMES: &str = include_str!("../timezones.txt");

/// Whether Java takes this text for the zone that it seems to name.
pub(crate) fn is_timezone(text: &str) -> bool {
    is_offset(text) || NAMES.lines().any(|name| !name.starts_with('#') && name == text)
}

/// `GMT+8`, `GMT-08`, `GMT+0830`, `GMT+8:30`: up to 23 hours and 59 minutes.
fn is_offset(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("GMT").and_then(|t| t.strip_prefix(['+', '-'])) else {
        return false;
    };
    if !rest.chars().all(|c| c.is_ascii_digit() || c == ':') {
        return false;
    }
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at(2),
        None => (rest, "00"),
    };
    let in_range = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|n| n <= most);
    matches!(hours.len(), 1 | 2)
        && minutes.len() == 2
        && in_range(hours, 23)
        && in_range(minutes, 59)
}

/// The known name most like this one: equal but for case, or the one a typo away.
fn nearest(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let names = || NAMES.lines().filter(|name| !name.starts_with('#'));
    names().find(|name| name.to_ascii_lowercase() == lower).or_else(|| {
        names()
            .filter(|name| name.len() > 3)
            .map(|name| (strsim::damerau_levenshtein(&name.to_ascii_lowercase(), &lower), name))
            .min()
            .filter(|(distance, _)| *distance <= 2)
            .map(|(_, name)| name)
    })
}

/// The zone that was probably meant: `GMT+8` for `UTC+8`, or the known name a typo away.
pub fn near(text: &str) -> Option<String> {
    let text = text.trim();
    let utc = text.strip_prefix("UTC").map(|rest| format!("GMT{rest}"));
    utc.filter(|t| is_offset(t)).or_else(|| nearest(text).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_one_that_java_takes_as_it_is_meant() {
        for good in
            ["GMT+8", "GMT-08", "GMT+0830", "GMT+8:30", "GMT", "UTC", "Asia/Shanghai", "PRC"]
        {
            assert!(is_timezone(good), "{good}");
        }
        for bad in
            ["", "GMT+25", "GMT+8:3", "UTC+8", "Asia/Shangai", "asia/shanghai", "GMT+8:60", "#"]
        {
            assert!(!is_timezone(bad), "{bad}");
        }
        assert_eq!(nearest("Asia/Shangai"), Some("Asia/Shanghai"));
    }
}

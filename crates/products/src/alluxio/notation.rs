//! Sizes and times as Alluxio reads them (`FormatUtils.parseSpaceSize`, `parseTimeSize`).

/// A size in bytes: digits, perhaps with a point, and a unit at once.
pub(crate) fn size(text: &str) -> Option<f64> {
    let at = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (number, unit) = text.split_at(at);
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "ki" | "kib" => 10,
        "m" | "mb" | "mi" | "mib" => 20,
        "g" | "gb" | "gi" | "gib" => 30,
        "t" | "tb" | "ti" | "tib" => 40,
        "p" | "pb" | "pi" | "pib" => 50,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Some(number * f64::from(2_u32).powi(factor))
}

/// A size in whole bytes, if it is one of more than none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below zero, and what is beyond counts as the most there can be"
)]
pub(crate) fn bytes(text: &str) -> Option<u64> {
    size(text.trim()).filter(|s| *s >= 0.0).map(|s| s as u64)
}

/// A time in milliseconds: whole digits and a unit; no unit means milliseconds.
pub(crate) fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let factor: i64 = match unit.to_ascii_lowercase().as_str() {
        "" | "ms" | "millisecond" => 1,
        "s" | "sec" | "second" => 1000,
        "m" | "min" | "minute" => 60_000,
        "h" | "hr" | "hour" => 3_600_000,
        "d" | "day" => 86_400_000,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::{bytes, size, time};

    #[test]
    fn sizes_and_times_are_read_as_alluxio_reads_them() {
        for good in ["1", "16GB", "1.5gb", "10kib", "900TB"] {
            assert!(size(good).is_some(), "{good}");
        }
        for bad in ["", "10XB", "10 GB", "GB", "1,5GB"] {
            assert!(size(bad).is_none(), "{bad}");
        }
        assert_eq!((bytes("1.5GB"), bytes("-1GB")), (Some(3 << 29), None));
        assert_eq!(time("5min"), Some(300_000));
        assert_eq!(time("20"), Some(20));
        for bad in ["", "1.5s", "10seconds", "5 min", "s", "99999999999999999d"] {
            assert!(time(bad).is_none(), "{bad}");
        }
    }
}

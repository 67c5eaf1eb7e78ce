//! Numbers, sizes, times and switches.

use super::{Value, shown};
use crate::{Message, msg};
use std::fmt;

/// A whole number, 0 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

impl Value for Count {
    fn parse(text: &str) -> Result<Count, Message> {
        let text = text.trim();
        if text.chars().all(|c| c.is_ascii_digit())
            && let Ok(n) = text.parse()
        {
            return Ok(Count(n));
        }
        Err(msg!(en: "\"{t}\" is not a whole number", zh: "“{t}”不是整数", t = shown(text)))
    }
}

/// A number of bytes. Units are powers of 1024, as the JVM reads them: `512m`, `8 GiB`, `8g`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

impl ByteSize {
    /// One mebibyte.
    pub const MIB: u64 = 1 << 20;
    /// One gibibyte.
    pub const GIB: u64 = 1 << 30;
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(1_u64 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
        for (size, name) in units {
            if self.0 >= size && self.0.is_multiple_of(size) {
                return write!(f, "{} {name}", self.0 / size);
            }
        }
        write!(f, "{} B", self.0)
    }
}

impl Value for ByteSize {
    fn parse(text: &str) -> Result<ByteSize, Message> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let factor: Option<u64> = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => Some(1),
            "k" | "kb" | "ki" | "kib" => Some(1 << 10),
            "m" | "mb" | "mi" | "mib" => Some(1 << 20),
            "g" | "gb" | "gi" | "gib" => Some(1 << 30),
            "t" | "tb" | "ti" | "tib" => Some(1 << 40),
            _ => None,
        };
        number
            .parse::<u64>()
            .ok()
            .zip(factor)
            .and_then(|(n, factor)| n.checked_mul(factor))
            .map(ByteSize)
            .ok_or_else(|| {
                msg!(en: "\"{t}\" is not a size such as 8 GiB or 512 MiB",
                     zh: "“{t}”不是大小，例如 8 GiB 或 512 MiB", t = shown(text))
            })
    }
}

/// A time in milliseconds: `330 s`, `5 min`, `1500 ms`. Without a unit: seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub u64);

impl Duration {
    /// In whole seconds, rounded up.
    pub fn seconds(self) -> u64 {
        self.0.div_ceil(1000)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            write!(f, "{} s", self.0 / 1000)
        } else {
            write!(f, "{} ms", self.0)
        }
    }
}

impl Value for Duration {
    fn parse(text: &str) -> Result<Duration, Message> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let factor: Option<u64> = match unit.trim().to_ascii_lowercase().as_str() {
            "ms" => Some(1),
            "" | "s" | "sec" => Some(1000),
            "m" | "min" => Some(60_000),
            "h" => Some(3_600_000),
            "d" => Some(86_400_000),
            _ => None,
        };
        number
            .parse::<u64>()
            .ok()
            .zip(factor)
            .and_then(|(n, factor)| n.checked_mul(factor))
            .map(Duration)
            .ok_or_else(|| {
                msg!(en: "\"{t}\" is not a time such as 330 s or 5 min",
                     zh: "“{t}”不是时间，例如 330 s 或 5 min", t = shown(text))
            })
    }
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch(pub bool);

impl Value for Switch {
    fn parse(text: &str) -> Result<Switch, Message> {
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" => Ok(Switch(true)),
            "false" | "off" | "no" => Ok(Switch(false)),
            _ => Err(msg!(en: "\"{t}\" is neither true nor false",
                zh: "“{t}”既不是 true 也不是 false", t = shown(text))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_have_units() {
        assert_eq!(ByteSize::parse("8 GiB"), Ok(ByteSize(8 << 30)));
        assert_eq!(ByteSize::parse("512m").map(|s| s.to_string()), Ok("512 MiB".into()));
        assert!(ByteSize::parse("8 apples").is_err() && ByteSize::parse("GiB").is_err());
        assert!(ByteSize::parse("99999999999999999999 t").is_err());
        assert_eq!(Duration::parse("330"), Ok(Duration(330_000)));
        assert_eq!(Duration::parse("5 min").map(Duration::seconds), Ok(300));
        assert!(Duration::parse("-1 s").is_err());
    }
}

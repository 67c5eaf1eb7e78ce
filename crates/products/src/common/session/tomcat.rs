//! The version of a Tomcat: it decides which session manager loads.

use model::value::{Value, shown};
use model::{Message, msg};
use std::fmt;

/// A version of Tomcat: `7.0.100`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tomcat {
    /// 7
    pub major: u32,
    /// 0
    pub minor: u32,
    /// 100
    pub patch: u32,
}

impl fmt::Display for Tomcat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Value for Tomcat {
    fn parse(text: &str) -> Result<Tomcat, Message> {
        let text = text.trim();
        let number = |part: &str| {
            let digits = matches!(part.len(), 1..=4) && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| digits)
        };
        let parts: Option<Vec<u32>> = text.split('.').map(number).collect();
        match parts.as_deref() {
            Some([major, minor, patch]) => {
                Ok(Tomcat { major: *major, minor: *minor, patch: *patch })
            }
            _ => Err(msg!(en: "\"{t}\" is not a version of Tomcat such as 7.0.100",
                zh: "“{t}”不是 Tomcat 的版本号，例如 7.0.100", t = shown(text))),
        }
    }
}

/// Whether a text is a version.
pub(super) fn check(text: &str) -> Result<(), Message> {
    Tomcat::parse(text).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers() {
        let read = Tomcat::parse(" 8.5.78").map(|v| v.to_string());
        assert_eq!(read, Ok("8.5.78".to_owned()));
        for bad in ["", "7", "7.0", "7.0.x", "7.0.100-1", "7.0.99999", "7..1", "7.0.1.2"] {
            assert!(Tomcat::parse(bad).is_err(), "{bad}");
        }
    }
}

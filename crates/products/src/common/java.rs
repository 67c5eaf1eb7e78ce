//! Which Java a folder holds, as far as its name says it.

/// The version in a folder's name: `17` of `java-17-openjdk`, `8` of `jdk1.8.0_392`, `11` of
/// `temurin-11`.
pub(crate) fn named(path: &str) -> Option<String> {
    let (major, _) = numbers(path)?;
    Some(major)
}

/// The same with what follows it: `21` and `0.6` of `jdk-21.0.6+7`.
pub(crate) fn numbers(path: &str) -> Option<(String, String)> {
    let name = path.trim_end_matches('/').rsplit('/').next()?;
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let digits = |t: &str| t.chars().take_while(char::is_ascii_digit).collect::<String>();
    let rest = name.get(at..)?;
    let rest = rest.strip_prefix("1.").unwrap_or(rest);
    let major = digits(rest);
    let after = rest.get(major.len()..)?.strip_prefix('.').unwrap_or_default();
    let after: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    Some((major, after)).filter(|(major, _)| !major.is_empty() && major.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::{named, numbers};

    #[test]
    fn a_folder_names_its_java() {
        assert_eq!(named("/usr/lib/jvm/java-17-openjdk-amd64"), Some("17".into()));
        assert_eq!(named("/opt/jdk1.8.0_392/"), Some("8".into()));
        assert_eq!(named("/opt/java"), None);
        assert_eq!(named("/opt/build-20240101"), None);
    }

    #[test]
    fn what_follows_the_version_is_read_too() {
        assert_eq!(numbers("/opt/jdk-21.0.6+7"), Some(("21".into(), "0.6".into())));
        assert_eq!(numbers("/opt/jdk1.8.0_392"), Some(("8".into(), "0".into())));
        assert_eq!(numbers("/usr/lib/jvm/temurin-21-jdk"), Some(("21".into(), String::new())));
    }
}

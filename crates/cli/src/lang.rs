//! Which language the program speaks.

use model::Lang;
use std::ffi::OsString;

/// The language of `--lang`, wherever it stands, else of `LC_ALL`, `LC_MESSAGES` or `LANG`, else
/// English. A wrong `--lang` is reported when the arguments are read.
pub(crate) fn chosen(
    args: impl Iterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<String>,
) -> Lang {
    let mut args = args.map(|arg| arg.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None if arg == "--" => break,
            None => continue,
        };
        if let Some(lang) = value.as_deref().and_then(Lang::parse) {
            return lang;
        }
    }
    let set = |name: &&str| environment(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
    locale.as_deref().and_then(Lang::parse).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_wins_over_the_environment() {
        let chosen = |args: &[&str], env: &[(&str, &str)]| {
            let env: Vec<(String, String)> =
                env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            super::chosen(args.iter().map(OsString::from), |name| {
                env.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
            })
        };
        assert_eq!(chosen(&["check", "x", "--lang", "zh"], &[]), Lang::Zh);
        assert_eq!(chosen(&["--lang=en", "check"], &[("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["check", "--", "--lang", "zh"], &[]), Lang::En);
        assert_eq!(chosen(&[], &[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US")]), Lang::Zh);
        assert_eq!(chosen(&[], &[("LC_ALL", ""), ("LANG", "zh_CN")]), Lang::Zh);
        assert_eq!(chosen(&[], &[("LANG", "C.UTF-8")]), Lang::En);
    }
}

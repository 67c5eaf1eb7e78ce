//! The text of a listing: which files an archive has, and where each is stored.

use std::{collections::BTreeMap, fmt::Write as _};

/// What stands instead of a stored file where nothing is stored.
const COMPUTED: &str = "computed";
/// What stands instead of the mode when a Chinese archive lacks a file of the English one.
const NONE: &str = "none";

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Permissions, as four octal digits.
    pub(super) mode: String,
    /// The stored file, below `tests/golden`; none when its content is computed.
    pub(super) file: Option<String>,
}

/// By the path in the archive.
pub(super) type Listing = BTreeMap<String, Line>;

/// The listing as text: what differs from the English archive's, if there is that.
pub(super) fn write(name: &str, listing: &Listing, english: Option<(&str, &Listing)>) -> String {
    let mut text = match english {
        None => format!("# {name}: mode, path in the archive, stored file\n"),
        Some((english, _)) => format!("# {name}: as {english}, except\n"),
    };
    let there = |path: &str| english.and_then(|(_, listing)| listing.get(path));
    for (path, line) in listing.iter().filter(|(path, line)| there(path) != Some(*line)) {
        let file = line.file.as_deref().unwrap_or(COMPUTED);
        let _ = writeln!(text, "{}\t{path}\t{file}", line.mode);
    }
    let gone = english.iter().flat_map(|(_, all)| all.keys()).filter(|p| !listing.contains_key(*p));
    for path in gone {
        let _ = writeln!(text, "{NONE}\t{path}");
    }
    text
}

/// Reads a listing on top of the English archive's. The error says what is wrong with which line.
pub(super) fn read(text: &str, english: Option<&Listing>) -> Result<Listing, String> {
    let mut listing = english.cloned().unwrap_or_default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            [NONE, path] if english.is_some_and(|all| all.contains_key(*path)) => {
                listing.remove(*path);
            }
            [mode, path, file] if *mode != NONE => {
                let file = (*file != COMPUTED).then(|| (*file).to_owned());
                listing.insert((*path).to_owned(), Line { mode: (*mode).to_owned(), file });
            }
            _ => return Err(format!("line {} is not mode, path, stored file: {line:?}", at + 1)),
        }
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(lines: &[(&str, &str, Option<&str>)]) -> Listing {
        let line = |mode: &str, file: Option<&str>| Line {
            mode: mode.to_owned(),
            file: file.map(str::to_owned),
        };
        lines.iter().map(|(mode, path, file)| ((*path).to_owned(), line(mode, *file))).collect()
    }

    #[test]
    fn a_listing_is_read_as_it_was_written() {
        let english = listing(&[
            ("0644", "a", Some("x/a")),
            ("0755", "b", Some("x/b")),
            ("0644", "c", None),
            ("0644", "d", Some("x/a")),
        ]);
        let text = write("x", &english, None);
        assert_eq!(read(&text, None).as_ref(), Ok(&english));
        assert_eq!(text.lines().nth(3), Some("0644\tc\tcomputed"));
        let chinese = listing(&[
            ("0644", "a", Some("x.zh/a")),
            ("0644", "b", Some("x/b")),
            ("0644", "c", None),
            ("0600", "e", Some("x.zh/e")),
        ]);
        let text = write("x.zh", &chinese, Some(("x", &english)));
        let lines = [
            "# x.zh: as x, except",
            "0644\ta\tx.zh/a",
            "0644\tb\tx/b",
            "0600\te\tx.zh/e",
            "none\td",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), lines);
        assert_eq!(read(&text, Some(&english)).as_ref(), Ok(&chinese));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        for wrong in ["0644\ta", "0644 a x/a", "none\ta", "none\ta\tb", "", "0644\ta\tb\tc"] {
            let said = read(&format!("# x\n0644\tz\tx/z\n{wrong}\n"), None).expect_err(wrong);
            assert!(said.contains("line 3") && said.contains(&format!("{wrong:?}")), "{said}");
        }
    }
}

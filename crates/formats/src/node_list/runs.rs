//! Names that are counted up.

/// Neighbours that are counted up: the first, the last, how many.
pub fn runs<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<(&'n str, &'n str, usize)> {
    let mut runs: Vec<(&str, &str, usize)> = Vec::new();
    for name in names {
        match runs.last_mut() {
            Some((_, last, count)) if follows(last, name) => {
                *last = name;
                *count += 1;
            }
            _ => runs.push((name, name, 1)),
        }
    }
    runs
}

/// Whether a name is another one with its last number counted up by one: `w09`, `w10`.
fn follows(before: &str, name: &str) -> bool {
    let split = |text: &str| {
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let digits = text.get(..end)?.chars().rev().take_while(char::is_ascii_digit).count();
        let begin = end - digits;
        let number: u64 = text.get(begin..end)?.parse().ok()?;
        Some((text.get(..begin)?.to_owned(), number, digits, text.get(end..)?.to_owned()))
    };
    let Some((head, number, width, tail)) = split(before) else { return false };
    let Some(next) = number.checked_add(1) else { return false };
    // Counted with leading zeros, or without.
    name == format!("{head}{next:0width$}{tail}") || name == format!("{head}{next}{tail}")
}

#[cfg(test)]
mod tests {
    use super::follows;

    #[test]
    fn names_that_are_counted_up_follow_each_other() {
        for (before, name) in [
            ("w1", "w2"),
            ("w09", "w10"),
            ("w9.example.com", "w10.example.com"),
            ("节点1", "节点2"),
        ] {
            assert!(follows(before, name), "{before} {name}");
        }
        for (before, name) in [("w1", "w3"), ("w1", "v2"), ("w", "w1"), ("k1.a", "k2.b"), ("", "")]
        {
            assert!(!follows(before, name), "{before} {name}");
        }
        assert!(!follows("w18446744073709551615", "w0"));
    }
}

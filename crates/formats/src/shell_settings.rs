//! What a shell's file of variables sets for good, of all that it assigns.

use crate::shell::is_name;
use crate::shell_read::Assignment;
use std::collections::HashMap;

/// The variables that a value refers to.
fn refers_to(value: &str) -> impl Iterator<Item = &str> {
    value.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = rest.get(..end.unwrap_or(rest.len()))?;
        is_name(name).then_some(name)
    })
}

/// What the file sets for good: of each variable the last assignment that no condition decides, in the
/// order of their first ones. What adds to itself is put behind what the file set before. What the file
/// itself puts together from others of its variables is none of its settings.
pub fn settings(assignments: &[Assignment]) -> Vec<Assignment> {
    /// A value that doubles itself line by line is no setting. In bytes.
    const LONGEST: usize = 64 * 1024;
    let mut out: Vec<Assignment> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for assignment in assignments.iter().filter(|a| !a.conditional) {
        let name = assignment.name.as_str();
        let mut value = assignment.value.clone();
        let (mut itself, mut others) = (false, false);
        for refers in refers_to(&assignment.value) {
            itself |= refers == name;
            others |= refers != name && index.contains_key(refers);
        }
        if others && itself {
            continue;
        }
        let at = index.get(name).copied();
        let before = at.and_then(|at| out.get(at)).map(|known| known.value.as_str());
        let room = LONGEST.saturating_sub(value.len());
        if assignment.adds {
            value = before.unwrap_or_default().to_owned() + &value;
        } else if let Some(before) = before.filter(|before| itself && before.len() <= room / 8) {
            for form in [format!("${{{name}}}"), format!("${{{name}:-}}")] {
                value = value.replace(&form, before);
            }
            value = replace_bare(&value, name, before);
        }
        if value.len() > LONGEST {
            continue;
        }
        if let Some(known) = at.and_then(|at| out.get_mut(at)) {
            known.value = value;
            known.span = assignment.span;
        } else {
            index.insert(name, out.len());
            out.push(Assignment { value, ..assignment.clone() });
        }
    }
    out
}

/// `$NAME` replaced, where the name ends there.
fn replace_bare(value: &str, name: &str, by: &str) -> String {
    let mark = format!("${name}");
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find(&mark) {
        let (before, tail) = rest.split_at(at);
        let tail = tail.get(mark.len()..).unwrap_or_default();
        out.push_str(before);
        let longer = tail.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        out.push_str(if longer { &mark } else { by });
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::settings;
    use crate::shell_read::read;

    fn all(text: &str) -> Vec<(String, String)> {
        settings(&read(text)).into_iter().map(|a| (a.name, a.value)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn assignments_of_every_form_are_read() {
        let text = "#!/bin/bash\r\nexport A=1 B=\"x y\"\r\n  C='$z'; D=a\\ b # E=5\nexport F=\"-Da=b \\\n  -Dc=\\\"d\\\"\"\nG+=x\nH=\n";
        assert_eq!(
            all(text),
            pairs(&[
                ("A", "1"),
                ("B", "x y"),
                ("C", "$z"),
                ("D", "a b"),
                ("F", "-Da=b   -Dc=\"d\""),
                ("G", "x"),
                ("H", "")
            ])
        );
    }

    #[test]
    fn what_adds_to_itself_stands_behind_what_was_set() {
        let text = "O=\"-Da\"\nO=\"$O -Db\"\nO=\"${O} -Dc\"\nP=\"$P -Dd\"\nO+=' -De'\nQ=$OX\n";
        assert_eq!(all(text), pairs(&[("O", "-Da -Db -Dc -De"), ("P", "$P -Dd"), ("Q", "$OX")]));
    }

    #[test]
    fn conditions_documents_and_commands_are_passed_over() {
        let text = "if [ -z \"$A\" ]; then A=1; fi\nB=2\nfor x in 1 2; do C=3; done\ncat <<EOF\nD=4\nEOF\necho E=5\nf() { F=6; }\nG=$(echo \"H=7\")\nset -e\nI=8\ncase $x in a) J=9;; esac\nK=10\n";
        assert_eq!(
            all(text),
            pairs(&[("B", "2"), ("G", "$(echo \"H=7\")"), ("I", "8"), ("K", "10")])
        );
        let conditional: Vec<bool> =
            read(text).iter().filter(|a| a.name == "A").map(|a| a.conditional).collect();
        assert_eq!(conditional, [true]);
    }

    #[test]
    fn what_the_file_composes_is_no_setting() {
        let text = "export S=\"-Xmx1g\"\nexport M=\"\"\nM=\"${S:-} $M\"\n";
        assert_eq!(all(text), pairs(&[("S", "-Xmx1g"), ("M", "")]));
    }

    #[test]
    fn spots_are_those_of_the_names() {
        let text = "# x\n  export A=\"1\n2\"\nB=3";
        let spots: Vec<(u32, u32)> =
            read(text).iter().map(|a| (a.span.line, a.span.column)).collect();
        assert_eq!(spots, [(2, 10), (4, 1)]);
    }

    #[test]
    fn what_doubles_itself_stops_and_many_lines_take_no_longer_than_their_bytes() {
        let doubling = format!("A=xxxxxxxx\n{}", "A=\"$A$A\"\n".repeat(60));
        assert!(all(&doubling).iter().all(|(_, value)| value.len() <= 64 * 1024));
        let adding = "B+=\"0123456789abcdef\"\n".repeat(50_000);
        assert!(all(&adding).iter().all(|(_, value)| value.len() <= 64 * 1024));
        let begun = std::time::Instant::now();
        let many: Vec<String> = (0..60_000).map(|n| format!("N{n}=$N{}x\n", n / 2)).collect();
        assert_eq!(all(&many.concat()).len(), 60_000);
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}

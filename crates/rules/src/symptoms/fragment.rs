//! A part of a symptom: a few words that somebody copied out of a message, or a line that a
//! terminal has cut.

use std::collections::BTreeSet;

/// Words that a part needs, those that stand in any sentence left out.
const WORDS: usize = 3;

/// Words that say nothing about the cause.
const COMMON: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "but",
    "by",
    "can",
    "could",
    "for",
    "from",
    "got",
    "has",
    "have",
    "in",
    "is",
    "it",
    "must",
    "no",
    "not",
    "of",
    "on",
    "or",
    "out",
    "please",
    "set",
    "sure",
    "than",
    "that",
    "the",
    "there",
    "this",
    "to",
    "up",
    "was",
    "when",
    "while",
    "with",
    "you",
    "your",
    "error",
    "exception",
    "failed",
    "java",
    "lang",
    "org",
    "apache",
    "caused",
];

/// The words of the parts of one symptom.
pub(super) struct Words(Vec<Vec<String>>);

impl Words {
    pub(super) fn of(parts: &[String]) -> Words {
        Words(parts.iter().map(|part| words(part)).collect())
    }

    fn letters(&self) -> usize {
        self.0.iter().map(|part| letters(part)).sum()
    }

    /// The words by which a part can be known.
    pub(super) fn telling(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(String::as_str).filter(|word| is_telling(word))
    }
}

/// The words of a folded text, without punctuation.
pub(super) fn words(folded: &str) -> Vec<String> {
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn letters(words: &[String]) -> usize {
    words.iter().map(|word| word.chars().count()).sum()
}

fn is_telling(word: &str) -> bool {
    word.chars().count() > 2 && !word.chars().all(|c| c.is_ascii_digit()) && !COMMON.contains(&word)
}

/// Whether a line has enough telling words of any symptom, which few lines of a long log have.
pub(super) fn is_worth_a_look(line: &[String], telling: &BTreeSet<&str>) -> bool {
    let found = line.iter().filter(|word| telling.contains(word.as_str())).take(WORDS).count();
    found == WORDS || (found > 0 && line.len() <= 2 * WORDS)
}

/// How many letters of a symptom a line has in one run of words; nothing when these words could as
/// well be about something else.
///
/// A run counts when it has three telling words and is most of the line or most of the symptom, or
/// when it is nearly the whole symptom.
pub(super) fn run(symptom: &Words, line: &[String]) -> Option<usize> {
    let best =
        symptom.0.iter().filter_map(|part| longest(part, line)).max_by_key(|r| letters(r))?;
    let found = letters(best);
    let of = |whole: usize, percent: usize| found * 100 >= whole * percent;
    let telling = best.iter().filter(|word| is_telling(word)).count();
    let most = of(letters(line), 60) || of(symptom.letters(), 60);
    let whole = telling > 0 && found >= 10 && of(symptom.letters(), 90);
    ((telling >= WORDS && most) || whole).then_some(found)
}

/// The longest run of words that both have.
fn longest<'p>(part: &'p [String], line: &[String]) -> Option<&'p [String]> {
    let mut best: &[String] = &[];
    for start in 0..part.len() {
        for at in 0..line.len() {
            let same = part.iter().skip(start).zip(line.iter().skip(at));
            let count = same.take_while(|(a, b)| a == b).count();
            let here = part.get(start..start + count).unwrap_or_default();
            if letters(here) > letters(best) {
                best = here;
            }
        }
    }
    (!best.is_empty()).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(symptom: &str, line: &str) -> bool {
        let parts: Vec<String> = symptom.split('…').map(str::to_ascii_lowercase).collect();
        run(&Words::of(&parts), &words(&line.to_ascii_lowercase())).is_some()
    }

    #[test]
    fn a_few_telling_words_are_enough() {
        let symptom = "Cannot start job scheduler due to lack of job lock";
        assert!(found(symptom, "lack of job lock"));
        assert!(found(symptom, "…start job scheduler due to la"));
        assert!(found("Query is not allowed in 'job' mode.", "query is not allowed in job mode"));
        assert!(found("NamespaceNotFoundException: …", "NamespaceNotFoundException"));
        let denied = "Access denied for user … (using password: YES)";
        assert!(found(denied, "Access denied for user 'kylin'@'k1'"));
    }

    #[test]
    fn common_words_and_halves_of_other_messages_are_not() {
        let timed = "upstream timed out (110: Connection timed out) while reading response header from upstream";
        assert!(!found(timed, "Connection timed out"));
        assert!(!found(timed, "java.net.ConnectException: Connection timed out while reading x"));
        assert!(!found("cannot bind socket (Permission denied)", "Permission denied"));
        assert!(!found("IllegalArgumentException: URI: … -- does not", "IllegalArgumentException"));
        let denied = "Access denied for user … (using password: YES)";
        assert!(!found(denied, "Access denied for user 'k'@'%' to database 'kylin_metadata'"));
        assert!(!found("Cannot start job scheduler due to lack of job lock", "job"));
        assert!(!found("no servers are inside upstream", "there are no servers"));
        assert!(!found("x", ""));
    }
}

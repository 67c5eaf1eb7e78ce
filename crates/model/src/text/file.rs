//! The form of a language's file of texts.
//!
//! A record per text, by ascending number: eight hexadecimal digits, the words, and the character
//! that ASCII has for the end of a record. The last record says how many there were, so that a
//! file that was cut off is known as such.

use std::collections::BTreeMap;

/// Ends a record. No text has this character: [`write_texts`] leaves it out.
const END: char = '\u{1e}';

/// Digits of a text's number.
const DIGITS: usize = 8;

/// The texts of one language, by number.
pub struct Words(Vec<(u32, &'static str)>);

impl Words {
    /// Reads what [`write_texts`] wrote; `None` when a part is missing or it is something else.
    /// The bytes stay in memory as long as the program runs: texts are `'static`.
    pub fn read(file: Vec<u8>) -> Option<Words> {
        let text: &'static str = String::from_utf8(file).ok()?.leak();
        let (records, count) = text.strip_suffix(END)?.rsplit_once(END)?;
        let record = |record: &'static str| {
            let (key, words) = record.split_at_checked(DIGITS)?;
            Some((u32::from_str_radix(key, 16).ok()?, words))
        };
        let words: Vec<_> = records.split(END).map(record).collect::<Option<_>>()?;
        let ascending = words.is_sorted_by(|a, b| a.0 < b.0);
        (ascending && count.parse() == Ok(words.len())).then_some(Words(words))
    }

    /// The text with this number.
    pub fn find(&self, key: u32) -> Option<&'static str> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.0.get(at).map(|(_, words)| *words)
    }
}

/// The file of one language's texts.
pub fn write_texts(texts: &BTreeMap<u32, &str>) -> String {
    let mut file = String::new();
    for (key, words) in texts {
        file.push_str(&format!("{key:0DIGITS$x}"));
        file.push_str(&words.replace(END, ""));
        file.push(END);
    }
    file.push_str(&format!("{}{END}", texts.len()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> String {
        write_texts(&BTreeMap::from([(0xffff_ffff, "最后"), (7, "a\nb {c}"), (0x1_0000, "")]))
    }

    #[test]
    fn what_was_written_is_read() {
        let words = Words::read(file().into_bytes()).expect("a whole file");
        assert_eq!(words.find(7), Some("a\nb {c}"));
        assert_eq!(words.find(0x1_0000), Some(""));
        assert_eq!(words.find(0xffff_ffff), Some("最后"));
        assert_eq!(words.find(8), None);
    }

    #[test]
    fn a_file_that_is_not_whole_is_none() {
        let whole = file().into_bytes();
        for end in 0..whole.len() {
            assert!(Words::read(whole[..end].to_vec()).is_none(), "cut off at {end}");
        }
        assert!(Words::read(b"<!doctype html>".to_vec()).is_none());
        assert!(Words::read(vec![0xff; 9]).is_none());
    }
}

//! Options of Java, each a word of a file.

use crate::odd;
use crate::read::{Read, Said, at};
use model::{Severity, msg};

/// An option of the JVM as key and value: `-Xmx` and `8g`, `-Dkey` and `value`.
pub(crate) fn option(word: &str) -> (String, String) {
    for bare in ["-Xms", "-Xmx", "-Xss", "-Xmn"] {
        if let Some(size) = word.strip_prefix(bare).filter(|size| !size.is_empty()) {
            return (bare.to_owned(), size.to_owned());
        }
    }
    match word.split_once('=') {
        Some((key, value)) => (key.to_owned(), value.to_owned()),
        None => (word.to_owned(), String::new()),
    }
}

pub(crate) fn options(text: &str) -> Read {
    let mut read = Read::default();
    let (mut told, mut commented) = (false, false);
    for (number, line) in text.split('\n').enumerate() {
        let span = |column: usize| at(number, column);
        if line.ends_with('\r') && !told {
            told = true;
            read.notes.push((Severity::Error, span(1), msg!(
                en: "The file has Windows line ends (CR LF): Java gets the CR as part of each option and does not start (\"Unrecognized option\", \"Invalid initial heap size\"). Convert it with dos2unix; the values here are read without it.",
                zh: "文件使用 Windows 换行（CR LF）：Java 会把 CR 当作参数的一部分而无法启动（“Unrecognized option”、“Invalid initial heap size”）。请用 dos2unix 转换；此处读取的值已去掉 CR。")));
        }
        for (column, word) in words(line) {
            if word.starts_with('#') && !odd::is_template(word) {
                if !commented {
                    commented = true;
                    read.notes.push((Severity::Error, span(column), msg!(
                        en: "There are no comments here: every word of the file is handed to Java, which takes \"#\" as the class to start, and does not start. Remove it.",
                        zh: "此文件不能写注释：文件中的每个词都会交给 Java，Java 会把“#”当作要启动的类而无法启动。请删除。")));
                }
                break;
            }
            let (key, value) = option(word);
            read.said.push(Said { key, value, span: span(column) });
        }
    }
    odd::templates(&mut read.said, &mut read.notes);
    read
}

/// The words of a line, each with its column from 1. What stands in quotes, or between the marks of a
/// template engine, belongs to its word with its blanks.
pub(crate) fn words(line: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let (mut start, mut at) = (None, 0);
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            if let Some(from) = start.take() {
                all.push((from, at));
            }
            at += c.len_utf8();
            continue;
        }
        start.get_or_insert(at);
        at += line.get(at..).and_then(whole).unwrap_or(c.len_utf8());
    }
    all.extend(start.map(|from| (from, line.len())));
    let word = |(from, to): (usize, usize)| {
        let before = line.get(..from)?.chars().count();
        Some((before + 1, line.get(from..to)?))
    };
    all.into_iter().filter_map(word).collect()
}

/// How long the quotation or the placeholder is that a text begins with, when it ends on the line.
fn whole(text: &str) -> Option<usize> {
    const PAIRS: [(&str, &str); 6] =
        [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("[%", "%]"), ("\"", "\""), ("'", "'")];
    let (open, close) = PAIRS.iter().find(|(open, _)| text.starts_with(open))?;
    let end = text.get(open.len()..)?.find(close)?;
    Some(open.len() + end + close.len())
}

#[cfg(test)]
mod tests {
    use super::{option, words};

    #[test]
    fn words_keep_what_belongs_together() {
        let of =
            |line: &'static str| words(line).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(of(" -Xmx8g\t-server \r"), ["-Xmx8g", "-server"]);
        assert_eq!(of("-Xmx{{ heap | int }}m -server"), ["-Xmx{{ heap | int }}m", "-server"]);
        assert_eq!(
            of("-XX:OnOutOfMemoryError=\"kill -9 %p\" -x"),
            ["-XX:OnOutOfMemoryError=\"kill -9 %p\"", "-x"]
        );
        assert_eq!(of("-a=it's -b {{ c"), ["-a=it's", "-b", "{{", "c"]);
        assert_eq!(words("é -b"), [(1, "é"), (3, "-b")]);
        assert_eq!(of(""), [] as [&str; 0]);
        assert_eq!(option("-Xmx{{ heap }}").1, "{{ heap }}");
    }
}

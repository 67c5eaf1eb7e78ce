//! The real readers of what Muster writes: `java.util.Properties` and `sh`.

use formats::{properties, shell};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "key", " ", "\t", "\n", "\r", "\r\n", "\u{c}", "\\", "\\\\", "=", ":", "#", "!", "'",
        "\"", "$", "$(id)", "`id`", "${X}", "$${X}", ";", "&", "|", "*", "?", "~", "-n", "%s",
        "\\u0041", "\\uZZZZ", "é", "中文", "😀", "\u{FEFF}", "\u{2028}", "\u{1}", "\u{7f}",
        "\u{FFFF}", "x\\", "C:\\temp", "<", ">", "{", "}",
    ]);
    prop_oneof![
        3 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// Texts of a strategy, the same in every run.
fn some<S: Strategy>(count: usize, strategy: &S) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a value").current()).collect()
}

fn run(program: &str, package: &str, args: &[&Path]) -> Vec<u8> {
    let output = Command::new(program).args(args).output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program}: {error}; install it: apt-get install {package}")
    });
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What Java reads from each text; nothing for one that it refuses.
fn java(texts: &[String]) -> Vec<Option<BTreeMap<Vec<u16>, Vec<u16>>>> {
    let folder = tempfile::tempdir().expect("a folder");
    for (at, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{at:06}")), text).expect("a file");
    }
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/java/ReadProperties.java");
    let said = run("java", "openjdk-17-jdk-headless", &[&program, folder.path()]);
    let units = |hex: &str| -> Vec<u16> {
        let digits = hex.as_bytes().get(1..).unwrap_or_default();
        let unit = |four: &[u8]| {
            u16::from_str_radix(std::str::from_utf8(four).expect("hex"), 16).expect("hex")
        };
        digits.chunks(4).map(unit).collect()
    };
    let mut all = Vec::new();
    for line in String::from_utf8(said).expect("ASCII").lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["file", _] => all.push(Some(BTreeMap::new())),
            ["malformed"] => *all.last_mut().expect("a file") = None,
            ["entry", key, value] => {
                let file = all.last_mut().and_then(Option::as_mut).expect("a file");
                file.insert(units(key), units(value));
            }
            _ => panic!("{line}"),
        }
    }
    assert_eq!(all.len(), texts.len());
    all
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

#[test]
fn java_reads_back_every_key_and_value() {
    let pairs = some(1500, &(hostile(), hostile()));
    // One file each, and one with all.
    let entry = |(key, value): &(String, String)| {
        format!("{}={}\n", properties::escape_key(key), properties::escape_value(value))
    };
    let mut texts: Vec<String> = pairs.iter().map(entry).collect();
    texts.push(texts.concat());
    assert!(texts.iter().all(|t| t.is_ascii()));
    let read = java(&texts);
    for ((pair, read), text) in pairs.iter().zip(&read).zip(&texts) {
        let expected = BTreeMap::from([(units(&pair.0), units(&pair.1))]);
        assert_eq!(read.as_ref(), Some(&expected), "{pair:?} {text:?}");
    }
    let all: BTreeMap<_, _> = pairs.iter().map(|(k, v)| (units(k), units(v))).collect();
    assert_eq!(read.last().and_then(Option::as_ref), Some(&all));
}

#[test]
fn files_are_read_as_java_reads_them() {
    let piece = prop::sample::select(vec![
        "a", "key", "value", " ", "  ", "\t", "\u{c}", "\n", "\r", "\r\n", "\\\n", "\\\r\n",
        "\\\r", "\\", "\\\\", "=", ":", "#", "!", "\\t", "\\n", "\\u0041", "\\u004", "\\:", "\\=",
        "é", "中", "😀", "\\z",
    ]);
    let texts = some(3000, &vec(piece, 0..14).prop_map(|pieces| pieces.concat()));
    let mut refused = 0;
    for (text, java) in texts.iter().zip(java(&texts)) {
        let Some(java) = java else {
            refused += 1;
            continue;
        };
        let ours: BTreeMap<_, _> =
            properties::read(text).into_iter().map(|e| (units(&e.key), units(&e.value))).collect();
        assert_eq!(ours, java, "{text:?}");
    }
    assert!(refused < texts.len() / 2);
}

#[test]
fn sh_reads_back_every_word() {
    let words: Vec<String> =
        some(1500, &hostile()).into_iter().map(|w| w.replace('\0', "")).collect();
    let mut script = String::from("set -f\n");
    for word in &words {
        script.push_str(&format!("printf '%s\\000' {}\n", shell::quote(word)));
        script.push_str(&format!("{}\nprintf '%s\\000' \"$WORD\"\n", shell::assign("WORD", word)));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("script");
    fs::write(&path, script).expect("a file");
    for program in ["sh", "bash"] {
        let said = String::from_utf8(run(program, program, &[&path])).expect("UTF-8");
        let mut read = said.split_terminator('\0');
        for word in &words {
            assert_eq!(
                (read.next(), read.next()),
                (Some(word.as_str()), Some(word.as_str())),
                "{program}"
            );
        }
        assert_eq!(read.next(), None);
    }
}

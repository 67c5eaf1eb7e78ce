//! The options of a JVM, as the JVM reads them: of two that set the same, the later one counts.

use model::value::{ByteSize, shown};
use model::{Message, msg};

/// The smallest heap with which a JVM tries to start ("Too small maximum heap"), in bytes.
pub const LEAST_HEAP: u64 = 2 * ByteSize::MIB;

/// The largest heap that is believed, in bytes: with 64 TiB Java 17 starts on any machine, for
/// 100 TiB it "could not reserve enough space" in the addresses that a process has.
pub const MOST_HEAP: u64 = 64 << 40;

/// Options as they stand in a variable of a script that hands them on without quotes: words, split
/// at blanks whatever stands around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options(String);

impl Options {
    /// The options of a text.
    pub fn new(text: impl Into<String>) -> Options {
        Options(text.into())
    }

    /// The words.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }

    /// The properties that are defined with `-Dkey=value`: key and value.
    pub fn defined(&self) -> impl Iterator<Item = (&str, &str)> {
        ::rules::defined_in(&self.0)
    }

    /// The last of these options, with what follows it.
    fn last(&self, names: &[&str]) -> Option<(&str, &str)> {
        let of = |word| names.iter().find_map(|name| Some((word, str::strip_prefix(word, name)?)));
        self.words().rev().find_map(of)
    }

    /// The size that the last of these options says; nothing when it cannot be read.
    fn size(&self, names: &[&str]) -> Option<ByteSize> {
        self.last(names).and_then(|(_, text)| size(text)).map(ByteSize)
    }

    /// The largest heap, when one is said.
    pub fn heap(&self) -> Option<ByteSize> {
        self.size(HEAP)
    }

    /// The memory beside the heap for buffers, when it is said.
    pub fn direct(&self) -> Option<ByteSize> {
        self.size(DIRECT)
    }

    /// The collectors that are switched on, each once; of one that is switched twice the last counts.
    pub fn collectors(&self) -> Vec<&'static str> {
        let mut all: Vec<&'static str> = Vec::new();
        for word in self.words() {
            let Some(switch) = word.strip_prefix("-XX:") else { continue };
            let switched = |name: &&&str| switch.get(1..) == Some(**name);
            let Some(name) = COLLECTORS.iter().find(switched) else { continue };
            all.retain(|known| known != name);
            if switch.starts_with('+') {
                all.push(name);
            }
        }
        all
    }

    /// Why no JVM starts with these options; nothing when none of this is wrong.
    pub fn wrong(&self) -> Option<Message> {
        // What a script's variable holds is known on the host only.
        let known = |word: &&str| !word.contains('$');
        let mut before = "";
        let program = self.words().find(|word| {
            let argument = WITH_ARGUMENT.contains(&std::mem::replace(&mut before, word));
            !argument && known(word) && (!word.starts_with('-') || *word == "-")
        });
        if let Some(word) = program {
            return Some(msg!(
                en: "\"{w}\" does not begin with a hyphen, so Java takes it for the name of the program; options are split at every blank, also between quotation marks",
                zh: "“{w}”不以连字符开头，Java 会把它当作程序名；参数在每个空格处分开，引号之内也不例外", w = shown(word)));
        }
        let option = |word: &&str| word.starts_with('-') && known(word);
        if let Some(word) = self.words().filter(option).find(|word| !is_option(word)) {
            return Some(msg!(
                en: "\"{w}\" is no option of Java: it ends with \"Unrecognized option\"",
                zh: "“{w}”不是 Java 的参数：Java 会因“Unrecognized option”退出", w = shown(word)));
        }
        if let [.., first, second] = self.collectors().as_slice() {
            return Some(msg!(
                en: "{a} and {b} together: Java ends with \"Multiple garbage collectors selected\"",
                zh: "同时设置了 {a} 和 {b}：Java 会因“Multiple garbage collectors selected”退出", a = *first, b = *second));
        }
        for names in [HEAP, FIRST, DIRECT, STACK] {
            for (word, text) in self.words().filter(known).filter_map(|word| {
                names.iter().find_map(|name| Some((word, word.strip_prefix(name)?)))
            }) {
                if size(text).is_none_or(|bytes| bytes == 0 && names == HEAP) {
                    return Some(msg!(
                        en: "\"{w}\" is no size as Java reads it: a whole number and k, m, g or t, as in 4g",
                        zh: "“{w}”不是 Java 能识别的大小：应为整数加 k、m、g 或 t，例如 4g", w = shown(word)));
                }
            }
        }
        if let Some((word, _)) = self.last(STACK)
            && self
                .size(STACK)
                .is_some_and(|b| b.0 != 0 && !(LEAST_STACK..=MOST_STACK).contains(&b.0))
        {
            return Some(msg!(
                en: "for \"{w}\" Java makes no thread: a stack has 136k to 1g",
                zh: "使用“{w}”时 Java 无法创建线程：栈大小为 136k 到 1g", w = shown(word)));
        }
        if let Some((word, _)) = self.last(HEAP)
            && self.heap().is_some_and(|heap| heap.0 > MOST_HEAP)
        {
            return Some(msg!(
                en: "for \"{w}\" Java \"could not reserve enough space\" on any machine: 64t is the most",
                zh: "使用“{w}”时，Java 在任何机器上都会报“Could not reserve enough space”：最多 64t", w = shown(word)));
        }
        if let Some((word, _)) = self.last(HEAP)
            && self.heap().is_some_and(|heap| heap.0 < LEAST_HEAP)
        {
            return Some(msg!(
                en: "with \"{w}\" Java ends with \"Too small maximum heap\": it takes 2m and more",
                zh: "使用“{w}”时 Java 会因“Too small maximum heap”退出：至少需要 2m", w = shown(word)));
        }
        let ((last, _), (first, _)) = (self.last(HEAP)?, self.last(FIRST)?);
        match (self.heap(), self.size(FIRST)) {
            (Some(heap), Some(begin)) if begin > heap => Some(msg!(
                en: "the heap would begin ({a}) larger than it may become ({b})",
                zh: "初始堆内存（{a}）大于最大堆内存（{b}）", a = shown(first), b = shown(last))),
            _ => None,
        }
    }
}

/// The smallest stack of a thread, in bytes: "Specify at least 136k" (Java 17 on x86-64; older ones take
/// somewhat more).
const LEAST_STACK: u64 = 136 << 10;
/// The largest one, in bytes: with more it "exceeds the maximum representable size".
const MOST_STACK: u64 = 1 << 30;
const STACK: &[&str] = &["-Xss"];

/// What options of Java begin with, beside `-X` and `--`, of which each Java has its own.
const BEGIN: &[&str] = &[
    "-D",
    "-X",
    "--",
    "-verbose",
    "-ea",
    "-da",
    "-esa",
    "-dsa",
    "-enableassertions",
    "-disableassertions",
    "-enablesystemassertions",
    "-disablesystemassertions",
    "-agentlib:",
    "-agentpath:",
    "-javaagent:",
    "-splash:",
    "-version",
    "-showversion",
    "-jre-restrict-search",
    "-no-jre-restrict-search",
];
/// Options that are a word of their own.
const WORDS: &[&str] = &[
    "-server",
    "-client",
    "-minimal",
    "-zero",
    "-d32",
    "-d64",
    "-noverify",
    "-cp",
    "-classpath",
    "-p",
    "-m",
    "-jar",
];

/// Options whose next word is theirs.
const WITH_ARGUMENT: &[&str] = &[
    "-cp",
    "-classpath",
    "--class-path",
    "-p",
    "--module-path",
    "--upgrade-module-path",
    "--add-modules",
    "--limit-modules",
    "--add-opens",
    "--add-exports",
    "--add-reads",
    "--patch-module",
];

/// Whether a word can be an option of some Java.
fn is_option(word: &str) -> bool {
    WORDS.contains(&word) || BEGIN.iter().any(|begin| word.starts_with(begin))
}

/// The collectors of which a JVM takes one.
const COLLECTORS: &[&str] = &[
    "UseSerialGC",
    "UseParallelGC",
    "UseConcMarkSweepGC",
    "UseG1GC",
    "UseZGC",
    "UseShenandoahGC",
    "UseEpsilonGC",
];

const HEAP: &[&str] = &["-Xmx", "-XX:MaxHeapSize="];
const FIRST: &[&str] = &["-Xms", "-XX:InitialHeapSize="];
const DIRECT: &[&str] = &["-XX:MaxDirectMemorySize="];

/// A number of bytes: digits, also hexadecimal ones, and one letter, a power of 1024.
fn size(text: &str) -> Option<u64> {
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let (text, radix) = hexadecimal.map_or((text, 10), |digits| (digits, 16));
    let digits = text.find(|c: char| !c.is_digit(radix)).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        "t" | "T" => 40,
        _ => return None,
    };
    u64::from_str_radix(number, radix).ok()?.checked_mul(1 << shift)
}

/// The number of bytes of a size as the JVM reads it: `8g`, `512m`.
pub fn bytes_of(text: &str) -> Option<u64> {
    size(text.trim())
}

/// A size as the JVM reads it, in the largest unit that fits.
pub fn written(bytes: u64) -> String {
    for (unit, name) in [(ByteSize::MIB, "m"), (1 << 10, "k")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{}{name}", bytes / unit);
        }
    }
    bytes.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_heaps_counts() {
        let heap = |text: &str| Options::new(text).heap().map(|b| b.0);
        assert_eq!(heap("-Xmx1g -Xms64m\t-Xmx2048K"), Some(2 << 20));
        assert_eq!(heap("-Xmx1g -XX:MaxHeapSize=64m"), Some(64 << 20));
        assert_eq!(heap("-XX:MaxHeapSize=64m -Xmx1t"), Some(1 << 40));
        assert_eq!(heap("-Xms1g -Dx=-Xmx2g"), None);
        assert_eq!(heap("-Xmx4gb"), None);
        assert_eq!(Options::new("-XX:MaxDirectMemorySize=3g").direct(), Some(ByteSize(3 << 30)));
    }

    #[test]
    fn what_no_java_takes_is_wrong() {
        let wrong = |text: &str| Options::new(text).wrong().is_some();
        for bad in [
            "-Xms2g -Xmx1g",
            "-Xmx4gb",
            "-Xmx 4g",
            "-Xms",
            "-Xmx4.5g",
            "-XX:MaxDirectMemorySize=1GiB",
            "-Xmx0",
            "-Xmx1",
            "-Xmx2047k",
            "-Xmx1g -Xmx1m",
            "-Xmx128m -XX:InitialHeapSize=256m",
            "Xmx1g",
            "-rf",
            "-Xss1",
            "-Xss2g",
            "-Xss1.5m",
            "-XX:+UseG1GC -XX:+UseConcMarkSweepGC",
            "-XX:OnOutOfMemoryError=\"kill -9 %p\"",
            "-",
        ] {
            assert!(wrong(bad), "{bad}");
        }
        for good in [
            "",
            "-Xms1g -Xmx1g",
            "-cp /opt/lib --add-opens java.base/java.lang=ALL-UNNAMED -Xmx1g",
            "-server -ea:a.b -verbose:gc -Xss512k --add-opens=java.base/java.lang=ALL-UNNAMED",
            "-XX:+UseG1GC -XX:-UseG1GC -XX:+UseParallelGC -XX:+UseParallelOldGC",
            "-XX:+UseConcMarkSweepGC -XX:+UseParNewGC",
            "-Xms2g -Xmx1g -Xmx3g",
            "$A -Xmx$B",
            "-Xmx99999999k",
            "-Xms0 -Xmx0x8000000",
            "-Xmx2m",
            "-Xmx1m -Xmx1g",
        ] {
            assert!(!wrong(good), "{good}");
        }
    }

    #[test]
    fn sizes_are_what_the_jvm_reads() {
        assert_eq!(written(8 << 30), "8192m");
        assert_eq!(written(1 << 30), "1024m");
        assert_eq!(written(3 << 10), "3k");
        assert_eq!(written(1025), "1025");
    }
}

//! What looks wrong in a file before anybody asks what it means: line ends, an encoding, a sign, a line
//! that took the next one with it, a template.

use crate::read::Said;
use model::value::shown;
use model::{Message, Severity, Span, msg};
use rules::Format;
use std::collections::BTreeSet;

type Notes = Vec<(Severity, Span, Message)>;

/// Marks of template engines (`{{ }}`, `<% %>`, `<# >`, `[% %]`), which no program of a product knows.
const TEMPLATE: [&str; 6] = ["{{", "{%", "<%", "<#", "[[=", "[% "];
/// The sign that an input method for Chinese writes.
pub(crate) const FULL_WIDTH: char = '＝';

/// Whether a value still has the placeholder of a template engine.
pub(crate) fn is_template(value: &str) -> bool {
    TEMPLATE.iter().any(|mark| value.contains(mark))
}

fn start(number: usize) -> Span {
    Span { line: u32::try_from(number.saturating_add(1)).unwrap_or(u32::MAX), column: 1 }
}

/// Line ends of Windows in a file that a shell reads: `java.util.Properties` takes them, a shell does not.
pub(crate) fn line_ends(format: Format, text: &str, notes: &mut Notes) {
    let mut lines = text.split('\n').enumerate();
    match format {
        Format::Hosts(_) => {
            // What stands behind a `#` is cut off, and the CR with it.
            let kept = |(_, line): &(usize, &str)| {
                !line.trim().is_empty() && !line.contains('#') && line.ends_with('\r')
            };
            let Some((number, line)) = lines.find(kept) else { return };
            notes.push((Severity::Error, start(number), msg!(
                en: "The file has Windows line ends (CR LF), and the product's scripts take the CR for a part of the name: they ask ssh for the host \"{h}\\r\", which nobody knows. Convert the file with dos2unix; what Muster writes has LF alone. The names here are read without it.",
                zh: "文件使用 Windows 换行（CR LF），产品脚本会把 CR 当作主机名的一部分：用 ssh 连接不存在的主机“{h}\\r”。请用 dos2unix 转换；Muster 写出的文件只用 LF。此处读取的主机名已去掉 CR。",
                h = shown(line.trim()))));
        }
        Format::Shell => {
            let Some((number, _)) = lines.find(|(_, line)| line.ends_with('\r')) else { return };
            notes.push((Severity::Warning, start(number), msg!(
                en: "The file has Windows line ends (CR LF), and a shell takes the CR for a part of each value: a folder is then called /mnt/x\\r, and Java gets an option that it does not know. Convert the file with dos2unix; what Muster writes has LF alone. The values here are read without it.",
                zh: "文件使用 Windows 换行（CR LF），shell 会把 CR 当作各个值的一部分：目录名变成 /mnt/x\\r，Java 会收到无法识别的参数。请用 dos2unix 转换；Muster 写出的文件只用 LF。此处读取的值已去掉 CR。")));
        }
        _ => {}
    }
}

/// A file that is no UTF-8, where that matters: nobody reads a comment.
pub(crate) fn encoding(format: Format, said: &[Said], notes: &mut Notes) {
    if !matches!(format, Format::Properties | Format::Hosts(_)) {
        return;
    }
    let other = said.iter().find(|said| !said.key.is_ascii() || !said.value.is_ascii());
    if let Some(said) = other {
        notes.push((Severity::Warning, said.span, msg!(
            en: "{k}: the file is not UTF-8 (GBK perhaps), and the value has other characters than ASCII: no program reads it as your editor shows it, and it is wrong here, too. Write the file in UTF-8, or better keep the value to ASCII.",
            zh: "{k}：文件不是 UTF-8 编码（可能是 GBK），且值中有非 ASCII 字符：程序读到的与编辑器显示的不同，此处的值也不正确。请改用 UTF-8 保存，最好只使用 ASCII 字符。",
            k = shown(&said.key))));
    }
}

/// What the lines of a file of properties say of each other. Statements of a template engine are taken
/// out: they are no keys.
pub(crate) fn properties(said: &mut Vec<Said>, notes: &mut Notes) {
    templates(said, notes);
    let families: BTreeSet<String> = said.iter().filter_map(|s| family(&s.key)).collect();
    for said in said.iter() {
        let key = shown(&said.key);
        if let Some((before, after)) = said.key.split_once(FULL_WIDTH) {
            notes.push((Severity::Warning, said.span, msg!(
                en: "\"＝\" is no \"=\": to the program the whole line is one key without a value. Write {b}={a}.",
                zh: "“＝”是全角符号，不是“=”：程序会把整行当作一个没有值的键。请写成 {b}={a}。",
                b = shown(before), a = model::secret::masked(after))));
        }
        let own = said.value.strip_prefix(said.key.as_str()).map(str::trim_start);
        if own.is_some_and(|rest| rest.starts_with(['=', ':'])) {
            notes.push((Severity::Warning, said.span, msg!(
                en: "{k}: the value begins with the key once more, which is then a part of it. Write the key once.",
                zh: "{k}：值的开头又写了一遍键名，键名会成为值的一部分。请只写一次。", k = key)));
        } else if let Some(other) = swallowed(&said.value, &families) {
            let open = ['\'', '"'].iter().any(|quote| said.value.matches(*quote).count() % 2 == 1);
            let message = if open {
                msg!(
                    en: "{k}: a quote is not closed, and {o} stands inside this value: nothing sets {o}. Close the quote, and begin a new line before {o}.",
                    zh: "{k}：引号没有闭合，{o} 成了这个值的一部分：{o} 并未被设置。请闭合引号，并把 {o} 另起一行。",
                    k = key, o = shown(other))
            } else {
                msg!(
                    en: "{k}: {o} stands inside this value, so nothing sets {o}. Begin a new line before it.",
                    zh: "{k}：{o} 写在这个值里，因此并未被设置。请把它另起一行。",
                    k = key, o = shown(other))
            };
            notes.push((Severity::Warning, said.span, message));
        }
    }
}

/// Placeholders are told once for a file, since a template has many.
pub(crate) fn templates(said: &mut Vec<Said>, notes: &mut Notes) {
    let statement = |said: &Said| {
        TEMPLATE.iter().any(|m| said.key.starts_with(m.trim_end()) || said.key.contains(m))
    };
    let mut all = said.iter().filter(|s| statement(s) || is_template(&s.value));
    let Some(first) = all.next() else { return };
    let (key, span, more) = (first.key.clone(), first.span, all.count());
    notes.push((Severity::Warning, span, if more == 0 {
        msg!(
            en: "{k} has a placeholder that a template engine fills in: bring the file as it is on the node.",
            zh: "{k} 中有由模板引擎填充的占位符：请提供节点上的实际文件。",
            k = shown(&key))
    } else {
        msg!(
            en: "{k} and {n} more lines have placeholders that a template engine fills in, and nothing is judged of them: bring the file as it is on the node.",
            zh: "{k} 以及另外 {n} 行中有由模板引擎填充的占位符，对它们不作判断：请提供节点上的实际文件。",
            k = shown(&key), n = more)
    }));
    said.retain(|said| !statement(said));
}

/// The first part of a key with several: `kylin` of `kylin.server.mode`.
fn family(key: &str) -> Option<String> {
    let (first, rest) = key.split_once('.')?;
    let word = !first.is_empty() && first.chars().all(|c| c.is_ascii_lowercase());
    (word && rest.contains('.')).then(|| first.to_owned())
}

/// A key of the file's families that stands as a word of its own in a value, with its `=`. Behind an
/// option (`--conf key=value`) it belongs there.
fn swallowed<'v>(value: &'v str, families: &BTreeSet<String>) -> Option<&'v str> {
    let words: Vec<&str> = value.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let [before, word] = pair else { return None };
        let (key, _) = word.split_once('=')?;
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let own = key.chars().all(name) && family(key).is_some_and(|f| families.contains(&f));
        let option = before.starts_with('-') && !before.contains('=');
        (own && !option).then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines;

    fn told(format: Format, text: &str) -> Vec<(u32, Severity)> {
        let notes = lines(format, text).notes;
        notes.iter().map(|(severity, span, _)| (span.line, *severity)).collect()
    }

    #[test]
    fn line_ends_of_windows_are_told_where_a_shell_reads_them() {
        let (hosts, shell) = (Format::Hosts("hosts"), Format::Shell);
        assert_eq!(told(hosts, "# all\r\nw1\r\nw2\r\n"), [(2, Severity::Error)]);
        assert_eq!(told(hosts, "w1\n\r\nw2 # spare\r\n"), []);
        assert_eq!(told(shell, "#!/bin/bash\nA=1\r\n"), [(2, Severity::Warning)]);
        assert_eq!(told(shell, "A=1\nB=2\n"), []);
        assert_eq!(told(Format::Properties, "a.b=1\r\n"), []);
    }

    #[test]
    fn a_line_that_took_another_one_is_told() {
        let warned = |text: &str| !told(Format::Properties, text).is_empty();
        assert!(warned("kap.a.b=1\nkylin.a.b=-u 'x kap.c.d=true\n"));
        assert!(warned("kylin.a.b=--x y kylin.c.d=true\n"));
        assert!(warned("kylin.a.b=--x='y kylin.c.d=true\n"));
        assert!(warned("kylin.a.b=kylin.a.b=-u x\n"));
        assert!(warned("kylin.server.mode＝all\n"));
        // What belongs to a value, or is of another program.
        assert!(!warned("kylin.a.b=--conf kylin.c.d=true --hiveconf dfs.replication=2\n"));
        assert!(!warned("kylin.a.b=-Dkylin.c.d=${kylin.e.f} -Dx=it's\n"));
        assert!(!warned("kylin.a.b=see kylin.c.d\nkylin.e=1\n"));
        assert!(!warned("kylin.a.b=x dfs.replication.a=2\n"));
    }

    #[test]
    fn a_template_is_told_once_and_its_statements_are_no_keys() {
        let text = "a.b=[% A %]\n[% IF B %]\nc.d=[% B %]\n[% END %]\ne.f=[%h] %m\n";
        let read = lines(Format::Properties, text);
        assert_eq!(read.notes.len(), 1, "{:?}", read.notes);
        let keys: Vec<&str> = read.said.iter().map(|s| s.key.as_str()).collect();
        assert_eq!(keys, ["a.b", "c.d", "e.f"]);
    }
}

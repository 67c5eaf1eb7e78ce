//! Sentences with a name or a number in them.

use super::{DONE_MARK, fill, tr, zh};
use model::Text;

/// "2 errors · 1 warning".
pub fn counts(errors: u32, warnings: u32) -> String {
    let mut parts = vec![amount(errors, "error", "errors", "个错误")];
    if warnings > 0 {
        parts.push(amount(warnings, "warning", "warnings", "个警告"));
    }
    parts.join(" · ")
}

/// "4 values still from the example".
pub fn examples(n: u32) -> String {
    if zh() {
        format!("{n} 个值仍来自示例")
    } else if n == 1 {
        "1 value still from the example".to_owned()
    } else {
        format!("{n} values still from the example")
    }
}

/// "3 notes".
pub fn infos(n: u32) -> String {
    amount(n, "note", "notes", "个提示")
}

/// "1 accepted".
pub fn accepted(n: u32) -> String {
    if zh() { format!("已接受 {n} 个") } else { format!("{n} accepted") }
}

/// "3 nodes".
pub fn nodes(n: usize) -> String {
    amount(u32::try_from(n).unwrap_or(u32::MAX), "node", "nodes", "个节点")
}

/// "120 lines".
pub fn lines(n: u32) -> String {
    amount(n, "line", "lines", "行")
}

/// "12 files".
pub fn files(n: usize) -> String {
    amount(u32::try_from(n).unwrap_or(u32::MAX), "file", "files", "个文件")
}

pub(super) fn amount(n: u32, one: &str, many: &str, zh_word: &str) -> String {
    if zh() { format!("{n} {zh_word}") } else { format!("{n} {}", if n == 1 { one } else { many }) }
}

/// "2 errors", "1 warning" or "3 values still from the example" of a step, for its mark.
pub fn step_mark(errors: u32, warnings: u32, from_example: u32) -> String {
    if errors == 0 && warnings == 0 {
        return if from_example > 0 { examples(from_example) } else { tr(DONE_MARK).to_owned() };
    }
    if errors == 0 {
        return amount(warnings, "warning", "warnings", "个警告");
    }
    counts(errors, warnings)
}

/// A text with one thing named in it.
pub fn did(text: Text, what: &str) -> String {
    fill(text, &[what])
}

/// A field of a node: "address of k1".
pub fn of_node(field: Text, node: &str) -> String {
    of_node_text(&tr(field).to_ascii_lowercase(), node)
}

/// A field of a node, by its label.
pub fn of_node_text(field: &str, node: &str) -> String {
    if zh() { format!("{node} 的{field}") } else { format!("{field} of {node}") }
}

/// "and 4 more".
pub fn and_more(n: usize) -> String {
    if zh() { format!("另外 {n} 项") } else { format!("{n} more") }
}

/// "For example k1.example.com"; nothing for nothing.
pub fn example(text: &str) -> String {
    match (text.is_empty(), zh()) {
        (true, _) => String::new(),
        (_, true) => format!("例如 {text}"),
        (_, false) => format!("for example {text}"),
    }
}

/// A name that may be broken after its underscores.
pub fn breakable(name: &str) -> String {
    name.replace('_', "_\u{200b}")
}

/// The label of a fix: "Fix: set the scheduler to 2".
pub fn fix_label(title: &str) -> String {
    if zh() { format!("修复：{title}") } else { format!("Fix: {title}") }
}

/// Two sentences after each other.
pub fn sentences(one: &str, two: &str) -> String {
    if zh() { format!("{one}{two}") } else { format!("{one} {two}") }
}

/// "Reset to 7070".
pub fn reset_to(default: &str) -> String {
    if zh() { format!("恢复默认值 {default}") } else { format!("Reset to {default}") }
}

/// "Own settings of k1: 2".
pub fn counted(what: &str, count: usize) -> String {
    if zh() { format!("{what}：{count}") } else { format!("{what}: {count}") }
}

/// "Default: memory / 4".
pub fn default_is(formula: &str) -> String {
    if zh() { format!("默认：{formula}") } else { format!("Default: {formula}") }
}

/// "60 GiB of 64 GiB; 4 GiB left".
pub fn memory_left(sum: &str, total: &str, rest: Option<&str>) -> String {
    match (rest, zh()) {
        (Some(rest), true) => format!("已分配 {sum}，共 {total}；剩余 {rest}"),
        (Some(rest), false) => format!("{sum} of {total}; {rest} left"),
        (None, true) => format!("{total} 已全部分配"),
        (None, false) => format!("all of {total}; nothing left"),
    }
}

/// "72 GiB of 64 GiB: 8 GiB too much".
pub fn memory_over(sum: &str, total: &str, rest: &str) -> String {
    if zh() {
        format!("需要 {sum}，只有 {total}：超出 {rest}")
    } else {
        format!("{sum} of {total}: {rest} too much")
    }
}

/// "12 GiB; give the memory in the step Nodes".
pub fn memory_unknown(sum: &str) -> String {
    if zh() {
        format!("需要 {sum}；内存大小未知，可在“节点”步骤填写")
    } else {
        format!("needs {sum}; how much memory there is can be said in the step Nodes")
    }
}

/// A list in a sentence.
pub fn list(words: &[String]) -> String {
    words.join(if zh() { "、" } else { ", " })
}

/// A list of names, the first few of them, and how many more.
pub fn names(names: &[String], most: usize) -> String {
    let mut shown: Vec<String> = names.iter().take(most).cloned().collect();
    if names.len() > most {
        shown.push(and_more(names.len() - most));
    }
    list(&shown)
}

/// "Finding 2 of 5: …".
pub fn finding_of(at: usize, count: usize, message: &str) -> String {
    if zh() {
        format!("第 {at} 个问题，共 {count} 个：{message}")
    } else {
        format!("Finding {at} of {count}: {message}")
    }
}

/// "No line of the files has this key".
pub fn no_lines(key: &str) -> String {
    if zh() {
        format!("当前值下，没有文件写入 {key}。")
    } else {
        format!("With this value, no file has a line for {key}.")
    }
}

/// A product was asked for by an address, but the open document was edited.
pub fn keeps_work(product: &str) -> String {
    if zh() {
        format!("当前文档已修改，因此没有打开 {product} 的示例。可在“产品”步骤中打开。")
    } else {
        format!(
            "The open document was edited, so the example of {product} was not opened. \
             The step Product can open it."
        )
    }
}

/// "Opened x. Undo brings back what was open before."
pub fn opened_with_undo(name: &str) -> String {
    if zh() {
        format!("已打开 {name}。撤销可恢复之前的文档。")
    } else {
        format!("Opened {name}. Undo brings back what was open before.")
    }
}

/// Files of an existing cluster became the document.
pub fn imported_with_undo(sum: &str) -> String {
    if zh() {
        format!("{sum}。撤销可恢复之前的文档。")
    } else {
        format!("{sum}. Undo brings back what was open before.")
    }
}

/// What was found on the machines stands in the nodes.
pub fn filled_with_undo(sum: &str) -> String {
    if zh() {
        format!("{sum}。文档中没有写的机器信息已补全；撤销可恢复原样。")
    } else {
        format!("{sum}. What the document did not say of them is filled in; Undo takes it back.")
    }
}

/// A file of more than 8 MB.
pub fn too_big(name: &str) -> String {
    if zh() {
        format!("{name} 超过 8 MB，不是 cluster.toml。当前文档未改动。")
    } else {
        format!(
            "{name} has more than 8 MB: it is not a cluster.toml. The open document is unchanged."
        )
    }
}

/// A file that the browser or the engine could not read.
pub fn unreadable_file(name: &str) -> String {
    if zh() {
        format!("无法读取 {name}。当前文档未改动。")
    } else {
        format!("{name} could not be read. The open document is unchanged.")
    }
}

/// A file in which nothing of a cluster was found.
pub fn nothing_in_file(name: &str) -> String {
    if zh() {
        format!("{name} 中没有集群配置。当前文档未改动。")
    } else {
        format!("{name} has nothing of a cluster in it. The open document is unchanged.")
    }
}

/// What became of a pasted list.
pub fn pasted(count: usize, format: &str, replaced: bool) -> String {
    match (zh(), replaced) {
        (true, true) => format!("读取到 {count} 个节点（{format}），已替换原有节点。"),
        (true, false) => format!("读取到 {count} 个节点（{format}），已添加。"),
        (false, true) => format!("{} read ({format}); they replace the ones before.", nodes(count)),
        (false, false) => format!("{} read ({format}) and added.", nodes(count)),
    }
}

/// Which roles went where: "job: k2, k3".
pub fn went_to(roles: &str, names_of: &[String]) -> String {
    let names = names(names_of, 6);
    if zh() { format!("{roles}：{names}") } else { format!("{roles}: {names}") }
}

/// "line 3".
pub fn line_number(n: u32) -> String {
    if zh() { format!("第 {n} 行") } else { format!("Line {n}") }
}

/// "k[1-3] makes 3 nodes".
pub fn range(text: &str, n: u32) -> String {
    if zh() { format!("{text} → {n} 个节点") } else { format!("{text} → {n} nodes") }
}

/// "12 s", for what takes long.
pub fn busy(seconds: u32) -> String {
    if zh() {
        format!("正在计算，已用 {seconds} 秒")
    } else {
        format!("Working, {seconds} s so far")
    }
}

/// How many findings more there are than are drawn.
pub fn more_findings(count: u32) -> String {
    if zh() {
        format!("另有 {count} 条问题，解决上面的问题后显示")
    } else {
        format!("{count} more findings, which are shown when those above are solved")
    }
}

/// A size in bytes with a unit that reads well.
pub fn size(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let tenths = bytes.saturating_mul(10) / 1024;
    if tenths < 10240 {
        return format!("{}.{} KiB", tenths / 10, tenths % 10);
    }
    let tenths = tenths / 1024;
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

/// A label and what it is: "job: set for …".
pub fn with(text: Text, arg: &str) -> String {
    fill(text, &[arg])
}

/// How many files an edit has changed.
pub fn files_changed(n: usize) -> String {
    let text = if n == 1 {
        const { Text::new("{} file changed", "{} 个文件有变更") }
    } else {
        const { Text::new("{} files changed", "{} 个文件有变更") }
    };
    fill(text, &[&n.to_string()])
}

/// The button that mends all findings of a kind.
pub fn fix_all(n: usize) -> String {
    fill(
        const { Text::new("Fix all {} of this kind", "修复全部 {} 个同类问题") },
        &[&n.to_string()],
    )
}

/// Several findings of a rule.
pub fn findings_of(n: usize, rule: &str) -> String {
    fill(const { Text::new("{} findings of {}", "{} 个问题（{}）") }, &[&n.to_string(), rule])
}

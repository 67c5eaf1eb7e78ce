//! Files of an existing cluster, as the page brings them.

use ::import::{Choices, Drift, Imported, Kept, Limits, NothingRead, Source, Unpacked};
use model::{Lang, Message, Severity, msg};
use protocol::{Brought, Loaded, OriginalView};
use rules::{Context, Product};

/// Most lines of one kind that are told; the command line tells all.
const MOST: usize = 15;

/// The document, what is to be told, and what is left beside it.
///
/// # Errors
/// Why nothing was read.
pub(crate) fn read(
    products: &'static [&'static Product],
    files: &[(String, Vec<u8>)],
    lang: Lang,
) -> Result<(Loaded, Vec<String>, Brought), String> {
    let source =
        |(path, bytes): &(String, Vec<u8>)| Source { path: path.clone(), bytes: bytes.clone() };
    let unpacked = ::import::unpack(files.iter().map(source).collect(), &Limits::IMPORT);
    let choices = Choices { language: lang, ..Choices::default() };
    let imported = ::import::import(products, &unpacked.sources, &choices)
        .map_err(|nothing: NothingRead| nothing.because(&unpacked.refused).reason.render(lang))?;
    let mut told = told(&imported, &unpacked, lang);
    let (originals, left_out) = ::import::originals(&imported, &unpacked.sources);
    if left_out > 0 {
        let message = msg!(
            en: "{n} files are too long to be kept beside what Muster writes; all of them were read.",
            zh: "{n} 个文件过长，无法与 Muster 的文件对照显示；内容均已读取。", n = left_out);
        told.push(message.render(lang));
    }
    let original = |original: ::import::Original| OriginalView {
        file: original.file.to_owned(),
        path: original.path,
        nodes: original.nodes,
        text: original.text,
    };
    let brought = Brought {
        drift: crate::drift::table(&imported.drift, &imported.spec),
        originals: originals.into_iter().map(original).collect(),
    };
    let loaded = Loaded {
        spec: imported.spec,
        problems: Vec::new(),
        complete: true,
        read_only: false,
        secrets: imported.secrets,
    };
    Ok((loaded, told, brought))
}

/// The sum, how product and version were guessed, what was seen while reading, what differs between
/// nodes, what is left to the product, what was kept aside.
pub(crate) fn told(imported: &Imported, unpacked: &Unpacked, lang: Lang) -> Vec<String> {
    let counts = &imported.counts;
    let read = imported.files.iter().filter(|f| f.kind.is_ok()).count();
    let cx = Context::new(&imported.spec, imported.product);
    let report = ::import::judged(imported, &cx).report;
    let sum = msg!(
        en: "{p} {v}: {f} files of {n} nodes read, {k} keys, {s} fields set, {o} settings of their own, {l} left to the product, {e} errors",
        zh: "{p} {v}：已读取 {n} 个节点的 {f} 个文件，{k} 个键，设置 {s} 个字段，{o} 个单独的设置，{l} 个交由产品默认，{e} 个错误",
        p = imported.product.title, v = imported.spec.version.as_str(), f = read, n = counts.nodes,
        k = counts.keys, s = counts.fields, o = counts.own, l = counts.left_out,
        e = report.count(Severity::Error));
    let mut lines = vec![sum.render(lang)];
    lines.extend(imported.guess.reasons.iter().map(|reason| reason.render(lang)));
    let notes = imported
        .notes
        .iter()
        .map(|note| format!("{}:{}: {}", note.path, note.span.line, note.message.render(lang)));
    some(&mut lines, notes.collect(), lang);
    some(&mut lines, imported.drift.iter().map(|d| differs(d).render(lang)).collect(), lang);
    if !imported.unsaid.is_empty() {
        let keys: Vec<&str> = imported.unsaid.iter().map(|u| u.key.as_str()).collect();
        let more = keys.len().saturating_sub(MOST);
        let keys = keys.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
        let left = msg!(
            en: "Muster would write these, and the files leave them to the product: {k}",
            zh: "以下内容 Muster 会写入，而这些文件交由产品默认：{k}", k = keys.as_str());
        let more = if more > 0 { format!(" (+{more})") } else { String::new() };
        lines.push(left.render(lang) + &more);
    }
    let kept = imported.files.iter().filter_map(|f| {
        let why = f.kind.as_ref().err().filter(|why| **why != Kept::Own)?;
        Some(format!("{}: {}", f.path, why.sentence().get(lang)))
    });
    let refused =
        unpacked.refused.iter().map(|(path, why)| format!("{path}: {}", why.render(lang)));
    some(&mut lines, kept.chain(refused).collect(), lang);
    for line in &mut lines {
        *line = model::secret::masked(line);
    }
    lines
}

/// Adds lines, and how many more there are.
fn some(lines: &mut Vec<String>, all: Vec<String>, lang: Lang) {
    let more = all.len().saturating_sub(MOST);
    lines.extend(all.into_iter().take(MOST));
    if more > 0 {
        lines.push(msg!(en: "… and {n} more", zh: "……另有 {n} 条", n = more).render(lang));
    }
}

fn differs(drift: &Drift) -> Message {
    let values = drift.values.iter().map(|(value, nodes)| {
        let value = value.as_deref().map_or_else(|| "—".to_owned(), model::value::shown);
        format!("{value} ({})", nodes.join(", "))
    });
    msg!(en: "Differs between nodes: {k}: {v}", zh: "节点之间不同：{k}：{v}",
        k = drift.key.as_str(), v = values.collect::<Vec<_>>().join("; "))
}

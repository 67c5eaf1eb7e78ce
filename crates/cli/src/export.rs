//! `muster export`.

use crate::args::Export;
use crate::check::{open, outcome};
use crate::input::{is_standard, shown};
use crate::output::{Done, Failure, Outcome, Output, remark};
use crate::{report, target};
use bundle::Form;
use model::{Lang, Severity, msg};
use rules::{Checked, Context};
use std::path::Path;

/// What is written: a packed archive by the end of its name, else a folder.
enum Target {
    Packed(Form),
    Folder,
}

/// Reads what is to be written. A name that means something else than a folder to everybody is
/// refused: nobody wants a folder called `sales.rar` or `-`.
fn target_of(path: &Path) -> Result<Target, Failure> {
    const ENDS: [(&str, Form); 3] =
        [(".zip", Form::Zip), (".tar.gz", Form::TarGz), (".tgz", Form::TarGz)];
    const OTHERS: [&str; 8] = [".tar", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".toml"];
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase());
    let name = name.unwrap_or_default();
    if let Some((_, form)) = ENDS.iter().find(|(end, _)| name.ends_with(end)) {
        return Ok(Target::Packed(*form));
    }
    if is_standard(path) || OTHERS.iter().any(|end| name.ends_with(end)) {
        return Err(msg!(
            en: "cannot write {path}: an export is a folder, or a file that ends in .zip or .tar.gz",
            zh: "无法写入 {path}：导出的是文件夹，或以 .zip、.tar.gz 结尾的文件", path = shown(path))
        .into());
    }
    Ok(Target::Folder)
}

pub(crate) fn run(args: &Export, lang: Lang, out: &mut Output) -> Done {
    let to = target_of(&args.output)?;
    let opened = open(&args.file)?;
    let cx = Context::new(&opened.loaded.spec, opened.product);
    let report = engine::check_loaded(&cx, &opened.loaded);
    let Some(checked) = Checked::new(&cx, &report) else {
        remark(report::text(&opened, &cx, &report, None, lang).trim_end());
        let refused = msg!(
            en: "nothing was written: errors block the export", zh: "没有写出任何文件：有错误时不能导出");
        crate::output::complain(&refused.render(lang), lang);
        return Ok(Outcome::Findings);
    };
    let path = args.output.as_path();
    match to {
        Target::Packed(form) => {
            target::file(path, args.force, |to| {
                bundle::pack(&checked, form, to, &mut |_, _| true)
            })?;
        }
        Target::Folder => {
            let tree = bundle::tree(&cx, &report);
            target::folder(path, args.force, &bundle::entries(&tree, cx.spec))?;
        }
    }
    let id = bundle::archive_id(cx.spec);
    let written = msg!(
        en: "wrote {path}: archive {id}, nodes: {nodes}", zh: "已写出 {path}：部署包 {id}，{nodes} 个节点",
        path = shown(path), nodes = cx.spec.nodes.len(), id = id);
    out.line(&written.render(lang), Outcome::Clean)?;
    if outcome(&report, Severity::Warning) == Outcome::Findings {
        let count = report.count(Severity::Warning);
        let warned = msg!(
            en: "warnings: {n}; muster check shows them, and FINDINGS.md in the archive lists them",
            zh: "警告 {n} 条：用 muster check 查看，部署包中的 FINDINGS.md 也有列出", n = count);
        out.line(&warned.render(lang), Outcome::Clean)?;
    }
    out.end(Outcome::Clean)
}

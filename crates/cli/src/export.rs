//! `muster export`.

use crate::args::Export;
use crate::check::{open, outcome};
use crate::input::shown;
use crate::output::{Done, Outcome, Output, remark};
use crate::{report, target};
use bundle::Form;
use model::{Lang, Severity, msg};
use rules::{Checked, Context};
use std::path::Path;

/// The form of a packed archive, by the end of its name; nothing for a folder.
fn form(path: &Path) -> Option<Form> {
    const ENDS: [(&str, Form); 3] =
        [(".zip", Form::Zip), (".tar.gz", Form::TarGz), (".tgz", Form::TarGz)];
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    ENDS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, form)| *form)
}

pub(crate) fn run(args: &Export, lang: Lang, out: &mut Output) -> Done {
    let opened = open(&args.file)?;
    let cx = Context::new(&opened.loaded.spec, opened.product);
    let report = engine::check_loaded(&cx, &opened.loaded);
    let Some(checked) = Checked::new(&cx, &report) else {
        remark(report::text(&opened, &cx, &report, lang).trim_end());
        let refused = msg!(
            en: "nothing was written: errors block the export", zh: "没有写出任何文件：有错误时不能导出");
        crate::output::complain(&refused.render(lang), lang);
        return Ok(Outcome::Findings);
    };
    let path = args.output.as_path();
    if let Some(form) = form(path) {
        target::file(path, args.force, |to| bundle::pack(&checked, form, to, &mut |_, _| true))?;
    } else {
        let tree = bundle::tree(&cx, &report);
        target::folder(path, args.force, &bundle::entries(&tree, cx.spec))?;
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

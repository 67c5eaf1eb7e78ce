//! `README.md`: the runbook.

use super::{Folders, lists};
use formats::File;
use model::Text;
use rules::{Context, Report};

/// The runbook in the document's language.
pub(super) fn file(cx: &Context, report: &Report, folder: &str, folders: &Folders) -> File {
    let mut file = File::new(Text::new("The runbook.", "部署手册。"));
    let _ = (report, folder, folders);
    file.line(format!("# {}", lists::plain(&cx.spec.name)));
    file
}

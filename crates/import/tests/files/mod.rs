//! Files that somebody brings, as texts by their paths.

use import::{Choices, Imported, Judged, Source, import, judged};
use rules::Context;

/// Reads them, with nothing said beside them.
pub(crate) fn read(files: &[(&str, &str)]) -> Imported {
    let source =
        |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), bytes: (*text).into() };
    let files: Vec<Source> = files.iter().map(source).collect();
    import(products::ALL, &files, &Choices::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

/// What is said of them.
pub(crate) fn said(imported: &Imported) -> Judged {
    judged(imported, &Context::new(&imported.spec, imported.product))
}

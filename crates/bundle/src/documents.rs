//! Several documents as one zip.

use crate::pack::options;
use std::collections::BTreeSet;
use std::io::{Cursor, Result, Write};

/// The texts of documents, each with its cluster's name, as a zip of `NAME.toml`. Equal names get
/// numbers, and what a file cannot be called becomes `-`.
///
/// # Errors
/// More files or bytes than a zip can hold.
pub fn documents_zip(documents: &[(String, String)]) -> Result<Vec<u8>> {
    let mut taken = BTreeSet::new();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in documents {
        let base = file_name(name);
        let mut file = base.clone();
        let mut number = 1;
        // Some file systems know no difference between capitals and others.
        while !taken.insert(file.to_ascii_lowercase()) {
            number += 1;
            file = format!("{base}-{number}");
        }
        out.start_file(format!("{file}.toml"), options(0o644))?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

fn file_name(name: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().take(60).map(kept).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "cluster".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_a_file_of_its_own() {
        let documents = ["prod", "Prod", "", "../a b", "节点", "prod"]
            .map(|name| (name.to_owned(), format!("name = {name:?}\n")));
        let zip = documents_zip(&documents).expect("a zip");
        assert_eq!(zip, documents_zip(&documents).expect("the same zip"));
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("readable");
        let names: Vec<String> =
            archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
        let expected =
            ["prod.toml", "Prod-2.toml", "cluster.toml", "-a-b.toml", "节点.toml", "prod-3.toml"];
        assert_eq!(names, expected);
        let mut text = String::new();
        let mut file = archive.by_index(3).expect("the fourth");
        std::io::Read::read_to_string(&mut file, &mut text).expect("text");
        assert_eq!(text, "name = \"../a b\"\n");
    }
}

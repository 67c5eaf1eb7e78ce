//! What `public/service-worker.js` keeps for work without the network.

use anyhow::{Context as _, Result, ensure};
use std::{fmt::Write as _, fs, path::Path};

/// The script, as it is named in the site. A browser asks for it by this name again and again, so it
/// has no hash.
pub const SCRIPT: &str = "service-worker.js";

/// Writes into a site, whose files have their last names, which release it is and which files belong
/// to it: before the script, and the release also on the tag in this page, which comes back.
///
/// # Errors
/// The folder can't be read, or the page has no tag that names the script.
pub fn manifest(folder: &Path, html: &str) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().into_string().ok().context("a name that is not UTF-8")?;
        if name != "index.html" && name != SCRIPT {
            files.push(name);
        }
    }
    files.sort();
    // Whatever changes in the site changes a name, or the page.
    let all = bundle::sha256_hex(format!("{}\n{html}", files.join("\n")).as_bytes());
    let release = all.get(..16).unwrap_or_default();
    let named = format!("data-offline=\"./{SCRIPT}\"");
    ensure!(html.contains(&named), "index.html does not name {SCRIPT}");
    let path = folder.join(SCRIPT);
    let script = fs::read_to_string(&path).with_context(|| format!("{SCRIPT} was not built"))?;
    let mut out = format!("const RELEASE = '{release}';\nconst FILES = [\n");
    for name in &files {
        let _ = writeln!(out, "  {name:?},");
    }
    out.push_str("];\n");
    fs::write(&path, out + &script)?;
    Ok(html.replace(&named, &format!("{named} data-release=\"{release}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_or_another_page_is_another_release() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let page = "<script data-offline=\"./service-worker.js\">";
        let manifest = |names: &[&str], page: &str| -> Result<(String, String)> {
            for entry in fs::read_dir(folder.path())? {
                fs::remove_file(entry?.path())?;
            }
            for name in names.iter().chain(&["index.html"]) {
                fs::write(folder.path().join(name), "")?;
            }
            fs::write(folder.path().join(SCRIPT), "the rest\n")?;
            let html = super::manifest(folder.path(), page)?;
            Ok((html, fs::read_to_string(folder.path().join(SCRIPT))?))
        };
        let (html, script) = manifest(&["b.js", "a.css"], page)?;
        assert!(
            script.ends_with("';\nconst FILES = [\n  \"a.css\",\n  \"b.js\",\n];\nthe rest\n"),
            "{script}"
        );
        let release = |html: &str| html.split('"').nth(3).map(str::to_owned);
        let first = release(&html).context("no release on the tag")?;
        assert!(script.starts_with(&format!("const RELEASE = '{first}';\n")), "{script}");
        for (names, page) in
            [(&["a.css", "c.js"][..], page), (&["a.css", "b.js"], &format!("{page} "))]
        {
            let (html, _) = manifest(names, page)?;
            assert_ne!(release(&html), Some(first.clone()));
        }
        assert_eq!(manifest(&["a.css", "b.js"], page)?.0, html);
        assert!(manifest(&[], "<script>").is_err());
        Ok(())
    }
}

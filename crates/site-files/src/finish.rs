//! Finishes a built site: hashed names for the files that Trunk leaves without one, the data of the
//! first view, and the texts of the engine.

use anyhow::{Context, Result, ensure};
use commands::root;
use model::Lang;
use site_files::{offline, texts};
use std::fs;
use std::path::Path;

/// The files that the page names without a hash. Trunk names those of a worker as they are, and
/// copies others; `index.html` and the service worker are then the only files whose content changes
/// under their names.
const NAMES: [&str; 8] = [
    "engine.js",
    "engine_bg.wasm",
    "worker.js",
    "texts-en.txt",
    "texts-zh.txt",
    "first-en.bin",
    "first-zh.bin",
    "boot.js",
];

/// Finishes a built site in place.
pub(crate) fn finish(folder: &Path) -> Result<()> {
    page_is_small(folder)?;
    for lang in Lang::ALL {
        let view = engine::first_view(products::ALL, lang).context("there is no first preset")?;
        fs::write(folder.join(format!("first-{}.bin", lang.id())), protocol::encode(&view))?;
    }
    let texts = texts::read(&root())?;
    for lang in Lang::ALL {
        let words = texts.iter().map(|(key, (en, zh))| (*key, lang.pick(en, zh).as_str()));
        let file = model::write_texts(&words.collect());
        fs::write(folder.join(format!("texts-{}.txt", lang.id())), file)?;
    }
    let page = folder.join("index.html");
    let mut html = one_style_sheet(folder, &fs::read_to_string(&page)?)?;
    for name in NAMES {
        let path = folder.join(name);
        let bytes = fs::read(&path).with_context(|| format!("{name} was not built"))?;
        let to = hashed(name, &bytes);
        let named = format!("./{name}\"");
        ensure!(html.contains(&named), "index.html does not name {name}");
        html = html.replace(&named, &format!("./{to}\""));
        fs::rename(&path, folder.join(to))?;
    }
    fs::write(page, offline::manifest(folder, &html)?)?;
    Ok(())
}

/// What the TOML parser says, and the compressor is: only the engine has them. They would come into
/// the page's module by a dependency that nobody meant.
const ENGINE_ONLY: [&str; 3] = ["unclosed inline table", "toml_parser", "miniz_oxide"];

/// Fails when the page's module holds what only the engine needs.
fn page_is_small(folder: &Path) -> Result<()> {
    let mut modules = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !(name.starts_with("app") && name.ends_with("_bg.wasm")) {
            continue;
        }
        modules += 1;
        let module = fs::read(&path)?;
        let module = String::from_utf8_lossy(&module);
        for part in ENGINE_ONLY {
            ensure!(!module.contains(part), "{name} holds \"{part}\", which only the engine needs");
        }
    }
    ensure!(modules == 1, "{modules} modules of the page");
    Ok(())
}

/// Puts the style sheets into one file, in their order: one request before the first view.
fn one_style_sheet(folder: &Path, html: &str) -> Result<String> {
    const START: &str = "<link rel=\"stylesheet\" href=\"./";
    let mut styles = Vec::new();
    let mut out = String::new();
    let mut rest = html;
    let mut first = None;
    while let Some(at) = rest.find(START) {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        first.get_or_insert(out.len());
        let (name, after) =
            link[START.len()..].split_once('"').context("a link to a style sheet has no end")?;
        let path = folder.join(name);
        styles.extend(fs::read(&path).with_context(|| format!("{name} was not built"))?);
        fs::remove_file(&path)?;
        rest = after.split_once('>').context("a link to a style sheet has no end")?.1;
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    if let Some(at) = first {
        let name = hashed("style.css", &styles);
        out.insert_str(at, &format!("{START}{name}\">\n"));
        fs::write(folder.join(name), styles)?;
    }
    Ok(out)
}

/// The name with the hash of the content: `engine_bg.wasm` gives `engine-0123456789abcdef_bg.wasm`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = bundle::sha256_hex(bytes);
    let hash = hash.get(..16).unwrap_or_default();
    let at = name.find("_bg.").or_else(|| name.find('.')).unwrap_or(name.len());
    let (stem, rest) = name.split_at(at);
    format!("{stem}-{hash}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_hash_of_its_content() {
        let name = hashed("engine_bg.wasm", b"a");
        assert!(name.starts_with("engine-") && name.ends_with("_bg.wasm"), "{name}");
        assert_eq!(hashed("boot.js", b"a").len(), "boot-0123456789abcdef.js".len());
        assert_ne!(hashed("boot.js", b"a"), hashed("boot.js", b"b"));
    }

    #[test]
    fn the_page_names_what_was_hashed_and_nothing_else_is_there() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("muster-site-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let mut html = String::new();
        for name in NAMES {
            html.push_str(&format!("<a href=\"./{name}\">"));
            fs::write(folder.join(name), name)?;
        }
        html.push_str(&format!("<a data-offline=\"./{}\">", offline::SCRIPT));
        fs::write(folder.join(offline::SCRIPT), "")?;
        html.push_str("<a href=\"./app-1_bg.wasm\">");
        fs::write(folder.join("app-1_bg.wasm"), "the page")?;
        for name in ["a.css", "b.css"] {
            html.push_str(&format!(
                "<link rel=\"stylesheet\" href=\"./{name}\" integrity=\"x\"/>\n"
            ));
            fs::write(folder.join(name), name)?;
        }
        fs::write(folder.join("index.html"), &html)?;
        finish(&folder)?;
        let html = fs::read_to_string(folder.join("index.html"))?;
        let mut count = 0;
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name().into_string().unwrap_or_default();
            assert!(name == "index.html" || html.contains(&format!("\"./{name}\"")), "{name}");
            count += 1;
        }
        // The page, its module, the service worker, and one style sheet.
        assert_eq!(count, NAMES.len() + 4);
        let script = fs::read_to_string(folder.join(offline::SCRIPT))?;
        assert_eq!(
            script.lines().filter(|line| line.starts_with("  \"")).count(),
            count - 2,
            "{script}"
        );
        assert_eq!(html.matches("stylesheet").count(), 1);
        let parser = "a module with: unclosed inline table, expected …";
        fs::write(folder.join("app-1_bg.wasm"), parser)?;
        let said = page_is_small(&folder).expect_err("a parser in the page").to_string();
        assert!(said.contains("app-1_bg.wasm holds \"unclosed inline table\""), "{said}");
        fs::remove_dir_all(&folder)?;
        Ok(())
    }
}

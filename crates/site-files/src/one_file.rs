//! The site as one HTML file, which opens from a disk.
//!
//! Everything is made of the finished site, and runs as it does there: `public/one-file.js` says to
//! `boot.js` where the files are, nothing more. Nothing may be fetched, as the policy says, so the
//! engine's worker is one script too, and scripts and style are allowed by their hashes.

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};
use std::{fmt::Write as _, fs, io::Write as _, path::Path};

/// Which files are in blocks of their own: the name in `dataset` of the script's tag, and its name
/// as an attribute.
const BLOCKS: [(&str, &str); 6] = [
    ("wasm", "data-wasm"),
    ("firstEn", "data-first-en"),
    ("firstZh", "data-first-zh"),
    ("engineWasm", "data-engine-wasm"),
    ("textsEn", "data-texts-en"),
    ("textsZh", "data-texts-zh"),
];

/// Scripts that stand before the site's own.
const ONE_FILE: &str = include_str!("../../../public/one-file.js");

/// Nothing is fetched, from anywhere. A worker made of a blob is bound by the page's policy.
const POLICY: &str = "default-src 'none'; script-src 'HASH' 'wasm-unsafe-eval'; worker-src blob:; \
                      style-src 'STYLE'; img-src data: blob:; base-uri 'none'; form-action 'none'";

/// The page that holds the finished site in this folder.
///
/// # Errors
/// When a file is missing or is not as this knows it.
pub fn page(site: &Path) -> Result<String> {
    let html = read(site, "index.html")?;
    let tag = part(&html, "<script type=\"module\"", "</script>")?;
    let file = |attribute: &str| {
        let name = part(tag, &format!("{attribute}=\"./"), "\"")?;
        let name = name.trim_end_matches('"').rsplit("./").next().unwrap_or_default();
        Ok::<_, anyhow::Error>(name.to_owned())
    };
    // In braces, so that no name of it meets one of `boot.js`.
    let script = format!(
        "{{\nconst glue = {};\n{ONE_FILE}}}\n{}",
        as_value(&read(site, &file("data-js")?)?)?,
        read(site, &file("src")?)?
    );
    let worker = format!(
        "'use strict';\nself.engineGlue = {};\n{}",
        as_value(&read(site, &file("data-engine-js")?)?)?,
        read(site, &file("data-worker")?)?
    );
    let link = part(&html, "<link rel=\"stylesheet\"", ">")?;
    let style = read(site, &named(link)?)?;
    let icon = part(&html, "<link rel=\"icon\"", ">")?;
    let image = STANDARD.encode(fs::read(site.join(named(icon)?))?);

    let mut blocks =
        format!("<script type=\"text/plain\" id=\"file-worker\">{}</script>\n", whole(&worker)?);
    for (id, attribute) in BLOCKS {
        let packed = packed(&fs::read(site.join(file(attribute)?))?)?;
        let _ = writeln!(blocks, "<script type=\"text/plain\" id=\"file-{id}\">{packed}</script>");
    }
    let policy = POLICY.replace("HASH", &hash(&script)).replace("STYLE", &hash(&style));
    let before = part(&html, "<meta http-equiv=\"Content-Security-Policy\"", ">")?;
    let after = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let mut out = html.replacen(before, &after, 1);
    out = out.replacen(
        icon,
        &format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{image}\">"),
        1,
    );
    out = out.replacen(link, &format!("<style>{}</style>", whole(&style)?), 1);
    out = out.replacen(tag, "", 1);
    // What Trunk tells the browser to load early.
    while let Ok(early) = part(&out, "<link rel=\"modulepreload\"", ">")
        .or_else(|_| part(&out, "<link rel=\"preload\"", ">"))
    {
        out = out.replacen(&early.to_owned(), "", 1);
    }
    let script = format!("{blocks}<script type=\"module\">{}</script>\n</body>", whole(&script)?);
    out = out.replacen("</body>", &script, 1);
    ensure!(
        !out.contains("=\"./"),
        "the page still names a file beside it: {}",
        part(&out, "=\"./", ">")?
    );
    Ok(out)
}

fn read(site: &Path, name: &str) -> Result<String> {
    fs::read_to_string(site.join(name)).with_context(|| format!("{name} of the site"))
}

/// From the first `begin` to the next `end`, both with it.
fn part<'a>(html: &'a str, begin: &str, end: &str) -> Result<&'a str> {
    let at = html.find(begin).with_context(|| format!("no {begin} in index.html"))?;
    let from = at + begin.len();
    let to = html[from..].find(end).with_context(|| format!("{begin} has no end"))?;
    Ok(&html[at..from + to + end.len()])
}

/// The file that a link names.
fn named(link: &str) -> Result<String> {
    let name = link.split("href=\"./").nth(1).and_then(|rest| rest.split('"').next());
    Ok(name.with_context(|| format!("{link} names no file"))?.to_owned())
}

/// A text that may stand within an element without ending it; line ends are those that the browser
/// hashes.
fn whole(text: &str) -> Result<&str> {
    let lower = text.to_ascii_lowercase();
    for end in ["</script", "</style", "<!--", "\r", "\0"] {
        ensure!(
            !lower.contains(end),
            "a script or style holds {end:?}, which can't stand in a page"
        );
    }
    Ok(text)
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn packed(bytes: &[u8]) -> Result<String> {
    let mut to = GzBuilder::new().write(Vec::new(), Compression::best());
    to.write_all(bytes)?;
    Ok(STANDARD.encode(to.finish()?))
}

/// A module's script as an expression with the value that `import()` would give: wasm-bindgen's glue
/// imports nothing, and says what it exports before each item and in one line at its end. Its own
/// address, with which it would find a module that nobody gives it, is only for modules.
fn as_value(module: &str) -> Result<String> {
    let mut names = Vec::new();
    let mut out = String::from("(() => {\n");
    for line in module.replace("import.meta.url", "location.href").lines() {
        ensure!(!line.contains("import.meta"), "the glue asks where it is: {line}");
        ensure!(!line.starts_with("import "), "the glue imports something: {line}");
        let Some(item) = line.strip_prefix("export ") else {
            let _ = writeln!(out, "{line}");
            continue;
        };
        if let Some(list) = item.strip_prefix('{').and_then(|rest| rest.strip_suffix("};")) {
            for one in list.split(',').map(str::trim).filter(|one| !one.is_empty()) {
                let (own, public) = one.split_once(" as ").unwrap_or((one, one));
                names.push(format!("{public}: {own}"));
            }
            continue;
        }
        let kinds = ["async function ", "function ", "class ", "const "];
        let name = kinds.iter().find_map(|kind| item.strip_prefix(kind)).and_then(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next()
        });
        names.push(
            name.with_context(|| format!("the glue exports what is not known: {line}"))?.to_owned(),
        );
        let _ = writeln!(out, "{item}");
    }
    ensure!(
        names.iter().any(|name| name.starts_with("default: ")),
        "the glue has no default export"
    );
    let _ = write!(out, "return {{ {} }};\n}})()", names.join(", "));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_an_expression() -> Result<()> {
        let module = "export class A {\n}\nexport function start(boot) {\n  return boot;\n}\nlet x;\n\
                      export { initSync, __init as default };\n";
        assert_eq!(
            as_value(module)?,
            "(() => {\nclass A {\n}\nfunction start(boot) {\n  return boot;\n}\nlet x;\n\
             return { A, start, initSync: initSync, default: __init };\n})()"
        );
        for wrong in
            ["import x from 'y';\n", "export * from 'y';\nexport { a as default };\n", "let x;\n"]
        {
            assert!(as_value(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn nothing_ends_an_element_too_early() {
        for wrong in ["a </Script>", "<!-- x", "a\r\nb", "</style "] {
            assert!(whole(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(whole("a < b").ok(), Some("a < b"));
    }

    /// A site of the names and tags that this looks for.
    fn site(folder: &Path) -> Result<()> {
        let attributes: Vec<String> =
            BLOCKS.iter().map(|(_, a)| format!("{a}=\"./{a}.bin\"")).collect();
        let html = format!(
            "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
             <link rel=\"icon\" href=\"./i.svg\" integrity=\"x\"/>\n<link rel=\"stylesheet\" href=\"./s.css\">\n\
             <script type=\"module\" src=\"./boot.js\" data-js=\"./app.js\" data-worker=\"./worker.js\" \
             data-engine-js=\"./engine.js\" {} data-offline=\"./service-worker.js\"></script>\n\
             <link rel=\"modulepreload\" href=\"./app.js\"><link rel=\"preload\" href=\"./x.wasm\"></head>\n\
             <body>\n<p>here\n</body>\n",
            attributes.join(" ")
        );
        fs::write(folder.join("index.html"), html)?;
        for (name, text) in [
            ("boot.js", "boot();\n"),
            ("app.js", "export { a as default };\n"),
            ("worker.js", "work();\n"),
            ("engine.js", "export { e as default };\n"),
            ("s.css", "p { color: red }"),
            ("i.svg", "<svg/>"),
        ] {
            fs::write(folder.join(name), text)?;
        }
        for (_, attribute) in BLOCKS {
            fs::write(folder.join(format!("{attribute}.bin")), attribute.repeat(100))?;
        }
        Ok(())
    }

    #[test]
    fn the_page_has_everything_and_its_policy_the_hashes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        site(folder.path())?;
        let page = page(folder.path())?;
        let script = part(&page, "<script type=\"module\">", "</script>")?;
        let script =
            script.trim_start_matches("<script type=\"module\">").trim_end_matches("</script>");
        assert!(
            script.ends_with("\nboot();\n") && script.starts_with("{\nconst glue = (() => {"),
            "{script}"
        );
        assert!(
            page.contains(&format!("script-src '{}' 'wasm-unsafe-eval'", hash(script))),
            "{page}"
        );
        assert!(page.contains(&format!("style-src '{}'", hash("p { color: red }"))), "{page}");
        assert!(
            page.contains("<style>p { color: red }</style>") && page.contains("work();\n</script>")
        );
        for (id, attribute) in BLOCKS {
            let block = part(&page, &format!("id=\"file-{id}\">"), "</script>")?;
            let text = block.split(['>', '<']).nth(1).context("an empty block")?;
            let mut raw = String::new();
            let bytes = STANDARD.decode(text)?;
            std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut raw)?;
            assert_eq!(raw, attribute.repeat(100));
        }
        assert!(!page.contains("preload") && !page.contains("service-worker"), "{page}");
        assert_eq!(page, super::page(folder.path())?);
        Ok(())
    }
}

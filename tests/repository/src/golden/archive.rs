//! What is written today: the archives of all presets, in both languages.

use anyhow::{Context as _, Result, bail};
use formats::document;
use model::Lang;
use products::presets;
use rules::{Checked, Context, Preset, Product};
use std::{collections::BTreeMap, fmt::Write as _};

/// The end of a Chinese archive's name, after the preset's.
const CHINESE: &str = ".zh";
const SUMS: &str = "SHA256SUMS";
const MANIFEST: &str = "MANIFEST.json";

/// What stands in [`MANIFEST`] where the list of files stood.
const LIST: &str = "    computed";

/// One preset's archive in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Archive {
    /// The preset's, in Chinese with `.zh`.
    pub(super) name: String,
    /// By the path in the archive.
    pub(super) entries: BTreeMap<String, Entry>,
}

/// One file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Permissions, as four octal digits.
    pub(super) mode: String,
    pub(super) content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Content {
    Text(String),
    /// It follows from the other files: it was checked, and is not stored.
    Computed,
}

/// The preset of an archive's name.
pub(super) fn preset_of(name: &str) -> &str {
    name.strip_suffix(CHINESE).unwrap_or(name)
}

/// All archives: the English ones in the order of the presets, then the Chinese ones. Fails when a
/// preset can't be exported, and when a checksum in an archive is wrong.
pub(super) fn today() -> Result<Vec<Archive>> {
    let mut all = Vec::new();
    for (lang, end) in [(Lang::En, ""), (Lang::Zh, CHINESE)] {
        for (product, preset) in presets() {
            let name = format!("{}{end}", preset.id);
            let archive = archive(product, preset, lang, name).context(preset.id)?;
            all.push(archive);
        }
    }
    Ok(all)
}

fn archive(
    product: &'static Product,
    preset: &Preset,
    lang: Lang,
    name: String,
) -> Result<Archive> {
    let mut loaded = document::read(preset.toml);
    if !loaded.complete || !loaded.problems.is_empty() {
        bail!("reading it gives {} problems", loaded.problems.len());
    }
    loaded.spec.language = lang;
    let cx = Context::new(&loaded.spec, product);
    let report = rules::check(&cx);
    let Some(checked) = Checked::new(&cx, &report) else {
        let said: Vec<_> = report.findings.iter().map(|f| f.message.render(Lang::En)).collect();
        bail!("it has errors, so it can't be exported:\n{}", said.join("\n"));
    };
    let tree = bundle::tree(checked.cx(), checked.report());
    let mut modes = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for (path, file) in bundle::entries(&tree, &loaded.spec) {
        modes.insert(path.clone(), format!("{:04o}", file.mode.bits()));
        texts.insert(path, file.to_text().into_owned());
    }
    let contents = without_sums(texts)?;
    let entries = contents
        .into_iter()
        .map(|(path, content)| {
            let mode = modes.remove(&path).unwrap_or_default();
            (path, Entry { mode, content })
        })
        .collect();
    Ok(Archive { name, entries })
}

/// Sizes and checksums follow from the other files, and a changed script would change them in every
/// archive. They are computed here from the files, must be right, and are left out.
fn without_sums(mut texts: BTreeMap<String, String>) -> Result<BTreeMap<String, Content>> {
    let sums = texts.remove(SUMS).with_context(|| format!("it has no {SUMS}"))?;
    let mut wanted = String::new();
    for (path, text) in &texts {
        let _ = writeln!(wanted, "{}  {path}", bundle::sha256_hex(text.as_bytes()));
    }
    if let Some(at) = super::change::first_difference(&sums, &wanted) {
        bail!("{SUMS} does not hold the checksums of the other files: {at}");
    }
    let manifest = texts.remove(MANIFEST).with_context(|| format!("it has no {MANIFEST}"))?;
    let list = texts
        .iter()
        .map(|(path, text)| {
            let (size, sum) = (text.len(), bundle::sha256_hex(text.as_bytes()));
            format!("    {{ \"path\": {path:?}, \"size\": {size}, \"sha256\": \"{sum}\" }}")
        })
        .collect::<Vec<_>>();
    let (begin, end) = ("\n  \"files\": [\n", "\n  ]\n");
    let block = format!("{begin}{}{end}", list.join(",\n"));
    let Some((before, after)) = manifest.split_once(&block) else {
        let missing = list.iter().find(|line| !manifest.contains(*line));
        let line = missing.map_or("in another order, or with others between", String::as_str);
        bail!("{MANIFEST} does not list the other files: {}", line.trim());
    };
    let mut contents: BTreeMap<String, Content> =
        texts.into_iter().map(|(path, text)| (path, Content::Text(text))).collect();
    let manifest = format!("{before}{begin}{LIST}{end}{after}");
    contents.insert(MANIFEST.to_owned(), Content::Text(manifest));
    contents.insert(SUMS.to_owned(), Content::Computed);
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_presets_and_each_gives_a_whole_archive() {
        let all = today().expect("every preset can be exported");
        let presets: Vec<_> = presets().collect();
        assert!(presets.len() >= 4 && all.len() == 2 * presets.len());
        for (_, preset) in presets {
            for end in ["", CHINESE] {
                let name = format!("{}{end}", preset.id);
                let archive = all.iter().find(|a| a.name == name).expect(&name);
                for file in ["cluster.toml", "README.md", SUMS, MANIFEST, "bin/deploy"] {
                    assert!(archive.entries.contains_key(file), "{name}: {file}");
                }
            }
        }
    }

    fn small(sums: &str, list: &str) -> BTreeMap<String, String> {
        let manifest = format!("{{\n  \"files\": [\n{list}\n  ]\n}}\n");
        let sums = sums.replace("SUM-OF-LIST", &bundle::sha256_hex(manifest.as_bytes()));
        [("a", "x\n"), (MANIFEST, manifest.as_str()), (SUMS, sums.as_str())]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into()
    }

    /// Of "x\n", as `sha256sum` prints it.
    const X: &str = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";

    #[test]
    fn right_checksums_are_left_out_and_wrong_ones_are_named() {
        let list = format!("    {{ \"path\": \"a\", \"size\": 2, \"sha256\": \"{X}\" }}");
        let sums = format!("SUM-OF-LIST  {MANIFEST}\n{X}  a\n");
        let contents = without_sums(small(&sums, &list)).expect("right");
        assert_eq!(contents[SUMS], Content::Computed);
        assert_eq!(contents["a"], Content::Text("x\n".to_owned()));
        let stored = "{\n  \"files\": [\n    computed\n  ]\n}\n";
        assert_eq!(contents[MANIFEST], Content::Text(stored.to_owned()));

        for (sums, list, word) in [
            (sums.replace("73cb", "0000"), list.clone(), "line 2 is \"0000"),
            (format!("{sums}{X}  b\n"), list.clone(), "line 3 is \""),
            (sums.clone(), list.replace("73cb", "0000"), "\"path\": \"a\""),
            (sums.clone(), list.replace(": 2", ": 3"), "\"path\": \"a\""),
            (sums, format!("{list},\n{list}"), "in another order"),
        ] {
            let said = without_sums(small(&sums, &list)).expect_err(word).to_string();
            assert!(said.contains(word), "{said}");
        }
    }
}

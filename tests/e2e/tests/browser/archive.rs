//! The archive from the page is the command line's, byte for byte.

use crate::Visit;
use anyhow::{Context as _, Result, anyhow, bail, ensure};
use e2e::{Browser, Setup, root};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Exports from the page; the dialog is open or opens.
pub(crate) fn download(visit: &Browser, zip: bool) -> Result<(String, Vec<u8>)> {
    if !visit.holds("document.querySelector('#dialog-export[open]')")? {
        visit.click("#export")?;
        visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    }
    let end = if zip { "zip" } else { "tar.gz" };
    visit.click(&format!("[data-option='{end}'] label"))?;
    visit.wait(&format!(
        "document.getElementById('export-download').innerText.endsWith('.{end}')"
    ))?;
    visit.click("#export-download")?;
    let (name, bytes) = visit.download(end)?;
    visit.wait(&format!("document.getElementById('packed')?.dataset.name === '{name}'"))?;
    Ok((name, bytes))
}

/// The recipe as the page gives it.
pub(crate) fn recipe(visit: &Browser) -> Result<Vec<u8>> {
    visit.step("review")?;
    visit.click("#save-recipe")?;
    Ok(visit.download("cluster.toml")?.1)
}

/// `muster`, as Cargo builds it beside this test, once.
pub(crate) fn muster() -> Result<&'static Path> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}")));
    built.as_deref().map_err(|error| anyhow!("muster can't be built: {error}"))
}

fn build() -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--package", "cli", "--bin", "muster"])
        .current_dir(root())
        .output()?;
    ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let test = env::current_exe()?;
    let profile = test.ancestors().nth(2).context("not in target/")?;
    Ok(profile.join("muster"))
}

/// What the command line makes of a recipe.
fn exported(folder: &Path, recipe: &[u8], end: &str) -> Result<Vec<u8>> {
    let from = folder.join("recipe.toml");
    let to = folder.join(format!("out.{end}"));
    fs::write(&from, recipe)?;
    let out = Command::new(muster()?)
        .arg("export")
        .arg(&from)
        .arg("-o")
        .arg(&to)
        .arg("--force")
        .output()?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Ok(fs::read(&to)?)
}

/// How two archives differ, as `diff` says it.
fn difference(page: &[u8], command: &[u8]) -> Result<String> {
    let folder = tempfile::tempdir()?;
    for (name, bytes) in [("page", page), ("command", command)] {
        let to = folder.path().join(name);
        fs::create_dir(&to)?;
        let archive = folder.path().join(format!("{name}.tar.gz"));
        fs::write(&archive, bytes)?;
        let out = Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(&to).output()?;
        ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let out = Command::new("diff")
        .args(["-ru", "page", "command"])
        .current_dir(folder.path())
        .output()?
        .stdout;
    Ok(String::from_utf8_lossy(&out).chars().take(6000).collect())
}

/// The archives of the open document are those that the command makes of its recipe.
pub(crate) fn same_as_the_command_line(visit: &Browser) -> Result<()> {
    let recipe = recipe(visit)?;
    for (zip, end) in [(true, "zip"), (false, "tar.gz")] {
        let (name, bytes) = download(visit, zip)?;
        ensure!(bytes.len() > 10_000, "{name} has only {} bytes", bytes.len());
        let expected = exported(visit.scratch(), &recipe, end)?;
        if bytes != expected {
            // The format that tar unpacks says which file it is.
            let (_, bytes) = download(visit, false)?;
            let expected = exported(visit.scratch(), &recipe, "tar.gz")?;
            bail!("{name} differs from the command line's:\n{}", difference(&bytes, &expected)?);
        }
    }
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")
}

#[test]
fn the_example_as_it_stands() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    same_as_the_command_line(&visit)?;
    visit.end()
}

#[test]
fn every_preset_in_both_languages() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    let presets = visit
        .eval("[...document.querySelectorAll('.preset')].map((p) => p.dataset.preset)", &[])?;
    let presets: Vec<String> = serde_json::from_value(presets)?;
    ensure!(presets.len() >= 4, "{presets:?}");
    for preset in presets {
        visit.step("product")?;
        // A name of its own shows that the preset has come and taken its place.
        visit.focus("#f-name")?;
        visit.press("Ctrl+A")?;
        visit.write("not-this-preset")?;
        visit.click(&format!("#use-{preset}"))?;
        visit.wait("document.getElementById('f-name').value !== 'not-this-preset'")?;
        visit.click("[data-option=zh] label")?;
        visit.wait("document.querySelector('#language-choice--zh').checked")?;
        same_as_the_command_line(&visit).map_err(|e| e.context(preset))?;
    }
    visit.end()
}

/// What was typed a moment before is in the archive, and its sum is what the page says.
#[test]
fn the_last_key_is_in_the_archive() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("last-key")?;
    visit.press("Ctrl+Enter")?;
    visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    let (name, bytes) = download(&visit, false)?;
    ensure!(name == "last-key.tar.gz", "{name}");
    let path = visit.scratch().join(&name);
    fs::write(&path, &bytes)?;
    let sum = Command::new("sha256sum").arg(&path).output()?.stdout;
    let shown = visit.text("document.getElementById('packed').dataset.sha256")?;
    ensure!(String::from_utf8_lossy(&sum).starts_with(&shown) && shown.len() == 64, "{shown}");
    let listed = Command::new("tar").arg("tzf").arg(&path).output()?.stdout;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    ensure!(listed.lines().all(|line| line.starts_with("last-key/")), "{listed}");
    for file in ["README.md", "cluster.toml", "SHA256SUMS", "MANIFEST.json", "bin/deploy"] {
        ensure!(
            listed.lines().any(|line| line == format!("last-key/{file}")),
            "no {file} in {listed}"
        );
    }
    visit.end()
}

/// With an error the button explains instead of exporting.
#[test]
fn an_error_stands_in_the_way() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.click(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("not a host")?;
    visit.some_errors()?;
    visit.click("#export")?;
    visit.wait("document.getElementById('findings').dataset.open === 'true'")?;
    ensure!(!visit.holds("document.querySelector('dialog[open]')")?, "the export opened");
    visit.end()
}

//! Archives as an administrator gets them, and what other programs say about them.

use crate::host::limited;
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use model::Severity;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// The folder that an archive of these tests is unpacked to.
pub(super) fn folder(work: &Path, name: &str) -> PathBuf {
    work.join(name).join("deploy-lab")
}

/// Packs a document of `tests/lab/deploy` in both forms, lets other programs judge them, unpacks
/// one, and fills in packages and secrets.
pub(super) fn export(name: &str, work: &Path) -> Result<()> {
    let path = root().join("tests/lab/deploy").join(format!("{name}.toml"));
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    let loaded = formats::document::read_bytes(&bytes);
    let product = products::find(&loaded.spec.product).context("no such product")?;
    let cx = rules::Context::new(&loaded.spec, product);
    let report = rules::check(&cx);
    let errors: Vec<String> = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| format!("{}: {}", f.rule, f.message.render(model::Lang::En)))
        .collect();
    let Some(checked) = rules::Checked::new(&cx, &report) else {
        bail!("{} has errors:\n{}", path.display(), errors.join("\n"));
    };
    let into = work.join(name);
    fs::create_dir_all(&into)?;
    let (tar, zip) = (into.join("archive.tar.gz"), into.join("archive.zip"));
    fs::write(&tar, bundle::pack_tar_gz(&checked))?;
    fs::write(&zip, bundle::pack_zip(&checked))?;

    limited(30, program("tar").arg("xzf").arg(&tar).arg("-C").arg(&into))?.ok("tar xzf")?;
    let listed = limited(30, program("tar").arg("tzf").arg(&tar))?.ok("tar tzf")?;
    limited(30, program("unzip").arg("-tqq").arg(&zip))?.ok("unzip -t")?;
    let other = into.join("zip");
    limited(30, program("unzip").arg("-qq").arg(&zip).arg("-d").arg(&other))?.ok("unzip")?;
    let same = program("diff")
        .arg("-r")
        .arg(into.join("deploy-lab"))
        .arg(other.join("deploy-lab"))
        .output()?;
    if !same.status.success() {
        bail!("zip and tar.gz differ:\n{}", String::from_utf8_lossy(&same.stdout));
    }
    let folder = folder(work, name);
    for entry in ["bin/deploy", "nodes/h1.lab.test/install.sh"] {
        for top in [&folder, &other.join("deploy-lab")] {
            let mode = fs::metadata(top.join(entry))?.permissions().mode();
            if mode & 0o777 != 0o755 {
                bail!("{}: mode {mode:o}", top.join(entry).display());
            }
        }
    }
    limited(
        30,
        program("sha256sum").args(["-c", "--quiet", "--strict", "SHA256SUMS"]).current_dir(&folder),
    )?
    .ok("sha256sum -c SHA256SUMS")?;
    let sums = fs::read_to_string(folder.join("SHA256SUMS"))?.lines().count();
    if sums + 1 != listed.lines().count() {
        bail!("SHA256SUMS has {sums} lines for {} files", listed.lines().count());
    }
    fs::remove_dir_all(other)?;
    shellcheck(&folder)?;
    fill_in(&folder, work)
}

/// Every script of an archive, without a warning.
fn shellcheck(folder: &Path) -> Result<()> {
    let mut scripts = Vec::new();
    collect(folder, &mut scripts)?;
    if scripts.len() < 20 {
        bail!("only {} scripts in {}", scripts.len(), folder.display());
    }
    let mut shellcheck = program("shellcheck");
    shellcheck.args(["-s", "sh", "-S", "warning"]).args(&scripts);
    limited(300, &shellcheck)?.ok("shellcheck").map(drop)
}

/// Scripts by their first line or their name, and the tables of assignments.
fn collect(folder: &Path, scripts: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, scripts)?;
        } else if path.extension().is_some_and(|e| e == "sh")
            || fs::read(&path)?.starts_with(b"#!/bin/sh")
        {
            scripts.push(path);
        }
    }
    Ok(())
}

/// The metastore's password in these tests.
pub(super) const PASSWORD: &str = "test123";

/// Puts the packages in and writes `secrets.env`, as the runbook says.
fn fill_in(folder: &Path, work: &Path) -> Result<()> {
    let packages = folder.join("packages");
    fs::create_dir_all(&packages)?;
    for entry in fs::read_dir(work.join("packages"))? {
        let entry = entry?;
        fs::hard_link(entry.path(), packages.join(entry.file_name()))?;
    }
    let example = fs::read_to_string(folder.join("secrets.env.example"))?;
    let secrets = folder.join("secrets.env");
    fs::write(&secrets, example.replace("PASSWORD=\n", &format!("PASSWORD={PASSWORD}\n")))?;
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600))?;
    Ok(())
}

//! What needs no host: checksums, scripts, XML, JSON.

use super::{cases::Case, unpack};
use anyhow::{Context as _, Result, bail};
use commands::{output, program, python};
use formats::document;
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

/// Scripts that were judged in an archive before: the same name and bytes get the same word. Most
/// scripts of an archive are the same on every node and in every archive.
pub(crate) type Judged = HashSet<(String, Vec<u8>)>;

/// Packs the case into `folder` and lets the programs judge it. The tree stays in `folder/ID`.
pub(crate) fn check(case: &Case, folder: &Path, judged: &mut Judged) -> Result<()> {
    let (zip, tar) = case.pack()?;
    let (zip_file, tar_file) =
        (folder.join(format!("{}.zip", case.id)), folder.join(format!("{}.tar.gz", case.id)));
    fs::write(&zip_file, zip)?;
    fs::write(&tar_file, tar)?;
    let tree = folder.join(&case.id);
    unpack::check(&zip_file, &tar_file, &tree)?;

    let top = top(&tree)?;
    output(
        program("sha256sum")
            .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
            .current_dir(&top),
    )?;
    let files = files(&tree)?;
    scripts(&files, judged)?;
    let with =
        |end: &'static str| files.iter().filter(move |path| path.to_string_lossy().ends_with(end));
    output(program("xmllint").arg("--noout").args(with(".svg")).args(with(".xml")))?;
    for json in with(".json") {
        let parse = "JSON.parse(require('fs').readFileSync(process.argv[1]))";
        output(program("node").args(["-e", parse]).arg(json))?;
    }
    if case.product.presets.first().is_some_and(|preset| preset.id == case.id) {
        ansible(&top, case.spec.nodes.len())?;
    }
    recipe(case, &top)
}

/// Ansible reads the playbook and finds the nodes in the inventory. Those of a product differ in names only.
fn ansible(top: &Path, nodes: usize) -> Result<()> {
    let bin = python();
    let (inventory, playbook) = (top.join("bin/inventory.ini"), top.join("bin/playbook.yml"));
    let call = |name: &str| {
        let mut command = program(bin.join(name));
        command.arg("-i").arg(&inventory).env("ANSIBLE_LOCALHOST_WARNING", "0").current_dir("/");
        command
    };
    output(call("ansible-playbook").arg("--syntax-check").arg(&playbook))?;
    let hosts = output(call("ansible").args(["nodes", "--list-hosts"]))?;
    if !hosts.contains(&format!("hosts ({nodes}):")) {
        bail!("Ansible finds other nodes in inventory.ini:\n{hosts}");
    }
    Ok(())
}

/// The one folder in the archive.
pub(crate) fn top(tree: &Path) -> Result<PathBuf> {
    let inner = fs::read_dir(tree)?.collect::<std::io::Result<Vec<_>>>()?;
    match inner.as_slice() {
        [one] => Ok(one.path()),
        many => bail!("{} entries at the archive's top, not one folder", many.len()),
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = output(program("find").arg(folder).args(["-type", "f"]))?;
    Ok(list.lines().map(PathBuf::from).collect())
}

/// Scripts, and files of shell assignments, whose variables are used by who reads them (SC2034) and
/// whose values may be names of commands (SC2209).
fn scripts(files: &[PathBuf], judged: &mut Judged) -> Result<()> {
    let mut known = 0; // judged already
    let mut scripts = Vec::new();
    let mut assignments = Vec::new();
    let mut bash = Vec::new(); // what a product's own bash scripts read
    for path in files {
        let text = fs::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let script = [".sh", ".env"].iter().any(|end| name.ends_with(end));
        if !script && !text.starts_with(b"#!") {
            continue;
        }
        if !judged.insert((name, text.clone())) {
            known += 1;
        } else if text.starts_with(b"#!/bin/bash") || text.starts_with(b"#!/usr/bin/env bash") {
            bash.push(path);
        } else if text.starts_with(b"#!/bin/sh") || path.extension().is_some_and(|end| end == "sh")
        {
            scripts.push(path);
        } else if path.extension().is_some_and(|end| end == "env") {
            assignments.push(path);
        }
    }
    if scripts.len() + assignments.len() + known == 0 {
        bail!("the archive has no scripts");
    }
    for path in scripts.iter().chain(&assignments) {
        output(program("sh").arg("-n").arg(path))?;
    }
    for path in &bash {
        output(program("bash").arg("-n").arg(path))?;
    }
    let shellcheck = |more: &[&str], files: &[&PathBuf]| {
        if files.is_empty() {
            return Ok(());
        }
        let mut command = program("shellcheck");
        command.args(["--severity=warning", "--format=gcc", "--external-sources"]);
        command.args(more).args(files);
        let out = command.output().context("shellcheck is missing; apt-get install shellcheck")?;
        if !out.status.success() {
            let said = [out.stdout, out.stderr].concat();
            bail!("shellcheck:\n{}", String::from_utf8_lossy(&said));
        }
        Ok(())
    };
    shellcheck(&["--shell=sh"], &scripts)?;
    shellcheck(&["--shell=bash"], &bash)?;
    shellcheck(&["--shell=sh", "--exclude=SC2034,SC2209"], &assignments)
}

/// The recipe in the archive is the document.
fn recipe(case: &Case, top: &Path) -> Result<()> {
    let text = fs::read_to_string(top.join("cluster.toml"))?;
    let loaded = document::read(&text);
    if !loaded.complete || !loaded.problems.is_empty() || document::write(&loaded.spec) != text {
        bail!("cluster.toml of the archive is not read back as it was written");
    }
    if loaded.spec.settings != case.spec.settings {
        bail!("cluster.toml of the archive has other settings");
    }
    Ok(())
}

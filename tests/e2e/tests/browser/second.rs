//! A made-up second product in the same page: its engine and its data, no change of the app.

use crate::{Visit, archive};
use anyhow::{Context as _, Result, ensure};
use e2e::{Setup, Site, root};
use model::Lang;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A program that the build of the site needs too.
fn tool(name: &str) -> Result<PathBuf> {
    let mut folders = vec![root().join(".tools/bin"), root().join("node_modules/.bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    folders.extend(home.or_else(|| Some(env::home_dir()?.join(".cargo"))).map(|h| h.join("bin")));
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .with_context(|| format!("{name} is missing; `cargo xtask setup` installs it"))
}

fn run(command: &mut Command) -> Result<()> {
    let out = command.current_dir(root()).output()?;
    ensure!(out.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&out.stderr));
    Ok(())
}

/// Puts the second product's engine and first views into a copy of the site.
pub(crate) fn exchange(folder: &Path) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = root().join("target");
    run(Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--target", TARGET])
        .args(["--config", "tests/in-browser.toml"])
        // With the page's package, whose tests have then the same dependencies, feature by feature.
        .args(["--package", "muster-app", "--package", "second-worker", "--bin", "second-worker"])
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("CARGO_BUILD_TARGET"))?;
    let out = tempfile::tempdir()?;
    run(Command::new(tool("wasm-bindgen")?)
        .args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"])
        .arg(out.path())
        .arg(target.join(TARGET).join("debug/second-worker.wasm")))?;
    fs::copy(out.path().join("engine.js"), Site::file(folder, "engine-", ".js")?)?;
    fs::copy(out.path().join("engine_bg.wasm"), Site::file(folder, "engine-", ".wasm")?)?;
    for lang in [Lang::En, Lang::Zh] {
        let view = engine::first_view(second::ONLY, lang).context("no first view")?;
        let file = Site::file(folder, &format!("first-{}", lang.id()), "")?;
        fs::write(file, protocol::encode(&view))?;
    }
    Ok(())
}

#[test]
fn the_page_draws_a_product_it_has_never_heard_of() -> Result<()> {
    let visit = Visit::of(Site::changed("/a/b/", exchange)?, Setup::default())?;
    let text = |expression: &str| visit.text(expression);
    // The first view, from its data.
    ensure!(
        text("document.getElementById('app').dataset.product")? == "tandem",
        "{}",
        visit.shown()
    );
    visit.engine_ready()?;
    ensure!(
        visit.steps()? == ["product", "nodes", "roles", "tuning", "review"],
        "{:?}",
        visit.steps()?
    );
    ensure!(!visit.holds("/kylin/i.test(document.body.innerText)")?, "the page speaks of Kylin");
    visit.errors(0)?;
    // Nodes are pasted, the second product's roles go along.
    visit.copy_elsewhere("x1.internal\nx2.internal\nx3.internal")?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&["x1.internal", "x2.internal", "x3.internal"])?;
    visit.step("roles")?;
    visit.wait("document.querySelectorAll('#role-grid input[data-role=front]').length === 3")?;
    // A derived default follows its input.
    visit.step("tuning")?;
    visit.wait("document.querySelector('[data-field=\"tuning.heap\"] input').value === '2 GiB'")?;
    visit.focus("#f-settings-tuning-memory")?;
    visit.press("Ctrl+A")?;
    visit.write("16 GiB")?;
    visit.wait("document.querySelector('[data-field=\"tuning.heap\"] input').value === '4 GiB'")?;
    visit.wait(
        "document.getElementById('file-lines').innerText.includes('tandem.heap: \"4096\"')",
    )?;
    // Its rule fires, and its fix mends.
    visit.focus("#f-settings-tuning-heap")?;
    visit.press("Ctrl+A")?;
    visit.write("90 GiB")?;
    visit.some_errors()?;
    ensure!(visit.holds("document.querySelector('.finding[data-rule=TDM001]') || document.getElementById('worst').dataset.rule === 'TDM001'")?, "{}", visit.shown());
    visit.click("#fix-worst")?;
    visit.errors(0)?;
    // And it is exported.
    let (name, bytes) = archive::download(&visit, true)?;
    let path = visit.scratch().join(&name);
    fs::write(&path, bytes)?;
    let listed = Command::new("unzip").arg("-l").arg(&path).output()?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    ensure!(listed.contains("nodes/x3") && listed.contains("conf/tandem.yaml"), "{listed}");
    visit.press("Escape")?;
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);
    visit.end()
}

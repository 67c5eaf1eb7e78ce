//! The whole way on a phone: by touch, 390 px wide.

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::Setup;

#[test]
fn from_nodes_to_the_archive() -> Result<()> {
    let visit = Visit::begin(Setup { width: 390, height: 844, ..Setup::default() })?;
    visit.cdp("Emulation.setTouchEmulationEnabled", serde_json::json!({ "enabled": true }))?;
    let shown =
        |css: &str| visit.wait(&format!("document.querySelector('{css}').checkVisibility()"));
    // No keyboard pops up by itself.
    ensure!(
        !visit.holds("document.activeElement?.matches('input, textarea')")?,
        "a field has the focus"
    );
    visit.copy_elsewhere("m1.internal\nm2.internal\nm3.internal\nm4.internal")?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&["m1.internal", "m2.internal", "m3.internal", "m4.internal"])?;
    // The steps are in a menu.
    visit.click("#steps-menu")?;
    shown("#step-roles")?;
    visit.click("#step-roles")?;
    visit.wait("document.querySelector('.step').dataset.step === 'roles'")?;
    visit.wait("!document.getElementById('steps-nav').matches(':popover-open')")?;
    // One card per node: each role says its name.
    shown("#role-grid tbody .cell-label")?;
    // Files and findings under their tabs.
    visit.click("#tab-files")?;
    shown("#file-lines .line")?;
    visit.wait("document.getElementById('file-lines').innerText.includes('m1.internal')")?;
    visit.click("#tab-findings")?;
    shown("#findings-list")?;
    visit.click("#tab-form")?;
    shown("#step-heading")?;
    // Undo and language are under "more".
    visit.click("#tools-menu")?;
    shown("#lang-zh")?;
    visit.click("#lang-zh")?;
    visit.wait("document.documentElement.lang.startsWith('zh')")?;
    visit.goto("about:blank")?;
    visit.open(&visit.site.url())?;
    visit.engine_ready()?;
    // An example exports as it stands.
    visit.run("localStorage.clear()", &[])?;
    visit.reload()?;
    visit.drawn()?;
    visit.engine_ready()?;
    let (name, bytes) = archive::download(&visit, false)?;
    ensure!(name.ends_with(".tar.gz") && bytes.len() > 10_000, "{name}: {} bytes", bytes.len());
    visit.end()
}

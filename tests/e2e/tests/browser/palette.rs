//! The palette: everything with a name, by a few letters and Enter.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;

fn open(visit: &Visit, query: &str) -> Result<()> {
    visit.press("Ctrl+K")?;
    visit.focused("#palette-query")?;
    visit.insert(query)
}

/// The best answer is of this kind and says this.
fn best(visit: &Visit, kind: &str, words: &str) -> Result<()> {
    visit.wait(&format!(
        "document.querySelector('#palette-0[data-kind={kind}][aria-selected=true]')?.innerText.includes('{words}')"
    ))?;
    Ok(())
}

/// Each kind of thing is found and gone to by key, and nothing in the document changes.
#[test]
fn everything_with_a_name_is_a_few_letters_away() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let node = visit.names()?.first().cloned().unwrap_or_default();

    open(&visit, "roles")?;
    best(&visit, "step", "Roles")?;
    visit.press("Enter")?;
    visit.wait("location.hash.endsWith('/roles')")?;
    visit.focused("#step-heading")?;

    // A field by a key that it writes.
    open(&visit, "kylin.metadata.url")?;
    best(&visit, "field", "kylin.metadata.url")?;
    visit.press("Enter")?;
    visit.wait("document.activeElement.id.startsWith('f-settings-metastore')")?;

    open(&visit, &node)?;
    best(&visit, "node", &node)?;
    visit.press("Enter")?;
    visit.wait("/^n[0-9]+-name$/.test(document.activeElement.id)")?;

    open(&visit, "readme")?;
    best(&visit, "file", "README.md")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#file-name').value === 'README.md'")?;
    visit.focused("#file-name")?;

    // Rules come from the engine.
    open(&visit, "KYL004")?;
    best(&visit, "rule", "KYL004")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#dialog-explain[open] [data-rule=KYL004]')")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;

    // Arrows go round, a key of the list's end leads to its beginning.
    open(&visit, "")?;
    visit.press("ArrowUp")?;
    visit.wait("document.querySelector('.palette-item:last-child[aria-selected=true]')")?;
    visit.press("ArrowDown")?;
    visit.wait("document.querySelector('#palette-0[aria-selected=true]')")?;
    let found = visit.axe()?;
    ensure!(found.is_empty(), "{found:?}");
    visit.insert("no such thing at all")?;
    visit.wait("document.querySelector('#palette-list .empty')")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#dialog-palette[open]')")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;

    ensure!(visit.holds("!document.querySelector('#app').dataset.edited")?, "something was edited");
    visit.end()
}

/// In Chinese also by the first letters of pinyin.
#[test]
fn chinese_names_are_found_by_their_first_letters() -> Result<()> {
    let visit = Visit::begin(Setup { language: "zh-CN", ..Setup::default() })?;
    open(&visit, "js")?;
    best(&visit, "step", "角色")?;
    visit.press("Enter")?;
    visit.wait("location.hash.endsWith('/roles')")?;
    // 导出
    open(&visit, "dc")?;
    best(&visit, "action", "导出")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#dialog-export[open]')")?;
    visit.press("Escape")?;
    visit.end()
}

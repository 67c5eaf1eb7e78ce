//! Whole ways of an administrator through one product each: choose, fill in, see the files follow,
//! mend what is flagged, export. axe-core looks at every step on the way, and the archive that
//! comes out is the command line's, byte for byte.

mod alluxio;
mod balancers;
mod druid;
mod emr;
mod enterprise;
mod sessions;
mod sizing;

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

/// The page in a language: that of the browser is its first choice.
fn begin(language: &'static str) -> Result<Visit> {
    Visit::begin(Setup { language, ..Setup::default() })
}

/// The id of a field's element.
fn id(field: &str) -> String {
    format!("f-settings-{}", field.replace(['.', '_'], "-"))
}

/// Opens another product by its link.
pub(crate) fn product(visit: &Visit, name: &str) -> Result<()> {
    visit.step("product")?;
    visit.click(&format!("#f-product a[href='#/{name}']"))?;
    visit.wait(&format!("document.getElementById('app').dataset.product === '{name}'"))?;
    visit.engine_ready()
}

/// Takes an example by its button, and waits until its name stands in the bar.
pub(crate) fn preset(visit: &Visit, name: &str) -> Result<()> {
    visit.step("product")?;
    visit.click(&format!("#use-{name}"))?;
    visit.wait(&format!("document.getElementById('bar-name').innerText.trim() === '{name}'"))
}

/// Pastes a list of nodes over those of the example.
fn paste(visit: &Visit, list: &str, names: &[&str]) -> Result<()> {
    visit.step("nodes")?;
    visit.copy_elsewhere(list)?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(names)
}

/// Chooses an option, which the page then shows as chosen.
fn choose(visit: &Visit, field: &str, option: &str) -> Result<()> {
    let row = format!("[data-field='{field}'] [data-option='{option}']");
    visit.click(&format!("{row} label"))?;
    visit.wait(&format!("document.querySelector(\"{row} input[data-chosen]\")"))
}

/// Why an option can't be chosen, as it stands beside it. It is there, and choosing it changes
/// nothing.
fn refused(visit: &Visit, field: &str, option: &str) -> Result<String> {
    let row = format!("[data-field='{field}'] [data-option='{option}']");
    let reason = format!("document.querySelector(\"{row} .blocked-reason\")");
    visit.wait(&format!("{reason}?.checkVisibility()"))?;
    let chosen = format!(
        "document.querySelector(\"[data-field='{field}'] input[data-chosen]\").closest('[data-option]').dataset.option"
    );
    let before = visit.text(&chosen)?;
    visit.click(&format!("{row} label"))?;
    let reason = visit.text(&format!("{reason}.innerText"))?;
    // It is said, for those who don't see it.
    visit.wait(&format!(
        "document.getElementById('live').textContent.includes({})",
        json!(reason.trim())
    ))?;
    ensure!(before == visit.text(&chosen)? && before != option, "{option} was chosen all the same");
    Ok(reason)
}

/// Turns a switch on.
fn switch_on(visit: &Visit, field: &str) -> Result<()> {
    let input = format!("#{}", id(field));
    visit.click(&input)?;
    visit.wait(&format!("document.querySelector('{input}').checked"))
}

/// Types a value over what stands in a field, and leaves it.
fn fill(visit: &Visit, field: &str, value: &str) -> Result<()> {
    visit.focus(&format!("#{}", id(field)))?;
    visit.press("Ctrl+A")?;
    visit.write(value)?;
    visit.press("Tab")
}

/// What stands in a field.
fn value(visit: &Visit, field: &str) -> Result<String> {
    visit.text(&format!("document.getElementById('{}').value", id(field)))
}

/// Waits until a finding stands beside its field; gives its sentence.
fn flagged(visit: &Visit, field: &str, rule: &str) -> Result<String> {
    let finding = format!("document.querySelector(\"{}\")", finding(field, rule));
    visit.wait(&format!("{finding}?.checkVisibility()"))?;
    visit.text(&format!("{finding}.querySelector('.finding-sentence').innerText"))
}

/// Waits until a finding no longer stands beside its field.
fn not_flagged(visit: &Visit, field: &str, rule: &str) -> Result<()> {
    visit.wait(&format!("!document.querySelector(\"{}\")", finding(field, rule)))
}

fn finding(field: &str, rule: &str) -> String {
    format!("[data-field='{field}'] .findings-below .finding[data-rule='{rule}']")
}

/// Uses the fix beside a field.
fn fix(visit: &Visit, field: &str, rule: &str) -> Result<()> {
    visit.click(&format!("{} [data-action=fix]", finding(field, rule)))?;
    not_flagged(visit, field, rule)
}

/// The files in the panel's list.
fn files(visit: &Visit) -> Result<Vec<String>> {
    let names = visit
        .eval("[...document.querySelectorAll('#file-name option')].map((o) => o.value)", &[])?;
    Ok(serde_json::from_value(names)?)
}

/// Waits until the panel's list has a file.
fn there(visit: &Visit, file: &str) -> Result<()> {
    visit.wait(&format!(
        "[...document.querySelectorAll('#file-name option')].some((o) => o.value === '{file}')"
    ))
}

/// Chooses a file in the panel with the arrow keys.
fn open(visit: &Visit, file: &str) -> Result<()> {
    there(visit, file)?;
    visit.run("document.getElementById('file-name').focus()", &[])?;
    visit.press("Home")?;
    for _ in 0..files(visit)?.len() {
        if visit.holds(&format!("document.getElementById('file-name').value === '{file}'"))? {
            return visit.wait(&format!(
                "document.getElementById('file-lines').ariaLabel.endsWith('{file}')"
            ));
        }
        visit.press("ArrowDown")?;
    }
    anyhow::bail!("the arrow keys don't lead to {file}\n{}", visit.shown())
}

/// Waits until the open file has a text.
fn says(visit: &Visit, text: &str) -> Result<()> {
    visit
        .wait(&format!("document.getElementById('file-lines').innerText.includes({})", json!(text)))
}

/// Waits until the open file does not have a text.
fn says_not(visit: &Visit, text: &str) -> Result<()> {
    visit.wait(&format!(
        "!document.getElementById('file-lines').innerText.includes({})",
        json!(text)
    ))
}

/// Types over what stands in the focused field: the example's names become one's own.
fn as_own(visit: &Visit) -> Result<()> {
    let value = visit.text("document.activeElement.value")?;
    let own = value
        .replace("example.com", "corp.internal")
        .replace("dc=example,dc=com", "dc=corp,dc=internal")
        .replace("example", "corp");
    ensure!(own != value, "{value} is not the example's\n{}", visit.shown());
    visit.press("Ctrl+A")?;
    visit.insert(&own)?;
    visit.press("Tab")
}

/// Waits until another finding is the worst, or no error is left.
fn another_worst(visit: &Visit, before: &str) -> Result<()> {
    visit.wait(&format!(
        "(document.getElementById('worst')?.innerText ?? '') !== {} \
         || document.getElementById('counts').dataset.errors === '0'",
        json!(before)
    ))
}

/// Replaces what is still the example's, which is all that may stand in the way now: the line at
/// the bottom leads to it.
fn own_site(visit: &Visit) -> Result<()> {
    for _ in 0..20 {
        if visit.counts()?.0 == 0 {
            return Ok(());
        }
        let before = visit.text("document.getElementById('worst').innerText")?;
        ensure!(before.contains("GEN030"), "{before}\n{}", visit.shown());
        visit.click("#worst")?;
        visit.wait("document.activeElement?.matches('#form input[type=text], #form textarea')")?;
        as_own(visit)?;
        another_worst(visit, &before)?;
    }
    anyhow::bail!("errors are left\n{}", visit.shown())
}

/// axe-core finds nothing on the step that is open.
fn clean(visit: &Visit) -> Result<()> {
    let step = visit.text("document.querySelector('.step').dataset.step")?;
    let found = visit.axe()?;
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    ensure!(found.is_empty(), "{step}: {} findings of axe-core\n{}", found.len(), found.join("\n"));
    Ok(())
}

/// axe-core finds nothing on any step.
fn all_clean(visit: &Visit) -> Result<()> {
    for step in visit.steps()? {
        visit.step(&step)?;
        clean(visit)?;
    }
    Ok(())
}

/// No error is left, and both archives are the command line's.
fn exported(visit: Visit) -> Result<()> {
    visit.errors(0)?;
    archive::same_as_the_command_line(&visit)?;
    visit.end()
}

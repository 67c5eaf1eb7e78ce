//! Another cluster beside the open document: what differs, taking it over, the steps from there to here.

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::{Look, Setup, Theme, root};
use model::Lang;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What is to be, and what runs: an older version, another node list, a key that was set by hand.
fn documents(visit: &Visit) -> Result<(PathBuf, PathBuf, String)> {
    let new = fs::read_to_string(root().join("tests/cli/plan.in/after.toml"))?;
    let old = fs::read_to_string(root().join("tests/cli/plan.out/before.toml"))?
        .replace("version = \"3.1.3\"", "version = \"3.1.2\"")
        .replace(
            "[settings.lb]",
            "[overrides.cluster]\n\"kylin.web.timezone\" = \"GMT+9\"\n\n[settings.lb]",
        );
    let (is, was) = (visit.scratch().join("new.toml"), visit.scratch().join("old.toml"));
    fs::write(&is, new)?;
    fs::write(&was, &old)?;
    Ok((is, was, old))
}

fn open(visit: &Visit, new: &Path) -> Result<()> {
    visit.choose_file("#open-file", new)?;
    visit.wait("document.getElementById('app').dataset.edited === 'true'")?;
    visit.wait("document.getElementById('bar-product').innerText.includes('3.1.3')")
}

const DIALOG: &str = "document.querySelector('#dialog-compare[open]')";

fn has_difference(label: &str) -> String {
    format!("document.querySelector('#dialog-compare [data-difference={}]')", json!(label))
}

fn commands(visit: &Visit) -> Result<Vec<String>> {
    let commands = visit.eval(
        "[...document.querySelectorAll('#plan-steps .command code')].map((c) => c.textContent)",
        &[],
    )?;
    Ok(serde_json::from_value(commands)?)
}

#[test]
fn what_differs_is_shown_taken_over_and_leads_to_its_field() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let (new, old, _) = documents(&visit)?;
    open(&visit, &new)?;
    visit.click("#compare")?;
    visit.wait(DIALOG)?;
    visit.choose_file("#compare-file", &old)?;
    visit.wait(&has_difference("version"))?;
    let zone = has_difference("kylin.web.timezone");
    visit.wait(&format!("{zone}.innerText.includes('GMT+9')"))?;
    ensure!(visit.holds(&has_difference("k4.example.com"))?, "the new node is not told");
    ensure!(
        visit.holds("document.querySelector('#compare-shown .compare-same li')")?,
        "equal keys are not there"
    );
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    // The document that is open has not changed.
    ensure!(visit.holds("document.getElementById('bar-product').innerText.includes('3.1.3')")?);
    // A choice and a key are taken over, and undone.
    for (label, is) in [("version", "3.1.2"), ("kylin.web.timezone", "")] {
        visit.click(&format!("#dialog-compare [data-difference='{label}'] [data-action=take]"))?;
        visit.wait(&format!("!{}", has_difference(label)))?;
        visit.focused("#compare-shown")?;
        ensure!(
            visit.holds(&format!(
                "document.getElementById('bar-product').innerText.includes('{is}')"
            ))?,
            "{label}"
        );
        visit.click("#compare-undo")?;
        visit.wait(&has_difference(label))?;
    }
    // The way to the field; back again nothing has to be brought a second time.
    visit.click("#dialog-compare [data-difference='version'] [data-action=go]")?;
    visit.wait(&format!("!{DIALOG}"))?;
    visit.wait("document.querySelector('.step').dataset.step === 'product'")?;
    visit.focused("[name=f-version], #f-version, #f-version *")?;
    visit.click("#compare")?;
    visit.wait(&has_difference("version"))?;
    // Another one.
    visit.click("#compare-another")?;
    visit.focused("#compare-files")?;
    visit.end()
}

#[test]
fn the_steps_from_what_runs_are_those_of_the_command_line() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let (new, old, text) = documents(&visit)?;
    open(&visit, &new)?;
    // Who exports finds it.
    visit.click("#export")?;
    visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    visit.click("#export-plan")?;
    visit.wait(DIALOG)?;
    ensure!(!visit.holds("document.querySelector('#dialog-export[open]')")?, "two dialogs");
    // Pasted as text.
    visit.focus("#compare-text")?;
    visit.insert(&text)?;
    visit.click("#compare-do")?;
    visit.wait("document.querySelector('#plan-steps [data-step-number=\"1\"]')")?;
    let steps = commands(&visit)?;
    let output = std::process::Command::new(archive::muster()?)
        .args(["plan", "--format", "json"])
        .args([&old, &new])
        .output()?;
    let plan: Value = serde_json::from_slice(&output.stdout)?;
    let all = plan["steps"].as_array().into_iter().flatten();
    let all = all.flat_map(|step| step["commands"].as_array().cloned().unwrap_or_default());
    let told: Vec<String> = all.filter_map(|c| c.as_str().map(str::to_owned)).collect();
    ensure!(told == steps && !steps.is_empty(), "{told:?}\n{steps:?}");
    ensure!(visit.holds("document.querySelector('[data-transition]')")?, "nothing is serious");
    ensure!(visit.holds("document.querySelector('#plan-back li')")?, "no way back");
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    // A command is copied, and the whole plan.
    let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
    visit.cdp("Browser.grantPermissions", json!({ "permissions": permissions }))?;
    visit.click("#plan-copy")?;
    visit.wait("document.getElementById('live').textContent.startsWith('Copied')")?;
    let copied = visit.run_async(
        "const done = arguments[arguments.length - 1];
         navigator.clipboard.readText().then(done, (e) => done(String(e)));",
        &[],
    )?;
    let copied = copied.as_str().unwrap_or_default();
    ensure!(steps.iter().all(|step| copied.contains(step.as_str())), "{copied}");
    visit.end()
}

/// Files of a running cluster: a folder of them, with a secret that leaves at the door.
#[test]
fn files_of_a_running_cluster_are_compared_without_their_secrets() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let (new, ..) = documents(&visit)?;
    open(&visit, &new)?;
    let hosts = visit.scratch().join("hosts");
    for host in ["k1.example.com", "k2.example.com"] {
        let conf = hosts.join(host).join("conf");
        fs::create_dir_all(&conf)?;
        let text = "kylin.server.mode=all\nkylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.internal:3306/kylin,username=kylin,password=made-up-word-7\nkylin.web.timezone=GMT+9\n";
        fs::write(conf.join("kylin.properties"), text)?;
    }
    visit.step("review")?;
    visit.click("#review-plan")?;
    visit.choose_file("#compare-folder-input", &hosts)?;
    visit.wait("document.querySelector('#plan-steps')")?;
    visit.wait("document.querySelector('#compare-secrets')")?;
    visit.click("#compare-differences")?;
    visit.wait(&has_difference("kylin.web.timezone"))?;
    let leaked = visit.holds(
        "document.documentElement.outerHTML.includes('made-up-word-7') || JSON.stringify(localStorage).includes('made-up-word-7')",
    )?;
    ensure!(!leaked, "the secret is in the page or its storage");
    // A note of the reading has its words.
    let read = visit.text("document.querySelector('.compare-read').textContent")?;
    ensure!(read.lines().all(|line| !line.trim_end().ends_with(": ")), "{read}");
    // What is dropped while the dialog is open is compared, and opens nothing.
    visit.click("#compare-another")?;
    let (_, old, _) = documents(&visit)?;
    visit.drop_file(&old)?;
    visit.wait(&has_difference("version"))?;
    ensure!(visit.holds("document.getElementById('bar-product').innerText.includes('3.1.3')")?);
    // What is no cluster says so, and what was there stays.
    visit.click("#compare-another")?;
    let broken = visit.scratch().join("broken.toml");
    fs::write(&broken, "")?;
    visit.drop_file(&broken)?;
    visit.wait("document.getElementById('compare-failed')?.innerText.includes('broken.toml')")?;
    visit.end()
}

/// Without a mouse, and on a phone in Chinese.
#[test]
fn by_keyboard_and_on_a_phone() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let (_, _, text) = documents(&visit)?;
    visit.focus("#undo")?;
    visit.tab_to("#compare")?;
    visit.press("Enter")?;
    visit.wait(DIALOG)?;
    visit.tab_to("#compare-text")?;
    visit.insert(&text)?;
    visit.tab_to("#compare-do")?;
    visit.press("Enter")?;
    visit.focused("#compare-shown")?;
    visit.tab_to("#dialog-compare [data-action=take]")?;
    visit.walk_to("#compare-plan", "Shift+Tab")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#plan-steps')")?;
    visit.tab_to("#plan-steps .command button")?;
    visit.press("Escape")?;
    visit.wait(&format!("!{DIALOG}"))?;
    visit.focused("#compare")?;
    for (theme, size) in [(Theme::Dark, (390, 844)), (Theme::Light, (1093, 500))] {
        visit.wear(Look { lang: Lang::Zh, theme, size })?;
        visit.engine_ready()?;
        visit.step("review")?;
        visit.click("#review-plan")?;
        visit.wait(DIALOG)?;
        let wrong = visit.axe()?;
        ensure!(wrong.is_empty(), "{wrong:?}");
        visit.focus("#compare-text")?;
        visit.insert(&text)?;
        visit.click("#compare-do")?;
        for (tab, there) in
            [("#compare-plan", "#plan-steps"), ("#compare-differences", "[data-difference]")]
        {
            visit.click(tab)?;
            visit.wait(&format!("document.querySelector('#compare-shown {there}')"))?;
            let wrong = visit.axe()?;
            ensure!(wrong.is_empty(), "{wrong:?}");
            let wide = visit.eval(
                "[...document.querySelectorAll('html, #dialog-compare .dialog-body')]\
                 .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.scrollWidth)",
                &[],
            )?;
            ensure!(wide == json!([]), "{theme:?} {tab} is {wide} wide");
        }
        visit.press("Escape")?;
    }
    visit.end()
}

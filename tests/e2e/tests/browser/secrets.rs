//! A password that is typed stays out of the document, its history, the browser's storage, the
//! files and the recipe, at every key and however the field is left.

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

const SECRET: &str = "hunter2secret";
const WORK: &str = "muster.work.v1";

/// A visit in which all that is ever written into the storage is remembered.
fn begin() -> Result<Visit> {
    let visit = Visit::begin(Setup::default())?;
    visit.run(
        "const set = Storage.prototype.setItem;
         window.written = [];
         Storage.prototype.setItem = function (key, text) { written.push(text); set.call(this, key, text); };",
        &[],
    )?;
    Ok(visit)
}

/// What is not to come gets the time in which it would: work is saved 0.4 s after the last key.
fn long_enough(visit: &Visit) -> Result<()> {
    visit.run_async("setTimeout(arguments[0], 900)", &[]).map(drop)
}

/// Nothing of the secret is where it could be found later, or was. The first letters of a password
/// may be a host's; from the fourth on they can't.
fn nothing_leaked(visit: &Visit, when: &str) -> Result<()> {
    let leaked = visit.eval(
        "Object.values(localStorage).concat(Object.values(sessionStorage), written)
           .filter((text) => text.includes(args[0]))",
        &[json!(&SECRET[..4])],
    )?;
    ensure!(leaked == json!([]), "{when}: in the storage: {leaked}");
    let shown = visit.holds(&format!(
        "document.getElementById('files').innerText.includes('{0}') || location.href.includes('{0}')
           || document.getElementById('live').textContent.includes('{0}')",
        &SECRET[..4]
    ))?;
    ensure!(!shown, "{when}: on the page\n{}", visit.shown());
    Ok(())
}

/// Waits until what was typed last has been saved.
fn saved(visit: &Visit, what: &str) -> Result<()> {
    visit.wait(&format!("(localStorage.getItem('{WORK}') ?? '').includes({})", json!(what)))
}

fn recipe(visit: &Visit) -> Result<String> {
    Ok(String::from_utf8(archive::recipe(&visit.browser)?)?)
}

#[test]
fn a_password_in_a_url_is_taken_out_at_every_key() -> Result<()> {
    let visit = begin()?;
    visit.step("metastore")?;
    visit.click("[data-field='metastore.kind'] [data-option=mysql] label")?;
    visit.wait("document.getElementById('f-settings-metastore-jdbc-url')")?;
    for (url, host) in [
        (format!("jdbc:mysql://db1.internal:3306/kylin?user=k&password={SECRET}"), "db1.internal"),
        (format!("jdbc:mysql://k:{SECRET}@db2.internal:3306/kylin"), "db2.internal"),
    ] {
        visit.focus("#f-settings-metastore-jdbc-url")?;
        visit.press("Ctrl+A")?;
        let mut slow = 0;
        for (at, letter) in url.char_indices() {
            visit.write(&letter.to_string())?;
            // Somebody who stops in the middle is saved in the middle.
            let typed = &url[..=at];
            if typed.ends_with(&SECRET[..6]) || typed.ends_with(SECRET) {
                long_enough(&visit)?;
                nothing_leaked(&visit, typed)?;
                slow += 1;
            }
        }
        ensure!(slow == 2, "the secret was not typed");
        visit.press("Tab")?;
        saved(&visit, host)?;
        nothing_leaked(&visit, "after the field")?;
        visit.wait("document.querySelector('.notice[data-kind=Secrets]')")?;
        let text = recipe(&visit)?;
        ensure!(text.contains(host) && !text.contains(SECRET), "{text}");
        visit.step("metastore")?;
    }
    ensure!(visit.holds("written.length > 2")?, "nothing was saved");
    // Neither the past nor the future of the document has it.
    for key in ["#undo", "#undo", "#undo", "#redo", "#redo", "#redo"] {
        visit.click(key)?;
        visit.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))", &[])?;
        let form = visit.eval(
            "[...document.querySelectorAll('#form input, #form textarea')].some((i) => i.value.includes(args[0]))",
            &[json!(SECRET)],
        )?;
        ensure!(form == json!(false), "{key} brought it back");
        let text = recipe(&visit)?;
        ensure!(!text.contains(SECRET), "after {key}: {text}");
        visit.step("metastore")?;
    }
    // A field that is left in the middle of the URL keeps it out as well.
    visit.focus("#f-settings-metastore-jdbc-url")?;
    visit.press("Ctrl+A")?;
    visit.insert(&format!("jdbc:mysql://k:{SECRET}"))?;
    visit.press("Tab")?;
    let text = recipe(&visit)?;
    ensure!(text.contains("jdbc:mysql://k:") && !text.contains(SECRET), "{text}");
    long_enough(&visit)?;
    nothing_leaked(&visit, "left in the middle")?;
    visit.end()
}

#[test]
fn a_password_in_an_own_property_is_taken_out() -> Result<()> {
    let visit = begin()?;
    visit.step("review")?;
    let url = format!("m@jdbc,url=jdbc:mysql://db3.internal/k,username=k,password={SECRET}");
    let cases = [
        ("kylin.metadata.url", url.clone(), "db3.internal"),
        ("kylin.security.ldap.connection-password", SECRET.to_owned(), "connection-password"),
        ("kylin.source.jdbc.connection-url", format!("jdbc:hive2://k:{SECRET}"), "jdbc:hive2"),
        // A whole line in the box of the key.
        (
            "kylin.job.jdbc.url = jdbc:mysql://k:hunter2secret@db4.internal/x",
            String::new(),
            "db4.internal",
        ),
    ];
    for (key, value, mark) in cases {
        visit.focus("#override-key")?;
        visit.insert(key)?;
        visit.focus("#override-value")?;
        visit.insert(&value)?;
        visit.press("Enter")?;
        visit.wait("document.getElementById('override-key').value === ''")?;
        saved(&visit, mark)?;
        nothing_leaked(&visit, key)?;
        let text = recipe(&visit)?;
        ensure!(text.contains(mark) && !text.contains(SECRET), "{key}: {text}");
    }
    // Changed in its row.
    visit.click(".overrides li:first-child input")?;
    visit.press("Ctrl+A")?;
    visit.insert(&url.replace("db3", "db5"))?;
    visit.press("Tab")?;
    saved(&visit, "db5.internal")?;
    nothing_leaked(&visit, "changed in its row")?;
    for _ in 0..5 {
        visit.click("#undo")?;
        let text = recipe(&visit)?;
        ensure!(!text.contains(SECRET), "{text}");
    }
    visit.end()
}

//! Another cluster beside the document: pasted, taken over, undone, and the steps.

use super::{Manner, find, get, page, pause, ready, text, until};
use muster_app::state::Beside;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

/// The example under another name, as an older state of it.
fn older() -> String {
    let preset = products::ALL[0].presets[0].toml;
    let name = super::first().spec.name;
    let changed = preset.replace(&format!("name = \"{name}\""), "name = \"older\"");
    assert_ne!(changed, preset);
    changed
}

fn click(selector: &str) {
    get(selector).dyn_into::<HtmlElement>().expect("an element").click();
}

#[wasm_bindgen_test]
async fn a_pasted_document_is_compared_taken_over_and_undone() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    let name = app.spec.with_untracked(|s| s.name.clone());
    app.open_compare(Beside::Differences);
    assert!(find("#compare-files").is_some());
    app.compare_with_text(&older());
    until(|| find("[data-difference]").is_some(), "the difference is told").await;
    let row = text("[data-difference]");
    assert!(row.contains("older") && row.contains(&name), "{row}");
    click("[data-difference] [data-action=take]");
    until(|| find("[data-difference]").is_none(), "nothing differs any more").await;
    assert_eq!(app.spec.with_untracked(|s| s.name.clone()), "older");
    click("#compare-undo");
    until(|| find("[data-difference]").is_some(), "it differs again").await;
    assert_eq!(app.spec.with_untracked(|s| s.name.clone()), name);
    // The steps; a document that is edited meanwhile has others.
    click("#compare-plan");
    until(|| find("#plan-steps [data-step-number]").is_some(), "the steps are told").await;
    assert!(text("#plan-steps").contains("bin/deploy"), "{}", text("#plan-steps"));
    click("#compare-another");
    until(|| find("#compare-files").is_some(), "another one can be brought").await;
}

#[wasm_bindgen_test]
async fn what_is_no_cluster_is_said_and_changes_nothing() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    let before = app.spec.with_untracked(|s| (**s).clone());
    app.open_compare(Beside::Plan);
    app.compare_with_text("[package]\nversion = \"1\"\n");
    until(|| find("#compare-failed").is_some(), "it is said").await;
    assert!(find("#compare-other").is_none());
    assert_eq!(app.spec.with_untracked(|s| (**s).clone()), before);
    // What is brought next is taken.
    app.compare_with_text(&older());
    until(|| find("#plan-steps").is_some(), "the steps are told").await;
    assert!(find("#compare-failed").is_none());
}

#[wasm_bindgen_test]
async fn a_lost_engine_is_said_in_the_dialog() {
    let (app, _) = page(Manner::Breaks);
    app.open_compare(Beside::Differences);
    app.compare_with_text(&older());
    until(|| find("#compare-failed").is_some(), "it is said").await;
    pause(50).await;
    assert!(find("#compare-shown").is_none());
}

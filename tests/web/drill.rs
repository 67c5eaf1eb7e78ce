//! The drill in the picture, and files that are pasted.

use super::{Manner, find, get, page, ready, text, until};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlTextAreaElement};

fn click(selector: &str) {
    get(selector).dyn_into::<HtmlElement>().expect("of HTML").click();
}

#[wasm_bindgen_test]
async fn a_node_without_power_is_drawn_and_told_and_keeps_its_element() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    click("#picture-open");
    until(|| find(".scene.wide .scene-box").is_some(), "the picture is drawn").await;
    assert!(find(".scene-box[role=button]").is_none());
    click("#drill-switch");
    until(|| find("#drill-single li").is_some(), "who may not die").await;
    let row = app.spec.with_untracked(|s| {
        let balancer = s.nodes.iter().find(|n| n.roles.contains("load_balancer"));
        balancer.expect("a load balancer").row
    });
    let name = app.spec.with_untracked(|s| s.node(row).expect("a node").name.clone());
    let shape = format!(".scene.wide .scene-box[data-name^='{name}']");
    let before = get(&shape);
    click(&format!("#drill-n{}", row.0));
    until(|| find(".ability[data-fate=stops]").is_some(), "what stops").await;
    assert!(text("#drill-outcome").contains(&name), "{}", text("#drill-outcome"));
    let after = get(&shape);
    assert!(after.is_same_node(Some(&before)), "drawn anew: the focus would be lost");
    assert!(after.class_list().contains("dead"));
    assert_eq!(after.get_attribute("aria-pressed").as_deref(), Some("true"));
    click("#drill-all");
    until(|| find(".ability").is_none(), "all have power").await;
    assert!(!get(&shape).class_list().contains("dead"));
    app.switch_drill();
}

#[wasm_bindgen_test]
async fn a_pasted_file_becomes_the_document_and_its_original_stands_beside() {
    let (app, _) = page(Manner::Answers);
    ready().await;
    let lines = "# by hand\nkylin.server.mode=all\nkylin.server.cluster-servers=p1.internal:7070\nkylin.x.password=made-up-word-1\n";
    app.pasting.node.set("p1.internal".to_owned());
    app.pasting.file.set("kylin.properties".to_owned());
    app.pasting.text.set(lines.to_owned());
    until(
        || {
            let area = get("#brought-text").dyn_into::<HtmlTextAreaElement>();
            area.is_ok_and(|area| area.value() == lines)
        },
        "the box has the text",
    )
    .await;
    app.read_pasted();
    let named = || app.spec.with_untracked(|s| s.nodes.iter().any(|n| n.name == "p1.internal"));
    until(named, "it is the document").await;
    assert_eq!(app.pasting.text.get_untracked(), "");
    until(|| find("#file-original").is_some(), "there is an original").await;
    click("#file-original");
    until(|| find("#original tr[data-join=same]").is_some(), "the two are joined").await;
    let original = text("#original");
    assert!(original.contains("# by hand"), "{original}");
    assert!(!original.contains("made-up-word-1"), "{original}");
    app.kept.shown.set(false);
}

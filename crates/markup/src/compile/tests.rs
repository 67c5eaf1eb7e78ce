//! What the notation becomes, and what it refuses.

use super::view;
use proc_macro2::TokenStream;
use std::str::FromStr as _;

fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("tokens")
}

/// Whether a notation becomes this code.
#[track_caller]
fn becomes(notation: &str, code: &str) {
    assert_eq!(view(tokens(notation)).to_string(), tokens(code).to_string(), "{notation}");
}

/// A notation is refused, with these words in the message, and without code that would hide it.
#[track_caller]
fn refused(notation: &str, words: &str) {
    let made = view(tokens(notation)).to_string();
    assert!(made.contains("compile_error") && made.contains(words), "{notation} becomes {made}");
}

#[test]
fn an_element_with_everything() {
    becomes(
        r#"<p id="a" data-x={b} class:on=c style:--w=d prop:value=e on:click=f hidden>"text" {g} <b/></p>"#,
        r#"{
            let __parent = crate::view::el("p");
            __parent.attr("id", "a");
            __parent.attr("data-x", b);
            __parent.class("on", c);
            __parent.style("--w", d);
            __parent.attr("hidden", "");
            __parent.text("text");
            __parent.child(g);
            __parent.child({ let __parent = crate::view::el("b"); __parent.done() });
            __parent.prop("value", e);
            __parent.on(::leptos::ev::click, f);
            __parent.done()
        }"#,
    );
}

#[test]
fn several_nodes_one_node_and_none() {
    becomes(
        r#""a" {b} <!-- "nothing" --> <i></i>"#,
        r#"{
            let __parent = crate::view::fragment();
            __parent.text("a");
            __parent.child(b);
            __parent.child({ let __parent = crate::view::el("i"); __parent.done() });
            __parent.done()
        }"#,
    );
    becomes(r#"<>"a"</>"#, r#"crate::view::IntoAny::any("a")"#);
    becomes("{move |a| a.get()}", "crate::view::IntoAny::any(move |a| a.get())");
    becomes("{let a = 1; a}", "crate::view::IntoAny::any({ let a = 1; a })");
    becomes("", "{ let __parent = crate::view::fragment(); __parent.done() }");
}

#[test]
fn svg_is_made_in_its_name_space() {
    becomes(
        r#"<svg><g><path d="M0 0"/></g></svg>"#,
        r#"{
            let __parent = crate::view::svg("svg");
            __parent.child({
                let __parent = crate::view::svg("g");
                __parent.child({
                    let __parent = crate::view::svg("path");
                    __parent.attr("d", "M0 0");
                    __parent.done()
                });
                __parent.done()
            });
            __parent.done()
        }"#,
    );
    refused("<svg><circle r=1/></svg>", "it knows svg, path");
}

#[test]
fn what_leptos_has_and_view_has_not() {
    refused("<Show/>", "a component is a function");
    refused("<a::b/>", "a component is a function");
    refused("<{name}/>", "a component is a function");
    refused("<p bind:value=a/>", "no bind:");
    refused("<p attr:value=a/>", "no attr:");
    refused("<p let(a)/>", "an equals sign");
    refused("<p {..spread}/>", "an attribute has a name");
    refused("<p>words without quotes</p>", "text stands in quotes");
    refused("<!DOCTYPE html>", "no doctype");
}

#[test]
fn mistakes_are_said() {
    refused(r#"<p id="a" id="b"/>"#, "id twice");
    refused("<p on:click-twice=a/>", "an event of leptos::ev");
    refused("<p>", "");
    refused("<p></b>", "");
    refused("<p id=/>", "");
    // Beside one mistake the others are said as well.
    let made = view(tokens("<p><Show/><p bind:a=b/></p>")).to_string();
    assert_eq!(made.matches("compile_error").count(), 2, "{made}");
}

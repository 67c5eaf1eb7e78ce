//! `view!`: the notation of Leptos' macro of that name, compiled to calls of the page's own
//! `view` module, where every element has one type.
//!
//! Leptos gives each element a type made of the types of its attributes and children, and compiles
//! building, rebuilding and hydrating for each of these types. That was a third of the page's module.
//!
//! An element is `el("tag")`; `name=value` is an attribute, `on:event=handler` a handler,
//! `prop:name=value` a property, `class:name=condition` a class, `style:name=value` a style; text in
//! quotes is text, a block is a child. A value or child that is a closure follows its signals.
//!
//! What else Leptos' notation has is an error that says what to write instead ([`compile`]).

mod compile;

/// Elements as a view. See the crate's documentation.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    compile::view(tokens.into()).into()
}

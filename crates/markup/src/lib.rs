//! `view!`: the notation of Leptos' macro of that name, compiled to calls of the page's own
//! `view` module, where every element has one type.
//!
//! Leptos gives each element a type made of the types of its attributes and children, and compiles
//! building, rebuilding and hydrating for each of these types. That was a third of the page's module.
//!
//! An element is `el("tag")`; `name=value` is an attribute, `on:event=handler` a handler,
//! `prop:name=value` a property, `class:name=condition` a class, `style:name=value` a style; text in
//! quotes is text, a block is a child. A value or child that is a closure follows its signals.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};

/// Elements as a view. See the crate's documentation.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse2(tokens.into()) {
        Ok(nodes) => many(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// Nodes after each other as one view.
fn many(nodes: &[Node]) -> TokenStream {
    if let [one] = nodes {
        return node(one);
    }
    let children = nodes.iter().map(child);
    quote! {{
        let __parent = crate::view::fragment();
        #(#children)*
        __parent.done()
    }}
}

fn node(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) => self::element(element),
        Node::Block(block) => {
            let block = value(block);
            quote! { crate::view::IntoAny::any(#block) }
        }
        Node::Text(text) => {
            let text = &text.value;
            quote! { crate::view::IntoAny::any(#text) }
        }
        Node::Fragment(fragment) => many(&fragment.children),
        Node::Comment(_) | Node::Doctype(_) => quote! { crate::view::IntoAny::any(()) },
        Node::RawText(text) => {
            let text = text.to_string_best();
            quote! { crate::view::IntoAny::any(#text) }
        }
        Node::Custom(_) => TokenStream::new(),
    }
}

fn value(block: &NodeBlock) -> TokenStream {
    match block {
        // A block of one expression needs no braces.
        NodeBlock::ValidBlock(block) => {
            if let [syn::Stmt::Expr(expression, None)] = block.stmts.as_slice() {
                quote! { #expression }
            } else {
                quote! { #block }
            }
        }
        NodeBlock::Invalid(block) => quote! { #block },
    }
}

fn child(node: &Node) -> TokenStream {
    match node {
        Node::Block(block) => {
            let block = value(block);
            quote! { __parent.child(#block); }
        }
        Node::Text(text) => {
            let text = &text.value;
            quote! { __parent.text(#text); }
        }
        Node::Comment(_) | Node::Doctype(_) => TokenStream::new(),
        other => {
            let other = self::node(other);
            quote! { __parent.child(#other); }
        }
    }
}

/// Elements that live in the name space of SVG.
const SVG: &[&str] = &["svg", "path", "polyline", "rect", "text", "g"];

fn element(element: &NodeElement<Infallible>) -> TokenStream {
    let name = element.name().to_string();
    let make = if SVG.contains(&name.as_str()) {
        quote! { crate::view::svg(#name) }
    } else {
        quote! { crate::view::el(#name) }
    };
    let mut before = Vec::new();
    let mut after = Vec::new();
    for attribute in element.attributes() {
        match attribute {
            NodeAttribute::Attribute(attribute) => {
                let (late, tokens) = self::attribute(attribute);
                if late { after.push(tokens) } else { before.push(tokens) }
            }
            NodeAttribute::Block(block) => before
                .push(syn::Error::new_spanned(block, "an attribute has a name").to_compile_error()),
        }
    }
    let children = element.children.iter().map(child);
    // Properties come after the children: a list's value needs its options.
    quote! {{
        let __parent = #make;
        #(#before)*
        #(#children)*
        #(#after)*
        __parent.done()
    }}
}

/// The call for an attribute, and whether it comes after the children.
fn attribute(attribute: &KeyedAttribute) -> (bool, TokenStream) {
    let name: String = attribute.key.to_string().chars().filter(|c| !c.is_whitespace()).collect();
    let value = attribute.value().map_or_else(|| quote! { "" }, |value| quote! { #value });
    match name.split_once(':') {
        Some(("on", event)) => {
            let event = syn::Ident::new(event, proc_macro2::Span::call_site());
            (true, quote! { __parent.on(::leptos::ev::#event, #value); })
        }
        Some(("prop", name)) => (true, quote! { __parent.prop(#name, #value); }),
        Some(("class", name)) => (false, quote! { __parent.class(#name, #value); }),
        Some(("style", name)) => (false, quote! { __parent.style(#name, #value); }),
        _ => (false, quote! { __parent.attr(#name, #value); }),
    }
}

//! From the notation to calls.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::Infallible;
use rstml::node::{
    KVAttributeValue, KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock,
    NodeElement, NodeName,
};
use std::collections::BTreeSet;

/// The notation's view as an expression, or what is wrong with it.
pub(crate) fn view(tokens: TokenStream) -> TokenStream {
    match rstml::parse2(tokens) {
        Ok(nodes) => many(&nodes, false),
        Err(error) => error.to_compile_error(),
    }
}

/// An error at a place of the notation, where an expression is expected.
fn refuse(place: impl ToTokens, what: &str) -> TokenStream {
    syn::Error::new_spanned(place, what).to_compile_error()
}

/// Nodes after each other as one view; `drawing` inside of an `<svg>`.
fn many(nodes: &[Node], drawing: bool) -> TokenStream {
    if let [one] = nodes {
        return node(one, drawing);
    }
    let children = nodes.iter().map(|node| child(node, drawing));
    quote! {{
        let __parent = crate::view::fragment();
        #(#children)*
        __parent.done()
    }}
}

fn node(node: &Node, drawing: bool) -> TokenStream {
    match node {
        Node::Element(element) => self::element(element, drawing),
        Node::Block(block) => {
            let block = value(block);
            quote! { crate::view::IntoAny::any(#block) }
        }
        Node::Text(text) => {
            let text = &text.value;
            quote! { crate::view::IntoAny::any(#text) }
        }
        Node::Fragment(fragment) => many(&fragment.children, drawing),
        Node::Comment(_) => quote! { crate::view::IntoAny::any(()) },
        Node::Doctype(doctype) => refuse(doctype, "a view is a part of a page: no doctype"),
        Node::RawText(text) => refuse(text, "text stands in quotes"),
        Node::Custom(_) => TokenStream::new(),
    }
}

/// A block of one expression needs no braces.
fn inside(block: &syn::Block) -> TokenStream {
    if let [syn::Stmt::Expr(expression, None)] = block.stmts.as_slice() {
        quote! { #expression }
    } else {
        quote! { #block }
    }
}

fn value(block: &NodeBlock) -> TokenStream {
    match block {
        NodeBlock::ValidBlock(block) => inside(block),
        NodeBlock::Invalid(block) => quote! { #block },
    }
}

fn child(node: &Node, drawing: bool) -> TokenStream {
    match node {
        Node::Block(block) => {
            let block = value(block);
            quote! { __parent.child(#block); }
        }
        Node::Text(text) => {
            let text = &text.value;
            quote! { __parent.text(#text); }
        }
        Node::Comment(_) => TokenStream::new(),
        other => {
            let other = self::node(other, drawing);
            quote! { __parent.child(#other); }
        }
    }
}

/// Elements that live in the name space of SVG.
const SVG: &[&str] = &["svg", "path", "polyline", "rect", "text", "g"];

fn element(element: &NodeElement<Infallible>, drawing: bool) -> TokenStream {
    let tag = element.name();
    let name = match tag {
        NodeName::Path(path) => path.path.get_ident().map(ToString::to_string),
        NodeName::Punctuated(_) => Some(spelled(tag)),
        NodeName::Block(_) => None,
    };
    let Some(name) = name.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())) else {
        return refuse(tag, "an element of HTML or SVG; a component is a function: {component()}");
    };
    // HTML has a title, too.
    let drawn = SVG.contains(&name.as_str()) || (drawing && name == "title");
    if drawing && !drawn {
        let known = SVG.join(", ");
        return refuse(tag, &format!("no element of SVG that view! knows; it knows {known}"));
    }
    let make = if drawn {
        quote! { crate::view::svg(#name) }
    } else {
        quote! { crate::view::el(#name) }
    };
    let mut seen = BTreeSet::new();
    let mut before = Vec::new();
    let mut after = Vec::new();
    for attribute in element.attributes() {
        match attribute {
            NodeAttribute::Attribute(attribute) => {
                let name = spelled(&attribute.key);
                if !seen.insert(name.clone()) {
                    before.push(refuse(&attribute.key, &format!("{name} twice")));
                    continue;
                }
                let (late, tokens) = self::attribute(attribute, &name);
                if late { after.push(tokens) } else { before.push(tokens) }
            }
            NodeAttribute::Block(block) => before.push(refuse(block, "an attribute has a name")),
        }
    }
    let children = element.children.iter().map(|node| child(node, drawn));
    // Properties come after the children: a list's value needs its options.
    quote! {{
        let __parent = #make;
        #(#before)*
        #(#children)*
        #(#after)*
        __parent.done()
    }}
}

/// A name without the blanks that tokens are written with.
fn spelled(name: &NodeName) -> String {
    name.to_string().chars().filter(|c| !c.is_whitespace()).collect()
}

/// The call for an attribute, and whether it comes after the children.
fn attribute(attribute: &KeyedAttribute, name: &str) -> (bool, TokenStream) {
    let value = match &attribute.possible_value {
        KeyedAttributeValue::None => quote! { "" },
        KeyedAttributeValue::Value(value) => match &value.value {
            KVAttributeValue::Expr(syn::Expr::Block(block)) if block.attrs.is_empty() => {
                inside(&block.block)
            }
            KVAttributeValue::Expr(value) => quote! { #value },
            KVAttributeValue::InvalidBraced(block) => quote! { #block },
        },
        KeyedAttributeValue::Binding(binding) => {
            return (false, refuse(binding, "a value comes after an equals sign: name=value"));
        }
    };
    match name.split_once(':') {
        None => (false, quote! { __parent.attr(#name, #value); }),
        Some(("on", event)) => {
            let Ok(event) = syn::parse_str::<syn::Ident>(event) else {
                return (false, refuse(&attribute.key, "an event of leptos::ev, as in on:click"));
            };
            (true, quote! { __parent.on(::leptos::ev::#event, #value); })
        }
        Some(("prop", name)) => (true, quote! { __parent.prop(#name, #value); }),
        Some(("class", name)) => (false, quote! { __parent.class(#name, #value); }),
        Some(("style", name)) => (false, quote! { __parent.style(#name, #value); }),
        Some((other, _)) => {
            let what = format!("view! has on:, prop:, class: and style:, but no {other}:");
            (false, refuse(&attribute.key, &what))
        }
    }
}

#[cfg(test)]
mod tests;

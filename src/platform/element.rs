//! Elements of the page and the effects that keep them up to date.

use crate::view::{IntoContent, IntoSource};
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, DocumentFragment, Element, Event, HtmlElement, Node, Text};

thread_local! {
    static DOCUMENT: Option<Document> = web_sys::window().and_then(|w| w.document());
}

fn with_document<T>(f: impl FnOnce(&Document) -> Option<T>) -> Option<T> {
    DOCUMENT.with(|d| d.as_ref().and_then(f))
}

/// What an attribute, a property, a class or a style is.
#[derive(PartialEq)]
pub enum Value {
    /// Not there.
    Nothing,
    /// There or not, without a text.
    Flag(bool),
    /// A text of the program.
    Fixed(&'static str),
    /// A text.
    Text(String),
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Value::Nothing | Value::Flag(false) => None,
            Value::Flag(true) => Some(""),
            Value::Fixed(text) => Some(text),
            Value::Text(text) => Some(text),
        }
    }

    fn js(&self) -> JsValue {
        match self {
            Value::Nothing => JsValue::from_str(""),
            Value::Flag(flag) => JsValue::from_bool(*flag),
            Value::Fixed(text) => JsValue::from_str(text),
            Value::Text(text) => JsValue::from_str(text),
        }
    }
}

/// A value that stays, or one that follows its signals.
pub enum Source {
    /// It stays.
    Fixed(Value),
    /// It follows.
    Follows(Box<dyn Fn() -> Value>),
}

/// What stands in an element.
pub enum Content {
    /// Nothing.
    Nothing,
    /// A text of the program.
    Fixed(&'static str),
    /// A text.
    Text(String),
    /// Elements.
    View(AnyView),
    /// What follows its signals.
    Follows(Box<dyn Fn() -> Content>),
}

/// Elements that have not been put anywhere yet.
pub struct AnyView(Option<Node>);

/// An element, or a row of elements, that is being made.
pub struct Parent(Option<Node>);

/// An element of HTML.
pub fn el(name: &str) -> Parent {
    Parent(with_document(|d| d.create_element(name).ok()).map(Into::into))
}

/// An element of SVG.
pub fn svg(name: &str) -> Parent {
    let space = Some("http://www.w3.org/2000/svg");
    Parent(with_document(|d| d.create_element_ns(space, name).ok()).map(Into::into))
}

/// A row of elements without one around them.
pub fn fragment() -> Parent {
    Parent(with_document(|d| Some(d.create_document_fragment())).map(Into::into))
}

fn text_node(text: &str) -> Option<Text> {
    with_document(|d| Some(d.create_text_node(text)))
}

#[derive(Clone, Copy)]
enum Kind {
    Attribute,
    Property,
    Class,
    Style,
}

impl Parent {
    /// It is complete.
    pub fn done(self) -> AnyView {
        AnyView(self.0)
    }

    /// A text in it.
    pub fn text(&self, text: &str) {
        if let (Some(node), Some(text)) = (&self.0, text_node(text)) {
            let _ = node.append_child(&text);
        }
    }

    /// Something in it.
    pub fn child(&self, content: impl IntoContent) {
        self.content(content.into_content());
    }

    /// Something in it.
    pub fn content(&self, content: Content) {
        let Some(node) = &self.0 else { return };
        put(node, None, content);
    }

    /// An attribute.
    pub fn attr(&self, name: &'static str, value: impl IntoSource) {
        self.bind(Kind::Attribute, name, value.into_source());
    }

    /// A property.
    pub fn prop(&self, name: &'static str, value: impl IntoSource) {
        self.bind(Kind::Property, name, value.into_source());
    }

    /// A class that is there or not.
    pub fn class(&self, name: &'static str, value: impl IntoSource) {
        self.bind(Kind::Class, name, value.into_source());
    }

    /// A style, set through the object model, which a strict content policy allows.
    pub fn style(&self, name: &'static str, value: impl IntoSource) {
        self.bind(Kind::Style, name, value.into_source());
    }

    /// A handler of an event.
    #[expect(clippy::needless_pass_by_value, reason = "a mark without size, as Leptos takes it")]
    pub fn on<E: EventDescriptor>(&self, event: E, handler: impl FnMut(E::EventType) + 'static)
    where
        E::EventType: JsCast,
    {
        let mut handler = handler;
        self.listen(&event.name(), Box::new(move |event: Event| handler(event.unchecked_into())));
    }

    fn listen(&self, name: &str, handler: Box<dyn FnMut(Event)>) {
        let Some(node) = &self.0 else { return };
        // The browser frees it with the element.
        let handler = Closure::<dyn FnMut(Event)>::wrap(handler).into_js_value();
        let _ = node.add_event_listener_with_callback(name, handler.unchecked_ref());
    }

    fn bind(&self, kind: Kind, name: &'static str, source: Source) {
        let Some(element) = self.0.as_ref().and_then(|n| n.dyn_ref::<Element>()) else { return };
        match source {
            Source::Fixed(value) => set(element, kind, name, &value),
            Source::Follows(value) => {
                let element = element.clone();
                let last = RefCell::new(None::<Value>);
                follow(Box::new(move || {
                    let value = value();
                    // What a person types is the element's own: it is compared with the element.
                    let same =
                        !matches!(kind, Kind::Property) && last.borrow().as_ref() == Some(&value);
                    if !same {
                        set(&element, kind, name, &value);
                        last.replace(Some(value));
                    }
                }));
            }
        }
    }
}

fn set(element: &Element, kind: Kind, name: &str, value: &Value) {
    match kind {
        Kind::Attribute => {
            let _ = match value.text() {
                Some(text) => element.set_attribute(name, text),
                None => element.remove_attribute(name),
            };
            // The attribute is only where a list's choice begins.
            if name == "selected" {
                let _ = js_sys::Reflect::set(element, &name.into(), &value.js());
            }
        }
        Kind::Property => {
            let (name, value) = (JsValue::from_str(name), value.js());
            // Writing the same text would move the caret.
            if js_sys::Reflect::get(element, &name).ok().as_ref() != Some(&value) {
                let _ = js_sys::Reflect::set(element, &name, &value);
            }
        }
        Kind::Class => {
            let on = value.text().is_some();
            let _ = element.class_list().toggle_with_force(name, on);
        }
        Kind::Style => {
            if let Some(element) = element.dyn_ref::<HtmlElement>() {
                let _ = element.style().set_property(name, value.text().unwrap_or_default());
            }
        }
    }
}

/// Runs something now, and again when a signal that it read has changed, as long as the owner that
/// it was made under lives.
fn follow(run: Box<dyn Fn()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// Puts content into a node, before another one.
fn put(parent: &Node, before: Option<&Node>, content: Content) {
    match content {
        Content::Nothing | Content::View(AnyView(None)) => {}
        Content::Fixed(text) => put_text(parent, before, text),
        Content::Text(text) => put_text(parent, before, &text),
        Content::View(AnyView(Some(node))) => {
            let _ = parent.insert_before(&node, before);
        }
        Content::Follows(content) => put_following(parent, before, content),
    }
}

fn put_text(parent: &Node, before: Option<&Node>, text: &str) {
    if let Some(text) = text_node(text) {
        let _ = parent.insert_before(&text, before);
    }
}

/// Content between two empty texts, replaced as a whole; a text in place of a text changes only it.
fn put_following(parent: &Node, before: Option<&Node>, content: Box<dyn Fn() -> Content>) {
    let (Some(start), Some(end)) = (text_node(""), text_node("")) else { return };
    let _ = parent.insert_before(&start, before);
    let _ = parent.insert_before(&end, before);
    let only = RefCell::new(None::<Text>);
    follow(Box::new(move || {
        let content = content();
        let text = match &content {
            Content::Fixed(text) => Some(*text),
            Content::Text(text) => Some(text.as_str()),
            _ => None,
        };
        if let (Some(text), Some(node)) = (text, only.borrow().as_ref()) {
            if node.data() != text {
                node.set_data(text);
            }
            return;
        }
        clear(&start, &end);
        only.replace(None);
        let Some(parent) = end.parent_node() else { return };
        if let Some(text) = text {
            let node = text_node(text);
            if let Some(node) = &node {
                let _ = parent.insert_before(node, Some(&end));
            }
            only.replace(node);
        } else {
            put(&parent, Some(&end), content);
        }
    }));
}

/// Takes out what stands between two nodes.
fn clear(start: &Node, end: &Node) {
    while let Some(next) = start.next_sibling() {
        if next.is_same_node(Some(end)) {
            return;
        }
        let Some(parent) = next.parent_node() else { return };
        let _ = parent.remove_child(&next);
    }
}

/// A row of a list: its nodes, and the owner of what was made for it.
struct Row {
    key: u64,
    nodes: Vec<Node>,
    owner: Owner,
}

/// A list whose rows keep their elements while their key stays. A row that stays in its place is
/// not touched, so that it keeps the focus.
pub fn keyed(keys: Box<dyn Fn() -> Vec<u64>>, row: Box<dyn Fn(u64) -> AnyView>) -> AnyView {
    let parent = fragment();
    let (Some(node), Some(end)) = (&parent.0, text_node("")) else { return parent.done() };
    let _ = node.append_child(&end);
    let owner = Owner::current().unwrap_or_default();
    let rows = RefCell::new(Vec::<Row>::new());
    follow(Box::new(move || {
        let keys = keys();
        let Some(parent) = end.parent_node() else { return };
        let mut old = rows.take();
        let mut next: Vec<Row> = Vec::with_capacity(keys.len());
        let wanted: std::collections::HashSet<u64> = keys.iter().copied().collect();
        old.retain(|row| {
            let stays = wanted.contains(&row.key);
            if !stays {
                for node in &row.nodes {
                    let _ = parent.remove_child(node);
                }
                row.owner.cleanup();
            }
            stays
        });
        let mut kept: std::collections::HashMap<u64, Row> =
            old.into_iter().map(|row| (row.key, row)).collect();
        for key in keys {
            next.push(match kept.remove(&key) {
                Some(row) => row,
                None => make(&owner, key, &*row),
            });
        }
        let mut before: Node = end.clone().into();
        for row in next.iter().rev() {
            for node in row.nodes.iter().rev() {
                let in_place =
                    node.next_sibling().is_some_and(|sibling| sibling.is_same_node(Some(&before)));
                if !in_place {
                    let _ = parent.insert_before(node, Some(&before));
                }
                before = node.clone();
            }
        }
        rows.replace(next);
    }));
    parent.done()
}

fn make(owner: &Owner, key: u64, row: &dyn Fn(u64) -> AnyView) -> Row {
    // Under the list's owner, not under the effect's, which forgets with every run.
    let owner = owner.with(Owner::new);
    let view = owner.with(|| untrack(|| row(key)));
    let nodes = match view.0 {
        Some(node) if node.is_instance_of::<DocumentFragment>() => {
            let list = node.child_nodes();
            (0..list.length()).filter_map(|at| list.get(at)).collect()
        }
        Some(node) => vec![node],
        None => Vec::new(),
    };
    Row { key, nodes, owner }
}

/// Draws a view at the end of the page, for as long as the page lives.
pub fn mount(view: impl FnOnce() -> AnyView + 'static) {
    leptos::mount::mount_to_body(move || {
        if let Some(node) = view().0
            && let Some(body) = with_document(Document::body)
        {
            let _ = body.append_child(&node);
        }
    });
}

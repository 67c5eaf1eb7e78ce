//! The page's elements: what `view!` is compiled to.
//!
//! Leptos' signals drive them, as they drive its own views, but an element has one type whatever
//! it holds, so each piece of the page costs calls and not code of its own. A closure as a value or
//! a child is an effect: it runs again when what it read has changed, and what it made before is
//! disposed of with its owner.

pub use crate::platform::element::{AnyView, Parent, el, fragment, keyed, mount, svg};
use crate::platform::element::{Content, Source, Value};
pub use markup::view;

/// What an attribute can be: a text, a flag, or nothing.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Fixed(self)
    }
}
impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}
impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}
impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Nothing, T::into_value)
    }
}

/// A value that stays, or a closure that follows its signals.
pub trait IntoSource {
    /// The source.
    fn into_source(self) -> Source;
}

impl IntoSource for &'static str {
    fn into_source(self) -> Source {
        Source::Fixed(self.into_value())
    }
}
impl IntoSource for String {
    fn into_source(self) -> Source {
        Source::Fixed(self.into_value())
    }
}
impl IntoSource for bool {
    fn into_source(self) -> Source {
        Source::Fixed(self.into_value())
    }
}
impl<T: IntoValue> IntoSource for Option<T> {
    fn into_source(self) -> Source {
        Source::Fixed(self.into_value())
    }
}
impl<F, T> IntoSource for F
where
    F: Fn() -> T + 'static,
    T: IntoValue,
{
    fn into_source(self) -> Source {
        Source::Follows(Box::new(move || self().into_value()))
    }
}

/// What can stand in an element.
pub trait IntoContent {
    /// The content.
    fn into_content(self) -> Content;
}

impl IntoContent for () {
    fn into_content(self) -> Content {
        Content::Nothing
    }
}
impl IntoContent for &'static str {
    fn into_content(self) -> Content {
        Content::Fixed(self)
    }
}
impl IntoContent for String {
    fn into_content(self) -> Content {
        Content::Text(self)
    }
}
impl IntoContent for AnyView {
    fn into_content(self) -> Content {
        Content::View(self)
    }
}
impl<T: IntoContent> IntoContent for Option<T> {
    fn into_content(self) -> Content {
        self.map_or(Content::Nothing, T::into_content)
    }
}
impl<T: IntoContent> IntoContent for Vec<T> {
    fn into_content(self) -> Content {
        let parent = fragment();
        for part in self {
            parent.child(part);
        }
        Content::View(parent.done())
    }
}
impl<F, T> IntoContent for F
where
    F: Fn() -> T + 'static,
    T: IntoContent,
{
    fn into_content(self) -> Content {
        Content::Follows(Box::new(move || self().into_content()))
    }
}

/// Makes a view of anything that can stand in an element.
pub trait IntoAny {
    /// The view.
    fn any(self) -> AnyView;
}

impl<T: IntoContent> IntoAny for T {
    fn any(self) -> AnyView {
        match self.into_content() {
            Content::View(view) => view,
            other => {
                let parent = fragment();
                parent.content(other);
                parent.done()
            }
        }
    }
}

/// Views after each other as one.
pub trait CollectView {
    /// The view.
    fn collect_view(self) -> AnyView;
}

impl<I, T> CollectView for I
where
    I: Iterator<Item = T>,
    T: IntoContent,
{
    fn collect_view(self) -> AnyView {
        let parent = fragment();
        for part in self {
            parent.child(part);
        }
        parent.done()
    }
}

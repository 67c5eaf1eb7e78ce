//! Derived values.

use leptos::prelude::{Get, GetUntracked, Memo as LeptosMemo, Track};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value that is computed from signals, and again when they change; who reads it hears of it only
/// when the value differs.
///
/// Leptos' own memo, holding its values behind a pointer: its machinery is then compiled once, and
/// not for each type, which saves 2 KB per type.
pub struct Memo<T> {
    inner: LeptosMemo<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Memo<T> {
        *self
    }
}
impl<T> Copy for Memo<T> {}

/// A value whose type is forgotten, but for comparing.
trait Value: Any + Send + Sync {
    fn same(&self, other: &dyn Value) -> bool;
}

impl<T: PartialEq + Any + Send + Sync> Value for T {
    fn same(&self, other: &dyn Value) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }
}

#[derive(Clone)]
struct Held(Arc<dyn Value>);

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.same(&*other.0)
    }
}

impl Held {
    fn get<T: Any>(&self) -> &T {
        let value: &dyn Any = &*self.0;
        match value.downcast_ref::<T>() {
            Some(value) => value,
            None => unreachable!("a memo holds what its own function made"),
        }
    }
}

fn make(compute: Box<dyn Fn() -> Held + Send + Sync>) -> LeptosMemo<Held> {
    LeptosMemo::new(move |_| compute())
}

impl<T: PartialEq + Any + Send + Sync> Memo<T> {
    /// A derived value. The function is given nothing.
    pub fn new(compute: impl Fn(()) -> T + Send + Sync + 'static) -> Memo<T> {
        let compute = Box::new(move || Held(Arc::new(compute(()))));
        Memo { inner: make(compute), of: PhantomData }
    }

    /// Reads it and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(self.inner.get().get())
    }

    /// Reads it without following it.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(self.inner.get_untracked().get())
    }

    /// Reads it without following it; `None` when its owner is gone.
    pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.inner.try_get_untracked().map(|held| read(held.get()))
    }

    /// Follows it.
    pub fn track(self) {
        self.inner.track();
    }
}

impl<T: PartialEq + Any + Send + Sync + Clone> Memo<T> {
    /// A copy of it; follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of it, without following it.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

//! Derived values.

use crate::held::Held;
use leptos::prelude::{Get, GetUntracked, Memo as LeptosMemo, Track};
use std::any::Any;
use std::marker::PhantomData;

/// A value that is computed from signals, and again when they change; who reads it hears of it only
/// when the value differs.
///
/// Leptos' own memo, of values whose type is forgotten.
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

fn make(compute: Box<dyn Fn() -> Held + Send + Sync>) -> LeptosMemo<Held> {
    LeptosMemo::new(move |_| compute())
}

impl<T: PartialEq + Any + Send + Sync> Memo<T> {
    /// A derived value. The function is given nothing.
    pub fn new(compute: impl Fn(()) -> T + Send + Sync + 'static) -> Memo<T> {
        let compute = Box::new(move || Held::new(compute(())));
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

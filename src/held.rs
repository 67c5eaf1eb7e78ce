//! A value whose type is forgotten, but for comparing: what works on values is then compiled once,
//! and not for each type, which saves 2 KB per type and use.

use std::any::Any;
use std::sync::Arc;

trait Value: Any + Send + Sync {
    fn same(&self, other: &dyn Value) -> bool;
}

impl<T: PartialEq + Any + Send + Sync> Value for T {
    fn same(&self, other: &dyn Value) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }
}

/// A value behind a pointer.
#[derive(Clone)]
pub(crate) struct Held(Arc<dyn Value>);

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.same(&*other.0)
    }
}

impl Held {
    pub(crate) fn new<T: PartialEq + Any + Send + Sync>(value: T) -> Held {
        Held(Arc::new(value))
    }

    /// The value, by whoever knows its type.
    pub(crate) fn get<T: Any>(&self) -> &T {
        let value: &dyn Any = &*self.0;
        match value.downcast_ref::<T>() {
            Some(value) => value,
            None => unreachable!("whoever asks has put the value there"),
        }
    }
}

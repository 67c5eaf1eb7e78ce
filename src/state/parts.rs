//! One signal for each part of something large, so that who draws a row hears of that row alone.
//!
//! Memos on the whole document are all woken by every key, and look whether they changed: with
//! fifty rows of a table a thousand of them, which was most of what a key cost the page.

use crate::memo::Memo;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The parts that somebody draws, by key.
pub(super) struct Parts<K: 'static, T: 'static>(StoredValue<BTreeMap<K, Part<T>>>);

impl<K, T> Clone for Parts<K, T> {
    fn clone(&self) -> Parts<K, T> {
        *self
    }
}
impl<K, T> Copy for Parts<K, T> {}

struct Part<T> {
    value: ArcRwSignal<T>,
    /// How many draw it. A part of nobody is forgotten.
    readers: usize,
}

impl<K, T> Parts<K, T>
where
    K: Ord + Clone + Send + Sync,
    T: Clone + PartialEq + Send + Sync,
{
    pub(super) fn new() -> Parts<K, T> {
        Parts(StoredValue::new(BTreeMap::new()))
    }

    /// A part as long as its reader lives; `now` is what it is if nobody reads it yet.
    pub(super) fn read(self, key: K, now: impl FnOnce() -> T) -> Memo<T> {
        let mut found = None;
        self.0.update_value(|parts| {
            let part = parts
                .entry(key.clone())
                .or_insert_with(|| Part { value: ArcRwSignal::new(now()), readers: 0 });
            part.readers += 1;
            found = Some(part.value.clone());
        });
        on_cleanup(move || {
            self.0.try_update_value(|parts| {
                if let Some(part) = parts.get_mut(&key) {
                    part.readers = part.readers.saturating_sub(1);
                    if part.readers == 0 {
                        parts.remove(&key);
                    }
                }
            });
        });
        let value = found.unwrap_or_else(|| unreachable!("the part was just put there"));
        Memo::new(move |()| value.get())
    }

    /// Looks at every part that is read; the readers of those that changed are told.
    pub(super) fn refresh(self, now: impl Fn(&K) -> T) {
        let changed: Vec<(ArcRwSignal<T>, T)> = self.0.with_value(|parts| {
            let each = parts.iter().map(|(key, part)| (part.value.clone(), now(key)));
            each.filter(|(value, now)| value.with_untracked(|old| old != now)).collect()
        });
        for (value, now) in changed {
            value.set(now);
        }
    }
}

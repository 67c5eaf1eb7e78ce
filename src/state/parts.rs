//! One signal for each part of something large, so that who draws a row hears of that row alone.
//!
//! Memos on the whole document are all woken by every key, and look whether they changed: with
//! fifty rows of a table a thousand of them, which was most of what a key cost the page.

use crate::held::Held;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The parts that somebody draws, by key.
#[derive(Clone, Copy)]
pub(super) struct Parts(StoredValue<BTreeMap<String, Part>>);

struct Part {
    value: ArcRwSignal<Held>,
    /// How many draw it. A part of nobody is forgotten.
    readers: usize,
}

impl Parts {
    pub(super) fn new() -> Parts {
        Parts(StoredValue::new(BTreeMap::new()))
    }

    /// A part as long as its reader lives; `now` is what it is if nobody reads it yet.
    pub(super) fn read(self, key: String, now: Held) -> ArcRwSignal<Held> {
        let mut value = ArcRwSignal::new(now);
        self.0.update_value(|parts| {
            let new = || Part { value: value.clone(), readers: 0 };
            let part = parts.entry(key.clone()).or_insert_with(new);
            part.readers += 1;
            value = part.value.clone();
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
        value
    }

    /// Looks at every part that is read; the readers of those that changed are told.
    pub(super) fn refresh(self, now: &dyn Fn(&str) -> Held) {
        let changed: Vec<(ArcRwSignal<Held>, Held)> = self.0.with_value(|parts| {
            let each = parts.iter().map(|(key, part)| (part.value.clone(), now(key)));
            each.filter(|(value, now)| value.with_untracked(|old| old != now)).collect()
        });
        for (value, now) in changed {
            value.set(now);
        }
    }
}

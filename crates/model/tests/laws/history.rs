//! The laws of undo and redo.

use crate::common::{edit, spec};
use model::{ClusterSpec, Edit, History, Place, apply_all};
use proptest::collection::vec;
use proptest::prelude::*;

/// A step: edits of one stay in a field, or a step of its own.
fn step() -> impl Strategy<Value = (Vec<Edit>, Option<u64>)> {
    (vec(edit(), 1..3), prop::option::of(0_u64..3))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_gives_the_old_document_and_redo_the_new_one(start in spec(), steps in vec(step(), 1..12)) {
        let mut history = History::new(start.clone());
        for (edits, visit) in &steps {
            let before = history.present().clone();
            let mut after = (*before).clone();
            apply_all(&mut after, edits);
            let changed = history.apply(edits, *visit);
            prop_assert_eq!(changed, *before != after);
            prop_assert_eq!(&**history.present(), &after);
            if changed {
                prop_assert!(!history.can_redo());
            }
        }
        // All the way back, and all the way forward again.
        let last = history.present().clone();
        let mut seen = vec![last.clone()];
        while history.undo() {
            prop_assert_ne!(history.present(), seen.last().expect("not empty"), "a step back that changes nothing");
            seen.push(history.present().clone());
        }
        prop_assert_eq!(&**history.present(), &start);
        prop_assert!(!history.can_undo());
        while let Some(expected) = seen.pop() {
            prop_assert_eq!(history.present(), &expected);
            prop_assert_eq!(history.redo(), !seen.is_empty());
        }
        prop_assert_eq!(history.present(), &last);
    }

    #[test]
    fn one_stay_in_a_field_is_one_step(start in spec(), texts in vec("[a-z]{1,3}", 2..6)) {
        let mut history = History::new(start.clone());
        for text in &texts {
            history.apply(&[Edit::Set(Place::Name, text.clone())], Some(7));
        }
        if **history.present() == start {
            prop_assert!(!history.can_undo());
        } else {
            prop_assert!(history.undo());
            prop_assert_eq!(&**history.present(), &start);
            prop_assert!(!history.can_undo());
        }
    }

    #[test]
    fn a_change_after_undo_forgets_the_undone(start in spec(), text in "[a-z]{4}") {
        let mut history = History::new(start);
        history.apply(&[Edit::Set(Place::Name, "first".into())], None);
        history.undo();
        prop_assert!(history.apply(&[Edit::Set(Place::Version, text)], None));
        prop_assert!(!history.can_redo());
    }
}

#[test]
fn the_last_two_hundred_steps_can_be_undone() {
    let mut history = History::new(ClusterSpec::new("p", "1"));
    for n in 0..300 {
        assert!(history.apply(&[Edit::Set(Place::Name, n.to_string())], None));
    }
    let mut steps = 0;
    while history.undo() {
        steps += 1;
    }
    assert_eq!((steps, history.present().name.as_str()), (200, "99"));
}

#[test]
fn a_stay_that_undoes_itself_leaves_no_step() {
    let mut history = History::new(ClusterSpec::new("p", "1"));
    let name = |text: &str| [Edit::Set(Place::Name, text.to_owned())];
    assert!(history.apply(&[Edit::Set(Place::Version, "2".into())], Some(1)));
    assert!(history.apply(&name("a"), Some(2)));
    assert!(history.apply(&name(""), Some(2)));
    assert!(history.apply(&name("b"), Some(2)));
    assert!(history.undo());
    assert_eq!((history.present().name.as_str(), history.present().version.as_str()), ("", "2"));
    assert!(history.undo());
    assert_eq!(history.present().version, "1");
    assert!(!history.can_undo());
}

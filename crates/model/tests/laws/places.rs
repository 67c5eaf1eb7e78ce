//! Places and their text forms.

use crate::common::{place, spec};
use model::{Place, value};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_path_leads_back_to_its_place(spec in spec(), place in place()) {
        let path = place.path(&spec);
        // The row of a place that is gone has no number.
        if path.contains("nodes[?]") {
            prop_assert_eq!(Place::parse(&path, &spec), None);
        } else {
            prop_assert_eq!(Place::parse(&path, &spec), Some(place));
        }
    }

    #[test]
    fn any_text_can_be_asked_for(spec in spec(), path in prop_oneof![any::<String>(), "(nodes|accepted|overrides|settings)[.\\[\\]0-9a-z]{0,12}"]) {
        if let Some(place) = Place::parse(&path, &spec) {
            let again = Place::parse(&place.path(&spec), &spec);
            prop_assert_eq!(again, Some(place));
        }
    }

    #[test]
    fn ids_of_elements_are_plain(place in place()) {
        let id = place.dom_id();
        prop_assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')), "{}", id);
        prop_assert!(id.starts_with(|c: char| c.is_ascii_alphabetic()));
    }

    #[test]
    fn what_is_shown_is_short_and_harmless(text in any::<String>()) {
        let shown = value::shown(&text);
        prop_assert!(shown.chars().all(|c| !c.is_control()));
        prop_assert!(shown.chars().count() <= 61 * 10);
    }
}

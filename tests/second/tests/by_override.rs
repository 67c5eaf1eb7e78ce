//! The second product's rule judges what its program reads: a field and an override are one mistake.

use model::{Place, apply_all};
use rules::{Context, OverrideReach, check};
use second::PRODUCT;

#[test]
fn the_mistake_is_found_at_the_override_and_mended_there() {
    let rule = PRODUCT.all_rules().find(|rule| rule.id == "TDM001").expect("its rule");
    for reach in OverrideReach::ALL {
        let by = rule.fires.by_override(&PRODUCT, reach, |field| !field.keys.is_empty());
        let by = by.expect("a path").expect("a field");
        assert!(by.beyond.is_empty(), "{:?}", by.beyond);
        assert!(by.edits.iter().all(|(path, _)| path.contains("overrides.")), "{:?}", by.edits);
        let findings = |spec| check(&Context::new(spec, &PRODUCT)).findings;
        let mut own = findings(&by.document);
        own.retain(|finding| finding.rule == rule.id);
        assert_eq!(own.len(), by.document.nodes.len(), "{reach:?}");
        assert!(own.iter().all(|f| matches!(f.place, Place::Override(..))), "{own:?}");
        let mut mended = by.document.clone();
        for finding in own {
            apply_all(&mut mended, &finding.fix.expect("a fix").edits);
        }
        assert!(findings(&mended).iter().all(|finding| finding.rule != rule.id), "{reach:?}");
    }
}

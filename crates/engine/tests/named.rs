//! In a list, away from its field, a finding says which field or key it is about.

use engine::Engine;
use model::{Lang, Place};
use protocol::{Ask, Baseline, Body, Change, FindingView, Request};
use std::collections::BTreeSet;

fn findings(engine: &mut Engine, spec: &model::ClusterSpec, lang: Lang) -> Vec<FindingView> {
    let change = Change::Whole(Box::new(spec.clone()));
    let ask = Ask::Check {
        change,
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: false,
    };
    match engine.handle(&Request { revision: 1, lang, ask }).body {
        Body::Checked(checked) => checked.findings,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_finding_of_every_example_names_its_field_or_key() {
    let mut wrong = BTreeSet::new();
    let (mut own, mut labelled) = (0, 0);
    let mut engine = Engine::new(products::ALL);
    let mut rules = BTreeSet::new();
    for product in products::ALL {
        for rule in product.all_rules().filter(|rule| rules.insert(rule.id)) {
            let Ok(spec) = rule.fires.document(product) else { continue };
            // A text names its product itself.
            let Some(product) = products::find(&spec.product) else { continue };
            for lang in Lang::ALL {
                for finding in findings(&mut engine, &spec, lang) {
                    let name = match &finding.place {
                        Place::Setting(key) | Place::NodeSetting(_, key) => {
                            let field = product.field(key);
                            field.map_or(key.clone(), |f| f.label.get(lang).to_owned())
                        }
                        Place::Override(_, property) => property.to_string(),
                        _ => continue,
                    };
                    let sentence = format!("{}{}", finding.label, finding.message);
                    if !sentence.to_lowercase().contains(&name.to_lowercase()) {
                        wrong.insert(format!("{} {name}: {sentence}", finding.rule));
                    }
                    own += usize::from(finding.label.is_empty());
                    labelled += usize::from(!finding.label.is_empty());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(own > 100 && labelled > 100, "{own} by themselves, {labelled} by the label");
}

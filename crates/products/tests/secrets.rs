//! Where a secret may stand, and where it is refused because nothing would put it in there.

use model::{ClusterSpec, Edit, Layer, Place, Property, Severity, apply};
use products::ALL;
use rules::{Context, Kind, Product};

const URL: &str = "jdbc:mysql://db.example.com:3306/kylin?user=a&password=hunter2";

/// The ids of the findings at a place that stop the export.
fn errors(product: &'static Product, spec: &ClusterSpec, place: &Place) -> Vec<&'static str> {
    let cx = Context::new(spec, product);
    let findings = rules::check(&cx).findings;
    let at = |f: &&model::Finding| f.place == *place && f.severity == Severity::Error;
    findings.iter().filter(at).map(|f| f.rule).collect()
}

fn with(spec: &ClusterSpec, place: &Place, text: &str) -> ClusterSpec {
    let mut spec = spec.clone();
    apply(&mut spec, &Edit::Set(place.clone(), text.to_owned()));
    assert!(!format!("{spec:?}").contains("hunter2"));
    spec
}

/// The node's scripts put secrets into properties, not into what a field is used for: a login in an
/// address, or a password in a URL, must not go out as `${…}` without a word.
#[test]
fn every_field_refuses_a_secret() {
    let mut tried = 0;
    for product in ALL {
        for preset in product.presets {
            let spec = formats::document::read(preset.toml).spec;
            let cx = Context::new(&spec, product);
            let shown = |f: &&rules::Field| (f.shown)(&cx) && !matches!(f.kind, Kind::Secret);
            for field in product.all_fields().filter(shown) {
                let place = Place::Setting(field.key.to_owned());
                for text in [URL, "-n a -p hunter2 -u jdbc:x", "http://me:hunter2@h:1"] {
                    let found = errors(product, &with(&spec, &place, text), &place);
                    assert!(!found.is_empty(), "{}: {} = {text}", preset.id, field.key);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// In the product's own file a secret is a variable, which the archive asks for; in a file that is
/// read as it stands it is refused.
#[test]
fn a_property_takes_a_secret_where_something_puts_it_in() {
    for product in ALL {
        for preset in product.presets {
            let spec = formats::document::read(preset.toml).spec;
            for config in product.configs {
                for (key, text) in [("planted.url", URL), ("planted.password", "hunter2")] {
                    let property = Property::new(config.name, key);
                    let place = Place::Override(Layer::Cluster, property);
                    let spec = with(&spec, &place, text);
                    let refused = errors(product, &spec, &place).contains(&"GEN026");
                    assert_eq!(refused, !config.variables, "{}: {place:?}", preset.id);
                    let cx = Context::new(&spec, product);
                    let asked = cx.secrets().iter().any(|s| s.variable.starts_with("PLANTED_"));
                    assert_eq!(asked, config.variables, "{}: {place:?}", preset.id);
                }
                let property = Property::new(config.name, "planted.url");
                let place = Place::Override(Layer::Cluster, property);
                let spec = with(&spec, &place, "jdbc:mysql://db.example.com:3306/kylin?user=a");
                assert!(!errors(product, &spec, &place).contains(&"GEN026"));
            }
        }
    }
}

/// A name that tells a secret takes whatever is chosen in the field for one.
#[test]
fn no_field_but_one_for_a_secret_is_called_like_one() {
    for product in products::ALL {
        for field in product.all_fields() {
            let secret = matches!(field.kind, rules::Kind::Secret);
            assert!(secret || !model::secret::is_secret_key(field.key), "{}", field.key);
        }
    }
}

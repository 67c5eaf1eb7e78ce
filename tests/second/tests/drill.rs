//! A product that says nothing of what it takes: a drill promises nothing either.

use model::Lang;
use rules::drill::words;
use rules::{Context, single_points};
use second::PRODUCT;

#[test]
fn a_product_of_which_nothing_is_known_promises_nothing() {
    let spec = formats::document::read(PRODUCT.presets[0].toml).spec;
    let cx = Context::new(&spec, &PRODUCT);
    let said = words::single_points(&cx, &single_points(&cx));
    assert_eq!(said.render(Lang::En), "What Tandem takes to go on is not known here.");
}

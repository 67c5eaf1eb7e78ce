//! Values that still come from an example: hosts under the names that exist for examples only.

use crate::Context;
use model::Place;
use model::value::{Host, Value};

/// Every place whose text names a host of an example domain (RFC 2606), in the document's order.
pub fn example_places(cx: &Context) -> Vec<Place> {
    let spec = cx.spec;
    let mut places = Vec::new();
    for node in &spec.nodes {
        if names_example(&node.name) {
            places.push(Place::NodeName(node.row));
        }
        if names_example(&node.address) {
            places.push(Place::NodeAddress(node.row));
        }
        for (key, text) in &node.settings {
            if names_example(text) {
                places.push(Place::NodeSetting(node.row, key.clone()));
            }
        }
    }
    for (key, text) in &spec.settings {
        if names_example(text) {
            places.push(Place::Setting(key.clone()));
        }
    }
    places
}

/// Whether a text names a host of an example domain, alone or inside a URL or a list.
pub(crate) fn names_example(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .filter(|word| word.contains("example"))
        .any(|word| Host::parse(word).is_ok_and(|host| host.is_example()))
}

#[cfg(test)]
mod tests {
    use super::names_example;

    #[test]
    fn examples_are_found_inside_urls_and_lists() {
        for text in ["k1.example.com", "a:1, b.example.org:2", "jdbc:mysql://db.example.com:1/x"] {
            assert!(names_example(text), "{text}");
        }
        for text in ["", "k1.corp", "example.corp", "my-example", "/opt/example"] {
            assert!(!names_example(text), "{text}");
        }
    }
}

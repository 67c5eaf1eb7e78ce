//! Addresses inside the page: `#/<product>/<step>`.

/// Where the page is. Empty parts mean "as it was" or "the first".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The product's id.
    pub product: String,
    /// The step's id.
    pub step: String,
}

impl Route {
    /// Reads the part of an address from `#` on. Anything else than a route is an empty one.
    pub fn parse(hash: &str) -> Route {
        let Some(path) = hash.trim_start_matches('#').strip_prefix('/') else {
            return Route::default();
        };
        let mut parts = path.split('/').map(clean);
        let product = parts.next().unwrap_or_default();
        let step = parts.next().unwrap_or_default();
        Route { product, step }
    }
}

/// An id: letters, digits, `-` and `_`. Anything else is not one.
fn clean(part: &str) -> String {
    let id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if part.len() <= 64 && part.chars().all(id) { part.to_owned() } else { String::new() }
}

/// The address of a step.
pub fn link(product: &str, step: &str) -> String {
    format!("#/{product}/{step}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_product_and_a_step() {
        let route = |p: &str, s: &str| Route { product: p.to_owned(), step: s.to_owned() };
        assert_eq!(Route::parse("#/a/b"), route("a", "b"));
        assert_eq!(Route::parse("#/a"), route("a", ""));
        assert_eq!(Route::parse("#/a/b/c?d"), route("a", "b"));
        assert_eq!(Route::parse(&link("x", "y")), route("x", "y"));
    }

    #[test]
    fn anything_else_is_an_empty_route() {
        for hash in ["", "#", "#a/b", "#/", "//", "#s=AAAA", "#/<img>/\u{0}"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
        assert_eq!(Route::parse(&format!("#/{}", "a".repeat(9000))), Route::default());
    }
}

//! Addresses inside the page: `#/<product>/<step>`, links that fill something in
//! (`#/<product>?preset=…&set.<field>=…&nodes=…&lang=…`), and links that hold a document
//! (`#s=1.…`, see [`crate::share`]). Reading them decides what they ask for; whether a product or a
//! field of that name is there, the engine says.

use model::Lang;
use model::value::shown;
use percent_encoding::percent_decode_str;
use protocol::Prefill;

/// Where the page is. Empty parts mean "as it was" or "the first".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The product's id.
    pub product: String,
    /// The step's id.
    pub step: String,
}

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// What is to be shown.
    pub target: Target,
    /// The language in which, where the address says it.
    pub lang: Option<Lang>,
    /// Whether one step is shown, in a frame of another page.
    pub embed: bool,
    /// Whether it says more than the route of a step, and is replaced by that when it was followed.
    pub asks: bool,
    /// What of it was not understood.
    pub problems: Vec<Problem>,
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A step of what is open.
    Step(Route),
    /// An example with something filled in.
    Prefill(Prefill),
    /// A document: what stands behind `s=`, for [`crate::share::read`], and the step to show.
    Document {
        /// The version of the form, a dot, the document.
        text: String,
        /// The step's id; empty for the first that has something to say.
        step: String,
    },
}

impl Default for Target {
    fn default() -> Target {
        Target::Step(Route::default())
    }
}

/// What of an address was not understood. Names are cut, made visible and without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A parameter that no link has.
    Unknown(String),
    /// A parameter that can be given once; the first one counts.
    Twice(String),
    /// The bytes behind `%` are no text.
    Unreadable(String),
    /// No language of the page.
    Language(String),
}

impl Route {
    /// Reads the path of an address from `#` on. Anything else than a route is an empty one.
    pub fn parse(hash: &str) -> Route {
        let Some(path) = hash.trim_start_matches('#').strip_prefix('/') else {
            return Route::default();
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
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

impl Address {
    /// Reads the part of an address from `#` on.
    pub fn parse(hash: &str) -> Address {
        let inside = hash.strip_prefix('#').unwrap_or(hash);
        if let Some(document) = inside.strip_prefix("s=") {
            let mut parts = document.split('&');
            let text = parts.next().unwrap_or_default().to_owned();
            let step = parts.find_map(|part| part.strip_prefix("step=")).map(clean);
            let target = Target::Document { text, step: step.unwrap_or_default() };
            return Address { target, asks: true, ..Address::default() };
        }
        let route = Route::parse(hash);
        let Some((_, query)) = inside.split_once('?').filter(|_| inside.starts_with('/')) else {
            return Address { target: Target::Step(route), ..Address::default() };
        };
        with_query(route, query)
    }

    /// The route that it leads to. That of a document is the document's own.
    pub fn route(&self) -> Route {
        match &self.target {
            Target::Step(route) => route.clone(),
            Target::Prefill(wanted) => {
                Route { product: wanted.product.clone(), step: wanted.step.clone() }
            }
            Target::Document { step, .. } => Route { product: String::new(), step: step.clone() },
        }
    }
}

fn with_query(route: Route, query: &str) -> Address {
    let mut address = Address { asks: true, ..Address::default() };
    let mut fills = Prefill { product: route.product, step: route.step, ..Prefill::default() };
    let mut preset = None;
    let mut nodes: Vec<String> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
            address.problems.push(Problem::Unreadable(shown(name)));
            continue;
        };
        match name.as_str() {
            "preset" if preset.is_none() => preset = Some(value),
            // A list that is given in several parts is one list.
            "nodes" => nodes.push(value),
            "embed" => address.embed = is_on(&value),
            "lang" if address.lang.is_some() => address.problems.push(Problem::Twice(name)),
            "lang" => match Lang::parse(&value) {
                Some(lang) => address.lang = Some(lang),
                None => address.problems.push(Problem::Language(shown(&value))),
            },
            "preset" => address.problems.push(Problem::Twice(name)),
            _ => match name.strip_prefix("set.") {
                Some(key) if fills.settings.iter().any(|(other, _)| other == key) => {
                    address.problems.push(Problem::Twice(shown(&name)));
                }
                Some(key) => fills.settings.push((key.to_owned(), value)),
                None => address.problems.push(Problem::Unknown(shown(&name))),
            },
        }
    }
    let nothing = preset.is_none() && nodes.is_empty() && fills.settings.is_empty();
    fills.preset = preset.unwrap_or_default();
    fills.nodes = nodes.join("\n");
    address.target = if nothing {
        Target::Step(Route { product: fills.product, step: fills.step })
    } else {
        Target::Prefill(fills)
    };
    address
}

/// A part of a query: `%20` is a blank, `+` is a plus. `None` for bytes that are no text.
fn decoded(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "no" | "off")
}

/// Whether an address shows one step in a frame: `embed` in its query, or in that behind `#`.
pub fn is_embedded(search: &str, hash: &str) -> bool {
    let query = search.trim_start_matches('?').split('&');
    let mut asked = query.filter_map(|pair| match pair.split_once('=').unwrap_or((pair, "")) {
        ("embed", value) => Some(is_on(value)),
        _ => None,
    });
    asked.next_back().unwrap_or(false) || Address::parse(hash).embed
}

/// The address of the whole page: without `embed`, and without what stands behind `#`.
pub fn home(address: &str) -> String {
    let page = address.split('#').next().unwrap_or_default();
    let Some((page, query)) = page.split_once('?') else { return page.to_owned() };
    let kept: Vec<&str> =
        query.split('&').filter(|pair| pair.split('=').next() != Some("embed")).collect();
    if kept.concat().is_empty() { page.to_owned() } else { format!("{page}?{}", kept.join("&")) }
}

/// The address of a step.
pub fn link(product: &str, step: &str) -> String {
    if step.is_empty() { format!("#/{product}") } else { format!("#/{product}/{step}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(product: &str, step: &str) -> Route {
        Route { product: product.to_owned(), step: step.to_owned() }
    }

    #[test]
    fn an_address_is_a_product_and_a_step() {
        assert_eq!(Route::parse("#/a/b"), route("a", "b"));
        assert_eq!(Route::parse("#/a"), route("a", ""));
        assert_eq!(Route::parse("#/a/b/c?d"), route("a", "b"));
        assert_eq!(Route::parse("#/a?d=/e/f"), route("a", ""));
        assert_eq!(Route::parse(&link("x", "y")), route("x", "y"));
        assert_eq!(Route::parse(&link("x", "")), route("x", ""));
    }

    #[test]
    fn anything_else_is_an_empty_route() {
        for hash in ["", "#", "#a/b", "#/", "//", "#?preset=x", "#/<img>/\u{0}"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
            let address = Address::parse(hash);
            assert_eq!((address.target, address.asks), (Target::default(), false), "{hash}");
        }
        assert_eq!(Route::parse(&format!("#/{}", "a".repeat(9000))), Route::default());
    }

    fn fills(hash: &str) -> Prefill {
        match Address::parse(hash).target {
            Target::Prefill(wanted) => wanted,
            other => panic!("{hash}: {other:?}"),
        }
    }

    #[test]
    fn a_link_fills_something_in() {
        let wanted =
            fills("#/p/s?preset=p-x&set.a.b=hdfs&nodes=m1,w[1-3]&nodes=x%0Ay&set.zone=GMT+8");
        assert_eq!((wanted.product.as_str(), wanted.step.as_str()), ("p", "s"));
        assert_eq!(wanted.preset, "p-x");
        assert_eq!(wanted.nodes, "m1,w[1-3]\nx\ny");
        let set = [("a.b", "hdfs"), ("zone", "GMT+8")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(wanted.settings, set);
        // Text of any language, an equals sign in a value, an empty value, a wrong percent sign.
        let wanted = fills("#/p?set.a=%E8%8A%82%E7%82%B9&set.b=x=y&set.c=&set.d=100%&set.e");
        let texts: Vec<&str> = wanted.settings.iter().map(|(_, v)| v.as_str()).collect();
        assert_eq!(texts, ["节点", "x=y", "", "100%", ""]);
    }

    #[test]
    fn a_link_that_fills_nothing_in_is_a_route() {
        let address = Address::parse("#/p/s?lang=zh-CN&embed");
        assert_eq!(address.target, Target::Step(route("p", "s")));
        assert_eq!((address.lang, address.embed, address.asks), (Some(Lang::Zh), true, true));
        assert_eq!(address.problems, []);
        assert!(!Address::parse("#/p/s").asks);
    }

    #[test]
    fn what_is_not_understood_is_named_without_its_secrets() {
        let hash = "#/p?preset=a&preset=b&lang=fr&color=red&set.a=1&set.a=2&set.b=%ff&%fe=1\
                    &password=hunter2&jdbc:x://me:hunter2@h=1";
        let address = Address::parse(hash);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            address.problems,
            [
                Problem::Twice(text("preset")),
                Problem::Language(text("fr")),
                Problem::Unknown(text("color")),
                Problem::Twice(text("set.a")),
                Problem::Unreadable(text("set.b")),
                Problem::Unreadable(text("%fe")),
                Problem::Unknown(text("password")),
                Problem::Unknown(text("jdbc:x://me:***@h")),
            ]
        );
        let wanted = fills(hash);
        assert_eq!(wanted.preset, "a");
        assert_eq!(wanted.settings, [(text("a"), text("1"))]);
    }

    #[test]
    fn a_link_holds_a_document() {
        let document = |hash: &str| match Address::parse(hash).target {
            Target::Document { text, step } => (text, step),
            other => panic!("{hash}: {other:?}"),
        };
        let pair = |text: &str, step: &str| (text.to_owned(), step.to_owned());
        assert_eq!(document("#s=1.AA_-"), pair("1.AA_-", ""));
        assert_eq!(document("#s=1.AA&step=nodes"), pair("1.AA", "nodes"));
        assert_eq!(document("#s=1.AA&step=<x>&more"), pair("1.AA", ""));
        assert_eq!(document("#s="), pair("", ""));
    }

    #[test]
    fn one_step_is_asked_for_in_either_query() {
        for (search, hash) in
            [("?embed", ""), ("?a=b&embed=1", "#/p"), ("", "#/p?embed"), ("?", "#/p?a&embed=true")]
        {
            assert!(is_embedded(search, hash), "{search} {hash}");
        }
        for (search, hash) in
            [("", ""), ("?embed=0", "#/p"), ("?embedded", "#/p/embed"), ("", "#embed")]
        {
            assert!(!is_embedded(search, hash), "{search} {hash}");
        }
    }

    #[test]
    fn the_whole_page_is_the_address_without_embed() {
        for (address, whole) in [
            ("https://h/m/?embed#/p", "https://h/m/"),
            ("https://h/m/index.html?a=1&embed=1&b#s=1", "https://h/m/index.html?a=1&b"),
            ("https://h/m/", "https://h/m/"),
            ("file:///m.html#/p?embed", "file:///m.html"),
        ] {
            assert_eq!(home(address), whole);
        }
    }
}

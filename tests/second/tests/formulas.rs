//! Formulas: what is printed is what is computed, and no default needs itself.

use model::{ClusterSpec, Lang, Text};
use products::ALL;
use rules::formula::{Condition, Measure};
use rules::{Answer, Class, Context, Default, Field, Formula, Kind, Pick, Product, Scope, Unit};
use std::collections::BTreeMap;

const GIB: u64 = 1 << 30;

static MEMORY: Measure = Measure {
    name: Text::new("node memory", "节点内存"),
    unit: Unit::Bytes,
    of: |cx, class| cx.quantity(class, "host.memory"),
};
static NODE: Formula = Formula::Measure(&MEMORY);
static THIRD: Formula = Formula::InSteps(
    &Formula::AtMost(&Formula::Part(&NODE, 1, 3), &Formula::Fixed(31 * GIB, Unit::Bytes)),
    &[(2 * GIB, GIB), (0, 64 << 20)],
);
static BUFFERS: Formula = Formula::Part(
    &Formula::Times(&[
        Formula::Sum(&[
            Formula::Fixed(15, Unit::Count),
            Formula::Fixed(4, Unit::Count),
            Formula::Fixed(1, Unit::Count),
        ]),
        Formula::Fixed(500 << 20, Unit::Bytes),
    ]),
    4,
    3,
);
static REST: Formula = Formula::Known(
    &Formula::Less(&NODE, &[Formula::Named(Text::new("system", "系统保留"), &EIGHTH), NOTHING]),
    &Formula::Fixed(4 * GIB, Unit::Bytes),
);
static EIGHTH: Formula =
    Formula::AtLeast(&Formula::Part(&NODE, 1, 8), &Formula::Fixed(GIB, Unit::Bytes));
const NOTHING: Formula = Formula::Measure(&Measure {
    name: Text::new("Redis", "Redis"),
    unit: Unit::Bytes,
    of: |_, _| Some(0),
});

fn alluxio() -> &'static Product {
    ALL.iter().find(|p| p.id == "alluxio").expect("a product")
}

/// The first example, whose first node has so much memory.
fn with_memory(memory: &str) -> ClusterSpec {
    let mut spec = formats::document::read(alluxio().presets[0].toml).spec;
    let settings = &mut spec.nodes[0].settings;
    settings.remove("host.memory");
    if !memory.is_empty() {
        settings.insert("host.memory".to_owned(), memory.to_owned());
    }
    spec
}

fn said(formula: &Formula, memory: &str, lang: Lang) -> [String; 3] {
    let spec = with_memory(memory);
    let cx = Context::new(&spec, alluxio());
    let class = Class::of(&spec.nodes[0]);
    let working = formula.working(&cx, Some(&class));
    [
        formula.text(&cx, Some(&class)),
        formula.words(&cx).render(lang),
        working.map_or_else(String::new, |w| w.render(lang)),
    ]
}

#[test]
fn a_formula_computes_says_itself_and_says_itself_with_numbers() {
    assert_eq!(
        said(&THIRD, "64 GiB", Lang::En),
        [
            "21 GiB",
            "a third of node memory, at most 31 GiB, in steps of 1 GiB (below 2 GiB: 64 MiB)",
            "64 GiB ÷ 3 = 21.3 GiB, at most 31 GiB → 21 GiB",
        ]
    );
    assert_eq!(
        said(&THIRD, "64 GiB", Lang::Zh),
        [
            "21 GiB",
            "节点内存的三分之一，最多 31 GiB，以 1 GiB 为单位向下取整（低于 2 GiB 时为 64 MiB）",
            "64 GiB ÷ 3 = 21.3 GiB，最多 31 GiB → 21 GiB",
        ]
    );
    // A limit that decides is the last number.
    assert_eq!(
        said(&THIRD, "256 GiB", Lang::En)[2],
        "256 GiB ÷ 3 = 85.3 GiB, at most 31 GiB → 31 GiB"
    );
    assert_eq!(
        said(&BUFFERS, "", Lang::En),
        [
            "13981013333 B",
            "(15 + 4 + 1) × 500 MiB × 4 ÷ 3",
            "(15 + 4 + 1) × 500 MiB × 4 ÷ 3 = 13 GiB",
        ]
    );
}

#[test]
fn terms_have_names_what_is_nothing_is_left_out_and_what_is_unknown_is_named() {
    assert_eq!(
        said(&REST, "64 GiB", Lang::En),
        [
            "56 GiB",
            "node memory − system (an eighth of node memory, at least 1 GiB) − Redis; 4 GiB while that is not known",
            "node memory 64 GiB − system 8 GiB = 56 GiB",
        ]
    );
    assert_eq!(said(&REST, "", Lang::En)[2], "node memory is not known: 4 GiB");
    assert_eq!(
        said(&REST, "", Lang::Zh),
        [
            "4 GiB",
            "节点内存 − 系统保留（节点内存的八分之一，至少 1 GiB） − Redis；未知时为 4 GiB",
            "节点内存未知：4 GiB",
        ]
    );
    // A part larger than the whole leaves nothing, never less.
    assert_eq!(said(&REST, "512 MiB", Lang::En)[0], "0 B");
}

/// Reads what was printed, as one would with a pencil: sums of products of numbers.
fn reckoned(text: &str) -> f64 {
    fn sum(words: &mut std::iter::Peekable<std::slice::Iter<'_, String>>) -> f64 {
        let mut value = product(words);
        while let Some(sign) = words.next_if(|w| matches!(w.as_str(), "+" | "−")) {
            let next = product(words);
            // What is below zero counts as nothing.
            value = if sign == "+" { value + next } else { f64::max(value - next, 0.0) };
        }
        value
    }
    fn product(words: &mut std::iter::Peekable<std::slice::Iter<'_, String>>) -> f64 {
        let mut value = atom(words);
        while let Some(sign) = words.next_if(|w| matches!(w.as_str(), "×" | "÷")) {
            let next = atom(words);
            value = if sign == "×" { value * next } else { value / next };
        }
        value
    }
    fn atom(words: &mut std::iter::Peekable<std::slice::Iter<'_, String>>) -> f64 {
        match words.next().map(String::as_str) {
            Some("(") => {
                let value = sum(words);
                assert_eq!(words.next().map(String::as_str), Some(")"));
                value
            }
            Some(number) => number.parse().expect("a number"),
            None => panic!("nothing more"),
        }
    }
    let spaced = text.replace('(', "( ").replace(')', " )");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut words = words.iter().peekable();
    let value = sum(&mut words);
    assert_eq!(words.next(), None, "{text}");
    value
}

/// Every way to put two and three operations into each other.
fn expressions(depth: u32) -> Vec<&'static Formula> {
    let leak = |formula: Formula| -> &'static Formula { Box::leak(Box::new(formula)) };
    let list = |all: Vec<Formula>| -> &'static [Formula] { Box::leak(all.into_boxed_slice()) };
    let number = |n: u64| Formula::Fixed(n, Unit::Count);
    if depth == 0 {
        return [2, 7].map(|n| leak(number(n))).to_vec();
    }
    let mut all = expressions(depth - 1);
    // A name of nothing: the formula as it stands, where a list wants one of its own.
    let own = |f: &'static Formula| Formula::Part(f, 1, 1);
    for inner in expressions(depth - 1) {
        all.push(leak(Formula::Sum(list(vec![own(inner), number(3)]))));
        all.push(leak(Formula::Sum(list(vec![number(3), own(inner)]))));
        all.push(leak(Formula::Less(leak(number(1000)), list(vec![own(inner), number(5)]))));
        all.push(leak(Formula::Less(inner, list(vec![number(1)]))));
        all.push(leak(Formula::Times(list(vec![own(inner), number(4)]))));
        all.push(leak(Formula::Times(list(vec![number(4), own(inner)]))));
        all.push(leak(Formula::Part(inner, 1, 3)));
        all.push(leak(Formula::Part(inner, 2, 3)));
    }
    all
}

#[test]
fn what_is_printed_is_what_is_computed() {
    let spec = with_memory("");
    let cx = Context::new(&spec, alluxio());
    let all = expressions(3);
    assert!(all.len() > 1000, "{}", all.len());
    for formula in all {
        let printed = formula.working(&cx, None).expect("a working").render(Lang::En);
        let (arithmetic, result) = printed.split_once(" = ").unwrap_or((&printed, &printed));
        let reckoned = reckoned(arithmetic);
        let (shown, last) = result.split_once(" → ").unwrap_or((result, result));
        let number = |text: &str| text.parse::<f64>().expect("a number");
        assert!((reckoned - number(shown)).abs() < 0.006, "{printed}: {reckoned}");
        // The value is what was reckoned, rounded down, and it is the last number.
        let value = formula.text(&cx, None);
        assert!((-1e-6..1.0).contains(&(reckoned - number(&value))), "{printed}: {value}");
        assert_eq!(last, value, "{printed}");
    }
}

#[test]
fn an_override_of_a_key_that_is_an_input_counts() {
    static DOUBLE: Formula = Formula::Part(&Formula::Field("tuning.heap"), 2, 1);
    let toml = second::PRODUCT.presets[0].toml;
    let mut spec = formats::document::read(toml).spec;
    let text = |spec: &ClusterSpec, at: usize| {
        let cx = Context::new(spec, &second::PRODUCT);
        DOUBLE.text(&cx, Some(&Class::of(&spec.nodes[at])))
    };
    assert_eq!(text(&spec, 0), "4 GiB");
    spec.overrides.cluster.insert("tandem.heap".into(), "3 GiB".to_owned());
    assert_eq!(text(&spec, 0), "6 GiB");
    spec.nodes[1].overrides.insert("tandem.heap".into(), "1 GiB".to_owned());
    assert_eq!((text(&spec, 0), text(&spec, 1)), ("6 GiB".to_owned(), "2 GiB".to_owned()));
    // What is no size is not known.
    spec.nodes[1].overrides.insert("tandem.heap".into(), "much".to_owned());
    assert_eq!(text(&spec, 1), "");
}

fn products() -> impl Iterator<Item = &'static Product> {
    ALL.iter().copied().chain([&second::PRODUCT])
}

#[test]
fn a_formula_counts_what_its_field_counts_and_names_fields_that_are() {
    for product in products() {
        let spec = formats::document::read(product.presets[0].toml).spec;
        let cx = Context::new(&spec, product);
        for field in product.all_fields() {
            for key in field.default.fields() {
                assert!(product.field(key).is_some(), "{}: {key}", field.key);
            }
            let formulas: Vec<&Formula> = match &field.default {
                Default::Formula(formula) => vec![formula],
                Default::Pick(pick) => {
                    let answers = pick.cases.iter().map(|(_, a)| a).chain([&pick.otherwise]);
                    answers
                        .filter_map(|a| match a {
                            Answer::Computed(formula) => Some(*formula),
                            _ => None,
                        })
                        .collect()
                }
                _ => Vec::new(),
            };
            for formula in formulas {
                assert_eq!(formula.unit(&cx), field.unit(), "{}", field.key);
                assert!(field.unit().is_some(), "{}", field.key);
            }
        }
    }
}

/// Every default of every field, for the cluster and for each node.
fn resolve(cx: &Context) {
    for field in cx.product.all_fields() {
        let _ = cx.default(field, None);
        let _ = cx.default_in_words(field);
        for node in &cx.spec.nodes {
            let text = cx.default(field, Some(node));
            let class = Class::of(node);
            let working = cx.default_worked_out(field, Some(&class));
            if let (Default::Formula(_), false) = (&field.default, text.is_empty()) {
                assert!(working.is_some(), "{}: {text}", field.key);
            }
        }
    }
}

#[test]
fn no_default_needs_itself() {
    for product in products() {
        for preset in product.presets {
            let preset = formats::document::read(preset.toml).spec;
            // As it stands, and with nothing set, when all defaults are asked.
            let bare = ClusterSpec { settings: BTreeMap::new(), ..preset.clone() };
            for spec in [preset, bare] {
                let cx = Context::new(&spec, product);
                resolve(&cx);
                assert_eq!(cx.circle(), [""; 0], "{}", product.id);
            }
        }
    }
}

static OF_B: Formula = Formula::Part(&Formula::Field("b"), 1, 2);
static OF_A: Formula = Formula::Part(&Formula::Field("a"), 1, 2);
static SAME_AS_D: Pick = Pick { cases: &[], otherwise: Answer::Field("d") };
static ALWAYS: Condition = Condition::new(Text::new("always", "总是"), |_, _| true);
static MADE_OF_C: Pick = Pick {
    cases: &[(
        &ALWAYS,
        Answer::Made(Text::new("c", "c"), |cx, class| cx.text_of(class, "c").into_owned()),
    )],
    otherwise: Answer::Nothing,
};

const fn field(key: &'static str, kind: Kind, scope: Scope) -> Field {
    let text = Text::new("circle", "循环");
    Field::new(key, "tuning", text, text, text, kind).scope(scope)
}

/// Two circles: one of formulas, one of choices and functions.
static CIRCLES: &[Field] = &[
    field("a", Kind::Bytes, Scope::Both).formula(&OF_B).required(),
    field("b", Kind::Bytes, Scope::Both).formula(&OF_A),
    field("c", Kind::Text, Scope::Cluster).pick(&SAME_AS_D).required(),
    field("d", Kind::Text, Scope::Cluster).pick(&MADE_OF_C),
];

#[test]
fn a_circle_of_defaults_is_empty_and_told_and_overflows_nothing() {
    let fields: &'static [&'static [Field]] =
        Box::leak(vec![second::PRODUCT.fields[0], CIRCLES].into_boxed_slice());
    let product: &'static Product = Box::leak(Box::new(Product { fields, ..second::PRODUCT }));
    let spec = formats::document::read(product.presets[0].toml).spec;
    let cx = Context::new(&spec, product);
    let node = &spec.nodes[0];
    assert_eq!(cx.node_text(node, "a"), "");
    assert_eq!(cx.circle(), ["a", "b"]);
    assert_eq!(cx.text("c"), "");
    let report = rules::check(&cx);
    let missing: Vec<String> = report
        .findings
        .iter()
        .filter(|f| f.rule == "GEN008")
        .map(|f| f.place.path(&spec))
        .collect();
    assert_eq!(missing, ["settings.a", "settings.c"]);
}

//! What holds for any text.

use model::secret::{Slot, is_reference, masked, positions, protect, protect_typed, starred};
use proptest::prelude::*;

/// Pieces of texts that hold secrets, and hostile ones.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "password",
        "=",
        ":",
        "://",
        "@",
        "a",
        "b1",
        ",",
        ";",
        "&",
        "?",
        "/",
        " ",
        "\"",
        "'",
        "{",
        "}",
        "${",
        "@{",
        "X}",
        "${A}",
        "<",
        ">",
        "</",
        "<name>",
        "<value>",
        "-p",
        "-u",
        "--",
        "token",
        "\\",
        "jdbc:oracle:thin:",
        "digest:",
        "Authorization:",
        "Bearer",
        "Basic",
        "\n",
        "[",
        "]",
        "(",
        ")",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN PRIVATE KEY-----",
        "-----END",
        "中",
        "：",
        "，",
        "1234",
        "sig",
        "key",
        "passwords",
        "value",
        "name",
        "kinit",
        "<<",
        "EOF",
        "AUTH\\ ",
        "|",
        "- ",
        "  ",
        "by",
        "requirepass",
        "auth-pass",
        "`",
        "*",
        "***",
        ".",
        "-",
        "_",
        "$",
        "{{",
        "}}",
        "\u{0}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text is: nothing panics, and what was protected once stays as it is.
    #[test]
    fn protecting_twice_changes_nothing(
        pieces in prop::collection::vec(piece(), 0..12),
        key in prop::sample::select(vec!["u", "", "a.password", "a.token", "a.account.key.n"]),
        slot in prop::sample::select(vec![Slot::Field, Slot::Property, Slot::Text]),
    ) {
        let given = pieces.concat();
        let once = protect(slot, key, &given, &[]);
        let twice = protect(slot, key, &once.text, &[]);
        prop_assert_eq!(&twice.text, &once.text, "from {:?}", given);
        prop_assert_eq!(twice.removed, vec![]);
        for at in positions(&once.text) {
            prop_assert!(once.text.get(at).is_some());
        }
        prop_assert_eq!(masked(&once.text), once.text.as_str());
        prop_assert_eq!(starred(&given).chars().count(), given.chars().count());
        let typed = protect_typed(slot, key, &given, &[], true).text;
        prop_assert_eq!(&protect_typed(slot, key, &typed, &[], true).text, &typed);
        // Two secrets never share a variable.
        for (name, secret) in &once.removed {
            prop_assert!(once.removed.iter().all(|(n, s)| n != name || s == secret));
            let reference = format!("${{{name}}}");
            prop_assert!(is_reference(&reference), "{}", reference);
        }
    }
}

/// A long text of anything are looked at in a moment: no form makes the search quadratic.
#[test]
fn long_texts_are_looked_at_quickly() {
    for piece in [
        "password=",
        "a:b,",
        "a:b@c,",
        "://a:b",
        "password=<",
        "<name>x.password</name>",
        "-p x ",
        "\"a ",
        "'",
        "-----BEGIN PRIVATE KEY-----",
        "jdbc:oracle:thin:u/",
        "digest:a:b ",
        "${",
        "a,",
        "token:{",
        "  :",
        "password = ",
        "AKIAIOSFODNN7EXAMPLE ",
        "x",
        "{",
        "requirepass ",
        "password:\n ",
        "password: |\n x\n",
        "{\"password\":{",
        "{\"password\":{\"a\":1,",
        "{\"passwords\":[\"",
        "?password=a b ",
        "\"-Dx.password=a ",
        "://a:b c ",
        "a:1,b@c:1,",
        "<value>",
        "value: a\nname: b",
        "\"\\\" ",
        "-p'a ",
        "[\"-p\",",
        "a | kinit <<E ; ",
        "AUTH\\ ",
        "\"AUTH a",
        "docker login ",
        "\"a\",",
        "a=[",
        "secret key key id ",
        "password)",
        "password=a)",
    ] {
        let text = piece.repeat((1 << 14) / piece.len()) + "@h";
        let begin = std::time::Instant::now();
        let once = protect(Slot::Property, "u", &text, &[]).text;
        let took = begin.elapsed();
        assert!(took.as_secs() < 10, "{piece}: {took:?}");
        assert_eq!(masked(&once), once, "{piece}");
    }
}

//! The words: both languages everywhere, and Chinese as it is written.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::{Lang, Text};
use products::ALL;
use rules::{Context, Kind};

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// What is wrong with a Chinese text: no blank between Chinese and Latin, or half-width
/// punctuation after a Chinese character. Code between back-ticks counts as a Latin word.
fn fault(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().filter(|c| *c != '*').collect();
    for pair in chars.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let latin = |c: char| c.is_ascii_alphanumeric() || c == '`';
        let close = (is_chinese(a) && latin(b)) || (latin(a) && is_chinese(b));
        let half = is_chinese(a) && matches!(b, ',' | '.' | ';' | ':' | '!' | '?' | '(');
        if close || half {
            return Some(format!("{a}{b} in: {text}"));
        }
    }
    None
}

fn texts() -> Vec<Text> {
    let mut all = Vec::new();
    for product in ALL {
        all.extend(product.versions.iter().map(|v| v.sentence));
        all.extend(product.refused.iter().map(|v| v.reason));
        all.extend(product.steps.iter().flat_map(|s| [s.title, s.short, s.sentence]));
        all.push(product.sentence);
        all.extend(product.roles.iter().flat_map(|r| [r.title, r.sentence]));
        all.extend(product.server_types.iter().flat_map(|t| [t.title, t.sentence]));
        all.extend(product.presets.iter().flat_map(|p| [p.title, p.sentence]));
        all.extend(product.services.iter().map(|s| s.title));
        for f in product.all_fields() {
            all.extend([f.group, f.label, f.help]);
            all.extend(f.default.texts());
            if let Kind::Choice(options) = f.kind {
                all.extend(options.iter().flat_map(|o| [o.title, o.sentence]));
            }
        }
    }
    all
}

/// They stand in a rail of 96 px, beside the mark of their state.
#[test]
fn short_names_of_steps_fit_and_differ() {
    for product in ALL {
        for lang in [Lang::En, Lang::Zh] {
            let names: Vec<&str> = product.steps.iter().map(|s| s.short.get(lang)).collect();
            let width =
                |name: &str| name.chars().map(|c| 1 + usize::from(is_chinese(c))).sum::<usize>();
            let long: Vec<_> = names.iter().filter(|name| width(name) > 8).collect();
            assert!(long.is_empty(), "{}: {long:?}", product.id);
            let different: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(different.len(), names.len(), "{}: {names:?}", product.id);
        }
    }
}

#[test]
fn texts_are_there_in_both_languages_and_chinese_is_written_well() {
    let mut faults = Vec::new();
    for text in texts() {
        assert!(
            !text.get(Lang::En).trim().is_empty() && !text.get(Lang::Zh).trim().is_empty(),
            "{text:?}"
        );
        assert!(
            text.get(Lang::En).is_ascii() || !text.get(Lang::En).chars().any(is_chinese),
            "{}",
            text.get(Lang::En)
        );
        faults.extend(fault(text.get(Lang::Zh)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_and_runbooks_are_written_in_the_documents_language() {
    let mut faults = Vec::new();
    for (product, preset) in products::presets() {
        let mut spec = shared::preset(preset.id);
        for (key, value) in
            [("engine.cache", "memcached"), ("engine.memcached_hosts", "m1.example.com:11211")]
        {
            spec.settings.insert(key.to_owned(), value.to_owned());
        }
        for lang in Lang::ALL {
            spec.language = lang;
            let cx = Context::new(&spec, product);
            let sections = (product.runbook)(&cx, lang);
            assert!(sections.len() >= 6, "{}", preset.id);
            let mut lines: Vec<String> = sections
                .iter()
                .flat_map(|s| [s.title.clone(), s.body.clone()])
                .flat_map(|t| t.lines().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            let nodes = spec.nodes.iter().map(|n| n.name.as_str()).chain([""]);
            for node in nodes {
                for (_, file) in shared::files(&spec, node) {
                    for origin in &file.origins {
                        lines.push(origin.reason.render(lang));
                    }
                    lines.extend(file.lines().map(|l| l.text.to_owned()));
                }
            }
            for line in lines {
                match lang {
                    Lang::En => assert!(!line.chars().any(is_chinese), "{line}"),
                    Lang::Zh => faults.extend(fault(&line)),
                }
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_line_of_a_file_that_a_field_caused_says_so() {
    for (preset, node, name, file) in shared::every_file() {
        for line in file.lines() {
            let setting = line.text.contains('=') && !line.text.trim_start().starts_with('#');
            let properties =
                matches!(name, "conf/kylin.properties" | "conf/alluxio-site.properties");
            if properties && setting {
                assert!(line.origin.is_some(), "{preset} {node} {name}: {}", line.text);
            }
        }
        for origin in &file.origins {
            assert!(!origin.places.is_empty(), "{preset} {name}: {:?}", origin.reason);
        }
    }
}

#[test]
fn fields_name_keys_that_the_catalogue_knows_and_steps_that_exist() {
    for product in ALL {
        let catalogue = rules::Catalogue::read(product.catalogue);
        let mut seen = std::collections::BTreeSet::new();
        for field in product.all_fields() {
            assert!(seen.insert(field.key), "{} stands there twice", field.key);
            fields_of(product, &catalogue, field);
        }
    }
}

fn fields_of(product: &rules::Product, catalogue: &rules::Catalogue, field: &rules::Field) {
    assert!(product.steps.iter().any(|s| s.id == field.step), "{}", field.key);
    for named in field.keys {
        let (file, key) = model::Property::parts(named);
        // A file of another format has keys of its own.
        let beside = product.configs.iter().any(|c| c.name == file && !c.catalogue);
        assert!(beside || catalogue.find(key).is_some_and(|k| !k.dead), "{named}");
    }
    if let rules::Default::Fixed(text) = field.default
        && !text.is_empty()
    {
        assert_eq!(field.check(text), Ok(()), "{}", field.key);
    }
    if !field.placeholder.is_empty() {
        assert_eq!(field.check(field.placeholder), Ok(()), "{}", field.key);
    }
}

/// The quoted words that stand right behind or right before others.
fn quoted<'t>(text: &'t str, before: &str, open: char, close: char, after: &str) -> Vec<&'t str> {
    let starts = text.match_indices(open).filter(|(at, _)| text[..*at].ends_with(before));
    let words = starts.filter_map(|(at, _)| text[at + open.len_utf8()..].split_once(close));
    words.filter(|(_, rest)| rest.starts_with(after)).map(|(word, _)| word).collect()
}

/// What to do is said in the words that stand in the form.
#[test]
fn a_field_that_a_rule_names_is_called_as_in_the_form() {
    let mut wrong = Vec::new();
    let mut named = 0;
    for product in ALL {
        for rule in product.all_rules() {
            for (lang, text) in [rule.title, rule.why]
                .into_iter()
                .flat_map(|text| Lang::ALL.map(|lang| (lang, text.get(lang))))
            {
                let fields = match lang {
                    Lang::En => quoted(text, "ield ", '"', '"', ""),
                    Lang::Zh => quoted(text, "", '“', '”', "字段"),
                };
                named += fields.len();
                let unknown = fields.into_iter().filter(|name| {
                    // The rule may stand in the list of a product that lacks the field.
                    let mut all = ALL.iter().flat_map(|product| product.all_fields());
                    !all.any(|field| field.label.get(lang) == *name)
                });
                wrong.extend(unknown.map(|name| format!("{}: no field is called {name}", rule.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(named > 5, "{named}");
}

//! Where the site may stand, and what it asks for.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Setup, Site};
use model::{Lang, Words};
use std::{collections::HashMap, fs};

/// Bytes by which a sentence is looked for.
const BEGIN: usize = 24;

#[test]
fn it_works_below_a_path_and_at_the_top() -> Result<()> {
    for prefix in ["/a/b/", "/"] {
        let visit = Visit::of(Site::built(prefix)?, Setup::default())?;
        visit.engine_ready()?;
        for step in visit.steps()? {
            visit.step(&step)?;
        }
        visit.end()?;
    }
    Ok(())
}

/// The recorder of requests sees what the page asks for, and the policy stops what it must not:
/// otherwise the check at the end of every visit would prove nothing.
#[test]
fn a_foreign_request_would_be_seen_and_stopped() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.nothing_foreign()?;
    let stopped = visit.run_async(
        "const done = arguments[arguments.length - 1];
         fetch('http://127.0.0.1:9/elsewhere').then(() => done(false), () => done(true));",
        &[],
    )?;
    ensure!(stopped == true, "the policy let a foreign request through");
    let said = visit.console()?.join("\n");
    ensure!(said.contains("Content Security Policy"), "the console says only: {said}");
    // The policy is not only that of the page's own tag: the server's header binds the worker.
    ensure!(visit.site.policy().contains("connect-src 'self'"), "{}", visit.site.policy());
    let inline = visit.run(
        "const s = document.createElement('script'); s.textContent = 'window.bad = 1';
         document.body.append(s); return window.bad ?? null;",
        &[],
    )?;
    ensure!(inline.is_null(), "an inline script ran");
    Ok(())
}

#[test]
fn nothing_is_sent_while_working() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let before = visit.site.requests().len();
    visit.copy_elsewhere("s1.internal\ns2.internal\ns3.internal")?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait("document.querySelectorAll('.node-name').length === 3")?;
    for step in visit.steps()? {
        visit.step(&step)?;
    }
    visit.click("#theme")?;
    let after = visit.site.requests();
    ensure!(after.len() == before, "asked while working: {:?}", after.get(before..));
    visit.end()
}

/// One language's texts come with the engine; the other's when they are needed, and once.
#[test]
fn the_texts_of_a_language_are_loaded_once() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.engine_ready()?;
    let asked = |lang: Lang| {
        let name = format!("/texts-{}-", lang.id());
        visit.site.requests().iter().filter(|r| r.target.contains(&name)).count()
    };
    ensure!((asked(Lang::En), asked(Lang::Zh)) == (1, 0), "{:?}", visit.site.requests());
    for (lang, tag) in [("zh", "zh-CN"), ("en", "en"), ("zh", "zh-CN")] {
        visit.click(&format!("#lang-{lang}"))?;
        visit.wait(&format!("document.documentElement.lang === '{tag}'"))?;
    }
    ensure!((asked(Lang::En), asked(Lang::Zh)) == (1, 1), "{:?}", visit.site.requests());
    visit.end()
}

/// The engine's module has numbers in the place of texts. Sentences are looked for: a short text
/// may be a word that the engine needs in another place.
#[test]
fn the_engine_holds_no_texts() -> Result<()> {
    let mut total = 0;
    let mut there = Vec::new();
    let site = Site::built("/a/b/")?;
    let engine = fs::read(Site::file(site.folder(), "engine-", ".wasm")?)?;
    // Where each beginning of a sentence stands: looking for some thousand one by one takes long.
    let mut sentences: HashMap<Vec<u8>, Vec<String>> = HashMap::new();
    for lang in ["en", "zh"] {
        let file = fs::read(Site::file(site.folder(), &format!("texts-{lang}-"), ".txt")?)?;
        ensure!(Words::read(file.clone()).is_some(), "texts-{lang} is no file of texts");
        for record in String::from_utf8(file)?.split('\u{1e}') {
            let words = record.get(8..).unwrap_or_default();
            if words.len() > 30 && words.ends_with(['.', '。']) {
                total += 1;
                let begin = words.as_bytes()[..BEGIN].to_vec();
                sentences.entry(begin).or_default().push(words.to_owned());
            }
        }
    }
    for (at, begin) in engine.windows(BEGIN).enumerate() {
        for words in sentences.get(begin).into_iter().flatten() {
            // The head of a script may say the same.
            let head = at >= 2 && &engine[at - 2..at] == b"# ";
            if engine[at..].starts_with(words.as_bytes()) && !head {
                there.push(words.clone());
            }
        }
    }
    ensure!(total > 500, "only {total} sentences");
    ensure!(there.is_empty(), "{there:#?}");
    Ok(())
}

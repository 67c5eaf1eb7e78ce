//! Links and saved work that were damaged, by a seed: each is told, none blanks the page, and the
//! person's work stays.

use crate::Visit;
use crate::share::{WORK, is_open, link_of, rename};
use anyhow::{Context as _, Result, ensure};
use e2e::Setup;
use serde_json::{Value, json};

/// Numbers that look like chance and are the same each time.
struct Seed(u64);

impl Seed {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap_or_default()
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A text with one thing wrong.
fn damaged(seed: &mut Seed, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = seed.below(chars.len());
    match seed.below(6) {
        0 => chars.truncate(at),
        1 => chars[at] = seed.pick(&["A", "_", "\"", "=", "节"]).chars().next().unwrap_or('x'),
        2 => chars
            .insert(at, seed.pick(&["z", "-", "[", "\n", "\u{0}"]).chars().next().unwrap_or('x')),
        3 => drop(chars.remove(at)),
        4 => {
            let end = (at + 1 + seed.below(40)).min(chars.len());
            chars.drain(at..end);
        }
        _ => {
            let piece: Vec<char> = chars[at..(at + 60).min(chars.len())].to_vec();
            let to = seed.below(chars.len());
            chars.splice(to..to, piece);
        }
    }
    chars.into_iter().collect()
}

/// What is done with each in the page: shown, waited for, put away again. A link is followed; saved work
/// is put where another tab puts its last words, and opened from there.
const ONE: &str = "
    const [items, kind, mine, work] = arguments, done = arguments[arguments.length - 1];
    const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
    const find = (css) => document.querySelector(css);
    const name = () => find('#bar-name').innerText.trim();
    const until = async (what) => {
      for (let i = 0; i < 1000; i++) { const found = what(); if (found) return found; await sleep(5); }
      throw new Error('waited in vain: ' + what + '\\n' + document.body.innerText.slice(0, 2000));
    };
    const BAD = '.notice[data-kind=Failed], .notice[data-kind=Autosave]';
    const put = async () => {
      for (let close; (close = find('.notice:not([data-kind=Example]) > button')); await sleep(0)) close.click();
    };
    const one = async (item) => {
      await put();
      if (kind === 'link') {
        location.hash = item;
        await until(() => !location.hash.startsWith('#s='));
      } else {
        localStorage.setItem(work, item);
        dispatchEvent(new StorageEvent('storage', { key: work, newValue: item }));
        await sleep(30);
      }
      const end = await until(() => find('dialog[open]') ? 'dialog' : find(BAD) ? 'told'
        : find('.notice[data-kind=Done]') ? 'opened'
        : kind === 'work' && find('#app').dataset.opening == null
          && find('#app').dataset.engine === 'ready' ? 'opened' : null);
      const said = (find('dialog[open]') ?? find(BAD) ?? find('.notice[data-kind=Done]'))?.innerText ?? '';
      // A document that was opened may have no node, and so no file.
      const whole = () => document.querySelectorAll('#steps-nav li').length > 3
        && (end === 'opened' || document.querySelectorAll('#file-lines .line').length > 3)
        && find('#step-heading') != null;
      for (let i = 0; i < 600 && !whole(); i++) await sleep(5);
      const seen = whole();
      const kept = Object.values(localStorage).some((text) => text.includes(mine))
        && (kind === 'link' || end === 'opened' || Object.values(localStorage).includes(item));
      if (end === 'dialog') find('#open-cancel').click();
      if (kind === 'link' && end === 'opened' && name() !== mine) find('#undo').click();
      if (kind === 'link') await until(() => name() === mine);
      // Another product may have come and gone: the page is drawn anew when its form has come.
      if (end === 'opened') await sleep(200);
      return { item, end, said, seen, kept, address: location.hash };
    };
    (async () => {
      const out = [];
      for (const item of items) {
        out.push(await one(item).catch((error) => ({ error: item + '\\n' + error })));
      }
      return out;
    })().then(done, (error) => done([{ error: String(error) }]));";

fn run(visit: &Visit, items: &[String], kind: &str, mine: &str) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for part in items.chunks(20) {
        let out = visit.run_async(ONE, &[json!(part), json!(kind), json!(mine), json!(WORK)])?;
        for one in out.as_array().context("no outcome")? {
            ensure!(one["error"].is_null(), "{}\n{part:#?}", one["error"]);
            ensure!(one["seen"] == true, "the page is blank: {one}");
            ensure!(one["kept"] == true, "work is lost: {one}");
            let said = one["said"].as_str().unwrap_or_default();
            ensure!(one["end"] == "opened" || said.len() > 30, "nothing is said: {one}");
            all.push(one.clone());
        }
    }
    ensure!(all.len() == items.len(), "{} of {}", all.len(), items.len());
    Ok(all)
}

fn count(outcomes: &[Value], end: &str) -> usize {
    outcomes.iter().filter(|one| one["end"] == end).count()
}

#[test]
fn damaged_links_are_told_and_change_nothing() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    rename(&visit, "my-own-work")?;
    let text = visit.text(&format!("localStorage.getItem('{WORK}')"))?;
    let good = link_of(&visit, &text.replace("my-own-work", "of-another"))?;
    let mut seed = Seed(0x5eed);
    // Whole kinds, with what each must say.
    let bomb = link_of(&visit, &"#".repeat(3_000_000))?;
    ensure!(bomb.len() < 8000, "{}", bomb.len());
    let of = |text: &str| link_of(&visit, text);
    let known = [
        (good.replace("#s=1.", "#s=2."), "another version"),
        (good.replace("#s=1.", "#s=007."), "another version"),
        (good.replace("#s=1.", "#s=x."), "damaged"),
        (good.replace("#s=1.", "#s="), "damaged"),
        ("#s=".to_owned(), "damaged"),
        ("#s=1.".to_owned(), "damaged"),
        ("#s=1.!!!".to_owned(), "damaged"),
        (format!("{good}."), "damaged"),
        (format!("{good}AAAA"), "damaged"),
        (good[..good.len() / 2].to_owned(), "damaged"),
        (bomb, "1 MB"),
        (of("")?, "nothing of a cluster"),
        (of("\u{89}PNG\r\n\u{1a}\n\u{0}\u{0}")?, "nothing of a cluster"),
        (of("[package]\nversion = \"1\"\n")?, "nothing of a cluster"),
        (of(&"[".repeat(200_000))?, "nothing of a cluster"),
        (of("schema = \"one\"\nname = 7\nnodes = true\n")?, ""),
        (
            of(&text.replace("environment = ", "environment = 7 # "))?,
            "Not everything could be read",
        ),
        (
            of(&text.replace("schema = ", "schema = 99 # ").replace("my-own-work", "newer"))?,
            "newer",
        ),
        (
            of(&format!("{text}\n[of_tomorrow]\nkey = 1\n").replace("my-own-work", "unknown-part"))?,
            "unknown-part",
        ),
        (of(&text.replace("kylin\"", "nothing\"").replace("my-own-work", "no-product"))?, ""),
    ];
    let links: Vec<String> = known.iter().map(|(link, _)| link.clone()).collect();
    for (one, (_, word)) in run(&visit, &links, "link", "my-own-work")?.iter().zip(&known) {
        let said = one["said"].as_str().unwrap_or_default();
        ensure!(said.contains(word), "{word} is not said: {one}");
        let address = one["address"].as_str().unwrap_or_default();
        ensure!(address.starts_with("#/"), "the address is {address}");
    }
    // By chance, in the link and in the text that it holds.
    let mut links = Vec::new();
    for at in 0..120 {
        links.push(if at % 3 == 0 {
            of(&damaged(&mut seed, &text.replace("my-own-work", "of-another")))?
        } else {
            format!("#s={}", damaged(&mut seed, &good[3..]).replace(['\n', '\u{0}'], "~"))
        });
    }
    let outcomes = run(&visit, &links, "link", "my-own-work")?;
    let (told, asked) = (count(&outcomes, "told"), count(&outcomes, "dialog"));
    ensure!(told > 60 && asked > 5, "{told} told, {asked} asked");
    // The page works, and so does a good link.
    is_open(&visit, "my-own-work")?;
    visit.run("location.hash = arguments[0]", &[json!(good)])?;
    is_open(&visit, "of-another")?;
    visit.errors(0)?;
    visit.end()
}

#[test]
fn damaged_work_is_told_and_kept() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    rename(&visit, "my-own-work")?;
    let text = visit.text(&format!("localStorage.getItem('{WORK}')"))?;
    let mut seed = Seed(0x0dd5);
    let mut works: Vec<String> = (0..58).map(|_| damaged(&mut seed, &text)).collect();
    works.push(String::from("][ not toml"));
    works.push("[".repeat(100_000));
    // Something of the person's own is in storage, whatever becomes of this key.
    visit.run("localStorage.setItem('muster.draft.1', '1\\t1\\t3\\tApache Kylin\\tkept\\n' + arguments[0])", &[json!(text)])?;
    let outcomes = run(&visit, &works, "work", "my-own-work")?;
    let (told, opened) = (count(&outcomes, "told"), count(&outcomes, "opened"));
    ensure!(told > 20 && opened > 5, "{told} told, {opened} opened");
    rename(&visit, "after-all")?;
    visit.end()
}

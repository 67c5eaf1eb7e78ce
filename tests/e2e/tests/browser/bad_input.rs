//! Hostile and hopeless input: a clear message at its place, nothing lost, nothing hangs, no bad
//! byte in a file.

use crate::{Visit, archive};
use anyhow::{Context as _, Result, ensure};
use e2e::Setup;
use serde_json::json;
use std::{process::Command, time::Instant};

/// Names that are no host's. Each must be refused where it stands.
fn hostile() -> Vec<String> {
    let mut names: Vec<String> = [
        "a b",
        "k1\"quoted",
        "k1'quoted",
        "k1;reboot",
        "$(reboot)",
        "`reboot`",
        "-oProxyCommand=reboot",
        "../../etc/passwd",
        "k1\\n",
        "k\u{0}1",
        "käse.example.com",
        "节点一",
        "k1\u{202e}gpj",
        "<img/src=x/onerror=alert(1)>",
        "{{k1}}",
        "%0a",
        "k1#",
        "k1|tee",
        "k1&",
        "*",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("a".repeat(300));
    names.push(vec!["a".repeat(60); 6].join("."));
    names
}

/// Characters that must not reach a generated file from a name.
const POISON: [&str; 8] = [
    "$(reboot)",
    "`reboot`",
    ";reboot",
    "ProxyCommand",
    "../../etc",
    "\u{202e}",
    "onerror",
    "käse",
];

#[test]
fn every_bad_line_of_a_list_is_named_and_kept() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.focus("#paste")?;
    // A null byte can't be typed or pasted into a box.
    let names: Vec<String> = hostile().into_iter().filter(|n| !n.contains('\0')).collect();
    for name in &names {
        visit.press("Ctrl+A Delete")?;
        // What is shown next is about this name.
        visit.wait("!document.querySelector('#paste-problems li, .understood')")?;
        visit.insert(&format!("good.internal\n{name}\n"))?;
        visit
            .wait("document.querySelector('#paste-problems li[data-line=\"2\"]') || document.querySelectorAll('.understood tbody tr').length > 1")
            .with_context(|| name.clone())?;
        let problem = visit.eval(
            "document.querySelector('#paste-problems li[data-line=\"2\"]')?.innerText ?? ''",
            &[],
        )?;
        let problem = problem.as_str().unwrap_or_default().to_owned();
        // A line may also hold a good name and more; then the name must be a good one.
        if problem.is_empty() {
            let rows = visit.eval("[...document.querySelectorAll('.understood tbody tr td:first-child')].map((t) => t.innerText)", &[])?;
            let rows: Vec<String> = serde_json::from_value(rows)?;
            let sound = |n: &String| {
                n.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
                    && !n.starts_with('-')
                    && n.len() <= 253
            };
            ensure!(rows.iter().all(sound), "{name} was taken as {rows:?}");
        } else {
            let shown: String = name.chars().take(4).collect();
            ensure!(
                problem.contains(&shown) && problem.len() > shown.len() + 10,
                "{name}: {problem}"
            );
        }
        let kept = visit.text("document.getElementById('paste').value")?;
        ensure!(kept.contains(name.as_str()), "{name} is lost: {kept}");
    }
    visit.end()
}

#[test]
fn ports_ipv6_and_the_same_node_twice() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.focus("#paste")?;
    let text = "p1.internal:0\np2.internal:70000\np3.internal:99999999999999999999\n2001:db8::1\n\
                [2001:db8::2]:7070\np4.internal:7070\ntwin.internal\ntwin.internal\n";
    visit.insert(text)?;
    visit.wait("document.querySelectorAll('#paste-problems li').length >= 3")?;
    let lines = visit.eval(
        "[...document.querySelectorAll('#paste-problems li')].map((l) => Number(l.dataset.line))",
        &[],
    )?;
    for line in [1, 2, 3] {
        ensure!(
            lines.as_array().is_some_and(|l| l.contains(&json!(line))),
            "line {line} passed: {lines}"
        );
    }
    ensure!(
        !lines.as_array().is_some_and(|l| l.contains(&json!(6))),
        "a good port was refused: {lines}"
    );
    let said = visit.text("document.getElementById('paste-problems').innerText")?;
    ensure!(
        said.contains("65535") || said.contains("65 535"),
        "the range of ports is not said: {said}"
    );
    visit.click("#paste-replace")?;
    visit.wait(
        "[...document.querySelectorAll('.node-name')].some((i) => i.value === 'p4.internal')",
    )?;
    // The twin is either named in the list or a finding at its row.
    visit.wait(
        "document.querySelector('.node-row .finding') || document.querySelector('#paste-problems')?.innerText.includes('twin')",
    )?;
    // What was not understood is still in the box.
    let kept = visit.text("document.getElementById('paste').value")?;
    ensure!(kept.contains("p2.internal:70000"), "lost: {kept}");
    visit.end()
}

#[test]
fn a_hostile_name_in_the_table_is_an_error_at_its_field_and_in_no_file() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for name in hostile() {
        if name.contains('\0') {
            continue;
        }
        visit.focus(".node-row:first-child .node-name")?;
        visit.press("Ctrl+A")?;
        visit.insert("good.internal")?;
        // What is shown next is about this name.
        visit.wait(
            "!document.querySelector('.node-row:first-child .node-name').ariaInvalid \
             && document.getElementById('file-lines').innerText.includes('good.internal')",
        )?;
        visit.press("Ctrl+A")?;
        visit.insert(&name)?;
        visit
            .wait(
                "document.querySelector('.node-row:first-child .node-name').ariaInvalid === 'true'",
            )
            .with_context(|| name.clone())?;
        let said = visit.text("document.querySelector('.node-row:first-child .finding[data-severity=error]').innerText")?;
        ensure!(said.len() > 20, "{name}: {said}");
        let value =
            visit.text("document.querySelector('.node-row:first-child .node-name').value")?;
        ensure!(value == name, "{name} became {value}");
        let file = visit.text("document.getElementById('file-lines').innerText")?;
        for poison in POISON {
            // Only a marked comment may tell of it.
            let told = file
                .lines()
                .filter(|l| l.contains(poison))
                .all(|l| l.trim_start().starts_with('#'));
            ensure!(told, "{poison} stands in the file:\n{file}");
        }
        ensure!(visit.console()?.is_empty(), "{name} speaks on the console");
    }
    visit.end()
}

/// The same in every text field of every step: no crash, no hang, no bad byte, and the value stays.
#[test]
fn hostile_text_in_every_field() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    // The file that names the nodes stays in view, whatever else an edit changes.
    visit.click("#file-hold")?;
    let mut tried = 0;
    for step in visit.steps()? {
        visit.step(&step)?;
        let ids = visit.eval(
            "[...document.querySelectorAll('#form .field input[type=text], #form .field textarea')]
               .filter((i) => i.checkVisibility()).map((i) => i.id)",
            &[],
        )?;
        let ids: Vec<String> = serde_json::from_value(ids)?;
        for id in ids {
            let css = format!("#{id}");
            if !visit.holds(&format!("document.getElementById({})", json!(id)))? {
                continue; // an earlier value took it away
            }
            visit.run("document.getElementById(arguments[0]).focus()", &[json!(id)])?;
            let single = visit
                .holds(&format!("document.getElementById({}).tagName === 'INPUT'", json!(id)))?;
            let text = if single {
                "$(reboot)`id`;\" ' \\ \u{7f}ü 节点 = # ${x} %s <b>"
            } else {
                "$(reboot)\n;\"'\n节点"
            };
            visit.press("Ctrl+A")?;
            visit.insert(text)?;
            visit.press("Tab")?;
            ensure!(
                visit.holds(&format!("document.querySelector({})", json!(css)))?,
                "{id} is gone"
            );
            tried += 1;
        }
    }
    ensure!(tried >= 8, "only {tried} fields were found");
    visit.some_errors()?;
    // The engine still answers.
    visit.step("nodes")?;
    visit.focus(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.insert("after.internal")?;
    visit.wait("document.getElementById('file-lines').innerText.includes('after.internal')")?;
    visit.end()
}

/// A legal but unusual text reaches the files only in quotes: the archive's own shell files stay
/// readable by `sh`.
#[test]
fn what_is_allowed_but_odd_is_escaped() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("review")?;
    visit.focus("#override-key")?;
    visit.insert("kylin.web.help.1")?;
    visit.focus("#override-value")?;
    visit.insert("it's $(reboot) `id` \\ \"x\" 节点 #!")?;
    visit.press("Enter")?;
    if visit.holds("!document.querySelector('.overrides li')")? {
        visit.click("#override-add")?;
    }
    visit.wait("document.querySelector('.overrides li')")?;
    // It is in the file, and nothing stands in the way.
    visit.wait("document.getElementById('file-lines').innerText.includes('kylin.web.help.1')")?;
    visit.errors(0)?;
    let (name, bytes) = archive::download(&visit, false)?;
    let path = visit.scratch().join(&name);
    std::fs::write(&path, bytes)?;
    let unpacked =
        Command::new("tar").arg("xzf").arg(&path).arg("-C").arg(visit.scratch()).status()?;
    ensure!(unpacked.success(), "tar");
    let folder = name.trim_end_matches(".tar.gz");
    let check = "find \"$1\" -type f \\( -name '*.sh' -o -name '*.env' -o -path '*/bin/*' ! -name '*.*' \\) -exec sh -n {} \\;";
    let checked = Command::new("sh")
        .args(["-c", check, "sh", folder])
        .current_dir(visit.scratch())
        .output()?;
    ensure!(
        checked.status.success() && checked.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    visit.end()
}

#[test]
fn ten_thousand_lines_do_not_hang() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let list = (0..10_000).map(|n| format!("n{n:05}.internal")).collect::<Vec<_>>().join("\n");
    visit.copy_elsewhere(&list)?;
    visit.focus("#paste")?;
    let begin = Instant::now();
    visit.press("Ctrl+V")?;
    visit.wait("document.getElementById('form').innerText.includes('10000') || document.getElementById('form').innerText.includes('10 000') || document.getElementById('form').innerText.includes('10,000')")?;
    // The page takes input meanwhile and afterwards.
    visit.wait("document.querySelector('#app').dataset.engine === 'ready'")?;
    let took = begin.elapsed();
    println!("10 000 lines: {took:?}");
    let rows = visit.eval("document.querySelectorAll('.node-row').length", &[])?;
    ensure!(rows.as_u64().is_some_and(|r| r > 0 && r < 400), "{rows} rows are drawn");
    let begin = Instant::now();
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("large")?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'large'")?;
    println!("5 keys with 10 000 nodes: {:?}", begin.elapsed());
    visit.end()
}

/// 10 000 lines of nonsense are named, the first of them drawn, none lost.
#[test]
fn ten_thousand_bad_lines_do_not_hang() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let list = (0..10_000).map(|n| format!("bad$name;{n}")).collect::<Vec<_>>().join("\n");
    visit.copy_elsewhere(&list)?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait("document.querySelectorAll('#paste-problems li').length >= 50")?;
    let count = visit
        .eval("document.getElementById('paste').value.split('\\n').filter(Boolean).length", &[])?;
    ensure!(count == 10_000, "{count} lines are left in the box");
    visit.end()
}

//! What the program does with files: good ones, bad ones, ones that are there already.

mod program;

use program::{code, command, error, example, folder, muster, text};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every file below a folder with its content.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.clone(), fs::read(path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_no_document_is_told_clearly() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("image.toml"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap();
    let large = fs::File::create(at.join("large.toml")).unwrap();
    large.set_len(50 << 20).unwrap();
    let huge = fs::File::create(at.join("huge.toml")).unwrap();
    huge.set_len(3 << 30).unwrap();
    fs::write(at.join("newer.toml"), "schema = 99\nname = \"x\"\n").unwrap();
    fs::write(at.join("empty.toml"), "").unwrap();
    let cases = [
        ("missing.toml", 2, "it does not exist"),
        (".", 2, "it is a folder"),
        ("huge.toml", 2, "at most 8 MiB"),
        ("image.toml/x", 2, "not a folder"),
        ("image.toml", 1, "DOC006"),
        ("large.toml", 1, "DOC005"),
        ("newer.toml", 1, "DOC004"),
        ("empty.toml", 1, "GEN016"),
    ];
    for (name, expected, words) in cases {
        for command in [vec!["check", name], vec!["export", name, "-o", "out"]] {
            let output = muster(at, &command);
            assert_eq!(code(&output), expected, "{command:?} {}", error(&output));
            let said = text(&output) + &error(&output);
            assert!(said.contains(words), "{command:?}: {said}");
            assert!(!at.join("out").exists());
        }
    }
    // Nothing was read, so nothing else is found in it.
    let output = muster(at, &["check", "large.toml", "--format", "json"]);
    assert!(text(&output).starts_with("{\"errors\":1,"), "{}", text(&output));
    assert!(text(&muster(at, &["check", "image.toml"])).contains(": 1 error,"));
    assert!(text(&output).contains("50.0 MiB"));
}

#[test]
fn the_json_report_has_the_shape_that_programs_rely_on() {
    let folder = folder();
    fs::write(
        folder.path().join("a.toml"),
        "schema = 1\nname = 5\nodd = 1\n[[nodes]]\nname = \"k1\"\n",
    )
    .unwrap();
    let output = muster(folder.path(), &["check", "a.toml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&text(&output)).expect("one JSON object");
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["errors", "warnings", "infos", "findings"]);
    let findings = report["findings"].as_array().unwrap();
    let count = |severity: &str| findings.iter().filter(|f| f["severity"] == severity).count();
    assert_eq!(report["errors"], count("error"));
    assert_eq!(report["warnings"], count("warning"));
    assert_eq!(report["infos"], count("info"));
    for finding in findings {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "rule", "severity", "path", "file", "line", "column", "message", "why", "fix",
                "sources"
            ]
        );
        assert_eq!(finding["file"], "a.toml");
        assert!(!finding["message"].as_str().unwrap().is_empty());
        assert!(!finding["why"].as_str().unwrap().is_empty(), "{finding}");
        assert!(!finding["sources"].as_array().unwrap().is_empty(), "{finding}");
    }
    let odd = findings.iter().find(|f| f["rule"] == "DOC002").expect("the unknown key");
    assert_eq!((&odd["line"], &odd["column"]), (&3.into(), &1.into()));
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let folder = example();
    let at = folder.path();
    let plain = fs::read_to_string(at.join("a.toml")).unwrap();
    fs::write(at.join("warned.toml"), format!("odd = 1\n{plain}")).unwrap();
    fs::write(at.join("marked.toml"), format!("\u{FEFF}{plain}")).unwrap();
    let run = |file: &str, on: &str| code(&muster(at, &["check", file, "--fail-on", on]));
    assert_eq!(
        [run("warned.toml", "error"), run("warned.toml", "warning"), run("warned.toml", "info")],
        [0, 1, 1]
    );
    assert_eq!(
        [run("marked.toml", "error"), run("marked.toml", "warning"), run("marked.toml", "info")],
        [0, 0, 1]
    );
}

#[test]
fn standard_input_is_a_document_too() {
    let folder = example();
    let at = folder.path();
    for args in [vec!["check", "-"], vec!["export", "-", "-o", "out.zip"]] {
        let mut child =
            command(at, &args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let plain = fs::read(at.join("a.toml")).unwrap();
        child.stdin.take().unwrap().write_all(&plain).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{}", text(&output));
    }
    assert!(at.join("out.zip").is_file());
}

#[test]
fn all_forms_of_an_archive_hold_the_same_files() {
    let folder = example();
    let at = folder.path();
    for target in ["out", "out.zip", "out.tar.gz", "again.tar.gz"] {
        assert_eq!(code(&muster(at, &["export", "a.toml", "-o", target])), 0);
    }
    assert_eq!(
        fs::read(at.join("out.tar.gz")).unwrap(),
        fs::read(at.join("again.tar.gz")).unwrap()
    );
    let run = |program: &str, args: &[&str]| {
        let status =
            Command::new(program).args(args).current_dir(at).stdout(Stdio::null()).status();
        let status = status.unwrap_or_else(|e| {
            panic!("{program} ({e}): install it with apt-get install {program}")
        });
        assert!(status.success(), "{program} {args:?}");
    };
    fs::create_dir(at.join("zip")).unwrap();
    fs::create_dir(at.join("tar")).unwrap();
    run("unzip", &["-q", "out.zip", "-d", "zip"]);
    run("tar", &["xzf", "out.tar.gz", "-C", "tar"]);
    let below = |folder: &str| {
        let top = at.join(folder);
        let top = if folder == "out" {
            top
        } else {
            fs::read_dir(top).unwrap().next().unwrap().unwrap().path()
        };
        files(&top)
            .into_iter()
            .map(|(p, bytes)| (p.strip_prefix(&top).unwrap().to_owned(), bytes))
            .collect::<Vec<_>>()
    };
    assert!(below("out").len() > 10);
    assert_eq!(below("out"), below("zip"));
    assert_eq!(below("out"), below("tar"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| fs::metadata(at.join(path)).unwrap().permissions().mode() & 0o111;
        assert_ne!(mode("out/bin/deploy"), 0);
        assert_eq!(mode("out/README.md"), 0);
    }
}

#[test]
fn an_export_over_an_older_one_keeps_what_the_admin_put_there() {
    let folder = example();
    let at = folder.path();
    let out = at.join("out");
    assert_eq!(code(&muster(at, &["export", "a.toml", "-o", "out"])), 0);
    fs::create_dir(out.join("packages")).unwrap();
    fs::write(out.join("packages/kylin.tar.gz"), "big").unwrap();
    fs::write(out.join("secrets.env"), "X=1\n").unwrap();
    fs::write(out.join("README.md"), "edited").unwrap();
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    fs::write(out.join("SHA256SUMS"), format!("{sums}00  gone.txt\n")).unwrap();
    fs::write(out.join("gone.txt"), "of an older version").unwrap();
    assert_eq!(code(&muster(at, &["export", "a.toml", "-o", "out"])), 2);
    assert_eq!(fs::read(out.join("README.md")).unwrap(), b"edited");
    let output = muster(at, &["export", "a.toml", "-o", "out", "--force"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    assert_eq!(fs::read(out.join("packages/kylin.tar.gz")).unwrap(), b"big");
    assert_eq!(fs::read(out.join("secrets.env")).unwrap(), b"X=1\n");
    assert_ne!(fs::read(out.join("README.md")).unwrap(), b"edited");
    assert!(!out.join("gone.txt").exists());
    // Only exports are replaced.
    fs::create_dir(at.join("mine")).unwrap();
    fs::write(at.join("mine/thesis.txt"), "years").unwrap();
    let output = muster(at, &["export", "a.toml", "-o", "mine", "--force"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("holds no export"));
    assert_eq!(files(&at.join("mine")).len(), 1);
    // Nothing temporary stays.
    let names: Vec<_> = fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn an_export_is_replaced_by_whatever_way_it_is_named() {
    let folder = example();
    let export = |target: &str, more: &[&str]| {
        let output = muster(folder.path(), &[&["export", "a.toml", "-o", target], more].concat());
        assert_eq!(code(&output), 0, "{target}: {}", error(&output));
    };
    export("out", &[]);
    fs::write(folder.path().join("out/secrets.env"), "A=b\n").expect("a file");
    let before = files(&folder.path().join("out"));
    // The way to it leads through itself.
    for target in ["out/../out", "./out/", "out/bin/../../out"] {
        export(target, &["--force"]);
        assert_eq!(files(&folder.path().join("out")), before, "{target}");
        let names = fs::read_dir(folder.path()).expect("a folder").flatten();
        let mut names: Vec<_> = names.map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.toml", "out"], "{target}");
    }
}

#[test]
fn a_refused_export_writes_nothing_and_leaves_what_is_there() {
    let folder = example();
    let at = folder.path();
    fs::write(at.join("bad.toml"), "schema = 1\nproduct = \"kylin\"\n").unwrap();
    fs::write(at.join("out.zip"), "mine").unwrap();
    for target in ["out.zip", "new.zip", "new", "new.tar.gz"] {
        let output = muster(at, &["export", "bad.toml", "-o", target, "--force"]);
        assert_eq!(code(&output), 1);
        assert!(error(&output).contains("nothing was written"), "{}", error(&output));
    }
    assert_eq!(fs::read(at.join("out.zip")).unwrap(), b"mine");
    assert_eq!(fs::read_dir(at).unwrap().count(), 3);
    let output = muster(at, &["export", "a.toml", "-o", "no/where/out.zip"]);
    assert_eq!(
        (code(&output), error(&output).contains("no/where does not exist")),
        (2, true),
        "{}",
        error(&output)
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = folder();
    for args in [vec!["explain", "--list"], vec!["schema"], vec!["init", "-o", "-"]] {
        let mut child = command(folder.path(), &args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{args:?}");
    }
    fs::write(folder.path().join("bad.toml"), "x\n".repeat(5000)).unwrap();
    let mut child =
        command(folder.path(), &["check", "bad.toml"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn secrets_are_never_printed() {
    let folder = folder();
    let at = folder.path();
    let document = "schema = 1\nproduct = \"kylin\"\nown.password = \"s3cret-one\"\n[settings.metastore]\njdbc_url = \"jdbc:mysql://h/d?password=s3cret-two\"\npassword = \"s3cret\\u002Dthree\"\n[overrides.cluster]\n\"a.password\" = '''s3cret-four'''\n\"b.password\" = \"q\"\n";
    fs::write(at.join("a.toml"), document).unwrap();
    for args in [
        vec!["check", "a.toml"],
        vec!["check", "a.toml", "--format", "json"],
        vec!["export", "a.toml", "-o", "x"],
    ] {
        let output = muster(at, &args);
        let said = text(&output) + &error(&output);
        assert!(said.contains("DOC007"));
        assert!(!said.contains("s3cret") && !said.contains("\"q\""), "{said}");
    }
}

#[test]
fn terminal_codes_in_a_document_do_not_reach_the_terminal() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("a.toml"), "name = \"\u{1b}[31mred\u{7}\"\nx\u{1b}]0;t\u{7} = 1\n").unwrap();
    let output = muster(at, &["check", "a.toml"]);
    assert_eq!(code(&output), 1);
    assert!(!text(&output).contains(['\u{1b}', '\u{7}']), "{:?}", text(&output));
    let name = "odd\u{1b}[2J.toml";
    let output = muster(at, &["check", name]);
    assert!(!error(&output).contains('\u{1b}'), "{:?}", error(&output));
}

#[test]
fn an_example_speaks_the_language_of_the_terminal() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(code(&muster(at, &["init", "-o", "zh.toml", "--lang", "zh"])), 0);
    assert!(fs::read_to_string(at.join("zh.toml")).unwrap().contains("language = \"zh\""));
    let output = muster(at, &["check", "zh.toml", "--lang", "zh"]);
    assert_eq!((code(&output), text(&output).contains("0 条错误")), (0, true));
    let output =
        command(at, &["check", "nothing.toml"]).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(
        error(&output).starts_with("错误：无法读取 nothing.toml：它不存在"),
        "{}",
        error(&output)
    );
}

#[test]
fn a_log_of_any_size_and_bytes_is_searched() {
    let folder = folder();
    let at = folder.path();
    let mut log = vec![b'x'; 3 << 20];
    log.extend_from_slice(b"\n\xff\xfe\0 line\n");
    fs::write(at.join("a.log"), &log).unwrap();
    let output = muster(at, &["explain", "--log", "a.log"]);
    assert_eq!((code(&output), text(&output).as_str()), (0, "no rule knows these lines\n"));
    assert_eq!(code(&muster(at, &["explain", "--log", "none.log"])), 2);
    assert_eq!(code(&muster(at, &["explain"])), 2);
    assert_eq!(code(&muster(at, &["explain", "DOC001", "--list"])), 2);
}

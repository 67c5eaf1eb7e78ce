//! `--format sarif` and `--format junit`, judged by the schemas that other programs have.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reports")
}

/// The output of the program in a folder, whatever it found.
fn muster(folder: &Path, args: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_muster")).args(args).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// A SARIF log that its schema takes.
fn sarif(text: &str) -> Value {
    let schema = fs::read_to_string(schemas().join("sarif-2.1.0-rtm.5.json")).unwrap();
    // One of its patterns, that of a language, has a bracket that strict readers of patterns refuse.
    let schema = schema.replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let log: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0], "{text}");
    log
}

/// A `JUnit` report that its schema takes; what an expression of `XPath` says of it.
fn junit(text: &str, expression: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xml");
    fs::write(&file, text).unwrap();
    let xmllint = |args: &[&str]| {
        let output = Command::new("xmllint").args(args).arg(&file).output();
        let output =
            output.expect("xmllint is missing; install it with: apt-get install libxml2-utils");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {said}\n{text}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let schema = schemas().join("junit-10.xsd");
    xmllint(&["--noout", "--schema", schema.to_str().unwrap()]);
    xmllint(&["--xpath", expression])
}

/// Documents with mistakes: of every product, of a file that is none, and with hostile words.
fn documents() -> Vec<(String, String)> {
    let mut all = vec![
        ("nothing.toml".to_owned(), String::new()),
        ("broken.toml".to_owned(), "name = x\n\u{1}<&>\n".to_owned()),
    ];
    for product in products::ALL {
        let preset = product.presets[0].toml;
        all.push((format!("{}.toml", product.id), preset.to_owned()));
        let first = formats::document::read(preset).spec.nodes[0].name.clone();
        let hostile = "]]>&<\\\"\\u0001\\u001b\\u202e\\ufffe 中\\n'";
        all.push((
            format!("{} 集&'<.toml", product.id),
            preset.replacen(&first, hostile, 1) + "\n[[nodes]]\nname = \"twice\"\nroles = [\"captain\"]\n\n[[nodes]]\nname = \"twice\"\nroles = []\n",
        ));
    }
    all
}

#[test]
fn every_report_is_what_its_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut results = 0;
    for (name, text) in documents() {
        fs::write(folder.path().join(&name), text).unwrap();
        for lang in ["en", "zh"] {
            let words = ["check", name.as_str(), "--lang", lang, "--format"];
            let text = muster(folder.path(), &[&words[..], &["sarif"]].concat());
            let log = sarif(&text);
            // Every result names a rule of the log, and stands in the file.
            let run = &log["runs"][0];
            for result in run["results"].as_array().unwrap() {
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
                let at = &result["locations"][0]["physicalLocation"];
                assert!(
                    !at["artifactLocation"]["uri"].as_str().unwrap().contains([' ', '<', '\''])
                );
                results += 1;
            }
            assert_eq!(text, muster(folder.path(), &[&words[..], &["sarif"]].concat()));
            let report = muster(folder.path(), &[&words[..], &["junit"]].concat());
            let json = muster(folder.path(), &[&words[..], &["json"]].concat());
            let json: Value = serde_json::from_str(&json).unwrap();
            let errors = json["findings"].as_array().unwrap().iter();
            let mut failing: Vec<&Value> =
                errors.filter(|f| f["severity"] == "error").map(|f| &f["rule"]).collect();
            failing.sort_by_key(|rule| rule.as_str());
            failing.dedup();
            let count = junit(&report, "concat(count(//failure), ' ', //testsuite/@failures)");
            assert_eq!(count, format!("{0} {0}", failing.len()), "{name}\n{report}");
        }
    }
    assert!(results > 60, "{results}");
}

#[test]
fn a_threshold_decides_what_fails_and_what_is_accepted_is_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let preset = products::ALL[0].presets[0].toml;
    let text =
        format!("{preset}\n[overrides.cluster]\n\"kylin.env.hdfs-working-dirr\" = \"/kylin\"\n");
    fs::write(folder.path().join("c.toml"), text).unwrap();
    let failures = |threshold: &str| {
        let report = muster(
            folder.path(),
            &["check", "c.toml", "--format", "junit", "--fail-on", threshold],
        );
        let expression = "concat(count(//testcase[@name='GEN018 unknown-key']/failure), ' ', count(//testcase[@name='GEN018 unknown-key']/system-out), ' ', count(//testcase[starts-with(@name, 'HST')]/skipped) > 10)";
        junit(&report, expression)
    };
    assert_eq!(failures("error"), "0 1 true");
    assert_eq!(failures("warning"), "1 0 true");
}

/// A fix that SARIF has is put in as an editor would, and the finding is gone.
#[test]
fn a_fix_can_be_applied_by_its_region() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    let preset = products::ALL[0].presets[0].toml;
    let first = formats::document::read(preset).spec.nodes[0].name.clone();
    let wrong = first.replace('.', "。");
    fs::write(&path, preset.replacen(&first, &wrong, 1)).unwrap();
    let log = sarif(&muster(folder.path(), &["check", "c.toml", "--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let with_fix: Vec<&Value> = results.iter().filter(|r| r.get("fixes").is_some()).collect();
    assert!(!with_fix.is_empty(), "{log:#}");
    let replacement = &with_fix[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let number = |name: &str| -> usize {
        replacement["deletedRegion"][name].as_u64().unwrap().try_into().unwrap()
    };
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line: Vec<char> = lines[number("startLine") - 1].chars().collect();
    let (from, to) = (number("startColumn") - 1, number("endColumn") - 1);
    let new = replacement["insertedContent"]["text"].as_str().unwrap();
    let (before, after): (String, String) =
        (line[..from].iter().collect(), line[to..].iter().collect());
    lines[number("startLine") - 1] = format!("{before}{new}{after}");
    fs::write(&path, lines.join("\n")).unwrap();
    let rule = with_fix[0]["ruleId"].clone();
    let after = sarif(&muster(folder.path(), &["check", "c.toml", "--format", "sarif"]));
    let left = after["runs"][0]["results"].as_array().unwrap();
    assert!(left.iter().all(|r| r["ruleId"] != rule), "{after:#}");
}

#[test]
fn an_import_reports_where_things_stand_in_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let conf = folder.path().join("hosts/k1/conf");
    fs::create_dir_all(&conf).unwrap();
    fs::write(
        conf.join("kylin.properties"),
        "kylin.metadata.url=kylin@jdbc,url=jdbc:mysql://db:3306/k,username=k,password=hunter2hunter2\nkylin.job.lock=x\nkylin.server.mode=all\n",
    )
    .unwrap();
    for lang in ["en", "zh"] {
        let words = ["import", "hosts", "--lang", lang, "--format"];
        let text = muster(folder.path(), &[&words[..], &["sarif"]].concat());
        let log = sarif(&text);
        assert!(!text.contains("hunter2"), "{text}");
        let in_file = log["runs"][0]["results"].as_array().unwrap().iter().any(|result| {
            let at = &result["locations"][0]["physicalLocation"];
            at["artifactLocation"]["uri"] == "hosts/k1/conf/kylin.properties"
                && at["region"]["startLine"] == 2
        });
        assert!(in_file, "{text}");
        let report = muster(folder.path(), &[&words[..], &["junit"]].concat());
        assert!(!report.contains("hunter2"), "{report}");
        assert_eq!(junit(&report, "string(//testsuite/@name)"), "hosts");
    }
}

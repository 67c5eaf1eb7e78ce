//! `bin/verify --drill` exists where a product has one, and is refused before anything is done where
//! it has none. What it does is seen by `cargo xtask lab sessions`.

use std::process::{Command, Output};

fn text(output: &Output) -> String {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// A preset's `bin/verify`, as far as it goes without asking any machine.
fn verify(preset: &str, words: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for args in [
        ["init", "--preset", preset, "-o", "a.toml"].as_slice(),
        &["export", "a.toml", "-o", "out"],
    ] {
        let mut muster = Command::new(env!("CARGO_BIN_EXE_muster"));
        let output = muster.args(args).current_dir(folder.path()).output().expect("muster runs");
        assert!(output.status.success(), "{}", text(&output));
    }
    let script = folder.path().join("out/bin/verify");
    let output = Command::new("sh").arg(script).arg("--dry-run").args(words).output();
    let output = output.expect("sh runs");
    (output.status.success(), text(&output))
}

#[test]
fn a_drill_is_where_sessions_are_shared() {
    let (done, said) = verify("kylin-memcached", &[]);
    assert!(done && said.contains("known by the others") && !said.contains("stopped"), "{said}");
    let (done, said) = verify("kylin-memcached", &["--drill"]);
    assert!(
        done && said.contains("known by the others, also while that node is stopped"),
        "{said}"
    );
    let (done, said) = verify("kylin-three", &["--drill"]);
    assert!(done && !said.contains("stopped"), "{said}");
}

#[test]
fn a_product_without_a_drill_says_so() {
    let (done, said) = verify("alluxio-three", &["--drill"]);
    assert!(!done && said.contains("has no drill for this product"), "{said}");
    let (done, said) = verify("alluxio-three", &["--drills"]);
    assert!(!done && said.contains("the option --drills is unknown"), "{said}");
}

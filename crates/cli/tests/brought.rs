//! Clusters that are brought as files: what is said when nothing can be read, where from, what differs.

mod program;

use program::{code, command, error, example, folder, muster, text};
use std::fs;
use std::io::Write;
use std::process::Stdio;

/// Why nothing was read is said of the file that was meant.
#[test]
fn what_could_not_be_looked_at_is_named_when_nothing_was_read() {
    let at = example();
    fs::write(at.path().join("kylin.properties"), b"\xff\xfek\0y\0\x00\x01").expect("a file");
    let output = muster(at.path(), &["import", "kylin.properties"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("kylin.properties: Not a text"), "{}", error(&output));
    let output = muster(at.path(), &["import", "a.toml"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("a.toml: A document of Muster's"), "{}", error(&output));
    fs::write(at.path().join("cut.zip"), b"PK\x03\x04 and nothing more").expect("a file");
    let output = muster(at.path(), &["import", "cut.zip"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("cut.zip: "), "{}", error(&output));
}

/// A document of two may come from standard input, files of a cluster may not.
#[test]
fn standard_input_is_a_document() {
    let at = example();
    let document = fs::read(at.path().join("a.toml")).expect("the example");
    let piped = |args: &[&str]| {
        let mut child = command(at.path(), args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("muster runs");
        // What refuses to read it closes the pipe.
        let _ = child.stdin.take().expect("a pipe").write_all(&document);
        child.wait_with_output().expect("muster ends")
    };
    let output = piped(&["diff", "a.toml", "-"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    let output = piped(&["drill", "-"]);
    assert_ne!(code(&output), 2, "{}", error(&output));
    let output = piped(&["diff", "-", "-"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("only one of the two"), "{}", error(&output));
    let output = piped(&["import", "-"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("name files, folders or an archive"), "{}", error(&output));
}

/// Two passwords are two, although neither is shown.
#[test]
fn clusters_with_different_passwords_differ() {
    let at = folder();
    for (name, password) in [("x", "hunter2"), ("y", "hunter3")] {
        let conf = at.path().join(name).join("k1/conf");
        fs::create_dir_all(&conf).expect("a folder");
        let text = format!(
            "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db1/kylin,username=kylin,password={password}\n\
             kylin.server.cluster-servers=k1:7070\n"
        );
        fs::write(conf.join("kylin.properties"), text).expect("a file");
    }
    assert_eq!(code(&muster(at.path(), &["diff", "x", "x"])), 0);
    let output = muster(at.path(), &["diff", "x", "y"]);
    assert_eq!(code(&output), 1, "{}", text(&output));
    assert!(text(&output).contains("kylin.metadata.url"), "{}", text(&output));
    let output = muster(at.path(), &["diff", "x", "y", "--format", "json"]);
    assert!(text(&output).contains("PASSWORD_2}"), "{}", text(&output));
    assert!(!text(&output).contains("hunter"), "{}", text(&output));
    let output = muster(at.path(), &["plan", "x", "y"]);
    assert!(text(&output).contains("kylin.properties"), "{}", text(&output));
}

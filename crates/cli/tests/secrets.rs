//! No secret that stands in a document comes out of the program: not in words or JSON of `check`,
//! not in an excerpt, not in what `export` writes, not in `explain`.

#[path = "../../engine/tests/secrets/forms.rs"]
mod forms;

use forms::{FORMS, near, secret, text};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program and looks at what it says; gives its exit code.
fn muster(folder: &Path, args: &[&str]) -> i32 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(args).current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    let output = command.output().expect("muster runs");
    for stream in [&output.stdout, &output.stderr] {
        if let Some(near) = near(&String::from_utf8_lossy(stream)) {
            panic!("{args:?}: …{near}…");
        }
    }
    output.status.code().expect("an exit code")
}

/// Everything that `check` says.
fn check(folder: &Path, file: &str) {
    for lang in ["en", "zh"] {
        for format in ["text", "json"] {
            muster(folder, &["check", "--lang", lang, "--format", format, file]);
        }
    }
}

/// Every file of an archive, by name and by content.
fn files(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.to_string_lossy().into_owned();
        assert!(near(&name).is_none(), "{name}");
        if path.is_dir() {
            count += files(&path);
        } else {
            let content = fs::read(&path).expect("a file");
            if let Some(near) = near(&String::from_utf8_lossy(&content)) {
                panic!("{name}: …{near}…");
            }
            count += 1;
        }
    }
    count
}

/// A preset with all forms in overrides and reasons, which is exported; and a document with them in
/// its fields, which refuse them.
#[test]
fn no_secret_of_a_document_comes_out() {
    for product in products::ALL {
        let preset = product.presets.first().expect("a preset");
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let mut out = format!("{}\n[overrides.role.{}]\n", preset.toml, product.roles[0].id);
        // A text of several lines is refused.
        let lines = || (0..FORMS.len()).filter(|form| !FORMS[*form].contains('\n'));
        for form in lines() {
            let _ = writeln!(out, "\"{:x<200} k{form}\" = {:?}", "", text(form, form));
        }
        for form in lines() {
            let _ = write!(out, "[[accepted]]\nrule = \"GEN018\"\nfield = \"k{form}\"\n");
            let _ = writeln!(out, "reason = {:?}", text(form, form + 1));
        }
        fs::write(at.join("a.toml"), &out).unwrap();
        check(at, "a.toml");
        assert_eq!(muster(at, &["export", "a.toml", "-o", "archive"]), 0, "{}", product.id);
        assert!(files(&at.join("archive")) > 30);
        let fields = product.all_fields().enumerate().map(|(form, field)| {
            let quoted = format!("{:?}", text(form, form));
            format!("{:?} = {quoted}\n", field.key)
        });
        let fields: String = fields.collect();
        let head = format!("schema = 2\nproduct = {:?}\n[settings]\n", product.id);
        fs::write(at.join("b.toml"), format!("{head}{fields}")).unwrap();
        check(at, "b.toml");
        assert_eq!(muster(at, &["export", "b.toml", "-o", "none"]), 1, "{}", product.id);
        assert!(!at.join("none").exists());
    }
}

/// Excerpts show lines that nobody could read, or that hold two secrets of which one begins like
/// the other.
#[test]
fn no_excerpt_shows_a_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for form in 0..FORMS.len() {
        let mut out = "schema = 2\nname = \"k\"\nproduct = \"kylin\"\nversion = 3.1.3\n".to_owned();
        let _ = writeln!(out, "\"x\" = \"true\"3\"a.password\" = {:?}", text(form, form));
        let _ =
            writeln!(out, "{:?} = 1\n[settings]\nmetastore = {:?}", text(form, 1), text(form, 2));
        let _ = writeln!(out, "[overrides]\n{:?}\ncluster = [{:?}]", text(form, 3), text(form, 4));
        fs::write(at.join("a.toml"), out).unwrap();
        muster(at, &["check", "a.toml"]);
        let log = format!("ERROR {} java.net.ConnectException: refused\n", text(form, form));
        fs::write(at.join("a.log"), log).unwrap();
        muster(at, &["explain", "--log", "a.log"]);
    }
    let tail = secret(7);
    let out = format!(
        "schema = 2\nproduct = \"kylin\"\nversion = \"3.1.3\"\n[overrides.cluster]\n\
        \"kylin.a.password\" = \"hunter2\"\n\"kylin.b.password\" = \"hunter2-{tail}\"\n"
    );
    fs::write(at.join("b.toml"), out).unwrap();
    check(at, "b.toml");
}

/// A password that is a word of every other line is hidden where it stands, and nowhere else: stars in
/// the middle of keys would only say what it is. The names of variables are no secrets.
#[test]
fn a_common_word_is_hidden_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let said = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.args(args).current_dir(at).env("LC_ALL", "C").stdin(Stdio::null());
        let output = command.output().expect("muster runs");
        let text = |stream: &[u8]| String::from_utf8_lossy(stream).into_owned();
        text(&output.stdout) + &text(&output.stderr)
    };
    let document = "schema = 2\nproduct = \"druid\"\nversion = \"36.0.0\"\n[overrides.cluster]\n\
        \"druid.selectors.coordinator.serviceName\" = \"druid/coordinator\"\n\
        \"druid.metadata.storage.connector.password\" = \"druid\"\n\
        \"druid.x.url\" = \"jdbc:mysql://db/druid?user=druid&password=druid&x=y\"\n";
    fs::write(at.join("a.toml"), document).unwrap();
    let checked = said(&["check", "a.toml"]);
    for shown in [
        "\"druid.selectors.coordinator.serviceName\" = \"druid/coordinator\"",
        "\"druid.metadata.storage.connector.password\" = \"*****\"",
        "jdbc:mysql://db/druid?user=druid&password=*****&x=y",
    ] {
        assert!(checked.contains(shown), "{shown}: {checked}");
    }
    let files = [
        (
            "_common/common.runtime.properties",
            "druid.zk.service.host=zk1:2181\n\
            druid.selectors.coordinator.serviceName=druid/coordinator\n\
            druid.metadata.storage.connector.password=druid\n\
            druid.metadata.storage.connector.connectURI=jdbc:mysql://db/druid?user=druid&password=druid\n\
            druid.s3.secretKey=abc/1\ndruid.zk.service.pwd=druid\n",
        ),
        ("broker/jvm.config", "-server\n-Xmx1g\n-Ddruid.s3.accessKey=abc\n"),
        ("broker/runtime.properties", "druid.service=druid/broker\ndruid.plaintextPort=8082\n"),
    ];
    for (path, text) in files {
        let path = at.join("hosts/d1").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let told = said(&["import", "hosts", "-o", "cluster.toml"]);
    assert!(told.contains("DRUID_METADATA_STORAGE_CONNECTOR_PASSWORD, DRUID_S3_"), "{told}");
    assert!(!told.contains("***, ") && !told.contains(", ***"), "{told}");
    assert!(!told.contains("*.selectors"), "{told}");
    let written = fs::read_to_string(at.join("cluster.toml")).unwrap();
    assert!(!written.contains("password=druid") && !written.contains("\"druid\"\n\"druid.zk"));
}

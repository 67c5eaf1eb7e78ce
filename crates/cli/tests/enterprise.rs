//! The archives of the products that nobody can download: their scripts run on a stand-in of an
//! installation, with stand-ins of `java`, `hadoop` and `kinit` that answer as the manual says.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What the product's class gives for the metastore's password, and its tool for the directory's.
const BY_CLASS: &str = "MDEyMzQ1Njc4OWFiY2RlZg==";
const BY_TOOL: &str = "ZmVkY2JhOTg3NjU0MzIxMA==";
const SETENV: &str = "#!/bin/bash\nexport KYLIN_JVM_SETTINGS=\"-Xms1g -Xmx4g\"\n";

fn text(output: &Output) -> String {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8_lossy(&both).into_owned()
}

fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, content).expect("a file");
}

fn program(path: &Path, content: &str) {
    write(path, &format!("#!/bin/sh\n{content}"));
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// A folder with the stand-ins in `bin`, and an exported archive.
struct Work {
    folder: tempfile::TempDir,
    archive: PathBuf,
}

impl Work {
    /// Exports a preset, its text changed first.
    fn new(preset: &str, change: impl Fn(&str, &Path) -> String) -> Work {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = folder.path().to_owned();
        let muster = |args: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
            let output = command.args(args).current_dir(&root).output().expect("muster runs");
            assert!(output.status.success(), "{}", text(&output));
        };
        muster(&["init", "--preset", preset, "-o", "a.toml"]);
        let toml = fs::read_to_string(root.join("a.toml")).expect("the document");
        write(&root.join("a.toml"), &change(&toml, &root));
        muster(&["export", "a.toml", "-o", "out"]);
        let bin = root.join("bin");
        program(&bin.join("getent"), "printf '10.9.9.9 %s\\n' \"$2\"\n");
        program(&bin.join("hadoop"), "echo\n");
        program(&bin.join("hive"), "echo\n");
        program(&bin.join("curl"), "printf 302\n");
        program(
            &bin.join("java"),
            &format!(
                "case \"$*\" in\n-version) echo 'openjdk version \"1.8.0_392\"' >&2 ;;\n\
                 *' jdk.nashorn.tools.Shell '*/encrypt.js) printf 'AES encrypted password is: \\n{BY_CLASS}\\n' ;;\nesac\n"
            ),
        );
        // A ticket of ten hours; a keytab with two keys.
        program(&bin.join("kinit"), "exit 0\n");
        program(
            &bin.join("klist"),
            "case \"$1\" in\n-k) printf 'Keytab\\nKVNO Principal\\n----\\n   2 kylin@EXAMPLE.COM\\n   3 kylin@EXAMPLE.COM\\n' ;;\n\
             -c) printf '%s  %s  krbtgt/EXAMPLE.COM@EXAMPLE.COM\\n' \"$(date '+%m/%d/%Y %H:%M:%S')\" \"$(date -d '+10 hours' '+%m/%d/%Y %H:%M:%S')\" ;;\nesac\n",
        );
        Work { archive: root.join("out"), folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command with the stand-ins before everything else.
    fn command(&self, script: &Path) -> Command {
        let mut command = Command::new("sh");
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .arg(script)
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("SITES", self.path("sites"))
            .stdin(Stdio::null());
        command
    }

    /// The folder of a node, whose scripts now work below this folder and as this user.
    fn node(&self, name: &str) -> PathBuf {
        let node = self.archive.join("nodes").join(name);
        let user = Command::new("id").arg("-un").output().expect("id runs");
        let env = node.join("node.env");
        let mut lines = fs::read_to_string(&env).expect("node.env");
        let _ = write!(
            lines,
            "MUSTER_STATE={}\nMUSTER_USER={}\nKYLIN_ENDPOINTS=''\n",
            self.path("state").display(),
            text(&user).trim()
        );
        fs::write(env, lines).expect("node.env");
        node
    }

    /// A package as the vendor's: a folder with the parts that the scripts touch.
    fn package(&self, name: &str) {
        let home = self.path("release/Kyligence-Enterprise-3.4.5.2107");
        write(&home.join("VERSION"), "Kyligence Enterprise 3.4.5.2107 GA\n");
        write(&home.join("conf/setenv.sh"), SETENV);
        write(&home.join("conf/profile_min/kylin.properties"), "min=yes\n");
        write(&home.join("conf/profile_prod/kylin.properties"), "prod=yes\n");
        std::os::unix::fs::symlink("profile_min", home.join("conf/profile")).expect("a link");
        write(&home.join("tomcat/webapps/kylin/WEB-INF/lib/kap.jar"), "");
        program(
            &home.join("bin/kylin.sh"),
            &format!(
                "case \"$1\" in\n*CryptTool) echo \"loading\"; echo \"The cipher is {BY_TOOL}\" ;;\n\
                 start) printf '%s\\n' \"$KYLIN_REST_ADDRESS\" >\"$KYLIN_HOME/announced\"; sh -c 'sleep 60; exit' \"$KYLIN_HOME/tomcat\" & echo $! >\"$KYLIN_HOME/pid\" ;;\n\
                 stop) kill \"$(cat \"$KYLIN_HOME/pid\")\" ;;\nesac\n"
            ),
        );
        fs::create_dir_all(self.path("packages")).expect("a folder");
        let tar = Command::new("tar")
            .arg("-czf")
            .arg(self.path("packages").join(name))
            .arg("-C")
            .arg(self.path("release"))
            .arg("Kyligence-Enterprise-3.4.5.2107")
            .status();
        assert!(tar.expect("tar runs").success());
    }
}

/// Without shared sessions, whose libraries nobody brought here, and below this folder.
fn alone(toml: &str, root: &Path) -> String {
    let begin = toml.find("[settings.session]").expect("sessions");
    let end = toml.find("[settings.security]").expect("security");
    let rest = toml.get(end..).expect("the rest");
    let home = format!("[settings.paths]\nhome = \"{}\"", root.join("home").display());
    format!("{}{rest}", toml.get(..begin).expect("the beginning"))
        .replace("[settings.paths]", &home)
        .replace("method = \"least_conn\"", "method = \"ip_hash\"")
        .replace("timezone =", "announce = \"name\"\ntimezone =")
}

#[test]
fn an_archive_is_put_on_top_of_a_release_and_taken_off_again() {
    let work = Work::new("kyligence-balanced", alone);
    work.package("Kyligence-Enterprise-3.4.5.2107.tar.gz");
    let node = work.node("ke3.example.com");
    for folder in ["state", "home"] {
        fs::create_dir_all(work.path(folder)).expect("a folder");
    }
    let secrets = work.path("secrets.env");
    write(&secrets, "KYLIN_METASTORE_PASSWORD='a,b@c'\nKYLIN_LDAP_PASSWORD=d\n");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).expect("permissions");
    let install = |more: &[&str]| {
        let mut command = work.command(&node.join("install.sh"));
        command.arg("--packages").arg(work.path("packages")).arg("--secrets").arg(&secrets);
        text(&command.args(more).output().expect("install.sh runs"))
    };
    let home = work.path("home");
    let read = |name: &str| fs::read_to_string(home.join(name)).unwrap_or_default();

    let said = install(&[]);
    assert!(said.trim_end().ends_with("installed"), "{said}");
    let values = read("conf/kylin.properties.override");
    let lines: Vec<&str> = values.lines().collect();
    assert!(lines.contains(&"kylin.server.mode=query"), "{values}");
    assert!(values.contains(&format!("password={BY_CLASS},driverClassName=com.mysql.jdbc.Driver")));
    assert!(lines.contains(&format!("kylin.security.ldap.connection-password={BY_TOOL}").as_str()));
    assert!(!values.contains("a,b@c") && !values.contains("@{"), "{values}");
    // The release's own lines stay, ours come after them: the last -Xmx counts.
    let setenv = read("conf/setenv.sh");
    assert!(setenv.starts_with(SETENV), "{setenv}");
    assert!(setenv.find("-Xmx16384m") > setenv.find("-Xmx4g"), "{setenv}");
    assert_eq!(read("conf/profile/kylin.properties"), "min=yes\n");

    let again = install(&[]);
    assert!(again.contains("nothing to do"), "{again}");

    let service = |verb: &str| {
        let mut command = work.command(&node.join("service/kylin.sh"));
        text(&command.arg(verb).output().expect("the script runs"))
    };
    let started = service("start");
    assert!(started.contains("kylin is started"), "{started}");
    assert_eq!(read("conf/profile/kylin.properties"), "prod=yes\n");
    assert_eq!(read("announced"), "ke3.example.com:7070\n");
    assert!(service("check").contains("Kyligence Enterprise answers"));
    assert!(service("stop").contains("kylin is stopped"));

    let back = install(&["--rollback"]);
    assert!(back.contains("rolled back"), "{back}");
    assert!(!home.join("conf/kylin.properties.override").exists());
}

#[test]
fn another_release_is_refused() {
    let work = Work::new("kyligence-balanced", |toml, root| {
        alone(toml, root).replace("version = \"3.4.5\"", "version = \"3.3\"")
    });
    work.package("Kyligence-Enterprise-3.4.5.2107.tar.gz");
    let node = work.node("ke3.example.com");
    for folder in ["state", "home"] {
        fs::create_dir_all(work.path(folder)).expect("a folder");
    }
    let mut command = work.command(&node.join("install.sh"));
    let output = command.arg("--packages").arg(work.path("packages")).output().expect("it runs");
    assert!(!output.status.success());
    let said = text(&output);
    assert!(said.contains("holds 3.4.5.2107 of Kyligence Enterprise, not 3.3"), "{said}");
}

/// A Hadoop file with these properties, in this order.
fn site(properties: &[(&str, &str)], comment: &str) -> String {
    let mut text = format!("<?xml version=\"1.0\"?>\n<!-- {comment} -->\n<configuration>\n");
    for (name, value) in properties {
        let _ = writeln!(
            text,
            "  <property>\n    <name>{name}</name>\n    <value>{value}</value>\n  </property>"
        );
    }
    text.push_str("</configuration>\n");
    text
}

#[test]
fn preflight_finds_the_node_that_belongs_to_another_cluster() {
    let work = Work::new("kyligence-split", |toml, root| {
        let keytab = root.join("kylin.keytab");
        toml.replace(
            "principal = \"kylin@EXAMPLE.COM\"",
            &format!("principal = \"kylin@EXAMPLE.COM\"\nkeytab = \"{}\"", keytab.display()),
        )
    });
    let names = ["build1", "build2", "query1", "query2", "query3"];
    for (name, file_system, hive) in [
        ("build1", "hdfs://build-cluster/", "thrift://h1:9083, thrift://h2:9083"),
        ("build2", "hdfs://build-cluster", "thrift://h2:9083,thrift://h1:9083"),
        ("query1", "hdfs://query-cluster", "thrift://h1:9083"),
        ("query2", "hdfs://query-cluster", "thrift://h1:9083"),
        ("query3", "hdfs://query-cluster-2", "thrift://h1:9083"),
    ] {
        work.node(&format!("{name}.example.com"));
        let mut core = vec![("fs.defaultFS", file_system), ("io.file.buffer.size", "4096")];
        // Neither comments nor the order make a difference.
        if name.ends_with('2') {
            core.reverse();
        }
        let folder = work.path("sites").join(name);
        write(&folder.join("core-site.xml"), &site(&core, name));
        let hive = [("hive.metastore.uris", hive), ("a", name.trim_end_matches(char::is_numeric))];
        write(&folder.join("hive-site.xml"), &site(&hive, "<property> in a comment"));
    }
    write(&work.path("kylin.keytab"), "");
    fs::set_permissions(work.path("kylin.keytab"), fs::Permissions::from_mode(0o400))
        .expect("permissions");
    // Instead of ssh: the command runs here, and sees the files of its host.
    program(
        &work.path("ssh"),
        "while [ \"$1\" != -- ]; do shift; done\nhost=$2\ncase $host in\n\
         10.20.0.11) n=build1 ;; 10.20.0.12) n=build2 ;; 10.20.1.11) n=query1 ;; 10.20.1.12) n=query2 ;;\n\
         10.20.1.13) n=query3 ;; *) n=${host%%.*} ;;\nesac\n\
         HADOOP_CONF_DIR=$SITES/$n HIVE_CONF_DIR=$SITES/$n HBASE_CONF_DIR=$SITES/$n\n\
         export HADOOP_CONF_DIR HIVE_CONF_DIR HBASE_CONF_DIR\nexec sh -c \"$3\"\n",
    );
    let mut command = work.command(&work.archive.join("bin/preflight"));
    for name in names {
        command.arg("--node").arg(format!("{name}.example.com"));
    }
    let output = command.env("MUSTER_SSH", work.path("ssh")).output().expect("preflight runs");
    let said = text(&output);
    let differs: Vec<&str> = said.lines().filter(|l| l.contains(" differs: ")).collect();
    let query = "query1.example.com, query2.example.com";
    let expected = format!(
        "  FAIL  fs.defaultFS in core-site.xml of the query side differs: {query}: hdfs://query-cluster; query3.example.com: hdfs://query-cluster-2"
    );
    assert!(differs.contains(&expected.as_str()), "{said}");
    // The whole file differs too. On the build side the files differ, but not what they mean.
    let of_side =
        |side: &str| differs.iter().filter(|l| l.contains(&format!("of the {side} side"))).count();
    assert_eq!((differs.len(), of_side("query")), (4, 2), "{differs:#?}");
    let failures = differs.iter().filter(|l| l.starts_with("  FAIL")).count();
    assert_eq!(failures, 1, "{differs:#?}");
    for line in [
        "the KDC gives a ticket",
        "the keytab holds a key of kylin@EXAMPLE.COM",
        "a ticket lasts 599 min, and a new one is made every 240 min",
    ] {
        let close = line.replace("599", "600");
        assert!(said.contains(line) || said.contains(&close), "{line}\n{said}");
    }
    assert!(!output.status.success());
}

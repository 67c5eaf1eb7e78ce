//! Root's script of an exported archive: what it believes, and what it needs. What it does is tried as
//! root by the lab.

mod unpacked;

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

const SCRIPT: &str = "nodes/k1.example.com/root-once.sh";

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

fn program(path: &Path, text: &str) {
    std::fs::write(path, format!("#!/bin/sh\n{text}\n")).expect("a file");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("a mode");
}

/// Who owns what is said here: nobody can give files away without being root.
const OWNERS: &str = r#"
stat() { # -c '%u %a' PATH
    case $3 in
    "$T/home/ops" | "$T/home/ops/"*) echo 1000 755 ;;
    "$T/tmp") echo 0 1777 ;;
    "$T/shared") echo 0 775 ;;
    *) [ -e "$3" ] && echo 0 755 ;;
    esac
}
for path; do
    if only_root "$T$path"; then echo "$path yes"; else echo "$path no"; fi
done
"#;

#[test]
fn root_works_only_where_nobody_else_decides_what_a_path_leads_to() {
    let archive = unpacked::archive("kylin-three");
    let script = std::fs::read_to_string(archive.path().join(SCRIPT)).expect("the script");
    let begin = script.find("only_root() {").expect("the function");
    let end = script[begin..].find("\n}\n").expect("its end") + begin + 3;
    let temporary = tempfile::tempdir().expect("a folder");
    let top = temporary.path().canonicalize().expect("a path");
    for folder in ["opt/app", "srv/x/y", "home/ops/own", "tmp/t", "shared/s", "etc"] {
        std::fs::create_dir_all(top.join(folder)).expect("a folder");
    }
    let link = |to: &str, at: &str| symlink(to, top.join(at)).expect("a link");
    let absolute = |path: &str| top.join(path).display().to_string();
    link(&absolute("srv/x"), "opt/direct");
    link("../srv/x", "opt/relative");
    // Root made the first link; the second one is of a user, who can turn it to /etc at any time.
    link(&absolute("srv/x"), "home/ops/turned");
    link(&absolute("home/ops/turned"), "opt/by-a-user");
    link("round", "opt/round");
    link(&absolute("tmp/t"), "opt/to-all");
    let cases = [
        ("/opt/app", true),
        ("/opt/app/.", true),
        ("//opt//app/../app/.", true),
        ("/opt/direct/y", true),
        ("/opt/relative/y/.", true),
        ("/opt/by-a-user", false),
        ("/opt/by-a-user/y/.", false),
        ("/opt/direct/../../home/ops/own", false),
        // Whose the folder itself is decides who may make others in it, not whether it can be replaced.
        ("/home/ops", true),
        ("/home/ops/.", false),
        ("/home/ops/own", false),
        ("/tmp/t", false),
        ("/opt/to-all", false),
        ("/shared/s", false),
        ("/opt/round", false),
        ("/opt/missing", true),
        ("/opt/missing/further", false),
    ];
    let source = format!("set -eu\n{}{OWNERS}", &script[begin..end]);
    for shell in ["sh", "bash --posix", "busybox sh"] {
        let mut words = shell.split(' ');
        let output = Command::new(words.next().expect("a shell"))
            .args(words)
            .args(["-c", &source, "sh"])
            .args(cases.map(|(path, _)| path))
            .env("T", &top)
            .output()
            .unwrap_or_else(|why| panic!("{shell} is missing: apt-get install it ({why})"));
        let said = text(&output);
        let said: Vec<&str> = said.lines().collect();
        let should: Vec<String> = cases
            .iter()
            .map(|(path, yes)| format!("{path} {}", if *yes { "yes" } else { "no" }))
            .collect();
        assert_eq!(said, should, "{shell}");
    }
}

/// Whose folders and files are, where not everybody's word counts.
const WHOSE: &str = r#"
user=kylin group=kylin state=/var/lib/muster/c/k1 cluster=c
stat() { # -L -c %U PATH
    case $4 in */bob) echo bob ;; */mysql | */data-link | */empty) echo mysql ;; */own) echo kylin ;; *) echo root ;; esac
}
for path; do
    refused=''
    case $path in
    */muster-*) is_ours "$path" ;;
    *) may_have "$path" 0755 ;;
    esac
    echo "$path ${refused:-no}"
done
"#;

/// What is somebody's is not taken away, and what is the system's is not given away, through no link.
#[test]
fn folders_of_others_and_units_of_other_clusters_are_refused() {
    let archive = unpacked::archive("kylin-three");
    let script = std::fs::read_to_string(archive.path().join(SCRIPT)).expect("the script");
    let begin = script.find("# Whether a folder is the system's").expect("the functions");
    let end = script.find("\nfolders may_have\n").expect("their end");
    let temporary = tempfile::tempdir().expect("a folder");
    let top = temporary.path().canonicalize().expect("a path");
    for folder in ["bob", "mysql/data", "empty", "own/x", "full/x"] {
        std::fs::create_dir_all(top.join(folder)).expect("a folder");
    }
    std::fs::write(top.join("bob/.profile"), "").expect("a file");
    symlink("/etc", top.join("klink")).expect("a link");
    symlink(top.join("mysql"), top.join("data-link")).expect("a link");
    let unit = |name: &str, text: &str| std::fs::write(top.join(name), text).expect("a file");
    unit("muster-a.service", "[Unit]\nDescription=Apache Kylin (server) (c)\n");
    unit("muster-b.service", "# Generated\n# Muster: cluster c\n[Unit]\nDescription=Kylin (old)\n");
    unit("muster-c.service", "[Unit]\nDescription=Apache Kylin (other)\n");
    unit("muster-d.service", "[Unit]\nDescription=by hand\n");
    unit("muster-e", "# Muster: cluster c.d\nkylin ALL=...\n");
    unit("muster-f", "kylin ALL=...\n");
    let cases = [
        ("bob", true),
        ("bob/kylin", false),
        ("mysql", true),
        ("data-link", true),
        ("empty", false),
        ("own", false),
        ("full", false),
        ("missing/deep", false),
        ("klink", true),
        ("klink/kylin", false),
        ("klink/systemd/system", true),
        ("klink/cron.d/../cron.d", true),
        ("muster-a.service", false),
        ("muster-b.service", false),
        ("muster-c.service", true),
        ("muster-d.service", true),
        ("muster-e", true),
        ("muster-f", false),
        ("muster-g", false),
    ];
    let mut paths: Vec<(String, bool)> =
        cases.map(|(path, yes)| (top.join(path).display().to_string(), yes)).into();
    for (path, refused) in [
        ("/", true),
        ("/usr/share/java", true),
        ("/usr/lib/jvm/one", true),
        ("/etc", true),
        ("/root/x", true),
        ("/opt/no-such-folder", false),
        ("/var/lib/muster/c/k1", false),
        ("/var/lib/muster/c/k2", true),
    ] {
        paths.push((path.to_owned(), refused));
    }
    let source = format!("set -eu\n{}{WHOSE}", &script[begin..end]);
    for shell in ["sh", "bash --posix", "busybox sh"] {
        let mut words = shell.split(' ');
        let output = Command::new(words.next().expect("a shell"))
            .args(words)
            .args(["-c", &source, "sh"])
            .args(paths.iter().map(|(path, _)| path))
            .output()
            .unwrap_or_else(|why| panic!("{shell} is missing: apt-get install it ({why})"));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let said: Vec<&str> = said.lines().collect();
        let should: Vec<String> = paths
            .iter()
            .map(|(p, yes)| format!("{p} {}", if *yes { "yes" } else { "no" }))
            .collect();
        assert_eq!(said, should, "{shell}: {}", text(&output));
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        for words in [
            "bob belongs to bob and is not empty",
            "data-link, which leads to ",
            "klink, which leads to /etc, is a folder of the system",
            "belongs to the cluster other; this one is c",
            "no cluster of Muster's has made it",
        ] {
            assert!(why.contains(words), "{words:?}: {why}");
        }
    }
}

/// What su leaves of a caller's environment is not believed: programs, folders, functions.
#[test]
fn nothing_of_the_callers_environment_counts() {
    let archive = unpacked::archive("kylin-three");
    let top = archive.path();
    let evil = top.join("evil");
    let trace = top.join("trace");
    std::fs::create_dir_all(evil.join("nodes/k1.example.com")).expect("a folder");
    for name in ["stat", "getent", "dirname", "cmp", "cat", "grep", "mkdir", "systemctl"] {
        program(&evil.join(name), &format!("echo {name} >>'{}'", trace.display()));
    }
    let run = |shell: &str| {
        let mut words = shell.split(' ');
        Command::new(words.next().expect("a shell"))
            .args(words)
            .args([SCRIPT, "--dry-run"])
            .current_dir(top)
            .env("PATH", format!("{}:{}", evil.display(), std::env::var("PATH").expect("PATH")))
            .env("CDPATH", &evil)
            .env("BASH_FUNC_stat%%", format!("() {{ echo function >>'{}'; }}", trace.display()))
            .env("BASH_FUNC_say%%", format!("() {{ echo function >>'{}'; }}", trace.display()))
            .output()
            .expect("a shell")
    };
    for shell in ["sh", "bash", "bash --posix"] {
        let output = run(shell);
        let said = text(&output);
        assert!(output.status.success(), "{shell}: {said}");
        assert!(said.contains("root-once: write ") && said.contains("root-once: done"), "{said}");
        assert!(!trace.exists(), "{shell}: {}", std::fs::read_to_string(&trace).expect("a file"));
        assert!(!said.contains("evil"), "{shell}: {said}");
    }
}

/// A machine whose programs are these, as the script sees it.
fn with_programs(top: &Path, lacks: &[&str], own: &[(&str, &str)]) -> Output {
    let tools = top.join("tools");
    let _ = std::fs::remove_dir_all(&tools);
    std::fs::create_dir_all(&tools).expect("a folder");
    let used = [
        "cat", "chgrp", "chmod", "chown", "cmp", "dirname", "grep", "id", "mkdir", "mv",
        "readlink", "rm", "stat", "su",
    ];
    for name in used.iter().filter(|name| !lacks.contains(name)) {
        let found = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
        let found = found.iter().find(|path| path.exists()).expect("a program of every system");
        symlink(found, tools.join(name)).expect("a link");
    }
    for (name, text) in own {
        program(&tools.join(name), text);
    }
    let script = std::fs::read_to_string(top.join(SCRIPT)).expect("the script");
    let from = script.find(" PATH=/").expect("its PATH") + 6;
    let to = from + script[from..].find(" /bin/sh").expect("its end");
    let script = format!("{}{}{}", &script[..from], tools.display(), &script[to..]);
    let changed = top.join("nodes/k1.example.com/changed.sh");
    std::fs::write(&changed, script).expect("a file");
    Command::new("sh").arg(changed).arg("--dry-run").output().expect("sh")
}

#[test]
fn what_is_missing_is_named_at_once() {
    let archive = unpacked::archive("kylin-three");
    let nobody = ("getent", "exit 2");
    let output = with_programs(archive.path(), &["stat", "cmp"], &[nobody]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("missing on this machine: cmp stat groupadd useradd\n"),
        "all of them: {said}"
    );
    assert!(!said.contains("root-once: mkdir"), "nothing was begun: {said}");
    // Where the account is there nobody has to be able to make one.
    let output = with_programs(archive.path(), &[], &[("getent", "echo there")]);
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn the_account_is_made_by_what_is_there() {
    let archive = unpacked::archive("kylin-three");
    let nobody = ("getent", "exit 2");
    let output = with_programs(archive.path(), &[], &[nobody, ("adduser", ""), ("addgroup", "")]);
    let said = text(&output);
    assert!(output.status.success(), "{said}");
    for line in [
        "root-once: addgroup -S kylin\n",
        "root-once: adduser -S -D -G kylin -h /home/kylin -s /bin/sh kylin\n",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let all = [nobody, ("adduser", ""), ("addgroup", ""), ("useradd", ""), ("groupadd", "")];
    let said = text(&with_programs(archive.path(), &[], &all));
    assert!(said.contains("root-once: useradd --system --gid kylin"), "{said}");
    assert!(!said.contains("adduser -S"), "{said}");
}

//! A node in a temporary folder: its home, its state, and the folders of two archives A and B.

use super::programs::{Moment, Programs};
use super::tree::{self, Tree};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What appears in no place but where it belongs.
const SECRET: &str = "gloomy-lantern-77";

/// A node.
pub(crate) struct Fixture {
    top: PathBuf,
    programs: &'static Programs,
}

/// A call of install.sh: the archive, and its options. Of `root-A` and `root-B` it is root-once.sh that
/// is called, of `fetch` bin/fetch.
pub(crate) type Call = (&'static str, &'static str);

/// The option of a call before which the packages are brought to the node, as bin/deploy does.
pub(crate) const BROUGHT: &str = "--by bin/deploy";

impl Fixture {
    /// A node with an empty home, ready for its first deployment, in a folder of this name.
    pub(crate) fn new(programs: &'static Programs, name: &str) -> Result<Fixture> {
        let own = format!("muster-kill-{}-{name}-{}", std::process::id(), programs.name);
        // Where nobody but root decides what stands: root's script works differently elsewhere.
        let fixture = Fixture { top: Path::new("/run").join(own), programs };
        for folder in ["home", "extra", "state", "control", "root", "desk"] {
            fs::create_dir_all(fixture.at(folder))?;
        }
        fixture.write("control/calls", "")?;
        fixture.write("control/kill", "0 never 0\n")?;
        programs.place(&fixture.at("bin"), &fixture.at("control"))?;
        programs.place_plain(&fixture.at("plain"))?;
        Programs::place_own(&fixture.top)?;
        super::root::place(&fixture)?;
        super::fetch::place(&fixture)?;
        fixture.package("app-1", &["VERSION", "bin/run", "context.xml", "lib/x.jar"])?;
        fixture.package("extra-1", &["VERSION", "extra.conf"])?;
        fixture.archive("A")?;
        fixture.archive("B")?;
        fixture.write("secrets.env", &format!("PW={SECRET}\nENV=other-{SECRET}\n"))?;
        fs::set_permissions(fixture.at("secrets.env"), fs::Permissions::from_mode(0o600))?;
        Ok(fixture)
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.at(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// A package with these files below a top folder.
    fn package(&self, name: &str, files: &[&str]) -> Result<()> {
        for file in files {
            let text = if file.ends_with(".xml") {
                "<Context>\n    <Loader/>\n</Context>\n".to_owned()
            } else {
                format!("{name} {file}\n")
            };
            self.write(&format!("packages/{name}/{file}"), &text)?;
        }
        let mut tar = Command::new("tar");
        tar.current_dir(self.at("packages")).args(["-czf", &format!("{name}.tar.gz"), name]);
        if !tar.status()?.success() {
            bail!("{name} was not packed");
        }
        fs::remove_dir_all(self.at("packages").join(name)).context("the package's folder")
    }

    fn archive(&self, name: &str) -> Result<()> {
        let top = self.top.display();
        let folder = self.at(name);
        copy_scripts(&folder)?;
        let second = name == "B";
        let services = if second { "app extra" } else { "app old" };
        self.write(&format!("{name}/archive.tsv"), &format!("archive\tarchive-{name}\n"))?;
        self.write(
            &format!("{name}/node.env"),
            &format!(
                "MUSTER_NODE=n1\nMUSTER_STATE={top}/state\nMUSTER_SERVICES='{services}'\nMUSTER_SECRETS=PW\n\
                 MUSTER_ENVIRONMENT={}\nMUSTER_FOLDERS='{top}/home {top}/extra'\nMUSTER_USER=$(id -un)\nMUSTER_GROUP=$(id -gn)\nTOP={top}\n",
                if second { "" } else { "ENV" }
            ),
        )?;
        for service in services.split(' ') {
            self.write(&format!("{name}/service/{service}.sh"), SERVICE)?;
        }
        let mut files = vec![
            ("part", "no", "context.xml.part", "home/context.xml", "app"),
            ("0644", "no", "app.properties", "home/conf/app.properties", "app"),
            ("0600", "yes", "secret.properties", "home/conf/secret.properties", "app"),
        ];
        if second {
            files.push(("0644", "no", "new.conf", "extra/deep/er/new.conf", "extra"));
            files.push(("0755", "no", "turns.sh", "home/turns.sh", "app"));
        } else {
            files.push(("0644", "no", "old.conf", "home/old/old.conf", "old"));
            files.push(("0644", "no", "turns.sh", "home/turns.sh", "app"));
        }
        let mut table = String::new();
        for (mode, secret, source, to, service) in &files {
            table.push_str(&format!("{mode}\t{secret}\t{source}\t{top}/{to}\t{service}\n"));
            let text = match *source {
                "turns.sh" => "the same\n".to_owned(),
                "secret.properties" => format!("# {name}\np=@{{PW}}\n"),
                "context.xml.part" => format!("    <Manager of=\"{name}\"/>\n"),
                other => format!("{other} of {name}\n"),
            };
            self.write(&format!("{name}/{source}"), &text)?;
        }
        self.write(&format!("{name}/files.tsv"), &table)
    }

    /// Keeps what homes and state are now, under a name.
    pub(crate) fn save(&self, name: &str) -> Result<()> {
        let to = self.at("saved").join(name);
        if to.exists() {
            fs::remove_dir_all(&to)?;
        }
        fs::create_dir_all(&to)?;
        copy(HOLDS.iter().map(|folder| self.at(folder)), &to)
    }

    /// Makes homes and state what they were; whether they were kept under this name.
    pub(crate) fn restore(&self, name: &str) -> Result<bool> {
        let from = self.at("saved").join(name);
        if !from.exists() {
            return Ok(false);
        }
        for folder in HOLDS {
            fs::remove_dir_all(self.at(folder))?;
        }
        copy(HOLDS.iter().map(|folder| from.join(folder)), &self.top)?;
        Ok(true)
    }

    fn command(&self, (archive, options): Call, path: &str) -> Command {
        let mut shell = self.programs.shell();
        let mut command = Command::new(shell.next().unwrap_or("sh"));
        command.args(shell);
        match archive {
            "root-A" | "root-B" => command.arg(self.at(archive).join("root-once.sh")),
            "fetch" => command.arg(self.at("desk/bin/fetch")),
            _ => command
                .arg(self.at(archive).join("install.sh"))
                .args(["--packages".into(), self.packages(options).into_os_string()])
                .args(["--secrets".into(), self.at("secrets.env").into_os_string()]),
        };
        command.args(options.split_whitespace());
        command.env_clear().env("PATH", self.at(path)).env("LC_ALL", "C").current_dir("/");
        command.env("TMPDIR", self.at("control"));
        command
    }

    /// Where the packages of a call are.
    fn packages(&self, options: &str) -> PathBuf {
        self.at(if options == BROUGHT { "state/packages" } else { "packages" })
    }

    /// Brings the packages, where a call is that of bin/deploy.
    fn bring(&self, (_, options): Call) -> Result<()> {
        let to = self.packages(options);
        if options == BROUGHT && !to.exists() {
            copy(std::iter::once(self.at("packages")), &self.at("state"))?;
        }
        Ok(())
    }

    /// Runs it to its end; what it said.
    pub(crate) fn run(&self, call: Call) -> Result<String> {
        self.run_with(call, "plain")
    }

    fn run_with(&self, call: Call, path: &str) -> Result<String> {
        self.bring(call)?;
        let output = self.command(call, path).output()?;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        if !output.status.success() {
            bail!("{} {}: {}\n{said}", call.0, call.1, output.status);
        }
        if said.contains(SECRET) {
            bail!("{} {} shows a secret:\n{said}", call.0, call.1);
        }
        // A shell or a program that complains is an error that nobody noticed.
        let ours = ["n1: ", "root-once: ", "there ", "fetch ", "differs ", "packages/ "];
        let is_ours = |line: &&str| ours.iter().any(|word| line.starts_with(word));
        if let Some(line) = said.lines().find(|line| !is_ours(line) && !line.is_empty()) {
            bail!("{} {} says {line:?}", call.0, call.1);
        }
        Ok(said)
    }

    /// How many calls a run makes.
    pub(crate) fn count(&self, call: Call) -> Result<u32> {
        self.write("control/calls", "")?;
        self.run_with(call, "bin")?;
        let text = fs::read_to_string(self.at("control/calls"))?;
        u32::try_from(text.lines().count()).context("the number of calls")
    }

    /// Runs it and kills its whole group of processes at a call.
    pub(crate) fn kill(&self, call: Call, moment: Moment, at: u32) -> Result<()> {
        self.write("control/calls", "")?;
        self.write("control/at", "")?;
        self.bring(call)?;
        let command = self.command(call, "bin");
        // The group is known only when the process is there: it is held up until then.
        let hold = format!(
            "while ! read -r group <{0}/group 2>/dev/null; do :; done; echo \"{at} {1} $group\" >{0}/kill; exec \"$@\"",
            self.at("control").display(),
            moment.word()
        );
        let mut waiting = Command::new("/bin/dash");
        waiting.args(["-c", &hold, "dash"]).arg(command.get_program()).args(command.get_args());
        waiting.env_clear().env("PATH", self.at("bin")).env("LC_ALL", "C").current_dir("/");
        waiting.env("TMPDIR", self.at("control")).process_group(0);
        waiting.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = waiting.spawn()?;
        self.write("control/group.new", &format!("{}\n", child.id()))?;
        fs::rename(self.at("control/group.new"), self.at("control/group"))?;
        child.wait()?;
        // What the group still does is over before anybody looks.
        self.write("control/kill", "0 never 0\n")?;
        fs::remove_file(self.at("control/group"))?;
        Ok(())
    }

    /// The call that was killed.
    pub(crate) fn killed_at(&self) -> String {
        let call = fs::read_to_string(self.at("control/at")).unwrap_or_default();
        call.replace(&self.top.display().to_string(), "TOP")
            .replace('\n', "; ")
            .chars()
            .take(120)
            .collect()
    }

    /// The tree of one folder, whose own place does not count.
    pub(crate) fn tree(&self, folder: &str) -> Result<Tree> {
        let top = self.top.display().to_string();
        let tree = tree::read(&self.at(folder))?;
        let named =
            |(path, is): (String, String)| (format!("{folder}/{path}"), is.replace(&top, "TOP"));
        Ok(tree.into_iter().map(named).collect())
    }

    /// What the products would see: the homes. And what root's script makes, and the fetched packages.
    pub(crate) fn homes(&self) -> Result<Tree> {
        let mut tree = self.tree("home")?;
        for folder in ["extra", "root", "desk/packages"] {
            tree.extend(self.tree(folder)?);
        }
        Ok(tree)
    }

    /// What counts of the state: what is installed, the environment, the scripts, the marks.
    pub(crate) fn state(&self) -> Result<Tree> {
        let mut tree = self.tree("state")?;
        tree.retain(|path, _| {
            let path = path.trim_start_matches("state/");
            path == "installed.tsv"
                || path == "secrets.env"
                || path.starts_with("node/")
                || path.starts_with("restart/")
        });
        // The order in which they were written does not count.
        if let Some(text) = tree.get_mut("state/installed.tsv") {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            *text = lines.join("\n");
        }
        Ok(tree)
    }

    /// That nothing stays that belongs to a run: no file half written, no lock, no folder with a secret.
    pub(crate) fn is_clean(&self) -> Result<()> {
        let mut all = self.homes()?;
        all.extend(self.tree("state")?);
        all.extend(self.tree("control")?);
        let left: Vec<&String> = all
            .keys()
            .filter(|path| {
                let name = path.rsplit('/').next().unwrap_or_default();
                name.ends_with(".muster-new")
                    || name.starts_with("work.")
                    || name.starts_with("tmp.")
                    || name.starts_with("muster-") && path.starts_with("control/")
                    || name.ends_with(".part") && path.starts_with("desk/")
                    || name.ends_with(".new")
                    || ["lock", "unfinished", "undoing", "gone", "next"].contains(&name)
            })
            .collect();
        if !left.is_empty() {
            bail!("{left:?} stay");
        }
        let may = |path: &str| {
            path == "home/conf/secret.properties"
                || path == "state/secrets.env"
                || (path.starts_with("state/deployments/")
                    && (path.contains("/old/") || path.ends_with("/before/secrets.env")))
        };
        let secret: Vec<&String> = all
            .iter()
            .filter(|(path, is)| is.contains(SECRET) && !may(path))
            .map(|(path, _)| path)
            .collect();
        if !secret.is_empty() {
            bail!("a secret stands in {secret:?}");
        }
        let open: Vec<&String> = all
            .iter()
            .filter(|(path, is)| {
                is.contains(SECRET) && !is.starts_with("100600 ") && !path.is_empty()
            })
            .map(|(path, _)| path)
            .collect();
        if !open.is_empty() {
            bail!("others can read the secret in {open:?}");
        }
        Ok(())
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.top);
    }
}

/// What a run may change.
const HOLDS: [&str; 5] = ["home", "extra", "state", "root", "desk"];

/// Copies folders with all that they are: modes, times, links.
fn copy(folders: impl Iterator<Item = PathBuf>, to: &Path) -> Result<()> {
    let mut cp = Command::new("cp");
    if !cp.arg("-a").args(folders).arg(to).status()?.success() {
        bail!("nothing was copied to {}", to.display());
    }
    Ok(())
}

/// The real scripts of a node's folder.
fn copy_scripts(to: &Path) -> Result<()> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/bundle/src/scripts/node");
    fs::create_dir_all(to.join("lib"))?;
    for folder in ["", "lib"] {
        for entry in fs::read_dir(from.join(folder))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                fs::copy(&path, to.join(folder).join(name))?;
            }
        }
    }
    Ok(())
}

/// A service with a package of its own: `app` and `extra` are unpacked, `old` has none.
const SERVICE: &str = r#"#!/bin/sh
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/lib.sh"
id=$(basename "$0" .sh)
case $id in app) home=$TOP/home ;; extra) home=$TOP/extra ;; *) home= ;; esac
there() { [ ! -r "$home/VERSION" ] || cut -d ' ' -f 1 <"$home/VERSION"; }
do_installed() { [ -z "$home" ] || check_home "$home" "$id" "$id" "$id-1" "$(there)" || exit 3; }
do_package() { [ -z "$home" ] || printf "%s\t%s\n" "$id-1.tar.gz" "$home"; }
do_install() { unpack "$MUSTER_PACKAGES/$id-1.tar.gz" "$home" "$id"; }
do_files() { :; }
do_changed() { rm -f "$TOP/home/cached"; }
do_running() { false; }
do_stop() { :; }
do_render() { cp "$here/$1" "$2"; render_properties "$2"; }
service_main "$id" "$@"
"#;

//! A real KDC on this machine: the service's script logs in, keeps the ticket fresh, and says what
//! is wrong with a keytab.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PRINCIPAL: &str = "kylin@EXAMPLE.COM";

/// A folder with the database of a realm, the KDC, and a node's folder.
struct Realm {
    folder: PathBuf,
    kdc: Option<Child>,
}

impl Realm {
    fn new(name: &str) -> Realm {
        let folder = std::env::temp_dir().join(format!("krb-{}-{name}", std::process::id()));
        for inner in ["node/service", "node/lib"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
        }
        fs::create_dir_all(folder.join("state")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = folder.display();
        fs::write(
            folder.join("krb5.conf"),
            format!(
                "[libdefaults]\ndefault_realm = EXAMPLE.COM\ndns_lookup_kdc = false\n\
                 dns_lookup_realm = false\nrdns = false\nudp_preference_limit = 1\n\
                 ticket_lifetime = 1h\n[realms]\nEXAMPLE.COM = {{\n kdc = 127.0.0.1:{port}\n}}\n"
            ),
        )
        .unwrap();
        fs::write(
            folder.join("kdc.conf"),
            format!(
                "[kdcdefaults]\nkdc_listen = \"\"\nkdc_tcp_listen = 127.0.0.1:{port}\n\
                 [realms]\nEXAMPLE.COM = {{\n database_name = {at}/principal\n\
                 key_stash_file = {at}/stash\n max_life = 1h\n}}\n"
            ),
        )
        .unwrap();
        let mut realm = Realm { folder, kdc: None };
        realm.admin("/usr/sbin/kdb5_util", &["create", "-s", "-r", "EXAMPLE.COM", "-P", "master"]);
        let keytab = realm.keytab().display().to_string();
        realm.admin("/usr/sbin/kadmin.local", &["-q", &format!("addprinc -randkey {PRINCIPAL}")]);
        realm.admin("/usr/sbin/kadmin.local", &["-q", &format!("ktadd -k {keytab} {PRINCIPAL}")]);
        let kdc = realm
            .command("/usr/sbin/krb5kdc")
            .arg("-n")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        realm.kdc = Some(kdc.expect("krb5kdc is missing; apt-get install krb5-kdc"));
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the KDC does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = |from: &str, to: &str| {
            fs::copy(scripts.join(from), realm.folder.join(to)).unwrap();
        };
        for name in ["lib.sh", "lib/packages.sh", "lib/parts.sh"] {
            copy(&format!("../bundle/src/scripts/node/{name}"), &format!("node/{name}"));
        }
        copy("src/common/scripts/kerberos.sh", "node/service/kerberos.sh");
        realm
    }

    fn keytab(&self) -> PathBuf {
        self.folder.join("kylin.keytab")
    }

    fn cache(&self) -> PathBuf {
        self.folder.join("cache")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("KRB5_CONFIG", self.folder.join("krb5.conf"))
            .env("KRB5_KDC_PROFILE", self.folder.join("kdc.conf"))
            .env("KRB5CCNAME", format!("FILE:{}", self.cache().display()))
            .stdin(Stdio::null());
        command
    }

    fn admin(&self, program: &str, arguments: &[&str]) {
        let output = self.command(program).args(arguments).output().unwrap_or_else(|why| {
            panic!("{program}: {why}; apt-get install krb5-kdc krb5-admin-server")
        });
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs the script with these data, and gives all that it said.
    fn script(&self, verb: &str, principal: &str, renewal: u32) -> (bool, String) {
        let user = Command::new("id").arg("-un").output().unwrap();
        let env = format!(
            "MUSTER_NODE=n1\nMUSTER_STATE={0}/state\nMUSTER_SERVICES=kerberos\nMUSTER_USER={1}\n\
             KERBEROS_PRINCIPAL={principal}\nKERBEROS_KEYTAB={0}/kylin.keytab\nKERBEROS_RENEWAL={renewal}\n",
            self.folder.display(),
            String::from_utf8_lossy(&user.stdout).trim()
        );
        fs::write(self.folder.join("node/node.env"), env).unwrap();
        let script = self.folder.join("node/service/kerberos.sh");
        let output = self.command("sh").arg(script).arg(verb).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Realm {
    fn drop(&mut self) {
        let _ = self.script("stop", PRINCIPAL, 600);
        if let Some(kdc) = &mut self.kdc {
            let _ = kdc.kill();
            let _ = kdc.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_ticket_is_made_kept_fresh_and_checked() {
    let realm = Realm::new("fresh");
    let (good, said) = realm.script("preflight", PRINCIPAL, 600);
    let bad = said.lines().any(|l| l.starts_with("fail\t") || l.starts_with("warn\t"));
    assert!(good && !bad, "{said}");
    assert!(said.contains("ok\tthe KDC gives a ticket\n"), "{said}");
    assert!(said.contains("and a new one is made every 10 min"), "{said}");
    assert!(!realm.cache().exists(), "preflight left a ticket");

    let (good, said) = realm.script("start", PRINCIPAL, 2);
    assert!(good, "{said}");
    let first = fs::read(realm.cache()).unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while fs::read(realm.cache()).is_ok_and(|now| now == first) {
        assert!(Instant::now() < until, "the ticket is not made anew");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(realm.script("check", PRINCIPAL, 2).0);
    assert!(realm.script("start", PRINCIPAL, 2).1.contains("runs already"));
    let (good, said) = realm.script("stop", PRINCIPAL, 2);
    assert!(good && said.contains("is stopped"), "{said}");
    assert!(!realm.script("check", PRINCIPAL, 2).0);
}

#[test]
fn what_is_wrong_with_a_keytab_is_said() {
    let mut realm = Realm::new("wrong");
    let said = realm.script("preflight", PRINCIPAL, 7200).1;
    assert!(said.contains("and a new one is made only every 7200 s"), "{said}");
    let said = realm.script("preflight", "other@EXAMPLE.COM", 600).1;
    assert!(said.contains("fail\tthe keytab holds no key of other@EXAMPLE.COM"), "{said}");
    assert!(said.contains("fail\tthe KDC gives no ticket"), "{said}");
    fs::set_permissions(realm.keytab(), fs::Permissions::from_mode(0o644)).unwrap();
    let said = realm.script("preflight", PRINCIPAL, 600).1;
    assert!(said.contains("can be read by others (mode 644)"), "{said}");
    fs::set_permissions(realm.keytab(), fs::Permissions::from_mode(0o600)).unwrap();
    // A key that was made anew on the KDC: the keytab's one is too old.
    realm.admin("/usr/sbin/kadmin.local", &["-q", &format!("cpw -randkey {PRINCIPAL}")]);
    let said = realm.script("preflight", PRINCIPAL, 600).1;
    assert!(said.contains("fail\tthe KDC gives no ticket"), "{said}");
    // No KDC at all.
    let kdc = realm.kdc.as_mut().unwrap();
    kdc.kill().unwrap();
    kdc.wait().unwrap();
    let (good, said) = realm.script("start", PRINCIPAL, 600);
    assert!(!good && said.contains("has failed"), "{said}");
}

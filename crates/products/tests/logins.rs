//! Names of users with what their places would read as their own: `CORP\svc`, quotes, blanks, `%`.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::Lang;
use rules::Context;
use shared::{properties, with};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

const NAMES: [&str; 6] =
    ["ADMIN", "CORP\\svc", "CORP\\new\\\\table", "o'x y%h%%", "a\"b\\", "$HOME `id` $(id)"];

/// What `bin/verify` gives curl, and what curl says to a server: the real shell, the real curl.
#[test]
fn bin_verify_logs_in_as_whoever_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let password = "p\\w\"%s '$x";
    for name in NAMES {
        let spec = with("kylin-six", &[("settings.security.admin_user", name)]);
        let product = products::find("kylin").unwrap();
        let cx = Context::new(&spec, product);
        // As cluster.env does it.
        let mut script: String = (product.verify)(&cx)
            .into_iter()
            .map(|(name, value)| formats::shell::assign(name, &value) + "\n")
            .collect();
        script += "secret() { printf '%s\\n' \"$SECRET\"; }\n";
        script += product.verify_script;
        script += "\nlogin_lines | curl -sS -m 20 -K - \"$URL\"\n";
        let mut shell = Command::new("sh")
            .args(["-s"])
            .env("SECRET", password)
            .env("URL", &url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let server = listener.try_clone().unwrap();
        let heard = std::thread::spawn(move || {
            let (stream, _) = server.accept().unwrap();
            let mut authorization = String::new();
            for line in BufReader::new(&stream).lines().map_while(Result::ok) {
                if line.is_empty() {
                    break;
                }
                if let Some(value) = line.strip_prefix("Authorization: Basic ") {
                    value.clone_into(&mut authorization);
                }
            }
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            (&stream).write_all(answer).unwrap();
            authorization
        });
        let done = shell.wait_with_output().unwrap();
        assert!(
            done.status.success(),
            "{name}: {} (curl is needed: apt-get install curl)",
            String::from_utf8_lossy(&done.stderr)
        );
        assert_eq!(decoded(&heard.join().unwrap()), format!("{name}:{password}"));
    }
}

/// Base64 as in RFC 4648.
fn decoded(text: &str) -> String {
    let sign = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let bytes: Vec<u8> = text
        .trim_end_matches('=')
        .as_bytes()
        .chunks(4)
        .flat_map(|four| {
            let bits = four.iter().fold(0_u32, |bits, c| bits << 6 | u32::from(sign(*c)));
            let bits = bits << (6 * (4 - four.len()));
            bits.to_be_bytes()[1..four.len()].to_vec()
        })
        .collect();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_database_s_user_is_the_same_in_the_runbook_and_in_the_file() {
    for name in NAMES {
        let spec = with("kylin-six", &[("settings.metastore.username", name)]);
        let product = products::find("kylin").unwrap();
        let cx = Context::new(&spec, product);
        let text: String =
            (product.runbook)(&cx, Lang::En).into_iter().map(|part| part.body).collect();
        let quoted = format!("'{}'", name.replace('\\', "\\\\").replace('\'', "''"));
        assert!(text.contains(&format!("CREATE USER {quoted}@'%'")), "{name}: {text}");
        assert!(text.contains(&format!(".* TO {quoted}@'%';")), "{name}");
        let all = properties(&spec, "k1.example.com");
        let url = all.iter().find(|(key, _)| key == "kylin.metadata.url");
        let whole = url.is_some_and(|(_, url)| url.contains(&format!("username={name},")));
        // What the product's own syntax cannot hold is refused, not cut.
        let refused = rules::check(&cx).findings.iter().any(|f| {
            f.severity == model::Severity::Error
                && f.place == model::Place::Setting("metastore.username".to_owned())
        });
        assert!(whole || refused, "{name}: {url:?}");
    }
}

/// A name in LDAP's own notation has backslashes and blanks: it reaches the product as it is.
#[test]
fn a_name_of_ldap_is_read_by_java_as_it_was_typed() {
    let name = "cn=Kylin\\, Service \\2B,ou=%s people,dc=example,dc=com";
    let spec = with("kylin-six", &[("settings.security.ldap_user", name)]);
    let all = properties(&spec, "k1.example.com");
    let key = "kylin.security.ldap.connection-username";
    assert_eq!(all.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str()), Some(name));
}

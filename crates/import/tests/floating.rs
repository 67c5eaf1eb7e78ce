//! The address that moves between load balancers, out of keepalived's files.

mod files;

use files::{read, said};
use import::Imported;
use model::{Lang, Severity};

const NGINX: &str = "http {\n upstream kylin {\n  ip_hash;\n  server k1:7070;\n  server k2:7070;\n }\n \
    server {\n  listen 8080;\n  server_name 10.0.0.100;\n  location /kylin { proxy_pass http://kylin; proxy_read_timeout 330s; }\n }\n}\n";

fn keepalived(state: &str, router: &str, priority: &str) -> String {
    format!(
        "! of the wiki\nglobal_defs {{\n  router_id LVS\n}}\nvrrp_instance VI_1 {{\n  state {state}\n  interface ens192\n  \
         virtual_router_id {router}\n  priority {priority}\n  advert_int 1\n  authentication {{\n    auth_type PASS\n    auth_pass made-up-7\n  }}\n  \
         virtual_ipaddress {{\n    10.0.0.100/24\n    10.0.0.101/24\n  }}\n}}\n"
    )
}

fn pair(routers: [&str; 2]) -> Imported {
    let own = "kylin.server.mode=all\nkylin.server.cluster-servers=k1:7070,k2:7070\n";
    let first = keepalived("MASTER", routers[0], "100");
    let second = keepalived("BACKUP", routers[1], "90");
    read(&[
        ("k1/kylin.properties", own),
        ("k2/kylin.properties", own),
        ("lb1/nginx.conf", NGINX),
        ("lb1/keepalived.conf", &first),
        ("lb2/nginx.conf", NGINX),
        ("lb2/keepalived.conf", &second),
    ])
}

fn notes(imported: &Imported, severity: Severity) -> Vec<String> {
    let of = imported.notes.iter().filter(|note| note.severity == severity);
    of.map(|n| format!("{}:{}: {}", n.path, n.span.line, n.message.render(Lang::En))).collect()
}

#[test]
fn an_address_that_moves_becomes_the_documents() {
    let imported = pair(["60", "60"]);
    let field = |key: &str| imported.spec.settings.get(key).map(String::as_str);
    assert_eq!(field("lb.floating_address"), Some("10.0.0.100/24"));
    assert_eq!(field("lb.floating_interface"), Some("ens192"));
    assert_eq!(field("lb.virtual_router_id"), Some("60"));
    let told = notes(&imported, Severity::Info).join("\n");
    for words in
        ["state MASTER", "virtual_ipaddress 10.0.0.101/24", "global_defs", "authentication"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("made-up-7") && !told.contains("kept aside"), "{told}");
    // Without it several load balancers have no way to one address.
    let found = said(&imported).report.findings;
    assert!(found.iter().all(|finding| finding.rule != "LB012"), "{found:?}");
    assert!(notes(&imported, Severity::Warning).iter().all(|note| !note.contains("router")));
}

#[test]
fn two_groups_are_told() {
    let told = notes(&pair(["60", "61"]), Severity::Warning);
    let of =
        told.iter().find(|note| note.starts_with("lb2/keepalived.conf:8: router of keepalived"));
    assert!(
        of.is_some_and(|note| note.contains("\"60\" on lb1") && note.contains("\"61\" on lb2")),
        "{told:?}"
    );
}

#[test]
fn what_keepalived_refuses_is_told_at_its_line() {
    let told = read(&[
        ("k1/kylin.properties", "kylin.server.mode=all\n"),
        ("lb1/nginx.conf", NGINX),
        ("lb1/keepalived.conf", "vrrp_instance a {\n  state BACKUP\n"),
    ]);
    let errors = notes(&told, Severity::Error);
    assert!(errors.iter().any(|e| e.starts_with("lb1/keepalived.conf:1: ")), "{errors:?}");
}

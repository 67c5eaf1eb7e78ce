//! Every product's roles by the words that people use for them.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

use formats::node_list::{NodeList, RoleWords, read};
use model::Lang;
use rules::Product;
use std::collections::{BTreeMap, BTreeSet};

fn read_for(product: &Product, text: &str) -> NodeList {
    let all = products::ALL.iter().flat_map(|p| p.role_words());
    let others: Vec<&str> = all.flat_map(RoleWords::all).collect();
    read(text, &product.role_words(), &others)
}

#[test]
fn each_word_means_one_role_or_server_type_and_none_is_empty() {
    for product in products::ALL {
        let mut seen: BTreeMap<String, &[&str]> = BTreeMap::new();
        for role in product.role_words() {
            for word in role.all() {
                let plain: String =
                    word.chars().filter(|c| !"-_ ".contains(*c)).collect::<String>().to_lowercase();
                assert!(!plain.is_empty(), "{} {}", product.id, role.id);
                // A role and the type that is this role alone may be called the same.
                let other = seen.insert(plain, role.roles).filter(|other| *other != role.roles);
                assert!(other.is_none(), "{}: {word} is {} and {other:?}", product.id, role.id);
                // A word with a blank is the name of a group or stands in a table.
                let text = if word.contains(' ') {
                    format!("[{word}]\nh1\n")
                } else {
                    format!("h1 {word}\n")
                };
                for text in [text.clone(), text.to_uppercase().replace("H1", "h1")] {
                    let list = read_for(product, &text);
                    assert_eq!(list.problems, [], "{} {text}", product.id);
                    let roles: BTreeSet<_> =
                        list.nodes[0].roles.iter().map(String::as_str).collect();
                    let meant: BTreeSet<_> = role.roles.iter().copied().collect();
                    assert_eq!(roles, meant, "{} {text}", product.id);
                }
            }
        }
    }
}

#[test]
fn a_line_with_a_role_and_sizes_or_why_not() {
    for product in products::ALL {
        let list = read_for(product, "m1 master 64G 16c\n");
        assert_eq!(list.nodes.len(), 1, "{}", product.id);
        assert_eq!(list.nodes[0].settings["host.memory"], "64 GiB");
        assert_eq!(list.nodes[0].settings["host.cores"], "16");
        if product.roles.iter().any(|r| r.id == "master") {
            assert!(list.nodes[0].roles.contains("master"));
        } else {
            let said = list.problems[0].reason.render(Lang::En);
            assert!(said.contains("\"master\" is not a role here"), "{said}");
        }
    }
    let one = |id: &str, text: &str| {
        let list = read_for(products::find(id).unwrap(), text);
        assert_eq!(list.problems, [], "{text}");
        list.nodes[0].roles.iter().cloned().collect::<Vec<_>>().join("+")
    };
    assert_eq!(one("kylin", "k1 查询节点"), "query");
    assert_eq!(one("kylin", "负载均衡：k1"), "load_balancer");
    assert_eq!(one("kyligence", "k1 build zk"), "job+zookeeper");
    assert_eq!(one("alluxio", "a1 主节点"), "master");
    assert_eq!(one("alluxio", "alluxio_workers:\n  hosts:\n    a1:\n"), "worker");
}

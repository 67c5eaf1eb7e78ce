//! Ansible inventories in YAML, and what of YAML they are not.

mod lists;

use formats::node_list::Format;
use lists::{names, nodes, problems, read};

#[test]
fn an_ansible_inventory_in_yaml() {
    let text = "\
---
# the cluster
all:
  vars:
    ansible_user: kylin   # everywhere
    ansible_password: !vault |
      $ANSIBLE_VAULT;1.1;AES256
      6130
    ansible_python_interpreter: /usr/bin/python3
  children:
    query_nodes:
      hosts:
        k[01:02].example.com:
          ansible_user: ops
        k3: {ansible_host: 10.0.0.3, ansible_port: 2222}
    workers:
      hosts:
        \"j1\":
          ansible_host: '10.0.0.9'
          disks:
            - /data1
    job:
      children:
        workers:
    zk:
      hosts:
        k3:
        j1: ~
";
    let list = read(text);
    assert_eq!(
        nodes(text),
        [
            "k01.example.com query ssh.user=ops",
            "k02.example.com query ssh.user=ops",
            "k3 10.0.0.3 query+zookeeper ssh.port=2222 ssh.user=kylin",
            "j1 10.0.0.9 job+zookeeper ssh.user=kylin",
        ]
    );
    assert_eq!(list.format, Format::Ansible);
    assert_eq!(list.ranges, [("k[01:02].example.com".to_owned(), 2)]);
    // With Windows' line ends, and all in braces.
    assert_eq!(nodes(&text.replace('\n', "\r\n")), nodes(text));
    assert_eq!(
        nodes("query: {hosts: {k1: {ansible_host: 10.0.0.1}, k2: }}\nzk:\n  hosts: k2\n"),
        ["k1 10.0.0.1 query", "k2 query+zookeeper"]
    );
    // Lists, as people write them, at either indent.
    assert_eq!(
        nodes("query:\n  hosts:\n  - k1\n  - k2\nzk:\n  hosts:\n    - k1\n"),
        ["k1 query+zookeeper", "k2 query"]
    );
    assert_eq!(nodes("job:\n  hosts: [k1, 'k2']\n"), ["k1 job", "k2 job"]);
}

#[test]
fn what_cannot_be_read_of_yaml_is_told_at_its_line() {
    let at = |text: &str| problems(text).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
    assert_eq!(at("query:\n  hosts:\n    k1: *defaults\n    &x k2:\n    k3:\n"), [3, 4]);
    assert_eq!(names(&read("query:\n  hosts:\n    k1: *d\n    k3:\n")), ["k3"]);
    assert_eq!(at("query:\n  hosts:\n    k1:\n   k2:\n"), [4]);
    assert_eq!(at("query:\n\thosts:\n\t\tk1:\n  hosts:\n    k2:\n"), [2, 3]);
    assert_eq!(at("query:\n  host: k1\n  hosts:\n    k2:\n"), [2]);
    assert_eq!(at("query:\n  hosts:\n    k1: {ansible_host: 10.0.0.1\n"), [3]);
    assert_eq!(at("query:\n  hosts:\n    k1:\n      ansible_port: 99999\n"), [3]);
    // A playbook is none.
    let found = problems("- hosts: all\n  tasks:\n    - ping:\n");
    assert!(found.len() == 1 && found[0].1.contains("playbook"), "{found:?}");
    assert_eq!(read("- hosts: all\n").nodes.len(), 0);
}

//! Node lists in all the forms in which people have them.

mod lists;

use formats::node_list::{Format, NodeList};
use lists::{names, nodes, problems, read};
use model::Lang;

#[test]
fn lines_commas_blanks_and_full_width_punctuation() {
    assert_eq!(
        nodes("k1\n\n  k2.example.com  # the second\n10.0.0.3\nfd00::1\n"),
        ["k1", "k2.example.com", "10.0.0.3", "fd00::1"]
    );
    assert_eq!(nodes("k1, k2; k3 k4\tk5;"), ["k1", "k2", "k3", "k4", "k5"]);
    assert_eq!(nodes("k1，k2；k3、k4　ｋ５\r\nk6"), ["k1", "k2", "k3", "k4", "k5", "k6"]);
    assert_eq!(nodes("\u{FEFF}- k1\n* k2\n\"k3\"\n"), ["k1", "k2", "k3"]);
    assert_eq!(nodes("https://k1:7070/kylin\nk2:7070\n[fd00::2]:7070\n"), ["k1", "k2", "fd00::2"]);
    assert_eq!(nodes("ops@k1"), ["k1 ssh.user=ops"]);
    assert_eq!(read(""), NodeList::default());
}

#[test]
fn roles_stand_behind_the_hosts_that_they_are_for() {
    assert_eq!(
        nodes("k1 all\nk2=job+zookeeper\nk3 query, zookeeper\n"),
        ["k1 all", "k2 job+zookeeper", "k3 query+zookeeper"]
    );
    assert_eq!(nodes("k1 k2 job k3 Query k4"), ["k1 job", "k2 job", "k3 query", "k4"]);
    assert_eq!(
        nodes("k[1-2] stream-coordinator"),
        ["k1 stream_coordinator", "k2 stream_coordinator"]
    );
    assert_eq!(nodes("k1 roles=job,zookeeper\n"), ["k1 job+zookeeper"]);
    assert_eq!(nodes("k1=job,zookeeper k2=all"), ["k1 job+zookeeper", "k2 all"]);
    assert_eq!(nodes("k1 job+zookeeper k2 all"), ["k1 job+zookeeper", "k2 all"]);
    assert_eq!(nodes("k1 10.0.0.1 job+zookeeper"), ["k1 10.0.0.1 job+zookeeper"]);
    let found = problems("k1=jobb");
    assert!(found.len() == 1 && found[0].1.contains("\"jobb\" is not a role"), "{found:?}");
}

#[test]
fn ranges_make_nodes() {
    assert_eq!(
        nodes("k[01-03].example.com"),
        ["k01.example.com", "k02.example.com", "k03.example.com"]
    );
    assert_eq!(nodes("k[1-3,5]"), ["k1", "k2", "k3", "k5"]);
    assert_eq!(nodes("r[1-2]n[a-b]"), ["r1na", "r1nb", "r2na", "r2nb"]);
    assert_eq!(nodes("k[08-11]"), ["k08", "k09", "k10", "k11"]);
    assert_eq!(nodes("k【1-2】"), ["k1", "k2"]);
    let list = read("k[01-12].example.com\nx[1-3]");
    assert_eq!(list.ranges, [("k[01-12].example.com".to_owned(), 12), ("x[1-3]".to_owned(), 3)]);
    for bad in [
        "k[3-1]",
        "k[1-",
        "k[]",
        "k[a-1]",
        "k[1-2-3]",
        "k[1-10001]",
        "a[0-999999999999]b[0-999999999]",
        "k[1:5:0]",
    ] {
        let list = read(bad);
        assert_eq!((list.nodes.len(), list.problems.len()), (0, 1), "{bad}");
        assert_eq!(list.problems[0].text, bad);
    }
    assert!(problems("k[1-10001]")[0].1.contains("10000 is the most"));
    assert_eq!(read("k[1-10000]").nodes.len(), 10_000);
}

#[test]
fn bad_hosts_are_reported_at_their_line_and_the_rest_is_kept() {
    let long = "a".repeat(300);
    let text =
        format!("k1\nk_2\n-a\n$(reboot)\n../x\nbücher\n{long}\nk'3\nk4:70000\nk5:0\n999.1.1.1\nk6");
    let list = read(&text);
    assert_eq!(names(&list), ["k1", "k6"]);
    let lines: Vec<_> = list.problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(list.problems[0].text, "k_2");
    for problem in &list.problems {
        assert!(!problem.reason.render(Lang::Zh).is_empty());
    }
}

#[test]
fn a_name_may_have_its_address_behind_it() {
    assert_eq!(nodes("k1 10.0.0.1\nk2 10.0.0.2 job\n"), ["k1 10.0.0.1", "k2 10.0.0.2 job"]);
    assert_eq!(nodes("k1 10.0.0.1 k2 fd00::2 query"), ["k1 10.0.0.1", "k2 fd00::2 query"]);
    assert_eq!(nodes("all 10.0.0.1"), ["all 10.0.0.1"]);
    assert_eq!(nodes("k1 k2 10.0.0.3"), ["k1", "k2", "10.0.0.3"]);
    let found = problems("k[1-2] 10.0.0.1");
    assert!(found.len() == 1 && found[0].1.contains("several nodes"), "{found:?}");
    let list = read("k_1 10.0.0.1\nk2\nK2 10.0.0.2\n");
    assert_eq!((names(&list), list.problems.len()), (vec!["k2"], 2));
    assert!(list.nodes[0].address.is_empty());
}

#[test]
fn a_semicolon_inside_a_word_is_no_separator() {
    let list = read("k0\nbad;name\nk1;reboot\nk2;\n");
    assert_eq!(names(&list), ["k0", "k2"]);
    assert_eq!(list.problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3]);
    assert!(list.problems[0].reason.render(Lang::En).contains("';' is not allowed"));
}

#[test]
fn a_host_that_stands_twice_is_added_once() {
    let list = read("k1\nK1\nk[1-2]\n");
    assert_eq!(names(&list), ["k1", "k2"]);
    let lines: Vec<_> = list
        .problems
        .iter()
        .map(|p| (p.line, p.reason.render(Lang::En).contains("line 1 already")))
        .collect();
    assert_eq!(lines, [(2, true), (3, true)]);
}

#[test]
fn different_ports_are_reported_and_equal_ones_are_not() {
    assert_eq!(problems("k1:7070\nk2:7070\nk3"), []);
    let found = problems("k1:7070\nk2:7071");
    assert_eq!(found.iter().map(|p| p.0).collect::<Vec<_>>(), [1, 2]);
    assert!(found[1].1.contains("7071"));
}

#[test]
fn tables_with_and_without_a_head() {
    let text =
        "name,address,roles,cores,memory\nk1,10.0.0.1,all,16,64\nk2,,\"job,zookeeper\",8,32 GiB\n";
    assert_eq!(
        nodes(text),
        [
            "k1 10.0.0.1 all host.cores=16 host.memory=64 GiB",
            "k2 job+zookeeper host.cores=8 host.memory=32 GiB"
        ]
    );
    assert_eq!(read(text).format, Format::Csv);
    assert_eq!(
        nodes("主机名，地址，角色，核数，内存\nk1，10.0.0.1，all，16，64\n"),
        ["k1 10.0.0.1 all host.cores=16 host.memory=64 GiB"]
    );
    assert_eq!(
        nodes("IP;Hostname;Role\n10.0.0.1;k1;job|zookeeper\n"),
        ["k1 10.0.0.1 job+zookeeper"]
    );
    assert_eq!(
        nodes("k1\t10.0.0.1\tall\t8\t32g\nk2\t10.0.0.2\n"),
        ["k1 10.0.0.1 all host.cores=8 host.memory=32g", "k2 10.0.0.2"]
    );
    assert_eq!(
        nodes("k1,10.0.0.1,all,16,64 GiB\nk2,,job\nk3,query\n"),
        ["k1 10.0.0.1 all host.cores=16 host.memory=64 GiB", "k2 job", "k3 query"]
    );
    assert_eq!(nodes("ip,role\n10.0.0.1,all\n".replace("ip,", "host,").as_str()), ["10.0.0.1 all"]);
    assert_eq!(nodes("k1,k2,k3\nk4"), ["k1", "k2", "k3", "k4"]);
    let found = problems("host,rack,role\nk1,r1,all\nk2,r2,boss\n");
    assert_eq!(found.iter().map(|p| p.0).collect::<Vec<_>>(), [1, 3]);
    let found = problems("k1,10.0.0.1,all,16,64g,what?\n");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_hosts_file_without_its_own_lines() {
    let text = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nfe00::0 ip6-localnet\n127.0.1.1 admin\n255.255.255.255 broadcasthost\n# cluster\n10.0.0.1\tk1.example.com k1 # first\n10.0.0.2 k2\n";
    assert_eq!(nodes(text), ["k1.example.com 10.0.0.1", "k2 10.0.0.2"]);
    assert_eq!(read(text).format, Format::Hosts);
    assert_eq!(nodes("10.0.0.1 10.0.0.2"), ["10.0.0.1", "10.0.0.2"]);
    assert_eq!(nodes("10.0.0.1 all\n10.0.0.2 query"), ["10.0.0.1 all", "10.0.0.2 query"]);
}

#[test]
fn an_ansible_inventory_with_groups_ranges_and_variables() {
    let text = "\
; inventory
[kylin:children]
query
workers

[query]
k[01:02].example.com ansible_user=ops
k3 ansible_host=10.0.0.3 ansible_port=2222 comment='a b' # last

[workers]
j1 ansible_host='10.0.0.9'

[job:children]
workers

[zookeeper]
k3
j1

[all:vars]
ansible_user=kylin
ansible_password=hunter2
";
    assert_eq!(
        nodes(text),
        [
            "k01.example.com query ssh.user=ops",
            "k02.example.com query ssh.user=ops",
            "k3 10.0.0.3 query+zookeeper ssh.port=2222 ssh.user=kylin",
            "j1 10.0.0.9 job+zookeeper ssh.user=kylin",
        ]
    );
    let list = read(text);
    assert_eq!(list.format, Format::Ansible);
    assert_eq!(list.ranges, [("k[01:02].example.com".to_owned(), 2)]);
    assert_eq!(nodes("[all]\nk1\nk2\n[query]\nk2\n"), ["k1 all", "k2 query"]);
    let found = problems("[query]\nk1 ansible_host={{ ip }}\nk2 what\nk[3:1]\n");
    assert_eq!(found.iter().map(|p| p.0).collect::<Vec<_>>(), [2, 2, 2, 3, 4]);
}

#[test]
fn circles_of_groups_end() {
    assert_eq!(
        nodes("[a:children]\nb\n[b:children]\na\n[a]\nk1\n[query:children]\na\n"),
        ["k1 query"]
    );
}

#[test]
fn roles_by_the_words_that_people_use() {
    assert_eq!(
        nodes("k1 LB\nk2 zk\nk3 Build\nk4 load-balancer\nk5 Load_Balancer\nk6 查询\nk7 负载均衡"),
        [
            "k1 load_balancer",
            "k2 zookeeper",
            "k3 job",
            "k4 load_balancer",
            "k5 load_balancer",
            "k6 query",
            "k7 load_balancer",
        ]
    );
    // Before their hosts, with a colon.
    assert_eq!(
        nodes("zk: k1 k2\n查询：\n- k3\n- k4 job\nlb:\nk5\n"),
        ["k1 zookeeper", "k2 zookeeper", "k3 query", "k4 job", "k5 load_balancer"]
    );
    assert_eq!(nodes("k1: job\nk2:zk\nk3："), ["k1 job", "k2 zookeeper", "k3"]);
    // The groups of an inventory have more around them.
    assert_eq!(
        nodes("[query_nodes]\nk1\n[LBs]\nk2\n[build-servers]\nk3\n"),
        ["k1 query", "k2 load_balancer", "k3 job"]
    );
    assert_eq!(nodes("name,role\nk1,查询|zk\n"), ["k1 query+zookeeper"]);
    // A word for another product's role is told, and none is guessed.
    let found = problems("k1 worker\nworker\n");
    assert!(found.len() == 1 && found[0].1.contains("\"worker\" is not a role here"), "{found:?}");
    assert_eq!(names(&read("k1 worker\nworker\n")), ["k1", "worker"]);
}

#[test]
fn a_word_for_a_server_type_gives_all_its_roles_wherever_one_for_a_role_does() {
    let edge = "load_balancer+query";
    for text in [
        "k1 edge\n",
        "k1 EDGE 16c\n",
        "k1 接入\n",
        "k1=edge\n",
        "k1:edge\n",
        "edge: k1\n",
        "edge:\nk1\n",
        "k1 role=edge\n",
        "接入：\n- k1\n",
        "k1,edge,16c\n",
        "name,role\nk1,Front-End\n",
        "[edge]\nk1\n",
        "[front_end_nodes]\nk1\n",
        "[edge:children]\nrack\n[rack]\nk1\n",
        "all:\n  children:\n    edges:\n      hosts:\n        k1:\n",
    ] {
        let list = read(text);
        assert_eq!(list.problems, [], "{text}");
        let roles: Vec<_> = list.nodes[0].roles.iter().map(String::as_str).collect();
        assert_eq!(roles.join("+"), edge, "{text}");
    }
    // Beside other roles and types, and for several hosts.
    assert_eq!(
        nodes("k1 k2 edge+zk k3 edge job\n"),
        [format!("k1 {edge}+zookeeper"), format!("k2 {edge}+zookeeper"), format!("k3 job+{edge}")]
    );
    // In a hosts file an alias gives its roles, and a machine may be called as a type is.
    assert_eq!(
        nodes("10.0.0.1 edge\n10.0.0.2 k2 edge zk\n"),
        ["edge 10.0.0.1".to_owned(), format!("k2 10.0.0.2 {edge}+zookeeper")]
    );
    // A word means one thing: a role before a type.
    assert_eq!(nodes("k1 batch\nk2 query\n"), ["k1 job", "k2 query"]);
    // Which types there are is told with the roles, each name once.
    let found = problems("name,role\nk1,boss\n");
    assert!(found[0].1.contains("zookeeper, load_balancer, edge"), "{found:?}");
    assert_eq!(found[0].1.matches("job").count(), 1, "{found:?}");
}

#[test]
fn below_a_group_called_as_a_server_type_the_groups_of_its_roles_win() {
    let split = "[edge:children]\nquery\nlb\nspare\n[query]\nk1\n[lb]\nk2\n[spare]\nk3\n";
    assert_eq!(nodes(split), ["k1 query", "k2 load_balancer", "k3 load_balancer+query"]);
    // Roles of another kind take nothing away, and a host in the group itself has them all.
    let both = "[edge:children]\nzk\n[zk]\nk1\nk2\n[edge]\nk2\n[query]\nk2\n";
    assert_eq!(
        nodes(both),
        ["k1 load_balancer+query+zookeeper", "k2 load_balancer+query+zookeeper"]
    );
}

#[test]
fn what_a_machine_has_stands_behind_its_name() {
    let big = "host.cores=16 host.memory=64 GiB";
    assert_eq!(nodes("m1 job 64G 16c"), [format!("m1 job {big}")]);
    assert_eq!(nodes("m1 16 vCPU 64 GiB RAM zk"), [format!("m1 zookeeper {big}")]);
    assert_eq!(nodes("m1 64GB, 16 cores, job"), [format!("m1 job {big}")]);
    assert_eq!(nodes("m1 任务 16核64G"), [format!("m1 job {big}")]);
    assert_eq!(nodes("m1 10.0.0.1 job 16C/64G"), [format!("m1 10.0.0.1 job {big}")]);
    assert_eq!(nodes("10.0.0.1 m1 job 64G 16c"), [format!("m1 10.0.0.1 job {big}")]);
    assert_eq!(nodes("m1 job mem=64 cpu=16"), [format!("m1 job {big}")]);
    assert_eq!(
        nodes("m1,job,16c,64G\nm2,,8,32G"),
        ["m1 job host.cores=16 host.memory=64G", "m2 host.cores=8 host.memory=32G"]
    );
    assert_eq!(nodes("host,cpu,mem\nm1,16 vCPU,64 GiB"), [format!("m1 {big}")]);
    // For all hosts before it, up to the next ones.
    assert_eq!(
        nodes("m1 m2 job 8c m3 query 4c"),
        ["m1 job host.cores=8", "m2 job host.cores=8", "m3 query host.cores=4"]
    );
    assert_eq!(nodes("m[1-2] 8c"), ["m1 host.cores=8", "m2 host.cores=8"]);
    // The first word of a line is a host, whatever it looks like.
    assert_eq!(nodes("64g 8c\n"), ["64g host.cores=8"]);
    // Disks have no field, and of two sizes nobody knows which one is meant: both are told.
    let list = read("m1 job 64G 4x1.8T\nm2 64G 32G\n");
    assert_eq!(list.nodes.len(), 2);
    let said: Vec<_> = list.problems.iter().map(|p| (p.line, p.reason.render(Lang::En))).collect();
    assert!(
        said.len() == 2 && said[0].1.contains("disks") && said[1].1.contains("32 GiB"),
        "{said:?}"
    );
}

#[test]
fn a_hosts_file_may_call_machines_as_roles_are_called() {
    assert_eq!(
        nodes("10.0.0.1 query\n10.0.0.2 worker-1\n10.0.0.3 zk lb\n"),
        ["query 10.0.0.1", "worker-1 10.0.0.2", "zk 10.0.0.3 load_balancer"]
    );
}

#[test]
fn hosts_of_the_domain_pw_are_hosts_and_a_secret_in_a_list_is_none() {
    assert_eq!(nodes("k1.pw, k2.pw\nk3.pw 64G 16c\n").len(), 3);
    for text in ["k1.pw=abc1x", "password abc1x", "k1.corp ansible_ssh_pass=abc1x"] {
        let list = read(text);
        let said = format!("{:?}", list.nodes)
            + &problems(text).iter().map(|p| p.1.clone()).collect::<String>();
        assert!(!said.contains("abc1x"), "{text}: {said}");
    }
}

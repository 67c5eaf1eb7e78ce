//! Reading and writing `cluster.toml`: nothing is lost, every problem has its place.

use formats::document::{self, Loaded, read, read_bytes, write};
use model::{ClusterSpec, Environment, Lang, Layer, Place, Property, SCHEMA, Severity};

const EXAMPLE: &str = r#"schema = 2
name = "prod"
product = "kylin"
version = "3.1.3"
environment = "test"
language = "zh"

[settings]
plain = "x"

[settings.metastore]
"a.b" = "deep"
kind = "hbase"

[overrides.cluster]
"kylin.env" = "QA"

[overrides.role.query]
"kylin.x" = "v"

[[nodes]]
name = "k1"
address = "10.0.0.1"
roles = ["all", "zookeeper"]

[nodes.settings.host]
cores = "8"

[nodes.overrides]
"kylin.y" = "z"

[[nodes]]
name = "k2"
roles = []

[[accepted]]
rule = "KYL001"
node = "k2"
field = "roles"
reason = "because"
facts = ["a", "b"]
"#;

fn rules(loaded: &Loaded) -> Vec<&str> {
    loaded.problems.iter().map(|p| p.rule).collect()
}

fn place(loaded: &Loaded, at: usize) -> (u32, u32) {
    loaded.problems[at].span.map(|s| (s.line, s.column)).unwrap_or_default()
}

#[test]
fn a_whole_document_is_read_and_written_as_it_was() {
    let loaded = read(EXAMPLE);
    assert_eq!(loaded.problems, []);
    assert!(loaded.complete && !loaded.read_only);
    let spec = &loaded.spec;
    assert_eq!((spec.environment, spec.language), (Environment::Test, Lang::Zh));
    assert_eq!(spec.settings["metastore.kind"], "hbase");
    assert_eq!(spec.settings["metastore.a.b"], "deep");
    assert_eq!(spec.overrides.roles["query"][&"kylin.x".into()], "v");
    assert_eq!(spec.nodes[0].settings["host.cores"], "8");
    assert_eq!(spec.accepted[0].node, Some(spec.nodes[1].row));
    assert_eq!(write(spec), EXAMPLE);
    let span = loaded.spans.of("nodes[0].settings.host.cores").unwrap();
    assert_eq!((span.line, span.column), (27, 9));
    let span = loaded.spans.of("nodes[1].overrides.kylin.q").unwrap();
    assert_eq!((span.line, span.column), (32, 1));
}

#[test]
fn a_document_of_schema_1_opens_with_all_it_says() {
    let loaded = read(include_str!("stored/schema-1.toml"));
    assert_eq!(loaded.problems, []);
    assert!(loaded.complete && !loaded.read_only);
    let spec = &loaded.spec;
    assert_eq!(spec.schema, SCHEMA);
    let main = |key: &str| Property::new("", key);
    assert_eq!(spec.overrides.cluster[&main("kylin.env")], "QA");
    assert_eq!(spec.overrides.cluster[&main("kylin.web.timezone")], "GMT+8");
    assert_eq!(spec.overrides.roles["query"][&main("kylin.query.cache-enabled")], "false");
    assert_eq!(spec.nodes[1].overrides[&main("kylin.query.pushdown.runner-class-name")], "x.Y");
    assert_eq!(spec.nodes[1].settings["jvm.heap"], "8 GiB");
    assert_eq!(spec.accepted[0].node, Some(spec.nodes[1].row));
    let again = read(&write(spec));
    assert_eq!((again.problems.len(), &again.spec), (0, spec));
    assert!(write(spec).starts_with("schema = 2\n"));
}

#[test]
fn an_override_names_the_file_that_it_belongs_to() {
    let text = concat!(
        "[overrides.cluster]\nkylin.env = \"QA\"\n\"c/d.cfg:z\" = \"9\"\n",
        "[overrides.cluster.\"zookeeper/zoo.cfg\"]\ntickTime = 3000\n4lw.commands.whitelist = \"*\"\n",
        "[overrides.role.worker.\"conf/x.properties\"]\n\"a.b\" = \"1\"\n",
        "[[nodes]]\nname = \"k1\"\n[nodes.overrides.\"zookeeper/zoo.cfg\"]\nclientPort = \"2182\"\n",
    );
    let loaded = read(text);
    assert_eq!(loaded.problems, []);
    let spec = &loaded.spec;
    let zoo = |key: &str| Property::new("zookeeper/zoo.cfg", key);
    assert_eq!(spec.overrides.cluster[&zoo("tickTime")], "3000");
    assert_eq!(spec.overrides.cluster[&zoo("4lw.commands.whitelist")], "*");
    assert_eq!(spec.overrides.cluster[&Property::new("c/d.cfg", "z")], "9");
    assert_eq!(spec.overrides.roles["worker"][&Property::new("conf/x.properties", "a.b")], "1");
    assert_eq!(spec.nodes[0].overrides[&zoo("clientPort")], "2182");
    let written = write(spec);
    assert!(written.contains("[overrides.cluster.\"zookeeper/zoo.cfg\"]\n"), "{written}");
    assert_eq!(read(&written).spec, *spec);
    let place = Place::Override(Layer::Cluster, zoo("tickTime")).path(spec);
    let span = loaded.spans.of(&place).unwrap();
    assert_eq!((span.line, span.column), (5, 12), "{place}");
}

#[test]
fn bare_values_are_taken_as_they_are_written() {
    let loaded = read(concat!(
        "version = 3.10\nlanguage = \"zh-CN\"\n[settings]\nlb.port = 8_080\nlb.tls = true\nzoo = [\"a\", 'b']\nhex = 0xFF\n",
        "[overrides.cluster]\nkylin.env = \"QA\"\n",
        "[[nodes]]\nname = 12\nroles = \"all, zookeeper+x\"\n[[accepted]]\nrule='R'\nnode=12\nreason=''\nfacts='f'\n"
    ));
    assert_eq!(loaded.problems, []);
    let spec = loaded.spec;
    assert_eq!(spec.version, "3.10");
    assert_eq!(spec.settings["lb.port"], "8080");
    assert_eq!(spec.settings["lb.tls"], "true");
    assert_eq!(spec.settings["zoo"], "a,b");
    assert_eq!(spec.settings["hex"], "0xFF");
    assert_eq!(spec.overrides.cluster[&"kylin.env".into()], "QA");
    assert_eq!(spec.nodes[0].name, "12");
    assert_eq!(spec.nodes[0].roles.len(), 3);
    assert_eq!(spec.accepted[0].node, Some(spec.nodes[0].row));
    assert_eq!(spec.accepted[0].facts, ["f"]);
}

#[test]
fn what_cannot_be_read_has_its_place_and_the_rest_is_kept() {
    let loaded = read(
        "name = \"a\"\nversion = kylin\nname = \"b\"\n[settings\nx = \"1\"\n[[nodes]]\nname = \"k1\"\n",
    );
    assert!(!loaded.complete);
    assert_eq!(loaded.spec.name, "a");
    assert_eq!(loaded.spec.version, "kylin");
    assert_eq!(loaded.spec.nodes[0].name, "k1");
    assert!(rules(&loaded).iter().all(|r| *r == "DOC001"), "{loaded:?}");
    let places: Vec<_> = (0..loaded.problems.len()).map(|i| place(&loaded, i)).collect();
    assert!(places.contains(&(2, 11)) && places.contains(&(3, 1)), "{places:?}");
    assert!(places.iter().any(|p| p.0 == 4), "{places:?}");
}

#[test]
fn wrong_types_are_reported_where_the_meaning_is_not_clear() {
    let loaded = read(
        "name = { a = 1 }\nenvironment = \"prod\"\nnodes = 5\nsettings = \"x\"\naccepted = [1]\nschema = \"one\"\n",
    );
    assert_eq!(rules(&loaded), ["DOC003"; 6]);
    assert!(!loaded.complete);
    let paths: Vec<_> = loaded.problems.iter().map(|p| p.path.as_str()).collect();
    for path in ["name", "environment", "nodes", "settings", "accepted[0]", "schema"] {
        assert!(paths.contains(&path), "{path}");
    }
    assert!(loaded.problems.iter().all(|p| p.span.is_some() && p.severity == Severity::Error));
}

#[test]
fn unknown_keys_are_kept_and_written_back() {
    let text = "later = { a = [1, 2.50], b = \"x\" }\n[extra.deep]\nz = 1979-05-27\n[overrides.foo]\n\"k\" = true\n[[nodes]]\nname = \"k1\"\ndisks = [\"/a\"]\n";
    let loaded = read(text);
    assert_eq!(rules(&loaded), ["DOC002"; 4]);
    assert!(loaded.complete);
    let written = write(&loaded.spec);
    for line in ["later = { a = [1, 2.50], b = \"x\" }", "disks = [\"/a\"]", "foo = { k = true }"] {
        assert!(written.contains(line), "{line}\n{written}");
    }
    assert_eq!(read(&written).spec, loaded.spec);
}

#[test]
fn a_newer_schema_is_read_only() {
    let loaded = read("schema = 7\nname = \"x\"\nshiny = 1\n");
    assert!(loaded.read_only && loaded.complete);
    assert_eq!((loaded.spec.schema, loaded.spec.name.as_str()), (7, "x"));
    assert_eq!(rules(&loaded), ["DOC004", "DOC002"]);
    assert!(write(&loaded.spec).starts_with("schema = 7\n"));
    assert_eq!(read("schema = 99999999999999").spec.schema, u32::MAX);
}

#[test]
fn secrets_never_reach_the_document() {
    let text = "password = \"one\"\n[settings.metastore]\njdbc_url = \"jdbc:mysql://h/d?password=two\"\npassword = \"three\"\n[overrides.cluster]\n\"a.b-password\" = \"four\"\n\"a.url\" = \"http://me:five@h/\"\n[[nodes]]\nname = \"k\"\n[nodes.overrides]\n\"a.b-password\" = \"six\"\n";
    let loaded = read(text);
    let shown = format!("{:?}{}", loaded.spec, write(&loaded.spec));
    for secret in ["one", "two", "three", "four", "five", "six"] {
        assert!(
            !shown.contains(&format!("\"{secret}")) && !shown.contains(&format!("={secret}")),
            "{secret}"
        );
        assert!(!shown.contains(&format!(":{secret}@")), "{secret}");
    }
    let values: Vec<_> = loaded.secrets.iter().map(|(_, v)| v.as_str()).collect();
    for secret in ["one", "two", "three", "four", "five", "six"] {
        assert!(values.contains(&secret), "{secret}: {values:?}");
    }
    let mut variables: Vec<_> = loaded.secrets.iter().map(|(n, _)| n.clone()).collect();
    variables.dedup();
    assert_eq!(variables.len(), loaded.secrets.len());
    let found = loaded.problems.iter().filter(|p| p.rule == "DOC007").count();
    assert_eq!(found, 6);
    assert!(loaded.problems.iter().all(|p| p.span.is_some()));
    assert_eq!(read(&write(&loaded.spec)).secrets, []);
}

#[test]
fn what_is_no_text_is_told_at_once() {
    let cases: [(&[u8], &str); 6] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "DOC006"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "DOC006"),
        (b"\xff\xfen\0a\0", "DOC006"),
        (b"PK\x03\x04\x14\0", "DOC006"),
        (b"name = \"\xff\0\"", "DOC006"),
        (b"name = \"a\0b\"", "DOC006"),
    ];
    for (bytes, rule) in cases {
        let loaded = read_bytes(bytes);
        assert_eq!(loaded.problems[0].rule, rule, "{bytes:?}");
        assert!(!loaded.complete && loaded.problems[0].span.is_some());
    }
    let gbk = read_bytes(b"# \xd6\xd0\xce\xc4\nname = \"k1\"\n");
    assert_eq!(
        (rules(&gbk), place(&gbk, 0), gbk.spec.name.as_str()),
        (vec!["DOC006"], (1, 3), "k1")
    );
    let large = read_bytes(&vec![b'#'; document::MAX_BYTES + 1]);
    assert_eq!(rules(&large), ["DOC005"]);
    assert!(large.problems[0].message.render(Lang::En).contains("8.0 MiB"));
    let marked = read_bytes("\u{FEFF}name = \"x\"\n".as_bytes());
    assert_eq!((rules(&marked), marked.complete), (vec!["DOC008"], true));
    assert_eq!(marked.spec.name, "x");
    let empty = read("");
    assert!(empty.complete && empty.spec.schema == SCHEMA);
}

#[test]
fn an_acceptance_of_a_node_that_is_gone_is_dropped() {
    let loaded = read(
        "nodes = [\"a\", \"a\"]\n[[accepted]]\nrule = \"R1\"\nnode = \"x\"\n[[accepted]]\nrule = \"R2\"\nnode = \"a\"\n[[accepted]]\nrule = \"R3\"\nnode = 2\n",
    );
    assert_eq!(rules(&loaded), ["DOC009", "DOC009"]);
    assert!(!loaded.complete);
    let spec = &loaded.spec;
    let nodes: Vec<_> =
        spec.accepted.iter().map(|a| a.node.and_then(|r| spec.position(r))).collect();
    assert_eq!(nodes, [Some(0), Some(1)]);
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let many = 200_000;
    let texts = [
        format!("name = \"n\"\na = {}", "[".repeat(many)),
        format!("name = \"n\"\na = {}", "{a=".repeat(many)),
        format!("name = \"n\"\n{}x = 1", "a.".repeat(many)),
        format!("name = \"n\"\n[{}x]", "a.".repeat(many)),
        format!("name = \"n\"\na = {}", format!("{{{}", "a.".repeat(70) + "b = ").repeat(79)),
        format!("name = \"n\"\n{}", "[[a]]\n".repeat(many)),
    ];
    for text in &texts[..5] {
        let loaded = read(text);
        assert!(!loaded.complete);
        assert_eq!(loaded.spec.name, "n");
        assert_eq!(loaded.problems[0].rule, "DOC001");
    }
    assert!(read(&texts[5]).complete);
}

#[test]
fn setting_keys_that_are_a_table_and_a_text_both_survive() {
    let mut spec = ClusterSpec { schema: SCHEMA, ..ClusterSpec::default() };
    for key in ["a", "a.b", "a.b.c", "", ".", "a.", ".a", "x..y", "中 文.\"q\"", "x.\n"] {
        spec.settings.insert(key.to_owned(), format!("<{key}>"));
    }
    let loaded = read(&write(&spec));
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.spec, spec);
}

#[test]
fn a_broken_number_in_an_unknown_list_stays_a_part_of_it() {
    let loaded = read("odd = [\"a\", 9nodes, 2]\n");
    assert!(!loaded.complete);
    assert_eq!(read(&write(&loaded.spec)).spec, loaded.spec);
}

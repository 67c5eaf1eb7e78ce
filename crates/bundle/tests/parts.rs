//! A part of a file that belongs to somebody else: put in, replaced, taken out, by the nodes' own
//! shell functions.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::{CONTEXT, Node, PART, installable};
use std::process::Command;

#[test]
fn a_part_stands_before_the_last_end_tag_and_nothing_else_changes() {
    let node = Node::new("xml");
    for (name, text) in [
        ("plain.xml", CONTEXT.to_owned()),
        ("windows.xml", CONTEXT.replace('\n', "\r\n")),
        ("unended.xml", CONTEXT.trim_end().to_owned()),
        ("bytes.xml", CONTEXT.replace("loaded", "geladen \u{e4} \u{4e2d}")),
    ] {
        node.write(name, &text);
        node.write("part", PART);
        let with = node.prints(&format!("with_part {name} part"));
        let at =
            text.rfind("</Context>\n<!--").or_else(|| text.rfind("</Context>\r\n<!--")).unwrap();
        let (before, after) = (&text[..at], &text[at..]);
        assert!(with.starts_with(before) && with.ends_with(after), "{name}: {with}");
        assert!(with.contains(PART), "{name}: {with}");
        // Again, and with other words: only the part is another.
        node.write("again.xml", &with);
        assert_eq!(node.prints("with_part again.xml part"), with, "{name}");
        node.write("other", "    <Valve/>\n");
        let other = node.prints("with_part again.xml other");
        assert!(!other.contains("a.B") && other.contains("<Valve/>"), "{name}: {other}");
        // Taken out, every byte is as before.
        node.write("again.xml", &other);
        assert_eq!(node.prints("split_part around again.xml"), text, "{name}");
        let out = Command::new("xmllint").arg("--noout").arg(node.0.join("again.xml")).output();
        assert!(out.expect("apt-get install libxml2-utils").status.success(), "{name}");
    }
}

#[test]
fn an_edit_inside_shows_and_an_edit_around_stays() {
    let node = Node::new("edit");
    node.write("a.xml", CONTEXT);
    node.write("part", PART);
    let with = node.prints("with_part a.xml part");
    node.write("a.xml", &with);
    assert!(node.sh("part_is_ours a.xml").status.success());
    let around = with.replace("allowLinking=\"true\"", "allowLinking=\"false\"");
    node.write("a.xml", &around);
    assert!(node.sh("part_is_ours a.xml").status.success());
    assert_eq!(node.prints("with_part a.xml part"), around);
    node.write("a.xml", &with.replace("a.B", "a.C"));
    assert!(!node.sh("part_is_ours a.xml").status.success());
}

#[test]
fn a_part_of_properties_stands_at_the_end() {
    let node = Node::new("properties");
    node.write("part", "# why\nX=y\n");
    for text in ["# <a>\na=b\n", "a=b", ""] {
        node.write("a.properties", text);
        let with = node.prints("with_part a.properties part");
        assert!(with.starts_with(text) && with.contains("\nX=y\n"), "{with}");
        node.write("a.properties", &with);
        assert_eq!(node.prints("with_part a.properties part"), with);
        assert!(node.sh("part_is_ours a.properties").status.success());
    }
    // The first line of the part would belong to this one.
    node.write("a.properties", "a=b\\\n");
    assert!(!node.sh("with_part a.properties part").status.success());
}

#[test]
fn a_file_without_an_end_tag_is_refused() {
    let node = Node::new("none");
    node.write("a.xml", "<Context/>\n");
    node.write("part", PART);
    let output = node.sh("with_part a.xml part");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no end tag"));
}

/// Passwords with every character that means something, as their readers get them.
#[test]
fn secrets_keep_their_characters() {
    let node = Node::new("secrets");
    let password = r#" a'b"c\d$e#f!g=h:i@{X} "#;
    node.write("secrets", &format!("PW={password}\n"));
    node.write("a.properties", "A=@{PW}\n");
    node.write("a.conf", "requirepass \"@{PW}\"\n");
    node.prints(
        "MUSTER_SECRETS_FILE=secrets; render_properties a.properties; render_quoted a.conf",
    );
    let text = std::fs::read_to_string(node.0.join("a.properties")).unwrap();
    assert_eq!(text, "A=\\ a'b\"c\\\\d$e#f!g=h:i@{X} \n");
    let text = std::fs::read_to_string(node.0.join("a.conf")).unwrap();
    assert_eq!(text, "requirepass \" a'b\\\"c\\\\d$e#f!g=h:i@{X} \"\n");
    for bad in ["a${B}", "caf\u{e9}"] {
        node.write("secrets", &format!("PW={bad}\n"));
        node.write("a.properties", "A=@{PW}\n");
        assert!(
            !node
                .sh("MUSTER_SECRETS_FILE=secrets; render_properties a.properties")
                .status
                .success()
        );
    }
}

#[test]
fn parts_are_installed_kept_and_taken_back() {
    let node = installable("install");
    let before = node.home();
    let (done, said) = node.install("");
    assert!(!done && said.contains("a part would be put into it"), "{said}");
    assert_eq!(node.home(), before);
    let (done, said) = node.install("--adopt");
    assert!(done, "{said}");
    let [context, properties] = node.home();
    assert!(context.contains(PART) && properties.contains("\nP=top secret\n"), "{properties}");
    let (done, said) = node.install("");
    assert!(done && said.contains("nothing to do"), "{said}");
    // Another part, and an edit around it.
    node.write("home/context.xml", &context.replace("allowLinking", "x"));
    node.write("node/session/context.xml.part", "    <Valve/>\n");
    let (done, said) = node.install("");
    let [now, _] = node.home();
    assert!(
        done && now.contains("<Valve/>") && now.contains("<Context x=") && !now.contains("a.B"),
        "{said}{now}"
    );
    // An edit inside it.
    node.write("home/context.xml", &now.replace("<Valve/>", "<Valve a=\"\"/>"));
    let (done, said) = node.install("");
    assert!(!done && said.contains("between the lines muster:begin"), "{said}");
    node.write("home/context.xml", &now);
    // The archive has no parts any more.
    node.write("node/files.tsv", "");
    let (done, said) = node.install("");
    assert!(done && said.contains("take our part out"), "{said}");
    assert_eq!(node.home(), [before[0].replace("allowLinking", "x"), before[1].clone()]);
    let (done, said) = node.install("");
    assert!(done && said.contains("nothing to do"), "{said}");
    // Back: with both parts, byte for byte.
    let (done, said) = node.install("--rollback");
    assert!(done, "{said}");
    assert_eq!(node.home(), [now, properties]);
}

#[test]
fn the_first_installation_taken_back_leaves_what_was_there() {
    let node = installable("back");
    let before = node.home();
    assert!(node.install("--adopt").0);
    let (done, said) = node.install("--rollback");
    assert!(done, "{said}");
    assert_eq!(node.home(), before);
}

/// A later archive begins to write into a file that a package brought: nobody's edit is in the way.
#[test]
fn what_a_package_brought_takes_a_part_at_any_time() {
    let node = installable("brought");
    let before = node.home();
    let home = node.0.join("home");
    std::fs::create_dir_all(node.0.join("state/unpacked")).unwrap();
    // As after a deployment that unpacked the package and wrote into none of its files.
    let brought = format!("{}\n./context.xml\n./app.properties\n", home.display());
    node.write("state/unpacked/app.tsv", &brought);
    let (done, said) = node.install("--check");
    assert!(done && said.contains("would replace"), "{said}");
    let (done, said) = node.install("");
    assert!(done, "{said}");
    assert!(node.home()[0].contains(PART));
    // Taken out and put in again: the bytes are the package's, though the time is not.
    let table = std::fs::read_to_string(node.0.join("node/files.tsv")).unwrap();
    node.write("node/files.tsv", "");
    let (done, said) = node.install("");
    assert!(done && node.home() == before, "{said}");
    node.write("node/files.tsv", &table);
    let (done, said) = node.install("");
    assert!(done && node.home()[0].contains(PART), "{said}");
    // Somebody's edit is another matter, and so is a file that no package brought.
    for list in [brought.as_str(), "/nowhere\n./context.xml\n"] {
        let node = installable("brought-edited");
        std::fs::create_dir_all(node.0.join("state/unpacked")).unwrap();
        node.write("state/unpacked/app.tsv", &list.replace("brought", "brought-edited"));
        let line = "touch -d '2020-01-01' state/unpacked/app.tsv";
        assert!(node.sh(line).status.success());
        let (done, said) = node.install("");
        assert!(!done && said.contains("was here before Muster"), "{said}");
    }
}

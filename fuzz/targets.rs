//! What is fuzzed: every reader of foreign bytes. A panic, an overflow or a broken promise is a
//! find. The same functions run in the normal tests, over seeds and random changes of them.

use model::ClusterSpec;
use model::value::{
    AbsolutePath, ByteSize, Count, Duration, Host, HostPort, Identifier, Port, Switch, Uri,
    UserName, Value, Variable, forbidden_character,
};
use rules::Context;
use std::borrow::Cow;

fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Reading never fails, and what was kept survives being written.
pub(crate) fn document(data: &[u8]) {
    let loaded = formats::document::read_bytes(data);
    assert!(loaded.complete || !loaded.problems.is_empty());
    let again = formats::document::read(&formats::document::write(&loaded.spec));
    assert!(again.complete, "{:?}", again.problems);
    assert!(again.secrets.is_empty());
    assert_eq!(again.spec, loaded.spec);
}

/// Any document is checked and drawn, and has files: none with a line end or NUL inside a line, no
/// path that leaves the archive, and a secret in none of them.
pub(crate) fn archive(data: &[u8]) {
    let loaded = formats::document::read_bytes(data);
    let Some(product) = engine::product_of(products::ALL, &loaded.spec) else { return };
    let cx = Context::new(&loaded.spec, product);
    let report = engine::check_loaded(&cx, &loaded);
    for finding in &report.findings {
        for lang in model::Lang::ALL {
            assert!(!finding.message.render(lang).is_empty());
        }
    }
    let tree = bundle::tree(&cx, &report);
    for (path, file) in bundle::entries(&tree, &loaded.spec) {
        assert!(
            !path.starts_with('/') && path.split('/').all(|p| !matches!(p, "" | "." | "..")),
            "{path}"
        );
        for line in file.lines() {
            assert!(!line.text.contains(['\n', '\r', '\0']), "{path}: {:?}", line.text);
        }
    }
    for lang in model::Lang::ALL {
        let _ = bundle::picture(&cx, lang);
    }
}

/// Every node that is read has a good name, once.
pub(crate) fn node_list(data: &[u8]) {
    use formats::node_list::{RoleWords, read};
    let roles = [
        ("all", &[][..], &["all"][..]),
        ("job", &["build"], &["job"]),
        ("query", &["查询"], &["query"]),
        ("zookeeper", &["zk"], &["zookeeper"]),
        ("edge", &["接入"], &["query", "zookeeper"]),
    ];
    let roles = roles.map(|(id, words, roles)| RoleWords { id, words, roles });
    let list = read(&text(data), &roles, &["worker"]);
    let mut names: Vec<String> = Vec::new();
    for node in &list.nodes {
        names.push(Host::parse(&node.name).expect("a good name").to_string());
        assert!(node.address.is_empty() || Host::parse(&node.address).is_ok());
    }
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// What was read is read back after being escaped.
pub(crate) fn properties(data: &[u8]) {
    use formats::properties::{escape_key, escape_value, read};
    for entry in read(&text(data)) {
        let line = format!("{}={}\n", escape_key(&entry.key), escape_value(&entry.value));
        let again = read(&line);
        assert_eq!(again.len(), 1, "{line:?}");
        assert_eq!((&again[0].key, &again[0].value), (&entry.key, &entry.value));
    }
}

/// Foreign bytes are no message, or one that the engine answers.
pub(crate) fn protocol(data: &[u8]) {
    let _ = protocol::decode::<protocol::Reply>(data);
    let _ = protocol::decode::<ClusterSpec>(data);
    if let Some(request) = protocol::decode::<protocol::Request>(data) {
        let reply = engine::Engine::new(products::ALL).handle(&request);
        assert_eq!(reply.revision, request.revision);
        let bytes = protocol::encode(&reply);
        assert!(protocol::decode::<protocol::Reply>(&bytes).is_some());
    }
}

/// A log points to rules that exist, each once.
pub(crate) fn symptoms(data: &[u8]) {
    for product in products::ALL.iter().copied() {
        let found = rules::explain(product, &text(data));
        let mut ids: Vec<&str> = found.iter().map(|m| m.rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), found.len());
    }
}

/// Files of a cluster, archives among them, whatever is in them: a document that can be written and read
/// again, without the secrets that were taken out.
pub(crate) fn import(data: &[u8]) {
    let (kind, bytes) = data.split_first().map_or((0, data), |(first, rest)| (*first, rest));
    let names = [
        "k1/conf/kylin.properties",
        "k1/conf/setenv.sh",
        "a1/conf/alluxio-site.properties",
        "a1/conf/alluxio-env.sh",
        "a1/conf/masters",
        "d1/historical/runtime.properties",
        "d1/historical/jvm.config",
        "d1/environment",
        "z1/zoo.cfg",
        "hosts",
        "archive.zip",
    ];
    let name = names.get(usize::from(kind) % names.len()).copied().unwrap_or_default();
    let source = import::Source { path: name.to_owned(), bytes: bytes.to_vec() };
    let limits = import::Limits { bytes: 1 << 20, file: 1 << 18, files: 100 };
    let unpacked = import::unpack(vec![source], &limits);
    let choices = import::Choices::default();
    let Ok(imported) = import::import(products::ALL, &unpacked.sources, &choices) else { return };
    let written = formats::document::write(&imported.spec);
    let again = formats::document::read(&written);
    assert!(again.complete && again.secrets.is_empty(), "{:?}", again.problems);
}

/// Files of directives: blocks come before what stands in them, no depth is lost, and every place is inside of
/// the text.
pub(crate) fn directives(data: &[u8]) {
    use formats::directives::{DEEPEST, MOST, haproxy, httpd, keepalived, nginx};
    let text = text(data);
    let lines = text.split('\n').count();
    for read in [nginx::read, haproxy::read, httpd::read, keepalived::read] {
        let read = read(&text);
        assert!(read.all.len() <= MOST);
        for (at, directive) in read.all.iter().enumerate() {
            assert!(!directive.words.is_empty());
            assert!(directive.parent.is_none_or(|parent| parent < at && read.all[parent].block));
            assert!(read.around(directive).count() <= DEEPEST);
        }
        for span in read.all.iter().map(|d| d.span).chain(read.problems.iter().map(|p| p.0)) {
            assert!(usize::try_from(span.line).is_ok_and(|l| l >= 1 && l <= lines), "{span:?}");
        }
    }
}

/// Elements stand in elements that come before them, and every place is inside of the text.
pub(crate) fn xml(data: &[u8]) {
    let text = text(data);
    let lines = text.split('\n').count();
    let inside = |span: model::Span| usize::try_from(span.line).is_ok_and(|l| l >= 1 && l <= lines);
    match formats::xml_read::read(&text) {
        Ok(all) => {
            for (at, element) in all.iter().enumerate() {
                assert!(inside(element.span) && element.parent.is_none_or(|parent| parent < at));
            }
        }
        Err((span, message)) => {
            assert!(inside(span), "{span:?}");
            assert!(!message.render(model::Lang::En).is_empty());
        }
    }
}

/// A file of what stands beside a product: whatever is in it, a document comes of the product's own file,
/// can be written and read, and no note is without words.
pub(crate) fn beside(data: &[u8]) {
    let (kind, bytes) = data.split_first().map_or((0, data), |(first, rest)| (*first, rest));
    let names = [
        "lb1/nginx.conf",
        "lb1/haproxy.cfg",
        "lb1/httpd.conf",
        "lb1/keepalived.conf",
        "lb1/conf.d/x.conf",
        "k1/tomcat/conf/context.xml",
        "k1/tomcat/conf/server.xml",
        "k1/tomcat/conf/redis-data-cache.properties",
        "k1/conf/hbase-site.xml",
        "k1/conf/hdfs-site.xml",
    ];
    let name = names.get(usize::from(kind) % names.len()).copied().unwrap_or_default();
    let source =
        |path: &str, bytes: &[u8]| import::Source { path: path.to_owned(), bytes: bytes.to_vec() };
    let own = source("k1/conf/kylin.properties", b"kylin.server.mode=query\n");
    let choices = import::Choices {
        product: Some("kylin".to_owned()),
        version: Some("3.1.3".to_owned()),
        ..import::Choices::default()
    };
    let imported =
        import::import(products::ALL, &[own, source(name, bytes)], &choices).expect("a document");
    for note in &imported.notes {
        assert!(model::Lang::ALL.iter().all(|lang| !note.message.render(*lang).is_empty()));
    }
    let again = formats::document::read(&formats::document::write(&imported.spec));
    assert!(again.complete && again.secrets.is_empty(), "{:?}", again.problems);
}

/// What a shell's file assigns has names, and spots inside of it.
pub(crate) fn shell(data: &[u8]) {
    let text = text(data);
    let all = formats::shell_read::read(&text);
    let lines = text.split('\n').count();
    for assignment in all.iter().chain(&formats::shell_settings::settings(&all)) {
        assert!(formats::shell::is_name(&assignment.name), "{assignment:?}");
        assert!(usize::try_from(assignment.span.line).is_ok_and(|l| l >= 1 && l <= lines));
    }
}

/// A value that was accepted is safe in every file, and is read back from what it prints.
pub(crate) fn values(data: &[u8]) {
    let text = text(data);
    check::<Host>(&text, ToString::to_string);
    check::<HostPort>(&text, ToString::to_string);
    check::<Port>(&text, ToString::to_string);
    check::<Uri>(&text, ToString::to_string);
    check::<AbsolutePath>(&text, ToString::to_string);
    check::<ByteSize>(&text, ToString::to_string);
    check::<Duration>(&text, ToString::to_string);
    check::<Count>(&text, |v| v.0.to_string());
    check::<Switch>(&text, |v| v.0.to_string());
    check::<Identifier>(&text, |v| v.0.clone());
    check::<UserName>(&text, |v| v.0.clone());
    check::<Variable>(&text, |v| v.0.clone());
}

fn check<T: Value>(text: &str, print: fn(&T) -> String) {
    if let Ok(value) = T::parse(text) {
        let printed = print(&value);
        assert!(forbidden_character(&printed).is_none(), "{printed:?}");
        let again = T::parse(&printed).unwrap_or_else(|_| panic!("{text:?} prints as {printed:?}"));
        assert_eq!(print(&again), printed);
    }
}

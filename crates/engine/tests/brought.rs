//! What an import leaves beside the document: what differs between nodes as a table, and the files as
//! they were.

use engine::Engine;
use model::{ClusterSpec, Lang, RowId};
use protocol::{
    Ask, Baseline, BesideView, Body, Brought, CellKind, Change, DriftView, FileId, Join, Loaded,
    OriginalView, Request,
};
use rules::{Context, check};

type Files = Vec<(String, Vec<u8>)>;

fn import(engine: &mut Engine, files: &Files) -> (Loaded, Brought) {
    let ask = Ask::Import { files: files.clone() };
    match engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body {
        Body::Imported(loaded, _, brought) => (*loaded, *brought),
        other => panic!("{other:?}"),
    }
}

fn open(engine: &mut Engine, spec: &ClusterSpec) {
    let ask = Ask::Check {
        change: Change::Whole(Box::new(spec.clone())),
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: true,
    };
    engine.handle(&Request { revision: 2, lang: Lang::En, ask });
}

fn row(spec: &ClusterSpec, name: &str) -> RowId {
    spec.nodes.iter().find(|n| n.name == name).unwrap_or_else(|| panic!("{name}")).row
}

fn beside(engine: &mut Engine, spec: &ClusterSpec, original: &OriginalView) -> BesideView {
    let id = FileId {
        name: original.file.clone(),
        node: original.nodes.first().map(|name| row(spec, name)),
    };
    let (path, text) = (original.path.clone(), original.text.clone());
    let ask = Ask::Beside { id, path, text };
    match engine.handle(&Request { revision: 3, lang: Lang::En, ask }).body {
        Body::Beside(view) => *view,
        other => panic!("{}: {other:?}", original.path),
    }
}

/// The files of an archive's nodes.
fn archive(product: &'static rules::Product, spec: &ClusterSpec) -> Files {
    let cx = Context::new(spec, product);
    let entries = bundle::entries(&bundle::tree(&cx, &check(&cx)), spec);
    let of_nodes = entries.into_iter().filter(|(path, _)| path.starts_with("nodes/"));
    of_nodes.map(|(path, file)| (path, file.to_text().into_owned().into_bytes())).collect()
}

/// With the document of an archive its files are as they are written: nothing differs, comments
/// neither.
#[test]
fn an_archive_is_the_same_as_what_is_written_again() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let mut files = archive(product, &spec);
        let recipe = formats::document::write(&spec).into_bytes();
        files.push(("cluster.toml".to_owned(), recipe));
        let mut engine = Engine::new(products::ALL);
        let (loaded, brought) = import(&mut engine, &files);
        open(&mut engine, &loaded.spec);
        assert!(!brought.originals.is_empty(), "{}", preset.id);
        for original in &brought.originals {
            assert!(!original.nodes.is_empty(), "{}", original.path);
            let view = beside(&mut engine, &loaded.spec, original);
            for pair in view.pairs.iter().filter(|p| p.join != Join::Same) {
                let blank = pair.original.as_ref().is_some_and(|(_, text)| text.trim().is_empty());
                assert!(blank, "{} {}: {pair:?}", preset.id, original.path);
            }
        }
        // Every node's files are there, if a program of the product reads them.
        for node in &loaded.spec.nodes {
            for known in product.import.known {
                let path = format!("nodes/{}/{}", node.name, known.file);
                let brought_it =
                    path.ends_with(known.ends) && files.iter().any(|(p, _)| *p == path);
                let of = |o: &&OriginalView| o.file == known.file && o.nodes.contains(&node.name);
                assert!(!brought_it || brought.originals.iter().any(|o| of(&o)), "{path}");
            }
        }
    }
}

/// The effective configuration is the one that was read: no key has another value.
#[test]
fn files_alone_are_written_with_the_same_values() {
    for product in products::ALL {
        let Some(preset) = product.presets.first() else { continue };
        let spec = formats::document::read(preset.toml).spec;
        let files = archive(product, &spec);
        let mut engine = Engine::new(products::ALL);
        let (loaded, brought) = import(&mut engine, &files);
        if loaded.spec.product != product.id {
            // Nothing in the files tells the two apart.
            continue;
        }
        open(&mut engine, &loaded.spec);
        let mut seen = 0;
        for original in &brought.originals {
            let view = beside(&mut engine, &loaded.spec, original);
            seen += view.pairs.len();
            for pair in &view.pairs {
                assert_ne!(pair.join, Join::Differs, "{} {}: {pair:?}", preset.id, original.path);
            }
        }
        assert!(seen > 10, "{}", preset.id);
    }
}

const LINES: &str = "# by hand, 2019\nkylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.internal:3306/kylin,username=kylin,password=made-up-word-1\nkylin.server.cluster-servers=k1.internal:7070,k2.internal:7070,k3.internal:7070\n#kylin.metadata.url=kylin_metadata@jdbc,password=older-word-2\nkylin.web.timezone = GMT+8\n";

fn three() -> Files {
    let host = |(host, mode, zone): (&str, &str, &str)| {
        let text = format!("kylin.server.mode={mode}\n{LINES}").replace("GMT+8", zone);
        (format!("hosts/{host}/conf/kylin.properties"), text.into_bytes())
    };
    let hosts = [
        ("k1.internal", "job", "GMT+8"),
        ("k2.internal", "query", "GMT+8"),
        ("k3.internal", "query", "GMT+0"),
    ];
    hosts.into_iter().map(host).collect()
}

#[test]
fn what_differs_is_a_table_in_which_the_odd_one_is_told() {
    let mut engine = Engine::new(products::ALL);
    let (_, brought) = import(&mut engine, &three());
    let DriftView { columns, rows, more_columns, more_rows } = &brought.drift;
    assert_eq!((*more_columns, *more_rows), (0, 0));
    assert_eq!(columns, &[vec!["k1.internal", "k2.internal"], vec!["k3.internal"]]);
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["kylin.web.timezone"]);
    assert_eq!(rows[0].file, "conf/kylin.properties");
    assert!(!rows[0].must_differ);
    let cells: Vec<(&str, bool)> =
        rows[0].cells.iter().map(|c| (c.value.as_str(), c.odd)).collect();
    assert_eq!(cells, [("GMT+8", false), ("GMT+0", true)]);
}

#[test]
fn many_equal_nodes_are_one_column_and_a_missing_key_is_told() {
    let mut files = Files::new();
    for n in 1..=60 {
        let mut text =
            String::from("druid.zk.service.host=zk.internal\ndruid.metadata.storage.type=mysql\n");
        if n == 31 {
            text = text.replace("druid.metadata.storage.type=mysql\n", "");
        }
        let folder = format!("hosts/h{n}.internal/conf/druid/cluster");
        files.push((format!("{folder}/_common/common.runtime.properties"), text.into_bytes()));
        let own = format!(
            "druid.plaintextPort=8083\ndruid.host=h{}.internal\n",
            if n == 40 { 41 } else { n }
        );
        files.push((format!("{folder}/data/historical/runtime.properties"), own.into_bytes()));
    }
    let mut engine = Engine::new(products::ALL);
    let (_, brought) = import(&mut engine, &files);
    let drift = &brought.drift;
    let row =
        drift.rows.iter().find(|row| row.key == "druid.metadata.storage.type").expect("a row");
    let odd: Vec<&Vec<String>> = drift
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| cell.odd)
        .inspect(|(_, cell)| assert_eq!(cell.kind, CellKind::Absent))
        .map(|(nodes, _)| nodes)
        .collect();
    assert_eq!(odd, [&vec!["h31.internal".to_owned()]]);
    // Whatever each has for itself as it must does not keep equal nodes apart.
    assert!(drift.columns.len() <= 3, "{:?}", drift.columns);
    assert_eq!(drift.columns.iter().map(Vec::len).sum::<usize>(), 60);
    let host = drift.rows.iter().find(|row| row.key == "druid.host").expect("a row");
    assert!(host.must_differ);
    let told: Vec<(CellKind, &str)> =
        host.cells.iter().filter(|c| c.odd).map(|c| (c.kind, c.value.as_str())).collect();
    assert_eq!(told, [(CellKind::Value, "h41.internal")]);
    assert!(host.cells.iter().any(|c| c.kind == CellKind::Own));
}

#[test]
fn an_original_keeps_its_comments_and_loses_its_secrets() {
    let mut engine = Engine::new(products::ALL);
    let (loaded, brought) = import(&mut engine, &three());
    open(&mut engine, &loaded.spec);
    assert_eq!(brought.originals.len(), 3);
    let first = &brought.originals[0];
    assert_eq!(
        (first.file.as_str(), first.nodes.as_slice()),
        ("conf/kylin.properties", &["k1.internal".to_owned()][..])
    );
    let lines: Vec<&str> = first.text.lines().collect();
    let (variable, _) = loaded.secrets.first().expect("a secret");
    assert_eq!(
        lines,
        [
            "kylin.server.mode=job".to_owned(),
            "# by hand, 2019".to_owned(),
            format!(
                "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.internal:3306/kylin,username=kylin,password=${{{variable}}}"
            ),
            "kylin.server.cluster-servers=k1.internal:7070,k2.internal:7070,k3.internal:7070"
                .to_owned(),
            "#kylin.metadata.url=kylin_metadata@jdbc,password=***".to_owned(),
            "kylin.web.timezone = GMT+8".to_owned(),
        ]
    );
    // After a change by hand the same key has another value, and the comment stays where it was.
    let mut spec = loaded.spec.clone();
    spec.overrides.cluster.insert("kylin.web.timezone".into(), "UTC".to_owned());
    for node in &mut spec.nodes {
        node.overrides.clear();
    }
    open(&mut engine, &spec);
    let view = beside(&mut engine, &spec, first);
    let of = |key: &str| {
        let found = view
            .pairs
            .iter()
            .find(|p| p.original.as_ref().is_some_and(|(_, t)| t.starts_with(key)));
        found.unwrap_or_else(|| panic!("{key}: {view:?}"))
    };
    let zone = of("kylin.web.timezone");
    assert_eq!(zone.join, Join::Differs);
    assert_eq!(zone.written.as_ref().map(|(_, t)| t.as_str()), Some("kylin.web.timezone=UTC"));
    assert_eq!(of("kylin.metadata.url").join, Join::Same);
    assert_eq!((of("# by hand").join, &of("# by hand").written), (Join::Comment, &None));
    assert!(view.said.contains("1 another value"), "{}", view.said);
}

#[test]
fn names_of_files_begin_with_those_of_the_open_product() {
    let mut engine = Engine::new(products::ALL);
    let (_, preset) = products::presets().find(|(p, _)| p.id == "druid").expect("a preset");
    open(&mut engine, &formats::document::read(preset.toml).spec);
    let body = engine.handle(&Request { revision: 4, lang: Lang::En, ask: Ask::Names }).body;
    let Body::Names(names) = body else { panic!("{body:?}") };
    assert_eq!(names[0], "common.runtime.properties");
    assert!(
        names.iter().any(|n| n == "kylin.properties") && names.iter().all(|n| !n.contains('*'))
    );
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len());
}

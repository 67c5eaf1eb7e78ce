//! What still works without some machines, written by hand for the presets.

use rules::{Context, State, drill, single_points};
use std::collections::BTreeSet;

/// Preset, who dies, what stops, how many kinds of data may have no copy left.
type Case = (&'static str, &'static [&'static str], &'static [&'static str], usize);

const CASES: &[Case] = &[
    ("druid-ha", &["m1"], &[], 0),
    ("druid-ha", &["m1", "m2"], &["New data", "Segments are loaded and moved"], 0),
    ("druid-ha", &["d1"], &[], 0),
    ("druid-ha", &["d1", "d2"], &[], 1),
    ("druid-ha", &["d1", "d2", "d3"], &["Queries", "New data"], 1),
    ("druid-ha", &["q1", "q2"], &["Queries"], 0),
    ("druid-kinds", &["m1"], &["New data", "Segments are loaded and moved"], 0),
    ("druid-small", &["druid"], &["Queries", "New data", "Segments are loaded and moved"], 3),
    ("alluxio-three", &["m1"], &[], 0),
    (
        "alluxio-three",
        &["m1", "m2"],
        &["Files are read and written", "Files are written through in the background"],
        0,
    ),
    ("alluxio-three", &["w1"], &[], 1),
    (
        "alluxio-zookeeper",
        &["m1", "m2"],
        &[
            "Files are read and written",
            "Files are written through in the background",
            "REST and S3 clients",
        ],
        0,
    ),
    (
        "alluxio-single",
        &["m1"],
        &["Files are read and written", "Files are written through in the background"],
        1,
    ),
    ("alluxio-legacy", &["m1"], &[], 0),
    ("kylin-three", &["k1"], &[], 0),
    ("kylin-three", &["k1", "k2"], &["Jobs"], 0),
    ("kylin-three", &["k1", "k2", "k3"], &["Queries", "Jobs"], 0),
    ("kylin-three", &["lb1"], &["Queries"], 0),
    ("kylin-six", &["k1", "k3"], &["Jobs"], 0),
    ("kylin-six", &["k4", "k5", "k6"], &[], 0),
    ("kyligence-balanced", &["lb1"], &["Queries"], 0),
    ("kap-one", &["kap"], &["Queries", "Jobs"], 0),
];

#[test]
fn what_stops_is_what_was_written_by_hand() {
    let mut wrong = Vec::new();
    for (id, killed, stops, lost) in CASES {
        let (product, preset) = products::presets().find(|(_, p)| p.id == *id).expect(id);
        let spec = formats::document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        let row = |name: &&str| {
            let of = |n: &&model::Node| n.name.split('.').next() == Some(name);
            spec.nodes.iter().find(of).unwrap_or_else(|| panic!("{id}: {name}")).row
        };
        let outcome = drill(&cx, &killed.iter().map(row).collect());
        let stopped: Vec<String> = outcome
            .abilities
            .iter()
            .filter(|(_, state)| matches!(state, State::Stops(_)))
            .map(|(title, _)| title.get(model::Lang::En).to_owned())
            .collect();
        if stopped != *stops || outcome.lost.len() != *lost {
            wrong.push(format!("{id} without {killed:?}: {stopped:?}, {:?}", outcome.lost));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nobody dead, nothing stops; all dead, everything does; a machine more that dies never helps.
#[test]
fn deaths_only_take_away() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        let stops = |dead: &BTreeSet<model::RowId>| -> Vec<bool> {
            let of = drill(&cx, dead).abilities;
            of.iter().map(|(_, state)| matches!(state, State::Stops(_))).collect()
        };
        let mut dead = BTreeSet::new();
        let mut before = stops(&dead);
        assert!(!before.is_empty() && before.iter().all(|stop| !stop), "{}", preset.id);
        for node in &spec.nodes {
            dead.insert(node.row);
            let now = stops(&dead);
            assert!(before.iter().zip(&now).all(|(was, is)| *is || !was), "{}", preset.id);
            before = now;
        }
        assert!(before.iter().all(|stop| *stop), "{}: {before:?}", preset.id);
        let named: Vec<_> = single_points(&cx).into_iter().map(|(row, _)| row).collect();
        for node in &spec.nodes {
            let alone = stops(&BTreeSet::from([node.row])).contains(&true);
            assert_eq!(named.contains(&node.row), alone, "{}: {}", preset.id, node.name);
        }
    }
}

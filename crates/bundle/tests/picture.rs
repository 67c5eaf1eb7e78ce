//! The picture of every preset and of clusters that nobody drew by hand, looked at as shapes.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use formats::document;
use model::scene::{CHIP, Kind, Rect, Scene, Style, Tone, Words};
use model::{ClusterSpec, Lang, Node};
use rules::{Context, Product};
use std::collections::BTreeSet;

type Document = (&'static Product, String, ClusterSpec);

fn preset(id: &str) -> (&'static Product, ClusterSpec) {
    let (product, preset) = products::presets().find(|(_, preset)| preset.id == id).unwrap();
    (product, document::read(preset.toml).spec)
}

fn push(spec: &mut ClusterSpec, name: String, roles: &[&str]) {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    spec.push(Node { name, roles, ..Node::default() });
}

/// Of a product, `count` nodes that take the roles of the preset's in turn, with these names.
fn grown(id: &str, count: usize, name: fn(usize) -> String) -> Document {
    let (product, mut spec) = preset(id);
    let nodes = spec.nodes.clone();
    spec.nodes.clear();
    for at in 0..count {
        let roles: Vec<&str> = nodes[at % nodes.len()].roles.iter().map(String::as_str).collect();
        push(&mut spec, name(at), &roles);
    }
    (product, format!("{id} with {count} nodes"), spec)
}

/// Programs of all kinds in turn on so many machines; on one all of them.
fn mixed(product: &'static Product, count: usize) -> Document {
    let first = product.presets.first().unwrap();
    let mut spec = document::read(first.toml).spec;
    spec.nodes.clear();
    let roles: Vec<&str> = product.roles.iter().map(|role| role.id).collect();
    for at in 0..count {
        let own = roles.iter().enumerate().filter(|(n, _)| n % count == at);
        let more = roles.get(at % roles.len()..=at % roles.len()).filter(|_| count > roles.len());
        let own: Vec<&str> =
            own.map(|(_, role)| *role).chain(more.into_iter().flatten().copied()).collect();
        push(
            &mut spec,
            format!("machine-with-a-long-name-{at}.rack-{}.dc.example.org", at % 3),
            &own,
        );
    }
    (product, format!("{} on {count} machines", product.id), spec)
}

fn documents() -> Vec<Document> {
    let mut all: Vec<Document> = products::presets()
        .map(|(product, preset)| (product, preset.id.to_owned(), document::read(preset.toml).spec))
        .collect();
    let presets: BTreeSet<String> = all.iter().map(|(_, id, _)| id.clone()).collect();
    for id in &presets {
        all.push(grown(id, 200, |at| format!("n{at:03}.example.com")));
    }
    for id in ["druid-ha", "kylin-six", "alluxio-three", "kap-plus"] {
        all.push(grown(id, 23, |at| format!("{}-{at}", "a".repeat(at * 3))));
        all.push(grown(id, 13, |at| format!("节点名称很长很长很长的一台机器{at}号")));
        all.push(grown(id, 5, |_| String::new()));
    }
    let products: BTreeSet<&str> = products::presets().map(|(product, _)| product.id).collect();
    for id in products {
        let product = products::presets().find(|(p, _)| p.id == id).unwrap().0;
        all.extend([1, 2, 4, 12, 40].map(|count| mixed(product, count)));
    }
    let (product, mut spec) = preset("druid-ha");
    spec.nodes.clear();
    all.push((product, "no node".to_owned(), spec.clone()));
    push(&mut spec, "a".to_owned(), &[]);
    push(&mut spec, "b".to_owned(), &["nonsense"]);
    all.push((product, "no role".to_owned(), spec));
    all
}

fn each(mut look: impl FnMut(&str, &ClusterSpec, &Scene)) {
    for (product, id, spec) in documents() {
        for lang in Lang::ALL {
            let picture = bundle::picture(&Context::new(&spec, product), lang);
            look(&format!("{id}, {lang:?}, wide"), &spec, &picture.wide);
            look(&format!("{id}, {lang:?}, narrow"), &spec, &picture.narrow);
        }
    }
}

/// Longer than most fonts make it: as one of the widest does, in thousandths of the letters' size.
fn length(words: &Words) -> i32 {
    let one = |c: char| match c {
        'i' | 'j' | 'l' | 'I' => 300,
        'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | '-' | '(' | ')' | '/' | '·' => 395,
        'm' | 'M' | 'W' | '…' => 990,
        'w' | 'A'..='Z' | '×' | '+' => 760,
        c if u32::from(c) >= 0x2e80 => 1000,
        _ => 620,
    };
    let sum: i32 = words.text.chars().map(one).sum();
    let strong = matches!(words.style, Style::Title | Style::Band | Style::Frame);
    let size = match words.style {
        Style::Title => 13,
        Style::Band => 12,
        _ => 11,
    };
    sum * size / if strong { 920 } else { 1000 }
}

/// What a text covers.
fn covered(words: &Words) -> Rect {
    let width = length(words);
    let middle = matches!(words.style, Style::Chip | Style::Middle);
    let x = if middle { words.x - width / 2 } else { words.x };
    Rect { x, y: words.y - 9, width, height: 12 }
}

fn meet(a: &Rect, b: &Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

/// A box with its sheets.
fn whole(b: &model::scene::Box) -> Rect {
    let sheets = b.sheets();
    let Some(far) = sheets.first() else { return b.at };
    Rect { x: b.at.x, y: far.y, width: far.right() - b.at.x, height: b.at.bottom() - far.y }
}

#[test]
fn no_box_and_no_text_lies_on_another() {
    each(|id, _, scene| {
        let boxes: Vec<Rect> = scene.boxes.iter().map(whole).collect();
        for (at, a) in boxes.iter().enumerate() {
            for b in &boxes[at + 1..] {
                assert!(!meet(a, b), "{id}: {a:?} lies on {b:?}");
            }
        }
        let texts: Vec<(&Words, Rect)> = scene.words.iter().map(|w| (w, covered(w))).collect();
        for (at, (words, a)) in texts.iter().enumerate() {
            for b in &boxes {
                assert!(!meet(a, b), "{id}: {words:?} lies on a box {b:?}");
            }
            for (other, b) in &texts[at + 1..] {
                assert!(!meet(a, b), "{id}: {words:?} lies on {other:?}");
            }
        }
    });
}

#[test]
fn every_text_fits_its_box_and_none_is_cut() {
    each(|id, spec, scene| {
        for b in &scene.boxes {
            for chip in &b.chips {
                let at = Rect { x: chip.x, y: chip.y, width: chip.width, height: CHIP };
                assert!(holds(&b.at, &at), "{id}: {chip:?} is outside of {b:?}");
                assert!(holds(&at, &covered(&chip.words())), "{id}: {chip:?} is too small");
                let on = |words: &&Words| meet(&covered(words), &at);
                assert!(!b.words.iter().any(|w| on(&w)), "{id}: {chip:?} lies on a word of {b:?}");
            }
            for words in &b.words {
                assert!(holds(&b.at, &covered(words)), "{id}: {words:?} is outside of {b:?}");
                assert!(!words.text.contains('…'), "{id}: {words:?}");
            }
            for (at, a) in b.words.iter().enumerate() {
                let rest = &b.words[at + 1..];
                assert!(!rest.iter().any(|w| meet(&covered(a), &covered(w))), "{id}: {b:?}");
            }
            // A name is written out over its lines, without the end that all share.
            if let (Tone::Node, [row]) = (b.tone, b.rows.as_slice()) {
                let name = spec.nodes.iter().find(|n| n.row == *row).unwrap().name.trim();
                let title = b.words.iter().filter(|w| w.style == Style::Title);
                let title: String = title.map(|w| w.text.as_str()).collect();
                let title = if name.is_empty() { "" } else { title.as_str() };
                assert!(name.starts_with(title), "{id}: {title} of {name}");
                assert!(b.name.contains(name), "{id}: {name} in {}", b.name);
            }
        }
    });
}

#[test]
fn every_node_stands_in_one_box_inside_of_its_band() {
    each(|id, spec, scene| {
        let mut rows: Vec<_> = scene.boxes.iter().flat_map(|b| b.rows.clone()).collect();
        rows.sort();
        let mut nodes: Vec<_> = spec.nodes.iter().map(|n| n.row).collect();
        nodes.sort();
        assert_eq!(rows, nodes, "{id}");
        let paper = Rect { x: 0, y: 0, width: scene.width, height: scene.height };
        let bands = || scene.areas.iter().filter(|a| a.kind != Kind::Frame);
        for area in &scene.areas {
            assert!(holds(&paper, &area.at), "{id}: {area:?}");
            let inside = bands().filter(|band| meet(&band.at, &area.at)).count();
            assert_eq!(inside, 1, "{id}: {area:?} meets other bands");
        }
        for b in &scene.boxes {
            assert!(bands().any(|band| holds(&band.at, &whole(b))), "{id}: {b:?}");
            for frame in scene.areas.iter().filter(|a| a.kind == Kind::Frame) {
                let apart = !meet(&frame.at, &whole(b));
                assert!(apart || holds(&frame.at, &whole(b)), "{id}: {frame:?} cuts {b:?}");
            }
        }
        for words in &scene.words {
            assert!(holds(&paper, &covered(words)), "{id}: {words:?} is outside");
        }
        for (x, y) in scene.links.iter().flat_map(|l| &l.points) {
            assert!((0..=scene.width).contains(x) && (0..=scene.height).contains(y), "{id}");
        }
    });
}

#[test]
fn lines_run_between_bands_and_through_no_word() {
    each(|id, _, scene| {
        let bands: Vec<Rect> =
            scene.areas.iter().filter(|a| a.kind != Kind::Frame).map(|a| a.at).collect();
        let texts: Vec<Rect> = scene.words.iter().map(covered).collect();
        for link in &scene.links {
            for ends in link.points.windows(2) {
                let [(x1, y1), (x2, y2)] = *ends else { unreachable!() };
                assert!(x1 == x2 || y1 == y2, "{id}: {link:?} is not at right angles");
                let line = Rect {
                    x: x1.min(x2),
                    y: y1.min(y2),
                    width: (x1 - x2).abs(),
                    height: (y1 - y2).abs(),
                };
                // The ends lie on the edges of bands, which is no crossing.
                let crossed = bands.iter().find(|band| {
                    line.x < band.right()
                        && band.x < line.right()
                        && line.y < band.bottom()
                        && band.y < line.bottom()
                        || (line.width == 0 && line.x > band.x && line.x < band.right())
                            && line.y < band.bottom()
                            && band.y < line.bottom()
                        || (line.height == 0 && line.y > band.y && line.y < band.bottom())
                            && line.x < band.right()
                            && band.x < line.right()
                });
                assert_eq!(crossed, None, "{id}: {link:?}");
                let thick = Rect {
                    x: line.x - 1,
                    y: line.y - 1,
                    width: line.width + 2,
                    height: line.height + 2,
                };
                let hit = texts.iter().position(|text| meet(&thick, text));
                let hit = hit.map(|at| &scene.words[at].text);
                assert_eq!(hit, None, "{id}: {link:?}");
            }
            let [first, last] = [link.points.first(), link.points.last()].map(|p| *p.unwrap());
            let touches = |at: &Rect, (x, y): (i32, i32)| {
                (at.x..=at.right()).contains(&x) && (at.y..=at.bottom()).contains(&y)
            };
            assert!(touches(&scene.areas[link.from].at, first), "{id}: {link:?}");
            if link.arrow {
                assert!(touches(&scene.areas[link.to].at, last), "{id}: {link:?}");
            }
        }
    });
}

#[test]
fn no_two_lines_run_in_each_other() {
    // (x or y, from, to) of every piece; pieces of one way share their ends, others nothing.
    each(|id, _, scene| {
        let mut pieces: Vec<(usize, bool, i32, i32, i32)> = Vec::new();
        for link in &scene.links {
            for ends in link.points.windows(2) {
                let [(x1, y1), (x2, y2)] = *ends else { unreachable!() };
                let down = x1 == x2;
                let (at, a, b) = if down { (x1, y1, y2) } else { (y1, x1, x2) };
                pieces.push((link.to, down, at, a.min(b), a.max(b)));
            }
        }
        for (n, a) in pieces.iter().enumerate() {
            for b in &pieces[n + 1..] {
                let same = a.1 == b.1 && a.2 == b.2 && a.3 < b.4 && b.3 < a.4;
                assert!(!same || a.0 == b.0, "{id}: {a:?} {b:?}");
            }
        }
    });
}

#[test]
fn its_drawings_have_the_room_of_a_page_and_of_a_phone() {
    for (product, id, spec) in documents() {
        for lang in Lang::ALL {
            let cx = Context::new(&spec, product);
            let picture = bundle::picture(&cx, lang);
            assert!(picture.wide.width <= 720 && picture.narrow.width <= 390, "{id}");
            assert!(picture.wide.height > 0 && picture.narrow.height > 0, "{id}");
            assert_eq!(picture, bundle::picture(&cx, lang), "{id}");
            for node in &spec.nodes {
                // Ranges name the first and the last of many.
                let known = picture.summary.contains(node.name.trim());
                assert!(known || spec.nodes.len() > 6, "{id}: {}", node.name);
            }
        }
    }
}

fn texts(scene: &Scene) -> Vec<&str> {
    scene.words.iter().map(|w| w.text.as_str()).collect()
}

#[test]
fn what_a_cluster_is_can_be_read_from_it() {
    let scene = |id: &str| {
        let (product, spec) = preset(id);
        bundle::picture(&Context::new(&spec, product), Lang::En).wide
    };
    let tiered = scene("druid-tiered");
    let said = texts(&tiered);
    for text in ["Tier hot", "Tier _default_tier", "ZooKeeper ensemble", "Query", "Master", "Data"]
    {
        assert_eq!(said.iter().filter(|t| **t == text).count(), 1, "{text} in {said:?}");
    }
    let emr = scene("kylin-emr-split");
    let clusters = texts(&emr).iter().filter(|t| t.starts_with("EMR cluster ")).count();
    assert_eq!(clusters, 2, "{:?}", texts(&emr));
    // An ensemble across bands is named once, and its members keep their boxes.
    let six = scene("kylin-six");
    let groups: Vec<_> = six.boxes.iter().filter(|b| b.tone == Tone::Group).collect();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].name, "ZooKeeper ensemble: k1 – k3");
    let sentinels = scene("kylin-redis-sentinel");
    let frame = sentinels.areas.iter().find(|a| a.kind == Kind::Frame).unwrap();
    assert_eq!(sentinels.boxes.iter().filter(|b| holds(&frame.at, &b.at)).count(), 3);
}

#[test]
fn equal_nodes_beyond_six_are_a_stack_that_names_all_of_them() {
    let (product, mut spec) = preset("alluxio-three");
    for (count, stacks) in [(6, 0), (7, 1), (200, 1)] {
        spec.nodes.retain(|node| node.roles.contains("master"));
        for at in 0..count {
            push(&mut spec, format!("w{}.example.com", at + 1), &["worker"]);
        }
        let picture = bundle::picture(&Context::new(&spec, product), Lang::En);
        let stack: Vec<_> = picture.wide.boxes.iter().filter(|b| b.tone == Tone::Stack).collect();
        assert_eq!(stack.len(), stacks, "{count}");
        if let [stack] = stack.as_slice() {
            assert_eq!(stack.name, format!("{count} nodes: w1 – w{count} (worker)"));
            assert_eq!(stack.rows.len(), count);
            assert!(picture.summary.contains(&stack.name));
        }
    }
}

#[test]
fn every_role_of_a_product_stands_in_one_band() {
    for (product, _) in products::presets() {
        for role in product.roles {
            let bands = product.picture.bands.iter().filter(|b| b.roles.contains(&role.id));
            assert_eq!(bands.count(), 1, "{}: {}", product.id, role.id);
        }
    }
}

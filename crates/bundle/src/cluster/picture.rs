//! `topology.svg`: the picture as a file.

use crate::scene::picture;
use formats::{File, xml};
use model::scene::{Box, CHIP, Kind, Rect, Scene, Tone, Words};
use model::{Lang, Text};
use rules::Context;

/// The wide drawing.
pub(super) fn file(cx: &Context, lang: Lang) -> File {
    let picture = picture(cx, lang);
    svg(&picture.wide, &picture.summary, lang)
}

/// A drawing as SVG: it scales with the page, follows its theme, and prints in black and white.
pub fn svg(scene: &Scene, summary: &str, lang: Lang) -> File {
    let mut file = File::new(const { Text::new("The picture of the cluster.", "集群的拓扑图。") });
    let (w, h) = (scene.width, scene.height);
    file.line(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="summary" lang="{}">"#,
        if lang == Lang::Zh { "zh-CN" } else { "en" }
    ));
    file.line(format!("<title id=\"summary\">{}</title>", xml::escape(summary)));
    file.text(STYLE);
    file.line(format!("<rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>"));
    for area in &scene.areas {
        let class = match area.kind {
            Kind::Band => "band",
            Kind::Outside => "store",
            Kind::Frame => "frame",
        };
        file.line(rect(class, &area.at, 6));
    }
    for link in &scene.links {
        let points: Vec<String> = link.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        file.line(format!("<polyline points=\"{}\"/>", points.join(" ")));
        if let Some(head) = link.head() {
            let points = head.map(|(x, y)| format!("{x},{y}"));
            file.line(format!("<polygon points=\"{}\"/>", points.join(" ")));
        }
    }
    for b in &scene.boxes {
        node(&mut file, b);
    }
    for words in &scene.words {
        file.line(text(words));
    }
    file.line("</svg>");
    file
}

fn rect(class: &str, at: &Rect, round: i32) -> String {
    let Rect { x, y, width, height } = at;
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>"
    )
}

fn text(words: &Words) -> String {
    let (class, x, y) = (words.style.id(), words.x, words.y);
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", xml::escape(&words.text))
}

fn node(file: &mut File, b: &Box) {
    let class = match b.tone {
        Tone::Node | Tone::Stack => "node",
        Tone::Group => "group",
        Tone::Outside => "outside",
    };
    file.line(format!("<g><title>{}</title>", xml::escape(&b.name)));
    for sheet in b.sheets() {
        file.line(rect(class, &sheet, 5));
    }
    file.line(rect(class, &b.at, 5));
    for words in &b.words {
        file.line(text(words));
    }
    for chip in &b.chips {
        let at = Rect { x: chip.x, y: chip.y, width: chip.width, height: CHIP };
        file.line(rect("pill", &at, CHIP / 2));
        file.line(text(&chip.words()));
    }
    file.line("</g>");
}

const STYLE: &str = "<style>
text { font-family: system-ui, \"Noto Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", sans-serif; font-size: 11px; fill: #3d4a5c }
rect { fill: #fff; stroke: #5b6b80 }
rect.paper { stroke: none }
rect.band { fill: #eef2f7; stroke: none }
rect.store, rect.outside { stroke-dasharray: 4 3; stroke: #76859a }
rect.frame, rect.group { fill: none; stroke: #8b99ac }
rect.pill { fill: #e1e9f3; stroke: none }
polyline { fill: none; stroke: #5b6b80; stroke-width: 1.2 }
polygon { fill: #5b6b80 }
.title, .band, .frame { font-weight: 600; fill: #1c2430 }
.title { font-size: 13px }
.band { font-size: 12px }
.chip, .middle { text-anchor: middle }
.chip { fill: #1c2430 }
@media screen and (prefers-color-scheme: dark) {
text { fill: #b4c0d2 } rect { fill: #232d3a; stroke: #8696ad } rect.paper { fill: #12161c } rect.band { fill: #1a212b }
rect.store, rect.outside { fill: #12161c; stroke: #76859a } rect.frame, rect.group { fill: none; stroke: #6b7a8f } rect.pill { fill: #37475c }
polyline { stroke: #8696ad } polygon { fill: #8696ad } .title, .band, .frame, .chip { fill: #e6ebf2 }
}
@media print {
rect { fill: #fff; stroke: #000 } rect.paper { stroke: none } rect.band { stroke: #bbb } rect.pill { stroke: #999 }
text, .title, .band, .frame, .chip { fill: #000 }
}
</style>";

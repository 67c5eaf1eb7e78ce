//! `topology.svg`: the picture as a file.

use crate::scene::scene;
use formats::{File, xml};
use model::scene::Tone;
use model::{Lang, Text};
use rules::Context;

/// The drawing: it scales with the page, follows its theme, and prints in black and white.
pub(super) fn file(cx: &Context, lang: Lang) -> File {
    let scene = scene(cx, lang);
    let mut file = File::new(const { Text::new("The picture of the cluster.", "集群的拓扑图。") });
    let (w, h) = (scene.width, scene.height);
    file.line(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="summary" lang="{}">"#,
        if lang == Lang::Zh { "zh-CN" } else { "en" }
    ));
    file.line(format!("<title id=\"summary\">{}</title>", xml::escape(&scene.summary)));
    file.text(STYLE);
    file.line(format!("<rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>"));
    for link in &scene.links {
        let points: Vec<String> = link.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let class = if link.arrow { " class=\"arrow\"" } else { "" };
        file.line(format!("<polyline{class} points=\"{}\"/>", points.join(" ")));
        if let Some((x, y)) = link.points.last().filter(|_| link.arrow) {
            let (left, right, top) = (x - 3, x + 3, y - 6);
            file.line(format!("<polygon points=\"{left},{top} {right},{top} {x},{y}\"/>"));
        }
    }
    for b in &scene.boxes {
        let class = if b.tone == Tone::Outside { " class=\"outside\"" } else { "" };
        let (x, y, w, h) = (b.x, b.y, b.width, b.height);
        file.line(format!(
            "<rect{class} x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"6\"/>"
        ));
        let middle = x + w / 2;
        let title_y = if b.detail.is_empty() { y + h / 2 + 5 } else { y + 19 };
        let title = xml::escape(&b.title);
        file.line(format!("<text class=\"title\" x=\"{middle}\" y=\"{title_y}\">{title}</text>"));
        if !b.detail.is_empty() {
            let detail = xml::escape(&b.detail);
            file.line(format!(
                "<text class=\"detail\" x=\"{middle}\" y=\"{}\">{detail}</text>",
                y + 35
            ));
        }
    }
    let labels = scene.links.iter().filter(|l| !l.label.is_empty());
    for (x, y, text) in labels
        .map(|l| (l.label_at.0, l.label_at.1, &l.label))
        .chain(scene.captions.iter().map(|(x, y, text)| (*x, *y, text)))
    {
        file.line(format!(
            "<text class=\"label\" x=\"{x}\" y=\"{y}\">{}</text>",
            xml::escape(text)
        ));
    }
    file.line("</svg>");
    file
}

const STYLE: &str = "<style>
text { font-family: system-ui, \"Noto Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", sans-serif; fill: #1c2430 }
.paper { fill: #fff; stroke: none }
rect { fill: #f4f7fb; stroke: #5b6b80 }
.outside { fill: #fff; stroke-dasharray: 4 3 }
polyline { fill: none; stroke: #5b6b80 }
polygon { fill: #5b6b80 }
.title { font-size: 13px; font-weight: 600; text-anchor: middle }
.detail { font-size: 11px; text-anchor: middle; fill: #46536a }
.label { font-size: 11px; fill: #46536a; paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
text { fill: #e6ebf2 } .paper { fill: #12161c } rect { fill: #1d2530; stroke: #8696ad } .outside { fill: #12161c }
polyline { stroke: #8696ad } polygon { fill: #8696ad } .detail, .label { fill: #b4c0d2 } .label { stroke: #12161c }
}
</style>";

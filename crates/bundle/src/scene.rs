//! The picture of a cluster: bands from the clients down to what the nodes stand on.
//!
//! Nodes that do the same stand in one band, each in one box with its processes as chips; what
//! belongs together in a band has a frame. From band to band goes one line, on which its protocols
//! and ports stand once. To the next band it goes straight down or up; further away it goes down a
//! channel on the left, beside all bands, so that no line crosses a box or a word. What exists already
//! stands at the side of the band that uses it, where there is room, or below all nodes.

mod band;
mod boxes;
mod draw;
mod frames;
mod gap;
mod lines;
mod names;
mod outside;
mod plan;
mod text;

use model::scene::Picture;
use model::{Lang, Message, Text, msg};
use plan::Plan;
use rules::Context;

/// The picture of a document.
pub fn picture(cx: &Context, lang: Lang) -> Picture {
    let plan = plan::plan(cx, lang);
    Picture {
        wide: draw::draw(&plan, draw::WIDE),
        narrow: draw::draw(&plan, draw::NARROW),
        summary: summary(cx, &plan, lang),
    }
}

/// The picture in words, band by band.
fn summary(cx: &Context, plan: &Plan, lang: Lang) -> String {
    let head: Message = msg!(en: "{n} nodes in bands, from top to bottom.",
        zh: "{n} 个节点，自上而下分层。", n = cx.spec.nodes.len());
    let comma = const { Text::new(", ", "、") }.get(lang);
    let (colon, stop, space) = match lang {
        Lang::En => (": ", ".", " "),
        Lang::Zh => ("：", "。", ""),
    };
    let mut all = head.render(lang);
    for band in &plan.bands {
        let members = band.blocks.iter().flat_map(|block| &block.members);
        let names: Vec<&str> = members.map(|member| member.name.as_str()).collect();
        all.push_str(space);
        all.push_str(&band.title);
        if !names.is_empty() {
            all.push_str(colon);
            all.push_str(&names.join(comma));
        }
        all.push_str(stop);
    }
    all
}

//! A drill in words: the command line and the page say the same.

use super::{Drill, State};
use crate::Context;
use model::{Lang, Message, RowId, Text, msg};

impl Drill {
    /// Whether anything stops.
    pub fn stops(&self) -> bool {
        self.abilities.iter().any(|(_, state)| matches!(state, State::Stops(_)))
    }
}

/// Whose power is gone: the names of machines.
pub fn without(names: &str) -> Message {
    msg!(en: "Without {n}:", zh: "失去 {n} 时：", n = names)
}

/// What becomes of an ability.
pub fn said(ability: Text, state: &State) -> Message {
    match state {
        State::Untouched => msg!(en: "{t}: untouched", zh: "{t}：不受影响", t = ability),
        State::GoesOn(_) => msg!(en: "{t}: goes on", zh: "{t}：继续", t = ability),
        State::Stops(_) => msg!(en: "{t}: STOPS", zh: "{t}：停止", t = ability),
    }
}

/// Who takes over, after how long; or what is missing.
pub fn why(state: &State) -> Vec<Message> {
    match state {
        State::Untouched => Vec::new(),
        State::GoesOn(meanwhile) => {
            let one = |(what, then): &(Text, Message)| msg!(en: "{w}: {m}", zh: "{w}：{m}", w = *what, m = then.clone());
            meanwhile.iter().map(one).collect()
        }
        State::Stops(missing) => {
            let one = |(what, live, least): &(Text, usize, usize)| msg!(en: "{w}: {l} left, {n} needed", zh: "{w}：剩余 {l} 个，需要 {n} 个", w = *what, l = *live, n = *least);
            missing.iter().map(one).collect()
        }
    }
}

/// What stands above the machines that may not die; where there is none, that any one may.
pub fn single_points(cx: &Context, found: &[(RowId, Vec<Text>)]) -> Message {
    if (cx.product.survey)(cx).abilities.is_empty() {
        return msg!(
            en: "What {p} takes to go on is not known here.",
            zh: "此处尚无 {p} 继续运行所需条件的资料。", p = cx.product.title);
    }
    if !found.is_empty() {
        return msg!(en: "Machines that may not die:", zh: "不能失去的机器：");
    }
    msg!(
        en: "Any one machine of the {n} may die, and everything goes on.",
        zh: "{n} 台机器中任意一台故障，集群仍可继续。",
        n = cx.spec.nodes.len())
}

/// A machine that may not die, and what stops without it.
pub fn single_point(name: &str, stops: &[Text], lang: Lang) -> Message {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let titles = stops.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(comma);
    msg!(en: "{n}, or this stops: {t}", zh: "{n}，否则以下停止：{t}", n = name, t = titles)
}

/// What a drill does not look at.
pub fn taken_as_given() -> Message {
    msg!(
        en: "What exists beside these machines (databases, HDFS, DNS, the network) is taken as given.",
        zh: "以上不考虑这些机器之外的部分（数据库、HDFS、DNS、网络），均视为正常。")
}

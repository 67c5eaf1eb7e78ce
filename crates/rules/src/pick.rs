//! Defaults that choose: the value by a condition, the words by the same table.

use crate::formula::Condition;
use crate::{Class, Context, Field, Formula, Kind};
use model::{Message, Text, msg};

/// What a choice comes to.
pub enum Answer {
    /// This text.
    Is(&'static str),
    /// What another field says.
    Field(&'static str),
    /// What another field says, a folder or an address, and below it this path.
    Below(&'static str, &'static str),
    /// What a formula computes.
    Computed(&'static Formula),
    /// What is composed of the document by a function, and the words for it. Where one of the others
    /// can say it, it is that one.
    Made(Text, fn(&Context, Option<&Class>) -> String),
    /// No value: only the person knows it.
    Nothing,
}

/// A default by choice: what stands beside the first condition that holds, otherwise the last.
pub struct Pick {
    /// The conditions, in the order in which they are asked.
    pub cases: &'static [(&'static Condition, Answer)],
    /// What counts when none holds.
    pub otherwise: Answer,
}

impl Answer {
    fn text(&self, cx: &Context, class: Option<&Class>) -> String {
        match self {
            Answer::Is(text) => (*text).to_owned(),
            Answer::Field(key) => cx.text_of(class, key).into_owned(),
            Answer::Below(key, path) => {
                format!("{}{path}", cx.text_of(class, key).trim_end_matches('/'))
            }
            Answer::Computed(formula) => formula.text(cx, class),
            Answer::Made(_, make) => make(cx, class),
            Answer::Nothing => String::new(),
        }
    }

    /// The words; in Chinese with a blank in front where they begin with a Latin letter or a digit.
    fn words(&self, cx: &Context, field: &Field) -> Message {
        let label = |key: &str| {
            if let Some(field) = cx.field(key) {
                return msg!(en: "\"{f}\"", zh: "“{f}”", f = field.label);
            }
            msg!(en: "{k}", zh: " {k} ", k = key)
        };
        match self {
            Answer::Is(text) => {
                let option = match &field.kind {
                    Kind::Choice(options) => options.iter().find(|o| o.id == *text),
                    _ => None,
                };
                match (option, &field.kind, *text) {
                    (Some(o), ..) => msg!(en: "\"{t}\"", zh: "“{t}”", t = o.title),
                    (_, Kind::Switch, "true") => msg!(en: "on", zh: "开启"),
                    (_, Kind::Switch, _) => msg!(en: "off", zh: "关闭"),
                    _ => msg!(en: "{t}", zh: " {t}", t = *text),
                }
            }
            Answer::Field(key) => label(key),
            Answer::Below(key, path) => {
                msg!(en: "{f} + {p}", zh: "{f} + {p}", f = label(key), p = *path)
            }
            Answer::Computed(formula) => formula.after_a_word(cx),
            Answer::Made(words, _) => (*words).into(),
            Answer::Nothing => msg!(en: "none", zh: "空"),
        }
    }
}

impl Pick {
    fn chosen(&self, cx: &Context, class: Option<&Class>) -> (Option<&'static Condition>, &Answer) {
        let case = self.cases.iter().find(|(condition, _)| (condition.holds)(cx, class));
        case.map_or((None, &self.otherwise), |(condition, answer)| (Some(*condition), answer))
    }

    /// The value for the nodes of a class, or for the cluster.
    pub fn text(&self, cx: &Context, class: Option<&Class>) -> String {
        self.chosen(cx, class).1.text(cx, class)
    }

    /// All cases in words.
    pub fn words(&self, cx: &Context, field: &Field) -> Message {
        let last = self.otherwise.words(cx, field);
        let Some((last_case, cases)) = self.cases.split_last() else { return last };
        let case = |(condition, answer): &(&Condition, Answer)| msg!(en: "{x} {c}", zh: "{c}为{x}", x = answer.words(cx, field), c = condition.words);
        let rest =
            msg!(en: "{a}, otherwise {b}", zh: "{a}，否则为{b}", a = case(last_case), b = last);
        let before = |rest, c: &(_, _)| msg!(en: "{a}, {b}", zh: "{a}，{b}", a = case(c), b = rest);
        cases.iter().rev().fold(rest, before)
    }

    /// Why the nodes of a class get what they get: the condition that holds for them, or the
    /// formula with their numbers.
    pub fn working(&self, cx: &Context, class: Option<&Class>) -> Option<Message> {
        match self.chosen(cx, class) {
            (_, Answer::Computed(formula)) => formula.working(cx, class),
            (condition, _) => condition.map(|c| c.words.into()),
        }
    }

    /// Whether one of its answers is arithmetic.
    pub fn computes(&self) -> bool {
        self.answers().any(|answer| matches!(answer, Answer::Computed(_)))
    }

    /// The fields that it names.
    pub fn fields(&self) -> Vec<&'static str> {
        let of = |answer: &Answer| match answer {
            Answer::Field(key) | Answer::Below(key, _) => vec![*key],
            Answer::Computed(formula) => formula.fields(),
            Answer::Is(_) | Answer::Made(..) | Answer::Nothing => Vec::new(),
        };
        self.answers().flat_map(of).collect()
    }

    /// Every text in it.
    pub fn texts(&self) -> Vec<Text> {
        let of = |answer: &Answer| match answer {
            Answer::Made(words, _) => vec![*words],
            Answer::Computed(formula) => formula.texts(),
            _ => Vec::new(),
        };
        let conditions = self.cases.iter().map(|(condition, _)| condition.words);
        conditions.chain(self.answers().flat_map(of)).collect()
    }

    fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.cases.iter().map(|(_, answer)| answer).chain([&self.otherwise])
    }
}

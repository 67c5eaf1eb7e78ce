//! A formula in words: how the value of any node comes about.

use super::{Exact, Formula};
use crate::Context;
use model::{Message, Text, msg};

/// How tightly an expression holds together: what is looser stands in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond {
    /// A clause: "at most", "otherwise".
    Clause,
    /// A sum or a difference.
    Sum,
    /// A product, a part.
    Product,
    /// A name or a number.
    Atom,
}

/// Words, and how tightly they hold together.
pub(super) struct Phrase(pub(super) Bond, pub(super) Message);

impl Phrase {
    /// The words, in parentheses when they are looser than what they stand in.
    pub(super) fn within(self, bond: Bond) -> Message {
        if self.0 >= bond {
            return self.1;
        }
        msg!(en: "({x})", zh: "（{x}）", x = self.1)
    }
}

/// Words that are the same in every language.
pub(super) fn plain(text: &str) -> Message {
    msg!(en: "{x}", zh: "{x}", x = text)
}

/// Two operands with a sign between them.
pub(super) fn joined(left: Message, sign: &str, right: Message) -> Message {
    msg!(en: "{a} {s} {b}", zh: "{a} {s} {b}", a = left, s = sign, b = right)
}

/// Operands with a sign between each two.
pub(super) fn all_joined(mut operands: impl Iterator<Item = Message>, sign: &str) -> Message {
    let first = operands.next().unwrap_or_else(|| plain("0"));
    operands.fold(first, |all, next| joined(all, sign, next))
}

/// The parts that have a word of their own.
const PARTS: &[(u64, u64, Text)] = &[
    (1, 2, Text::new("half of {x}", "{x}的一半")),
    (1, 3, Text::new("a third of {x}", "{x}的三分之一")),
    (1, 4, Text::new("a quarter of {x}", "{x}的四分之一")),
    (1, 5, Text::new("a fifth of {x}", "{x}的五分之一")),
    (1, 8, Text::new("an eighth of {x}", "{x}的八分之一")),
    (1, 10, Text::new("a tenth of {x}", "{x}的十分之一")),
    (2, 3, Text::new("two thirds of {x}", "{x}的三分之二")),
    (3, 4, Text::new("three quarters of {x}", "{x}的四分之三")),
];

/// So many of so many parts of something, with signs.
pub(super) fn divided(of: Message, part: u64, parts: u64) -> Message {
    let of = if part == 1 { of } else { joined(of, "×", plain(&part.to_string())) };
    if parts == 1 { of } else { joined(of, "÷", plain(&parts.to_string())) }
}

impl Formula {
    /// How the value of any node comes about.
    pub fn words(&self, cx: &Context) -> Message {
        self.phrase(cx).1
    }

    /// The same behind a word; in Chinese with a blank in front where it begins with a digit.
    pub(crate) fn after_a_word(&self, cx: &Context) -> Message {
        if self.begins_with_a_number() {
            return msg!(en: "{x}", zh: " {x}", x = self.words(cx));
        }
        self.words(cx)
    }

    fn begins_with_a_number(&self) -> bool {
        match self {
            Formula::Fixed(..) => true,
            Formula::Field(_) | Formula::Measure(_) | Formula::Named(..) | Formula::Where(..) => {
                false
            }
            _ => self.parts().first().is_some_and(|first| first.begins_with_a_number()),
        }
    }

    fn phrase(&self, cx: &Context) -> Phrase {
        let all = |formulas: &[Formula], bond: Bond, sign: &str| {
            all_joined(formulas.iter().map(|f| f.phrase(cx).within(bond)), sign)
        };
        match self {
            Formula::Field(key) => Phrase(
                Bond::Atom,
                match cx.field(key) {
                    Some(field) => msg!(en: "\"{f}\"", zh: "“{f}”", f = field.label),
                    None => plain(key),
                },
            ),
            Formula::Measure(measure) => Phrase(Bond::Atom, measure.name.into()),
            Formula::Fixed(n, unit) => Phrase(Bond::Atom, plain(&Exact::whole(*n).shown(*unit))),
            Formula::Named(name, of) => Phrase(
                Bond::Atom,
                msg!(en: "{n} ({x})", zh: "{n}（{x}）", n = *name, x = of.words(cx)),
            ),
            Formula::Sum(terms) => Phrase(Bond::Sum, all(terms, Bond::Sum, "+")),
            Formula::Less(from, terms) => {
                let first = from.phrase(cx).within(Bond::Sum);
                let rest = terms.iter().map(|t| t.phrase(cx).within(Bond::Product));
                Phrase(Bond::Sum, all_joined(std::iter::once(first).chain(rest), "−"))
            }
            Formula::Times(factors) => Phrase(Bond::Product, all(factors, Bond::Product, "×")),
            Formula::Part(of, part, parts) => {
                let word = PARTS.iter().find(|(a, b, _)| (a, b) == (part, parts));
                let of = of.phrase(cx).within(Bond::Product);
                Phrase(
                    Bond::Product,
                    match word {
                        Some((_, _, text)) => Message::new(*text).with("x", of),
                        None => divided(of, *part, *parts),
                    },
                )
            }
            Formula::Over(of, among) => Phrase(
                Bond::Product,
                joined(
                    of.phrase(cx).within(Bond::Product),
                    "÷",
                    among.phrase(cx).within(Bond::Atom),
                ),
            ),
            Formula::AtMost(of, most) => {
                let (of, most) = (of.phrase(cx).1, most.phrase(cx).within(Bond::Sum));
                Phrase(
                    Bond::Clause,
                    msg!(en: "{x}, at most {y}", zh: "{x}，最多 {y}", x = of, y = most),
                )
            }
            Formula::AtLeast(of, least) => {
                let (of, least) = (of.phrase(cx).1, least.phrase(cx).within(Bond::Sum));
                Phrase(
                    Bond::Clause,
                    msg!(en: "{x}, at least {y}", zh: "{x}，至少 {y}", x = of, y = least),
                )
            }
            Formula::InSteps(of, rows) => {
                Phrase(Bond::Clause, in_steps(self, of.phrase(cx).1, rows, cx))
            }
            Formula::Where(cases, otherwise) => {
                let otherwise =
                    msg!(en: "otherwise {x}", zh: "否则为{x}", x = otherwise.after_a_word(cx));
                let words = cases.iter().rev().fold(otherwise, |rest, (condition, formula)| {
                    msg!(en: "{c} {x}, {rest}", zh: "{c}为{x}，{rest}", c = condition.words,
                        x = formula.after_a_word(cx), rest = rest)
                });
                Phrase(Bond::Clause, words)
            }
            Formula::Known(of, otherwise) => {
                let (of, otherwise) = (of.phrase(cx).1, otherwise.after_a_word(cx));
                Phrase(
                    Bond::Clause,
                    msg!(en: "{x}; {y} while that is not known", zh: "{x}；未知时为{y}", x = of, y = otherwise),
                )
            }
        }
    }
}

/// "…, in steps of 1 GiB (below 2 GiB: 64 MiB)".
fn in_steps(formula: &Formula, of: Message, rows: &[(u64, u64)], cx: &Context) -> Message {
    let unit = formula.unit(cx).unwrap_or(super::Unit::Count);
    let shown = |n: u64| Exact::whole(n).shown(unit);
    let Some(((_, step), smaller)) = rows.split_first() else { return of };
    let first = msg!(en: "{x}, in steps of {s}", zh: "{x}，以 {s} 为单位向下取整", x = of, s = shown(*step));
    let beginnings = rows.iter().map(|(from, _)| *from);
    smaller.iter().zip(beginnings).fold(first, |all, ((_, step), from)| {
        msg!(en: "{all} (below {f}: {s})", zh: "{all}（低于 {f} 时为 {s}）",
            all = all, f = shown(from), s = shown(*step))
    })
}

//! A formula with the numbers of a node: "64 GiB ÷ 3 = 21.3 GiB, at most 31 GiB → 21 GiB".

use super::words::{Bond, Phrase, all_joined, divided, joined, plain};
use super::{Exact, Formula, Unit};
use crate::{Class, Context};
use model::{Message, msg};

/// A formula as it is worked out for a class of nodes.
struct Working<'w, 'c> {
    cx: &'w Context<'c>,
    class: Option<&'w Class<'w>>,
}

/// What has been worked out so far: the words, and the value that they end with.
struct Steps {
    words: Message,
    value: Exact,
}

impl Formula {
    /// How the value of the nodes of a class comes about, with their numbers; `None` when something
    /// is not known.
    pub fn working(&self, cx: &Context, class: Option<&Class>) -> Option<Message> {
        let working = Working { cx, class };
        let value = self.compute(cx, class)?;
        let steps = working.steps(self)?;
        let unit = self.unit(cx).unwrap_or(Unit::Count);
        let last = Exact::whole(value.floor()).shown(unit);
        if steps.value.shown(unit) == last {
            return Some(steps.words);
        }
        Some(msg!(en: "{x} → {v}", zh: "{x} → {v}", x = steps.words, v = last))
    }
}

impl Working<'_, '_> {
    fn value(&self, formula: &Formula) -> Option<Exact> {
        formula.compute(self.cx, self.class)
    }

    fn shown(&self, formula: &Formula) -> Option<Message> {
        let unit = formula.unit(self.cx).unwrap_or(Unit::Count);
        Some(plain(&self.value(formula)?.shown(unit)))
    }

    /// The outermost limits and conditions as clauses, what they are about as arithmetic.
    fn steps(&self, formula: &Formula) -> Option<Steps> {
        match formula {
            Formula::Named(_, of) | Formula::InSteps(of, _) => self.steps(of),
            Formula::AtMost(of, limit) => {
                let steps = self.steps(of)?;
                let words = msg!(en: "{x}, at most {y}", zh: "{x}，最多 {y}",
                    x = steps.words, y = self.limit(limit)?);
                Some(Steps { words, ..steps })
            }
            Formula::AtLeast(of, limit) => {
                let steps = self.steps(of)?;
                // The least that there must be is told where it decides.
                if self.value(of)? >= self.value(limit)? {
                    return Some(steps);
                }
                let words = msg!(en: "{x}, at least {y}", zh: "{x}，至少 {y}",
                    x = steps.words, y = self.limit(limit)?);
                Some(Steps { words, ..steps })
            }
            Formula::Where(..) => {
                let (condition, of) = formula.branch(self.cx, self.class);
                let steps = self.steps(of)?;
                let Some(condition) = condition else { return Some(steps) };
                let words =
                    msg!(en: "{c}: {x}", zh: "{c}：{x}", c = condition.words, x = steps.words);
                Some(Steps { words, ..steps })
            }
            Formula::Known(of, otherwise) => {
                if let Some(steps) = self.steps(of) {
                    return Some(steps);
                }
                let steps = self.steps(otherwise)?;
                let Some(missing) = self.missing(of) else { return Some(steps) };
                let words = msg!(en: "{m} is not known: {x}", zh: "{m}未知：{x}", m = missing, x = steps.words);
                Some(Steps { words, ..steps })
            }
            _ => {
                let value = self.value(formula)?;
                let Phrase(bond, words) = self.arithmetic(formula)?;
                if bond == Bond::Atom {
                    return Some(Steps { words, value });
                }
                let words = joined(words, "=", self.shown(formula)?);
                Some(Steps { words, value })
            }
        }
    }

    /// A limit: its value, and how it comes about where it is more than a number.
    fn limit(&self, formula: &Formula) -> Option<Message> {
        match self.arithmetic(formula)? {
            Phrase(Bond::Atom, words) => Some(words),
            Phrase(_, words) => {
                Some(msg!(en: "{v} ({x})", zh: "{v}（{x}）", v = self.shown(formula)?, x = words))
            }
        }
    }

    /// The expression with numbers and signs alone; a limit inside of it is its value.
    fn arithmetic(&self, formula: &Formula) -> Option<Phrase> {
        let all = |formulas: &[Formula], bond: Bond, sign: &str| {
            let each = formulas.iter().map(|f| Some(self.arithmetic(f)?.within(bond)));
            Some(all_joined(each.collect::<Option<Vec<_>>>()?.into_iter(), sign))
        };
        Some(match formula {
            Formula::Sum(terms) => {
                let terms = self.present(terms).map(|t| self.term(t, Bond::Sum));
                let terms = terms.collect::<Option<Vec<_>>>()?;
                Phrase(Bond::Sum, all_joined(terms.into_iter(), "+"))
            }
            Formula::Less(from, terms) => {
                let rest = self.present(terms).map(|t| self.term(t, Bond::Product));
                let first = std::iter::once(self.term(from, Bond::Sum));
                let terms = first.chain(rest).collect::<Option<Vec<_>>>()?;
                Phrase(Bond::Sum, all_joined(terms.into_iter(), "−"))
            }
            Formula::Times(factors) => Phrase(Bond::Product, all(factors, Bond::Product, "×")?),
            Formula::Part(of, part, parts) => {
                let of = self.arithmetic(of)?.within(Bond::Product);
                Phrase(Bond::Product, divided(of, *part, *parts))
            }
            Formula::Over(of, among) => {
                let of = self.arithmetic(of)?.within(Bond::Product);
                let among = self.arithmetic(among)?.within(Bond::Atom);
                Phrase(Bond::Product, joined(of, "÷", among))
            }
            Formula::Where(..) => self.arithmetic(formula.branch(self.cx, self.class).1)?,
            _ => Phrase(Bond::Atom, self.shown(formula)?),
        })
    }

    /// The terms of a sum without those with a name that are nothing here: a long sum is of what
    /// there may be on a node.
    fn present<'f>(&self, terms: &'f [Formula]) -> impl Iterator<Item = &'f Formula> {
        let nothing = |term: &&Formula| match term {
            Formula::Measure(_) | Formula::Named(..) => self.value(term) == Some(Exact::whole(0)),
            _ => false,
        };
        terms.iter().filter(move |term| !nothing(term))
    }

    /// A term of a sum: with its name, because the numbers alone do not say which is which.
    fn term(&self, formula: &Formula, bond: Bond) -> Option<Message> {
        let name: Message = match formula {
            Formula::Field(key) => self.cx.field(key)?.label.into(),
            Formula::Measure(measure) => measure.name.into(),
            Formula::Named(name, _) => (*name).into(),
            _ => return Some(self.arithmetic(formula)?.within(bond)),
        };
        Some(msg!(en: "{n} {v}", zh: "{n} {v}", n = name, v = self.shown(formula)?))
    }

    /// The name of the first input that is not known.
    fn missing(&self, formula: &Formula) -> Option<Message> {
        if self.value(formula).is_some() {
            return None;
        }
        match formula {
            Formula::Field(key) => self.cx.field(key).map(|f| f.label.into()),
            Formula::Measure(measure) => Some(measure.name.into()),
            Formula::Where(..) => self.missing(formula.branch(self.cx, self.class).1),
            _ => formula.parts().into_iter().find_map(|part| self.missing(part)),
        }
    }
}

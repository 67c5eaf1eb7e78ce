//! Arithmetic of defaults: one expression that computes a value, says in a sentence how it comes
//! about, and says the same with a node's own numbers.
//!
//! A formula is data, so that words and arithmetic are one thing. What it reads is what programs
//! will read: where an override sets a key of a field that is an input, the override counts.

mod exact;
mod words;
mod working;

pub use exact::Exact;

use crate::{Class, Context, Field, Kind};
use model::value::{ByteSize, Count, Duration, Value as _};
use model::{Property, Text};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things: nodes, cores, threads.
    Count,
    /// Bytes; shown in units of 1024.
    Bytes,
    /// Milliseconds; shown as a time.
    Time,
}

/// A number that stands in no field by itself: how many nodes have a role, what a product reads
/// back from composed values.
pub struct Measure {
    /// Its name, as it stands in a sentence: "node memory".
    pub name: Text,
    /// What it counts.
    pub unit: Unit,
    /// It, for the nodes of a class, or for the cluster; `None` when it is not known. It may ask the
    /// document, never the effective configuration, which is not made yet.
    pub of: fn(&Context, Option<&Class>) -> Option<u64>,
}

/// What decides between two ways to compute a value, or between two values.
pub struct Condition {
    /// In words, as they stand in front of what holds then: "beside a worker", "与 worker 同机时".
    pub words: Text,
    /// Whether it holds for the nodes of a class, or for the cluster.
    pub holds: fn(&Context, Option<&Class>) -> bool,
}

impl Condition {
    /// A condition and its words.
    pub const fn new(words: Text, holds: fn(&Context, Option<&Class>) -> bool) -> Condition {
        Condition { words, holds }
    }
}

/// An expression. Made of constants, so that a table of fields can hold it.
pub enum Formula {
    /// What programs read for a field of a number, a size or a time.
    Field(&'static str),
    /// A number that is no field's.
    Measure(&'static Measure),
    /// A number.
    Fixed(u64, Unit),
    /// A part of a longer formula, with a name under which it stands in sums.
    Named(Text, &'static Formula),
    /// The sum.
    Sum(&'static [Formula]),
    /// The first without the others; not below zero.
    Less(&'static Formula, &'static [Formula]),
    /// The product. At most one of them is no count.
    Times(&'static [Formula]),
    /// So many of so many parts: 2, 3 for two thirds.
    Part(&'static Formula, u64, u64),
    /// The first shared out among so many, or how many of the second the first has, where both count
    /// the same. Nothing for a division by nothing.
    Over(&'static Formula, &'static Formula),
    /// The first, or the second if that is smaller.
    AtMost(&'static Formula, &'static Formula),
    /// The first, or the second if that is larger.
    AtLeast(&'static Formula, &'static Formula),
    /// Rounded down to a multiple: of the step of the first row that begins at or below the value.
    /// Rows are a beginning and a step, the largest beginning first.
    InSteps(&'static Formula, &'static [(u64, u64)]),
    /// What stands beside the first condition that holds, otherwise the last.
    Where(&'static [(&'static Condition, Formula)], &'static Formula),
    /// The first; the second while something that the first needs is not known.
    Known(&'static Formula, &'static Formula),
}

impl Formula {
    /// A number of mebibytes.
    pub const fn mib(n: u64) -> Formula {
        Formula::Fixed(n << 20, Unit::Bytes)
    }

    /// A number of gibibytes.
    pub const fn gib(n: u64) -> Formula {
        Formula::Fixed(n << 30, Unit::Bytes)
    }

    /// A number of things.
    pub const fn count(n: u64) -> Formula {
        Formula::Fixed(n, Unit::Count)
    }

    /// The value for the nodes of a class, or for the cluster; `None` when something that it needs
    /// is not known.
    pub fn compute(&self, cx: &Context, class: Option<&Class>) -> Option<Exact> {
        match self {
            Formula::Field(key) => cx.quantity(class, key).map(Exact::whole),
            Formula::Measure(measure) => (measure.of)(cx, class).map(Exact::whole),
            Formula::Fixed(n, _) => Some(Exact::whole(*n)),
            Formula::Named(_, of) => of.compute(cx, class),
            Formula::Sum(terms) => {
                terms.iter().try_fold(Exact::whole(0), |sum, t| sum.plus(t.compute(cx, class)?))
            }
            Formula::Less(from, terms) => terms
                .iter()
                .try_fold(from.compute(cx, class)?, |rest, t| rest.less(t.compute(cx, class)?)),
            Formula::Times(factors) => {
                factors.iter().try_fold(Exact::whole(1), |all, f| all.times(f.compute(cx, class)?))
            }
            Formula::Part(of, part, parts) => of.compute(cx, class)?.part(*part, *parts),
            Formula::Over(of, among) => of.compute(cx, class)?.over(among.compute(cx, class)?),
            Formula::AtMost(of, most) => Some(of.compute(cx, class)?.min(most.compute(cx, class)?)),
            Formula::AtLeast(of, least) => {
                Some(of.compute(cx, class)?.max(least.compute(cx, class)?))
            }
            Formula::InSteps(of, rows) => {
                let value = of.compute(cx, class)?;
                let row = rows.iter().find(|(from, _)| value >= Exact::whole(*from));
                Some(row.map_or(value, |(_, step)| value.in_steps(*step)))
            }
            Formula::Where(..) => self.branch(cx, class).1.compute(cx, class),
            Formula::Known(of, otherwise) => {
                of.compute(cx, class).or_else(|| otherwise.compute(cx, class))
            }
        }
    }

    /// The value as a field's text; empty when it cannot be computed.
    pub fn text(&self, cx: &Context, class: Option<&Class>) -> String {
        let unit = self.unit(cx).unwrap_or(Unit::Count);
        self.compute(cx, class).map_or_else(String::new, |value| value.value(unit))
    }

    /// The condition that holds, and what counts then.
    fn branch(
        &self,
        cx: &Context,
        class: Option<&Class>,
    ) -> (Option<&'static Condition>, &Formula) {
        let Formula::Where(cases, otherwise) = self else { return (None, self) };
        let case = cases.iter().find(|(condition, _)| (condition.holds)(cx, class));
        case.map_or((None, *otherwise), |(condition, formula)| (Some(*condition), formula))
    }

    /// What the value counts; `None` when its parts do not go together, which a test asks of every
    /// product.
    pub fn unit(&self, cx: &Context) -> Option<Unit> {
        let same = |mut formulas: &mut dyn Iterator<Item = &Formula>| {
            let first = formulas.next()?.unit(cx)?;
            (&mut formulas).all(|f| f.unit(cx) == Some(first)).then_some(first)
        };
        match self {
            Formula::Field(key) => cx.field(key).and_then(Field::unit),
            Formula::Measure(measure) => Some(measure.unit),
            Formula::Fixed(_, unit) => Some(*unit),
            Formula::Named(_, of) | Formula::Part(of, ..) | Formula::InSteps(of, _) => of.unit(cx),
            Formula::Sum(terms) => same(&mut terms.iter()),
            Formula::Less(from, terms) => same(&mut std::iter::once(*from).chain(terms.iter())),
            Formula::Over(of, among) => match (of.unit(cx)?, among.unit(cx)?) {
                (unit, Unit::Count) => Some(unit),
                (a, b) => (a == b).then_some(Unit::Count),
            },
            Formula::Times(factors) => {
                let units: Option<Vec<Unit>> = factors.iter().map(|f| f.unit(cx)).collect();
                let mut units = units?.into_iter().filter(|u| *u != Unit::Count);
                let unit = units.next().unwrap_or(Unit::Count);
                units.next().is_none().then_some(unit)
            }
            Formula::AtMost(a, b) | Formula::AtLeast(a, b) | Formula::Known(a, b) => {
                same(&mut [*a, *b].into_iter())
            }
            Formula::Where(cases, otherwise) => {
                same(&mut cases.iter().map(|(_, f)| f).chain([*otherwise]))
            }
        }
    }

    /// The parts of which it is made.
    fn parts(&self) -> Vec<&Formula> {
        match self {
            Formula::Field(_) | Formula::Measure(_) | Formula::Fixed(..) => Vec::new(),
            Formula::Named(_, of) | Formula::Part(of, ..) | Formula::InSteps(of, _) => vec![of],
            Formula::Sum(all) | Formula::Times(all) => all.iter().collect(),
            Formula::Less(from, terms) => std::iter::once(*from).chain(terms.iter()).collect(),
            Formula::Over(a, b)
            | Formula::AtMost(a, b)
            | Formula::AtLeast(a, b)
            | Formula::Known(a, b) => vec![a, b],
            Formula::Where(cases, otherwise) => {
                cases.iter().map(|(_, f)| f).chain([*otherwise]).collect()
            }
        }
    }

    /// The fields that it reads.
    pub fn fields(&self) -> Vec<&'static str> {
        match self {
            Formula::Field(key) => vec![key],
            _ => self.parts().into_iter().flat_map(Formula::fields).collect(),
        }
    }

    /// Every text in it: names and conditions.
    pub fn texts(&self) -> Vec<Text> {
        let mut own = match self {
            Formula::Measure(measure) => vec![measure.name],
            Formula::Named(name, _) => vec![*name],
            Formula::Where(cases, _) => cases.iter().map(|(c, _)| c.words).collect(),
            _ => Vec::new(),
        };
        own.extend(self.parts().into_iter().flat_map(Formula::texts));
        own
    }
}

impl Field {
    /// What a field's number counts; `None` for a field that is no number.
    pub fn unit(&self) -> Option<Unit> {
        match (&self.kind, self.written) {
            (Kind::Bytes, _) => Some(Unit::Bytes),
            (Kind::Count(..) | Kind::Port, _) => Some(Unit::Count),
            (Kind::Duration, _) => Some(Unit::Time),
            (_, written) => written.map(|(unit, _)| unit),
        }
    }

    /// A text of the field as a number, in its unit.
    pub fn number(&self, text: &str) -> Option<u64> {
        match &self.kind {
            Kind::Bytes => ByteSize::parse(text).ok().map(|b| b.0),
            Kind::Count(..) | Kind::Port => Count::parse(text).ok().map(|n| u64::from(n.0)),
            Kind::Duration => Duration::parse(text).ok().map(|d| d.0),
            _ => ByteSize::parse(text).ok().filter(|_| self.written.is_some()).map(|b| b.0),
        }
    }
}

impl Context<'_> {
    /// What programs on the nodes of a class, or of the cluster, read for a field of a number: an
    /// override of one of its keys, what was typed, or the default.
    pub fn quantity(&self, class: Option<&Class>, key: &str) -> Option<u64> {
        let field = self.field(key)?;
        let among = field.among.zip(class).and_then(|(among, class)| among(self, &class.node()));
        if let Some((number, _)) = among {
            return number;
        }
        let set = class.and_then(|class| {
            field.keys.iter().find_map(|name| {
                let name = self.name_here(name);
                let (file, key) = Property::parts(&name);
                self.overridden_for(class, file, key)
            })
        });
        match set {
            Some(text) => match field.written {
                Some((_, read)) => read(text.trim()),
                None => field.number(text),
            },
            None => field.number(&self.text_of(class, key)),
        }
    }
}

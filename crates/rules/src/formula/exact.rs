//! Numbers as formulas reckon with them: exact fractions, rounded only where a formula says so.

use super::Unit;
use model::value::{ByteSize, Duration};
use std::cmp::Ordering;

/// A fraction that is not below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    over: u128,
    under: u128,
}

const fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

impl Exact {
    /// A whole number.
    pub fn whole(n: u64) -> Exact {
        Exact { over: u128::from(n), under: 1 }
    }

    fn new(over: u128, under: u128) -> Option<Exact> {
        let by = common(over, under);
        (under != 0).then(|| Exact { over: over / by, under: under / by })
    }

    /// The sum; `None` when it is larger than any machine.
    pub fn plus(self, other: Exact) -> Option<Exact> {
        let a = self.over.checked_mul(other.under)?;
        let b = other.over.checked_mul(self.under)?;
        Exact::new(a.checked_add(b)?, self.under.checked_mul(other.under)?)
    }

    /// The difference; zero when the other is larger.
    pub fn less(self, other: Exact) -> Option<Exact> {
        let a = self.over.checked_mul(other.under)?;
        let b = other.over.checked_mul(self.under)?;
        Exact::new(a.saturating_sub(b), self.under.checked_mul(other.under)?)
    }

    /// The product.
    pub fn times(self, other: Exact) -> Option<Exact> {
        Exact::new(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    /// So many of so many parts.
    pub fn part(self, of: u64, parts: u64) -> Option<Exact> {
        self.times(Exact::new(u128::from(of), u128::from(parts))?)
    }

    /// The quotient; `None` for a division by nothing.
    pub fn over(self, by: Exact) -> Option<Exact> {
        self.times(Exact::new(by.under, by.over)?)
    }

    /// The largest multiple of a step that is not larger.
    #[must_use]
    pub fn in_steps(self, step: u64) -> Exact {
        let step = u128::from(step.max(1));
        Exact { over: self.over / self.under / step * step, under: 1 }
    }

    /// Rounded down to a whole number, at most as much as 64 bits hold.
    pub fn floor(self) -> u64 {
        u64::try_from(self.over / self.under).unwrap_or(u64::MAX)
    }

    /// As a value that a field can have: rounded down, with its unit.
    pub fn value(self, unit: Unit) -> String {
        match unit {
            Unit::Count => self.floor().to_string(),
            Unit::Bytes => ByteSize(self.floor()).to_string(),
            Unit::Time => Duration(self.floor()).to_string(),
        }
    }

    /// As it is read best: `21.3 GiB`, `3.75`. What can be said exactly in few digits is.
    pub fn shown(self, unit: Unit) -> String {
        match unit {
            Unit::Count => self.decimal(1, 2),
            Unit::Time => Duration(self.floor()).to_string(),
            Unit::Bytes => {
                let exact = ByteSize(self.floor()).to_string();
                if self.under == 1 && exact.split(' ').next().is_some_and(|n| n.len() <= 4) {
                    return exact;
                }
                let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
                let fits = |(bits, _): &&(u32, &str)| self.over / self.under >= 1 << *bits;
                let (bits, name) = units.iter().find(fits).copied().unwrap_or((0, "B"));
                format!("{} {name}", self.decimal(1 << bits, 1))
            }
        }
    }

    /// Divided by a unit, with at most so many decimals, rounded to the nearest.
    fn decimal(self, unit: u128, decimals: u32) -> String {
        let ten = 10_u128.pow(decimals);
        let under = self.under.saturating_mul(unit);
        let scaled = self.over.saturating_mul(ten).saturating_add(under / 2) / under;
        let (whole, rest) = (scaled / ten, scaled % ten);
        let width = decimals as usize;
        let text = format!("{whole}.{rest:0width$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        // What is too large to be compared exactly is told apart by its whole part.
        match (self.over.checked_mul(other.under), other.over.checked_mul(self.under)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => (self.over / self.under).cmp(&(other.over / other.under)),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_stay_exact_until_they_are_rounded() {
        let third = Exact::whole(64 << 30).part(1, 3).unwrap();
        assert_eq!(third.shown(Unit::Bytes), "21.3 GiB");
        assert_eq!(third.times(Exact::whole(3)), Some(Exact::whole(64 << 30)));
        assert_eq!(third.in_steps(1 << 30).value(Unit::Bytes), "21 GiB");
        assert_eq!(Exact::whole(15).part(1, 4).unwrap().shown(Unit::Count), "3.75");
        assert_eq!(Exact::whole(15).part(1, 4).unwrap().value(Unit::Count), "3");
        assert_eq!(Exact::whole(2).less(Exact::whole(3)), Some(Exact::whole(0)));
        assert_eq!(Exact::whole(1536 << 20).shown(Unit::Bytes), "1536 MiB");
        assert_eq!(Exact::whole(10_485_760_000).shown(Unit::Bytes), "9.8 GiB");
        assert_eq!(Exact::whole(40_000).shown(Unit::Time), "40 s");
        assert_eq!(Exact::whole(7).part(1, 0), None);
        assert_eq!(Exact::whole(7).over(Exact::whole(2)).unwrap().shown(Unit::Count), "3.5");
        assert_eq!(Exact::whole(7).over(Exact::whole(0)), None);
    }

    #[test]
    fn what_is_larger_than_any_machine_is_no_number() {
        let huge = Exact::whole(u64::MAX);
        let square = huge.times(huge).unwrap();
        assert_eq!(square.times(huge), None);
        assert_eq!(square.floor(), u64::MAX);
        assert!(square > huge);
    }
}

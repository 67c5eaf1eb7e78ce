//! The time that every file of a release has.

use anyhow::{Context as _, Result};
use commands::{output, program};

/// Seconds since 1970: `SOURCE_DATE_EPOCH`, else the time of the commit.
pub(super) fn of_release() -> Result<u64> {
    if let Ok(set) = std::env::var("SOURCE_DATE_EPOCH") {
        return set.parse().with_context(|| format!("SOURCE_DATE_EPOCH is {set:?}, not seconds"));
    }
    let said = output(program("git").args(["log", "-1", "--format=%ct"]))
        .context("the time of the commit is not known; set SOURCE_DATE_EPOCH")?;
    said.trim().parse().with_context(|| format!("git says {said:?} for the time of the commit"))
}

/// A moment in UTC, by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
}

/// The moment so many seconds after 1970 began, to the year 9999.
pub(super) fn moment(seconds: u64) -> Result<Moment> {
    let leap =
        |year: u16| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut days = seconds / 86_400;
    let mut year = 1970_u16;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        anyhow::ensure!(year < 9999, "{seconds} seconds are no time of a release");
        days -= length;
        year += 1;
    }
    let mut month = 1_u8;
    for length in [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let part = |size: u64, of: u64| u8::try_from(seconds / size % of);
    Ok(Moment {
        year,
        month,
        day: u8::try_from(days + 1)?,
        hour: part(3600, 24)?,
        minute: part(60, 60)?,
        second: part(1, 60)?,
    })
}

impl std::fmt::Display for Moment {
    /// As RFC 3339 has it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn seconds_become_a_date() {
        for (seconds, date) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_767_225_599, "2025-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(moment(seconds).expect("a date").to_string(), date);
        }
        assert!(moment(253_402_300_800).is_err());
    }
}

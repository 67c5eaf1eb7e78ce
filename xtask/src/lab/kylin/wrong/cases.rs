//! The mistakes.

/// Who notices the mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judge {
    /// Kylin does not start.
    Start,
    /// Kylin starts, and its log complains when a project is made.
    Broadcast,
    /// Kylin's `KylinConfig` throws when it is asked; at run time that is the first build.
    Getter,
}

/// A mistake: the rule that rejects it, what is put in the place of what in the good document,
/// what is added at its end, and who notices.
pub(super) struct Case {
    pub(super) rule: &'static str,
    pub(super) replace: &'static [(&'static str, &'static str)],
    pub(super) add: &'static str,
    pub(super) judge: Judge,
}

pub(super) static CASES: &[Case] = &[];

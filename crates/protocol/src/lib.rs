//! The messages between the page and the engine.
//!
//! A [`Request`] carries a revision and what changed; the [`Reply`] has everything the page draws:
//! counts, findings, the state of the fields, the lines of the visible file. All texts in a reply
//! are already in the request's language, so the page knows no rule and no product.
//!
//! Encoded as postcard, which does not describe itself: both sides must be of one build. Hashed
//! file names give that, and [`PROTOCOL`] stands in every reply.

mod brought;
mod compare;
mod drill;
mod given;
mod prefill;
mod reply;
mod request;
mod schema;

pub use brought::{
    BesideView, Brought, CellKind, DriftCell, DriftRow, DriftView, Join, OriginalView, PairView,
};
pub use compare::{Comparison, Differing, FileDifference, Other, PlanStep, PlanView, SeriousView};
pub use drill::{AbilityView, DrillView, Fate};
pub use given::{FactsView, NodeList, NodeListProblem};
pub use prefill::Prefill;
pub use reply::{
    Body, BudgetView, Checked, ClaimView, ClassValue, Counts, FieldState, FileGroup, FileView,
    FindingView, FirstView, FixView, LineView, Loaded, OriginView, Packed, PlaceLink, Reply,
    RoleState, RuleView, SourceView, StepState, TreeEntry, Variant,
};
pub use request::{Archive, Ask, Baseline, Change, FileId, Request};
pub use schema::{
    FieldKind, FieldView, OptionView, PresetView, ProductName, ProductView, RoleView, Schema,
    ServerTypeView, StepKind, StepView, VersionView,
};

/// Raised when a message changes its shape.
pub const PROTOCOL: u32 = 6;

/// A message as bytes. Fails only for lengths that do not fit, which no message has: then empty,
/// which no decoder accepts.
pub fn encode<T: serde::Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// A message from bytes; `None` for bytes of another build or a broken message.
pub fn decode<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

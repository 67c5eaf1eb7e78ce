//! What the engine answers.

use crate::{
    BesideView, Brought, Comparison, DrillView, FactsView, NodeList, Other, PlanView, Schema,
};
use model::scene::Picture;
use model::{ClusterSpec, Edit, Place, RowId, Severity};
use serde::{Deserialize, Serialize};

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// [`crate::PROTOCOL`] of the engine.
    pub protocol: u32,
    /// The revision of the request.
    pub revision: u64,
    /// The answer.
    pub body: Body,
}

/// The kinds of answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// To [`crate::Ask::Schema`].
    Schema(Box<Schema>),
    /// To [`crate::Ask::Check`].
    Checked(Box<Checked>),
    /// The engine does not have the document that the edits are for: send it whole.
    NeedWhole,
    /// To [`crate::Ask::Load`], [`crate::Ask::Preset`] and [`crate::Ask::Prefill`].
    Loaded(Box<Loaded>),
    /// To [`crate::Ask::Import`]: the document, what is to be told about it, the sum first, and what
    /// is left beside it.
    Imported(Box<Loaded>, Vec<String>, Box<Brought>),
    /// To [`crate::Ask::Facts`].
    Facts(FactsView),
    /// To [`crate::Ask::ReadNodes`].
    NodeList(NodeList),
    /// To [`crate::Ask::Pack`].
    Packed(Packed),
    /// Errors stand in the way of an export.
    Refused,
    /// To [`crate::Ask::Tree`].
    Tree(Vec<TreeEntry>),
    /// To [`crate::Ask::Save`] and [`crate::Ask::FileText`].
    Text(String),
    /// To [`crate::Ask::Explain`] and [`crate::Ask::Rule`]: first the rules that fire.
    Rules(Vec<RuleView>),
    /// To [`crate::Ask::Drill`].
    Drill(Box<DrillView>),
    /// To [`crate::Ask::Beside`].
    Beside(Box<BesideView>),
    /// To [`crate::Ask::Names`].
    Names(Vec<String>),
    /// The request could not be understood, or what it names is not there.
    Failed(String),
    /// To [`crate::Ask::Other`].
    Other(Box<Other>),
    /// To [`crate::Ask::Compare`].
    Comparison(Box<Comparison>),
    /// To [`crate::Ask::Plan`].
    Plan(Box<PlanView>),
}

/// The counts in the line at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Errors.
    pub errors: u32,
    /// Warnings that were not accepted.
    pub warnings: u32,
    /// Notes.
    pub infos: u32,
    /// Accepted warnings.
    pub accepted: u32,
    /// Values that still come from the example.
    pub examples: u32,
}

/// The state of the whole document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// The counts.
    pub counts: Counts,
    /// When the machines were looked at, in words; empty when nobody did.
    pub machines: String,
    /// The findings, worst first, then by step.
    pub findings: Vec<FindingView>,
    /// The steps with their counts, in the schema's order.
    pub steps: Vec<StepState>,
    /// The fields, in the schema's order.
    pub fields: Vec<FieldState>,
    /// The roles, in the schema's order.
    pub roles: Vec<RoleState>,
    /// Whether each server type can be chosen, in the schema's order.
    pub server_types: Vec<bool>,
    /// The memory of each class of nodes.
    pub memory: Vec<BudgetView>,
    /// The disks of each class of nodes on which something lies that has a size.
    pub disks: Vec<BudgetView>,
    /// All files, grouped by name.
    pub files: Vec<FileGroup>,
    /// The lines of the files in view, in the order of the request; missing ones are left out.
    pub view: Vec<FileView>,
    /// The picture; none in a partial reply, where it stays as it was.
    pub picture: Option<Picture>,
    /// The archive's id: changes when a byte of it would.
    pub archive: String,
    /// The archive's top folder.
    pub folder: String,
    /// Whether the files that are not in view, and the picture, are still those of an earlier state: a
    /// check without a change brings them.
    pub partial: bool,
}

/// One finding in the request's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingView {
    /// The rule's id.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// Where, as a path.
    pub path: String,
    /// The step that shows the place.
    pub step: String,
    /// What to call the field or the key that it is about, with a colon behind it, for where that is
    /// not beside it; empty when the message says it.
    pub label: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// Where that is known from.
    pub sources: Vec<SourceView>,
    /// How to mend it.
    pub fix: Option<FixView>,
    /// The reason, when it was accepted.
    pub accepted: Option<String>,
    /// The facts to store with an acceptance.
    pub facts: Vec<String>,
}

/// A source of a rule or a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceView {
    /// What it is.
    pub title: String,
    /// Its address; empty when it has none.
    pub url: String,
}

/// A fix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FixView {
    /// What it will do.
    pub title: String,
    /// The edits to apply.
    pub edits: Vec<Edit>,
}

/// A step's mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepState {
    /// Errors in it.
    pub errors: u32,
    /// Warnings in it.
    pub warnings: u32,
    /// Values in it that still come from the example.
    pub examples: u32,
}

/// A field as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldState {
    /// Its key.
    pub key: String,
    /// Whether it means anything for this document.
    pub shown: bool,
    /// The value that counts: the typed one, or the default.
    pub value: String,
    /// The default.
    pub default: String,
    /// How the default came about, when it was computed; else empty.
    pub formula: String,
    /// Whether the document has a value of its own.
    pub set: bool,
    /// What the value means ("8 GiB = 8 589 934 592 bytes"); empty when there is nothing to add.
    pub meaning: String,
    /// Options that cannot be chosen, with the reason.
    pub blocked: Vec<(String, String)>,
    /// The product's keys that it writes.
    pub keys: Vec<String>,
    /// What each class of nodes gets, when the step of the request shows the field and classes
    /// differ, or a formula says how it comes about.
    pub classes: Vec<ClassValue>,
}

/// What some nodes get for a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassValue {
    /// The nodes' names; empty for the cluster.
    pub nodes: String,
    /// The value that their programs read.
    pub value: String,
    /// How it comes about, with the nodes' own numbers.
    pub working: String,
}

/// The memory or a disk of a class of nodes, and what takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetView {
    /// The nodes' names.
    pub nodes: String,
    /// Where the disk is mounted; empty for the memory.
    pub mount: String,
    /// How large it is in bytes; 0 when it is not known.
    pub capacity: u64,
    /// The same in words; empty when it is not known.
    pub total: String,
    /// What is taken and kept in all.
    pub sum: String,
    /// What is left, or what is missing.
    pub rest: String,
    /// Whether more is taken than there is.
    pub over: bool,
    /// What takes it, each more than nothing.
    pub claims: Vec<ClaimView>,
}

/// What takes memory or room on a disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// What it is.
    pub title: String,
    /// How much.
    pub bytes: u64,
    /// The same in words.
    pub size: String,
    /// Whether it is kept free, not taken by a program.
    pub kept: bool,
}

/// A role's line under its column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleState {
    /// How many nodes have it.
    pub count: u32,
    /// How many there should be: "at least 1".
    pub need: String,
    /// Whether the count is as it should be.
    pub enough: bool,
    /// Whether the column is there for this document.
    pub shown: bool,
}

/// One file name with its variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileGroup {
    /// The file's name, as in [`crate::FileId`].
    pub name: String,
    /// The variants: one for a file of the cluster, one per distinct content otherwise, the most
    /// common first.
    pub variants: Vec<Variant>,
}

/// One distinct content of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The nodes that have it; empty for a file of the cluster.
    pub nodes: Vec<RowId>,
    /// Lines in it.
    pub lines: u32,
    /// Whether a line differs from the baseline.
    pub changed: bool,
}

/// The lines of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    /// Which file.
    pub id: crate::FileId,
    /// Its path in the archive.
    pub path: String,
    /// What the file is for, one sentence.
    pub about: String,
    /// The lines.
    pub lines: Vec<LineView>,
    /// The origins that lines point to.
    pub origins: Vec<OriginView>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineView {
    /// Without the line end.
    pub text: String,
    /// Whether it differs from the baseline.
    pub changed: bool,
    /// Index into [`FileView::origins`].
    pub origin: Option<u32>,
}

/// Why a line is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginView {
    /// The reason, one sentence.
    pub reason: String,
    /// The places that caused it, the most specific first.
    pub places: Vec<PlaceLink>,
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceLink {
    /// The place.
    pub place: Place,
    /// What to call it.
    pub label: String,
    /// The step that shows it.
    pub step: String,
}

/// What the page shows before the engine has come, written when the site is built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstView {
    /// [`crate::PROTOCOL`] of the build.
    pub protocol: u32,
    /// The example.
    pub spec: ClusterSpec,
    /// Its product's schema.
    pub schema: Schema,
    /// The example checked, with its first configuration file in view.
    pub checked: Checked,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// The document, as far as it could be read.
    pub spec: ClusterSpec,
    /// What could not be read, one sentence each, with line and column.
    pub problems: Vec<String>,
    /// Whether everything was read. An incomplete one never replaces the open one unasked.
    pub complete: bool,
    /// Whether it may only be looked at: it was written by a newer version.
    pub read_only: bool,
    /// Secrets that stood in it: variable and value, for one download as `secrets.env`.
    pub secrets: Vec<(String, String)>,
}

/// A packed archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Packed {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
}

/// One file of the archive's tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeEntry {
    /// The path inside the top folder.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Whether it is executable.
    pub executable: bool,
}

/// A rule's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Why it matters and what to do.
    pub why: String,
    /// What the product prints, or what one sees.
    pub symptoms: Vec<String>,
    /// Where that is known from.
    pub sources: Vec<SourceView>,
    /// Whether it fires in the open document.
    pub fires: bool,
    /// The pasted line that led to it, when a log was asked about.
    pub matched: String,
}

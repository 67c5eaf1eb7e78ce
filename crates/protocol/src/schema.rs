//! What the page needs to know of a product to draw its form, in one language.

use serde::{Deserialize, Serialize};

/// The products by name, and one of them in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// Every product.
    pub products: Vec<ProductName>,
    /// The chosen one.
    pub product: ProductView,
}

/// A product that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductName {
    /// Its id: `#/<id>`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is, one sentence.
    pub sentence: String,
}

/// One product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductView {
    /// Its id: `#/<id>` opens it.
    pub id: String,
    /// Its name, never translated.
    pub title: String,
    /// Newest first.
    pub versions: Vec<VersionView>,
    /// The steps, in order.
    pub steps: Vec<StepView>,
    /// All fields.
    pub fields: Vec<FieldView>,
    /// The columns of the role grid.
    pub roles: Vec<RoleView>,
    /// Presets of these columns; empty for a product without.
    pub server_types: Vec<ServerTypeView>,
    /// Example documents.
    pub presets: Vec<PresetView>,
    /// The keys that hold secrets, as `model::secret::is_marked` reads them.
    pub secret_keys: Vec<String>,
    /// All keys of the catalogue that the chosen version reads, for completion.
    pub keys: Vec<String>,
}

/// A version that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionView {
    /// As written into the document.
    pub id: String,
    /// One sentence on when to take it, or why it is refused.
    pub sentence: String,
    /// What its evidence is: booted, read by the product's own code, catalogue only.
    pub evidence: String,
    /// Whether it can't be chosen.
    pub refused: bool,
}

/// What a step is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// Product, version, environment, name, presets.
    Product,
    /// The node list.
    Nodes,
    /// The role grid.
    Roles,
    /// Fields.
    Form,
    /// Findings, accepted warnings, overrides, export.
    Review,
}

/// A step of the wizard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepView {
    /// Its id: `#/<product>/<id>`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The same for a narrow place.
    pub short: String,
    /// One sentence below it.
    pub sentence: String,
    /// What it is made of.
    pub kind: StepKind,
    /// Whether it shows what takes the nodes' memory.
    pub memory: bool,
    /// Whether it has fields that may be another thing for each class of nodes: then a check that
    /// names the step tells it.
    pub classes: bool,
}

/// How a field is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several entries with commas, shown as a box of lines.
    List,
    /// A whole number.
    Count,
    /// A number of bytes with a unit.
    Bytes,
    /// A time with a unit.
    Duration,
    /// On or off.
    Switch,
    /// One of the options.
    Choice,
    /// The name of a variable that holds a secret.
    Secret,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its key in the document's settings.
    pub key: String,
    /// The step that shows it.
    pub step: String,
    /// The heading of its group; equal ones stand together.
    pub group: String,
    /// Above the control.
    pub label: String,
    /// One sentence below it.
    pub help: String,
    /// How it is typed.
    pub kind: FieldKind,
    /// The options of a choice.
    pub options: Vec<OptionView>,
    /// An example, shown in an empty box.
    pub placeholder: String,
    /// Whether a node can have its own value.
    pub per_node: bool,
    /// Whether only nodes have it (then the nodes step shows it).
    pub node_only: bool,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionView {
    /// As written into the document.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it does and when to take it.
    pub sentence: String,
}

/// One column of the role grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleView {
    /// As written into the document.
    pub id: String,
    /// The column's head.
    pub title: String,
    /// What such a node does.
    pub sentence: String,
    /// Roles of one group exclude each other; empty for none.
    pub group: String,
}

/// A server type: several roles that a machine has at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServerTypeView {
    /// What tells it from the others.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What such a machine does.
    pub sentence: String,
    /// The ids of its roles, in the order of the columns.
    pub roles: Vec<String>,
}

/// An example document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PresetView {
    /// Its id, beginning with the product's.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is an example of.
    pub sentence: String,
}

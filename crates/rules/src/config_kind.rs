//! What a product says of a configuration file.

use model::Message;

/// One configuration file of the nodes, as data: what stands in it is an [`crate::Entry`] each, whoever set
/// it, and the file's text is written from nothing else.
pub struct ConfigKind {
    /// The path inside the node's folder; it has a slash.
    pub name: &'static str,
    /// Whether its keys are those of the product's catalogue.
    pub catalogue: bool,
    /// Whether `${VARIABLE}` in a value is replaced, by the program that reads the file or by the
    /// node's script. Where nothing does, a secret cannot stand: `GEN026`.
    pub variables: bool,
    /// Whether the file's format can hold a key with a value; `GEN039` says why it cannot.
    pub holds: fn(&str, &str) -> Result<(), Message>,
}

impl ConfigKind {
    /// A file with keys of the product's catalogue, in which variables are replaced.
    pub const fn of_product(name: &'static str) -> ConfigKind {
        ConfigKind { name, catalogue: true, variables: true, holds: |_, _| Ok(()) }
    }

    /// A file of something that stands beside the product: its keys are in no catalogue, and it is
    /// read as it stands.
    pub const fn beside(name: &'static str) -> ConfigKind {
        ConfigKind { catalogue: false, variables: false, ..ConfigKind::of_product(name) }
    }

    /// The same, but the node's script puts the secrets in.
    #[must_use]
    pub const fn with_variables(mut self) -> ConfigKind {
        self.variables = true;
        self
    }

    /// The same in a format that cannot hold everything.
    #[must_use]
    pub const fn holding(mut self, holds: fn(&str, &str) -> Result<(), Message>) -> ConfigKind {
        self.holds = holds;
        self
    }
}

//! What a product says of a configuration file.

use model::Message;

/// How a configuration file that somebody else wrote is read into keys and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As `java.util.Properties` reads it.
    Properties,
    /// Assignments of a shell.
    Shell,
    /// Options of the JVM, a line or a word each: `-Xmx`, `-Dkey` and `-XX:Name` are the keys.
    Options,
    /// A host a line, comments aside: one key, this one, whose value has commas between the hosts.
    Hosts(&'static str),
    /// A directive a line, which nobody but its program reads: kept aside.
    Directives,
    /// Variables of a container, `prefix_a_b=value` for the key `prefix.a.b`; everything else is
    /// kept aside.
    Environment(&'static str),
}

/// One configuration file of the nodes, as data: what stands in it is an [`crate::Entry`] each, whoever set
/// it, and the file's text is written from nothing else.
pub struct ConfigKind {
    /// The path inside the node's folder; it has a slash.
    pub name: &'static str,
    /// How a file of this kind is read.
    pub format: Format,
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
        ConfigKind {
            name,
            format: Format::Properties,
            catalogue: true,
            variables: true,
            holds: |_, _| Ok(()),
        }
    }

    /// A file of something that stands beside the product: its keys are in no catalogue, and it is
    /// read as it stands.
    pub const fn beside(name: &'static str) -> ConfigKind {
        ConfigKind { catalogue: false, variables: false, ..ConfigKind::of_product(name) }
    }

    /// The same in another format than properties.
    #[must_use]
    pub const fn in_format(mut self, format: Format) -> ConfigKind {
        self.format = format;
        self
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

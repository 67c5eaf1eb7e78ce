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

/// A number in a file that is in no catalogue, and what its program takes.
pub struct Number {
    /// The key; of a directive without the words that only name what it is about.
    pub key: &'static str,
    /// How the program reads it; nothing where it is no number.
    pub read: fn(&str) -> Option<i64>,
    /// From and to, both included: what is beyond is refused, or means nothing.
    pub range: (i64, i64),
    /// A number beyond it that means something of its own, such as no limit.
    pub also: Option<i64>,
}

impl Number {
    /// A whole number, from and to.
    pub const fn whole(key: &'static str, least: i64, most: i64) -> Number {
        Number { key, read: |text| text.trim().parse().ok(), range: (least, most), also: None }
    }

    /// The same, read as the program reads it.
    #[must_use]
    pub const fn read(mut self, read: fn(&str) -> Option<i64>) -> Number {
        self.read = read;
        self
    }

    /// The same, and one number more.
    #[must_use]
    pub const fn or(mut self, number: i64) -> Number {
        self.also = Some(number);
        self
    }

    /// Whether a key of the file is this one.
    pub fn is(&self, key: &str) -> bool {
        key.strip_prefix(self.key).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }
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
    /// Its numbers, where its keys are in no catalogue: `GEN064` says what is beyond.
    pub numbers: &'static [Number],
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
            numbers: &[],
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

    /// The same, and what its program takes for its numbers.
    #[must_use]
    pub const fn with_numbers(mut self, numbers: &'static [Number]) -> ConfigKind {
        self.numbers = numbers;
        self
    }

    /// The same in a format that cannot hold everything.
    #[must_use]
    pub const fn holding(mut self, holds: fn(&str, &str) -> Result<(), Message>) -> ConfigKind {
        self.holds = holds;
        self
    }
}

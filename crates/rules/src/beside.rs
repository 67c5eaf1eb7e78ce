//! Files of programs that stand beside a product: what they say are facts, and no entries of the product's
//! configuration.
//!
//! A fact is a key with a value. What Muster writes into such a file is read by the same reader, so that
//! the two can be compared, and a field be tried without a second description of what it writes.

/// How such a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A load balancer's file: Nginx, HAProxy or Apache httpd, by its name or by what is in it.
    Balancer,
    /// keepalived's file: the address that moves.
    Floating,
    /// Elements of Tomcat's `context.xml`.
    Context,
    /// Tomcat's `server.xml`.
    Server,
    /// As `java.util.Properties` reads it.
    Properties,
    /// Tomcat's `catalina.properties`, of which only what was added counts.
    SystemProperties,
    /// A site file of Hadoop's family: `hdfs-site.xml`.
    Site,
    /// What an archive of Muster's tells a node's scripts: variables, the names of services among them.
    Environment,
}

/// Files that are read for facts.
pub struct Beside {
    /// What they are of, as a message names it: `context.xml`.
    pub subject: &'static str,
    /// The ends of their paths; `*` in a name stands for anything.
    pub ends: &'static [&'static str],
    /// How they are read.
    pub reader: Reader,
    /// The files in which Muster says the same, by [`crate::FileKind::name`]; none where it never does.
    pub writes: &'static [&'static str],
    /// Whether what Muster writes there becomes a part of a file that stays.
    pub part: bool,
    /// The step whose fields decide what stands there.
    pub step: &'static str,
    /// The role of a host that has them, where they name members; empty for none.
    pub role: &'static str,
    /// What a fact may say of a field.
    pub hints: &'static [Hint],
    /// Facts in which the nodes have to agree: without, each has what the others do not see.
    pub shared: &'static [&'static str],
    /// What the program takes where the file says nothing.
    pub defaults: &'static [(&'static str, &'static str)],
}

impl Beside {
    /// What the program takes for a fact that its file does not say.
    pub fn default_of(&self, fact: &str) -> &'static str {
        let found = self.defaults.iter().find(|(key, _)| *key == fact);
        found.map_or("", |(_, value)| value)
    }
}

/// A text for a field that a fact gives: only tried, and kept where it makes what Muster would write nearer
/// to what was read.
pub struct Hint {
    /// The fact's key.
    pub fact: &'static str,
    /// The field.
    pub field: &'static str,
    /// From the fact's value to the field's text.
    pub text: fn(&str) -> Option<String>,
}

impl Hint {
    /// A field that takes the value as it is.
    pub const fn new(fact: &'static str, field: &'static str) -> Hint {
        Hint { fact, field, text: |value| Some(value.to_owned()) }
    }

    /// The same, from a part of the value.
    #[must_use]
    pub const fn made(mut self, text: fn(&str) -> Option<String>) -> Hint {
        self.text = text;
        self
    }
}

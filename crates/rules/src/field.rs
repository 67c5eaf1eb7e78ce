//! A field of the wizard, as a row of a table.

use crate::formula::Unit;
use crate::{Context, Default, Formula, Measured, Pick, Source};
use model::value::{
    AbsolutePath, ByteSize, Count, Duration, Host, HostPort, Identifier, Port, Switch, Uri,
    UserName, Value, Variable, forbidden_character,
};
use model::{Message, Node, Place, Text, msg};
use std::collections::BTreeSet;

/// Who can have a value of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The cluster.
    Cluster,
    /// The cluster, and a node that differs.
    Both,
    /// Nodes only: cores, memory.
    Node,
}

/// One option of a choice.
pub struct Choice {
    /// As written into the document.
    pub id: &'static str,
    /// Its name.
    pub title: Text,
    /// What it does and when to take it.
    pub sentence: Text,
    /// Why it cannot be chosen here, if so.
    pub blocked: fn(&Context) -> Option<Message>,
}

impl Choice {
    /// An option that can always be chosen.
    pub const fn new(id: &'static str, title: Text, sentence: Text) -> Choice {
        Choice { id, title, sentence, blocked: |_| None }
    }

    /// Says when it cannot be chosen.
    #[must_use]
    pub const fn blocked(mut self, blocked: fn(&Context) -> Option<Message>) -> Choice {
        self.blocked = blocked;
        self
    }
}

/// What a field's text is read as.
pub enum Kind {
    /// Any printable text.
    Text,
    /// A host name or address.
    Host,
    /// A host with a port.
    HostPort,
    /// Hosts with ports, with commas between them.
    HostPorts,
    /// A TCP port.
    Port,
    /// A whole number from, to.
    Count(u32, u32),
    /// A number of bytes.
    Bytes,
    /// A time.
    Duration,
    /// On or off.
    Switch,
    /// One of the options.
    Choice(&'static [Choice]),
    /// The name of a variable that holds a secret.
    Secret,
    /// An absolute path on a node.
    Path,
    /// An absolute path or a full address on a file system.
    PathOrUri,
    /// A full address on a file system.
    Uri,
    /// A bare identifier.
    Identifier,
    /// A user or group.
    User,
    /// Read by this function.
    Custom(fn(&str) -> Result<(), Message>),
}

impl Kind {
    /// Whether a text can be read as this kind. An empty text is judged by [`Field::required`].
    pub fn check(&self, text: &str) -> Result<(), Message> {
        fn as_<T: Value>(text: &str) -> Result<(), Message> {
            T::parse(text).map(|_| ())
        }
        match self {
            Kind::Text => match forbidden_character(text) {
                Some(c) => Err(msg!(
                    en: "the character {c} is not allowed here", zh: "此处不允许字符 {c}",
                    c = c.escape_unicode().to_string())),
                None => Ok(()),
            },
            Kind::Host => as_::<Host>(text),
            Kind::HostPort => as_::<HostPort>(text),
            Kind::HostPorts => text.split(',').try_for_each(as_::<HostPort>),
            Kind::Port => as_::<Port>(text),
            Kind::Count(from, to) => {
                let Count(n) = Count::parse(text)?;
                if (*from..=*to).contains(&n) {
                    return Ok(());
                }
                Err(
                    msg!(en: "{n} is outside of {from} to {to}", zh: "{n} 不在 {from} 到 {to} 之间",
                    n = n, from = *from, to = *to),
                )
            }
            Kind::Bytes => as_::<ByteSize>(text),
            Kind::Duration => as_::<Duration>(text),
            Kind::Switch => as_::<Switch>(text),
            Kind::Choice(options) => {
                if options.iter().any(|o| o.id == text.trim()) {
                    return Ok(());
                }
                let known: Vec<&str> = options.iter().map(|o| o.id).collect();
                Err(msg!(en: "\"{t}\" is not one of {known}", zh: "“{t}”不在可选值 {known} 之中",
                    t = model::value::shown(text), known = known.join(", ")))
            }
            Kind::Secret => as_::<Variable>(text),
            Kind::Path => as_::<AbsolutePath>(text),
            Kind::PathOrUri => {
                if text.contains("://") {
                    as_::<Uri>(text)
                } else {
                    as_::<AbsolutePath>(text)
                }
            }
            Kind::Uri => as_::<Uri>(text),
            Kind::Identifier => as_::<Identifier>(text),
            Kind::User => as_::<UserName>(text),
            Kind::Custom(check) => check(text),
        }
    }
}

/// What a number in the product's own notation counts, and how it is read.
pub type Written = (Unit, fn(&str) -> Option<u64>);

/// What a node's program reads for a number that stands among other words, where no key of a file is it
/// alone, such as a heap among the options of Java: the number, in the field's unit, none where the
/// words leave it to the program; and where it is set.
pub type Among = fn(&Context, &Node) -> Option<(Option<u64>, Place)>;

/// A field.
pub struct Field {
    /// Its key in the document's settings.
    pub key: &'static str,
    /// The step that shows it.
    pub step: &'static str,
    /// The heading it stands under.
    pub group: Text,
    /// Above the control.
    pub label: Text,
    /// One sentence: what it does, what to watch.
    pub help: Text,
    /// How it is read.
    pub kind: Kind,
    /// Who can have a value.
    pub scope: Scope,
    /// The roles of the nodes that it means something for; empty for all nodes.
    pub roles: &'static [&'static str],
    /// The value when there is none.
    pub default: Default,
    /// Whether an empty value is an error while the field is shown.
    pub required: bool,
    /// Whether it means anything for this document.
    pub shown: fn(&Context) -> bool,
    /// The product's keys that it writes.
    pub keys: &'static [&'static str],
    /// Where the product's files write its number in a notation of their own: what it counts, and
    /// how it is read.
    pub written: Option<Written>,
    /// Where its number stands among other words.
    pub among: Option<Among>,
    /// For a folder, or several with commas, that is made on nodes and given to the service user: the
    /// file and key by which an override names another one. A file without name is the main one.
    pub made: Option<&'static [(&'static str, &'static str)]>,
    /// Where its meaning is known from.
    pub source: Option<Source>,
    /// The least and the most that its number may be, in its unit ([`Field::unit`]): beyond, the
    /// program that reads it refuses it, or it means nothing.
    pub range: Option<(u64, u64)>,
    /// An example for an empty box.
    pub placeholder: &'static str,
    /// Whether the value belongs to one's own site, though its form does not show it.
    pub own: Own,
    /// What of a machine it says, where it can be measured there.
    pub measured: Option<Measured>,
}

/// Whether the value of an example can be right elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// It can, or its form shows that it is an example's.
    No,
    /// It names an account or a thing in one, such as a bucket or a subnet: never right elsewhere.
    Account,
    /// It names a place, such as a region or a time zone: right where one happens to be there too.
    Site,
}

impl Field {
    /// A field of the cluster without default, always shown, not required.
    pub const fn new(
        key: &'static str,
        step: &'static str,
        group: Text,
        label: Text,
        help: Text,
        kind: Kind,
    ) -> Field {
        Field {
            key,
            step,
            group,
            label,
            help,
            kind,
            scope: Scope::Cluster,
            roles: &[],
            default: Default::Fixed(""),
            required: false,
            shown: |_| true,
            keys: &[],
            written: None,
            among: None,
            made: None,
            source: None,
            range: None,
            placeholder: "",
            own: Own::No,
            measured: None,
        }
    }

    /// Says what of a machine it is.
    #[must_use]
    pub const fn measured(mut self, measured: Measured) -> Field {
        self.measured = Some(measured);
        self
    }

    /// Sets the least and the most of a size in bytes, or of a time in milliseconds.
    #[must_use]
    pub const fn within(mut self, least: u64, most: u64) -> Field {
        self.range = Some((least, most));
        self
    }

    /// Whether a text can stand in the field: it is of its kind, and its number in its range. An
    /// empty text is judged by [`Field::required`].
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self, text: &str) -> Result<(), Message> {
        self.kind.check(text)?;
        let (Some((least, most)), Some(number)) = (self.range, self.number(text)) else {
            return Ok(());
        };
        if (least..=most).contains(&number) {
            return Ok(());
        }
        let shown = |number: u64| match self.unit() {
            Some(Unit::Bytes) => ByteSize(number).to_string(),
            Some(Unit::Time) => Duration(number).to_string(),
            _ => number.to_string(),
        };
        let [number, least, most] = [number, least, most].map(shown);
        Err(msg!(en: "{n} is outside of {from} to {to}", zh: "{n} 不在 {from} 到 {to} 之间",
            n = number, from = least, to = most))
    }

    /// Sets who can have a value.
    #[must_use]
    pub const fn scope(mut self, scope: Scope) -> Field {
        self.scope = scope;
        self
    }

    /// Sets a fixed default.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Field {
        self.default = Default::Fixed(value);
        self
    }

    /// Sets a default that is computed from other numbers.
    #[must_use]
    pub const fn formula(mut self, formula: &'static Formula) -> Field {
        self.default = Default::Formula(formula);
        self
    }

    /// Sets a default that is chosen by conditions.
    #[must_use]
    pub const fn pick(mut self, pick: &'static Pick) -> Field {
        self.default = Default::Pick(pick);
        self
    }

    /// Sets a default that each node has of its own, and the words for it.
    #[must_use]
    pub const fn of_node(mut self, words: Text, compute: fn(&Context, &Node) -> String) -> Field {
        self.default = Default::OfNode(words, compute);
        self
    }

    /// Names the roles of the nodes that it means something for.
    #[must_use]
    pub const fn roles(mut self, roles: &'static [&'static str]) -> Field {
        self.roles = roles;
        self
    }

    /// Whether it means something for nodes with these roles.
    pub fn is_of(&self, roles: &BTreeSet<String>) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| roles.contains(*role))
    }

    /// Says how the product's files write its number.
    #[must_use]
    pub const fn written(mut self, unit: Unit, read: fn(&str) -> Option<u64>) -> Field {
        self.written = Some((unit, read));
        self
    }

    /// Says what is read where its number stands among other words.
    #[must_use]
    pub const fn among(mut self, among: Among) -> Field {
        self.among = Some(among);
        self
    }

    /// Makes it required while it is shown.
    #[must_use]
    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Sets when it is shown.
    #[must_use]
    pub const fn shown(mut self, shown: fn(&Context) -> bool) -> Field {
        self.shown = shown;
        self
    }

    /// Names the product's keys that it writes.
    #[must_use]
    pub const fn keys(mut self, keys: &'static [&'static str]) -> Field {
        self.keys = keys;
        self
    }

    /// Says that its folder is made on nodes and given to the service user, and which file and key
    /// name another one in an override.
    #[must_use]
    pub const fn made(mut self, keys: &'static [(&'static str, &'static str)]) -> Field {
        self.made = Some(keys);
        self
    }

    /// Names where its meaning is known from.
    #[must_use]
    pub const fn source(mut self, source: Source) -> Field {
        self.source = Some(source);
        self
    }

    /// Says that the value belongs to one's own site.
    #[must_use]
    pub const fn own(mut self, own: Own) -> Field {
        self.own = own;
        self
    }

    /// Sets the example of an empty box.
    #[must_use]
    pub const fn placeholder(mut self, text: &'static str) -> Field {
        self.placeholder = text;
        self
    }
}

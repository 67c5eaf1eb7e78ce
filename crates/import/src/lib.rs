//! Files of an existing cluster become a document: analysis by synthesis.
//!
//! The files are read as their programs read them, by host. A document is made that names the nodes
//! and gives them the roles that their files show; then fields are tried, and kept where what Muster
//! would write comes nearer to what was read. What still differs becomes an override in the
//! narrowest layer, or is left out: so the import loses nothing, and a document that Muster does not
//! understand well is longer, never wrong.

mod alike;
mod apart;
mod asked;
mod behind;
mod beside;
mod beyond;
mod compose;
mod difference;
mod drift;
mod facts;
mod fit;
mod folders;
mod guess;
mod hit;
mod join;
mod judged;
mod likeness;
mod locate;
mod machines;
mod nobody;
mod nodes;
mod numbered;
mod odd;
mod old_names;
mod options;
mod original;
mod pieces;
mod read;
mod rest;
mod secrets;
mod spots;
mod strangers;
mod target;
mod together;
mod tried;
mod unpack;
mod unread;
mod variants;
mod version;
mod yaml;

pub use difference::{Change, ChoiceChange, Difference, KeyChange, NodeChange, SameKey};
pub use drift::Drift;
pub use guess::Guess;
pub use join::{Join, Pair, beside};
pub use judged::{Judged, judged};
pub use locate::Kept;
pub use original::{Original, line, originals};
pub use read::{Note, Said};
pub use spots::{Spot, Spots};
pub use unpack::{Limits, Unpacked, unpack};

use formats::document;
use locate::Located;
use model::{ClusterSpec, Lang, Message, Severity, msg};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};
use target::Read;

/// A file that somebody brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path, with slashes, as it was found.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a person says where the files don't, or say it wrongly.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The product's id.
    pub product: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// By the beginning of a path, the host that the files below it belong to.
    pub hosts: BTreeMap<String, String>,
    /// The language of the document.
    pub language: Lang,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct FileRead {
    /// Its path.
    pub path: String,
    /// The host that it belongs to; empty where no host is known.
    pub host: String,
    /// The configuration file whose lines it has, or why it was kept aside.
    pub kind: Result<&'static str, Kept>,
    /// How many keys were read.
    pub keys: usize,
}

/// What Muster would write and the files don't say, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaid {
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// What Muster would write there.
    pub value: String,
    /// Why.
    pub reason: Message,
    /// The nodes.
    pub nodes: Vec<String>,
}

/// A document, and what is to be told about how it came to be.
pub struct Imported {
    /// The product.
    pub product: &'static Product,
    /// How it and its version were guessed.
    pub guess: Guess,
    /// The document.
    pub spec: ClusterSpec,
    /// What became of each file, by path.
    pub files: Vec<FileRead>,
    /// Secrets that were taken out, each with its variable: to be saved once as `secrets.env`.
    pub secrets: Vec<(String, String)>,
    /// What was seen while reading.
    pub notes: Vec<Note>,
    /// Where in the files things stand.
    pub spots: Spots,
    /// Keys that differ between nodes.
    pub drift: Vec<Drift>,
    /// What Muster would write, and the files leave to the product.
    pub unsaid: Vec<Unsaid>,
    /// Rules that can only ask, and whose question the files answer.
    pub answered: BTreeSet<&'static str>,
    /// Keys that were read; those of them that fields say; those that are settings of their own.
    pub counts: Counts,
}

/// How many keys went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Keys in all files.
    pub keys: usize,
    /// Fields that were set.
    pub fields: usize,
    /// Overrides.
    pub own: usize,
    /// Keys that are left out.
    pub left_out: usize,
    /// Nodes.
    pub nodes: usize,
}

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingRead {
    /// The reason, and what to do.
    pub reason: Message,
}

impl NothingRead {
    fn of(sources: &[Source]) -> NothingRead {
        let reason = msg!(
            en: "None of these files is a configuration file that Muster knows. Bring the folder conf of each node, in a folder with the node's name.",
            zh: "这些文件中没有 Muster 认识的配置文件。请提供各节点的 conf 目录，并放在以节点名命名的目录中。");
        let why = sources.iter().filter_map(|s| Some((s.path.clone(), unreadable(s)?)));
        NothingRead { reason: with_reasons(reason, why) }
    }

    /// The same with why some of the files could not be looked at: they may have been those that were
    /// meant.
    #[must_use]
    pub fn because(self, refused: &[(String, Message)]) -> NothingRead {
        NothingRead { reason: with_reasons(self.reason, refused.iter().cloned()) }
    }
}

/// Why a file by itself can be nothing that is read: it is no text, or a document of Muster's.
fn unreadable(source: &Source) -> Option<Message> {
    let Some(text) = read::text(&source.bytes) else {
        return Some(Kept::Binary.sentence().into());
    };
    let document = source.path.ends_with(".toml") && text.lines().any(|l| l.starts_with("product"));
    document.then(|| {
        msg!(en: "A document of Muster's, which need not be imported: check, export and plan read it.",
             zh: "Muster 自己的文档，无需导入：check、export 和 plan 会直接读取。")
    })
}

/// A sentence, and the reasons of at most three files behind it.
fn with_reasons(sentence: Message, why: impl Iterator<Item = (String, Message)>) -> Message {
    why.take(3).fold(sentence, |before, (path, why)| {
        msg!(en: "{b} {p}: {w}", zh: "{b} {p}：{w}", b = before, p = model::value::shown(&path), w = why)
    })
}

/// Reads the files of a cluster. Where nothing names the version, it is one under which the files have the
/// fewest errors: somebody runs them.
///
/// # Errors
/// When none of them is a configuration file of one of the products.
pub fn import(
    products: &'static [&'static Product],
    sources: &[Source],
    choices: &Choices,
) -> Result<Imported, NothingRead> {
    let (parsed, guess) = Parsed::of(products, sources, choices)?;
    Ok(if guess.open { version::settled(&parsed, guess) } else { parsed.document(guess) })
}

/// Files that were read and are of a product, whatever its version.
struct Parsed<'s> {
    product: &'static Product,
    sources: &'s [Source],
    located: Located,
    read: Read,
    notes: Vec<Note>,
    /// What is to be noted where the version is older than its references.
    literal: Vec<Note>,
    secrets: Vec<(String, String)>,
    answered: BTreeSet<&'static str>,
    /// The document of an archive.
    own: Option<ClusterSpec>,
    language: Lang,
}

impl<'s> Parsed<'s> {
    /// Reads the files, and guesses what they are of.
    fn of(
        products: &'static [&'static Product],
        sources: &'s [Source],
        choices: &Choices,
    ) -> Result<(Parsed<'s>, Guess), NothingRead> {
        let (own, known) = recipe(products, sources).unzip();
        let guessed = guess::product(products, sources, choices, own.as_ref());
        let Some((product, mut located, others)) = guessed else {
            return Err(NothingRead::of(sources));
        };
        let mut notes = Vec::new();
        let mut read = Read::of(product, &located, &mut notes);
        let said = own.is_some() || !choices.hosts.is_empty();
        let shared = || nobody::shared(product, &read, &mut located);
        if let Some(note) = (!said).then(shared).flatten() {
            notes = vec![note];
            read = Read::of(product, &located, &mut notes);
        }
        let answered = asked::asked(product, &read, &mut notes);
        notes.extend(unread::capitals(product, sources, &located));
        let literal = unread::literal(product, &read);
        let mut secrets: Vec<(String, String)> = known.unwrap_or_default();
        secrets.extend(secrets::take(product, &mut read, &mut notes));
        let elsewhere = guess::elsewhere(products, product, sources, &mut located);
        let mut guess = guess::version(product, sources, &read, choices, own.as_ref(), others);
        guess.reasons.splice(0..0, elsewhere);
        notes.extend(strangers::told(product, &read));
        notes.extend(strangers::clients(product, &mut read));
        notes.extend(strangers::others(product, &mut read));
        let own = own.filter(|spec| spec.product == product.id);
        let language = choices.language;
        let parsed = Parsed {
            product,
            sources,
            located,
            read,
            notes,
            literal,
            secrets,
            answered,
            own,
            language,
        };
        Ok((parsed, guess))
    }

    /// The document for a version.
    fn document(&self, mut guess: Guess) -> Imported {
        let product = self.product;
        let mut spec =
            self.own.clone().unwrap_or_else(|| ClusterSpec::new(product.id, &guess.version));
        guess.version.clone_into(&mut spec.version);
        if spec.name.is_empty() {
            spec.name = self.located.name.clone().unwrap_or_else(|| product.id.to_owned());
            spec.language = self.language;
        }
        if let (None, Some(said)) = (&self.own, product.import.environment) {
            match said(&self.read.foreign()) {
                Some(environment) => spec.environment = environment,
                // Before what is said of the version.
                None => guess.reasons.insert(guess.reasons.len().saturating_sub(1), msg!(
                    en: "No file says what the cluster is for: it is judged as production. If it may break, set environment = \"test\" in the document.",
                    zh: "没有文件说明集群用途：按生产环境判断。如果只是测试环境，请在文档中设置 environment = \"test\"。")),
            }
        }
        let addresses = machines::addresses(product, self.sources, &self.located);
        let mut target = nodes::make(product, &mut spec, &self.read, &addresses);
        let known = product.version(&spec.version).map_or("", |version| version.id);
        let old_names = old_names::mapped(product, known, &mut target);
        let mut machines = machines::fill(product, &mut spec, self.sources, &self.located, &target);
        let (wrong, numbers) = numbered::numbered(product, self.sources, &self.located, &self.read);
        machines.extend(numbers);
        behind::behind(product, &mut spec, &mut target);
        // The document of an archive says what was chosen: nothing is tried, only what was changed by
        // hand is added.
        let mut notes = self.notes.clone();
        notes.extend(wrong);
        notes.extend(old_names);
        notes.extend(apart::told(&self.read, &target));
        notes.extend(alike::told(product, &spec, &target));
        notes.extend(behind::told(product, &spec, &target));
        let replaces =
            |(_, version): (_, &'static str)| Context::new(&spec, product).since(version);
        if product.import.literal.is_some_and(|literal| !replaces(literal)) {
            notes.extend(self.literal.clone());
        }
        if self.own.is_none() {
            fit::fit(product, &mut spec, &target);
            tried::fit(product, &mut spec, &target);
            notes.extend(beyond::propose(product, &mut spec, &target));
        }
        let unsaid = rest::keep(product, &mut spec, &target);
        if self.own.is_none() {
            let settled = (product.import.settled)(&Context::new(&spec, product));
            spec.settings.extend(settled.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())));
        }
        notes.extend(beyond::told(product, &spec, &self.read, &target));
        notes.extend(rest::unread(product, &spec, &target));
        let mut secrets: BTreeSet<(String, String)> = self.secrets.iter().cloned().collect();
        let (marks, mut names) = (product.secret_marks(), model::secret::Names::default());
        let removed = model::secret::protect_document(&mut spec, &marks, &mut names);
        secrets.extend(removed.into_iter().map(|r| (r.variable, r.value)));
        let mut answered = self.answered.clone();
        answered.extend(behind::answered(product, &target));
        Imported {
            product,
            guess,
            files: self.located.files(&self.read, &machines),
            secrets: secrets.into_iter().collect(),
            notes,
            spots: Spots::of(product, &spec, &target),
            drift: drift::drift(product, &spec, &target),
            unsaid,
            answered,
            counts: count(&spec, &self.read),
            spec,
        }
    }
}

/// The document in an archive of Muster's own, and the secrets that stood in it.
fn recipe(
    products: &[&'static Product],
    sources: &[Source],
) -> Option<(ClusterSpec, Vec<(String, String)>)> {
    let file = sources.iter().find(|source| {
        source.path.rsplit('/').next() == Some("cluster.toml")
            && source.bytes.len() <= document::MAX_BYTES
    })?;
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let marks = |spec: &ClusterSpec| {
        let product = products.iter().find(|p| p.id == spec.product);
        product.map(|p| p.secret_marks()).unwrap_or_default()
    };
    let loaded = document::read_with(text, &marks);
    let whole = loaded.complete && !loaded.problems.iter().any(|p| p.severity == Severity::Error);
    whole.then_some((loaded.spec, loaded.secrets))
}

fn count(spec: &ClusterSpec, read: &Read) -> Counts {
    let overrides = &spec.overrides;
    let roles = overrides.roles.values().map(BTreeMap::len).sum::<usize>();
    let nodes = spec.nodes.iter().map(|n| n.overrides.len()).sum::<usize>();
    let out = overrides.left_out_of_roles.values().map(BTreeSet::len).sum::<usize>();
    let own_out = spec.nodes.iter().map(|n| n.left_out.len()).sum::<usize>();
    Counts {
        keys: read.keys(),
        fields: spec.settings.len() + spec.nodes.iter().map(|n| n.settings.len()).sum::<usize>(),
        own: overrides.cluster.len() + roles + nodes,
        left_out: overrides.left_out.len() + out + own_out,
        nodes: spec.nodes.len(),
    }
}

//! Request in, reply out: what the worker, the command line and the tests call.
//!
//! The engine holds a copy of the page's document, follows its edits, and answers with texts in
//! the page's language. It keeps no other state than the trees that changed lines are marked
//! against. It never fails on a message: what it cannot do is said in the reply.

mod beside;
mod compare;
mod document;
mod drift;
mod drill;
mod facts;
mod files;
mod import;
mod plan;
mod prefill;
mod schema;
mod side;
mod sizing;
mod state;
mod texts;

pub use document::{check_loaded, preset, product_of, read_bytes};
pub use facts::machines_checked;
pub use model::{Lang, read_texts};
pub use side::{Reading, Side, in_one_language, of_one_product, recipe, side, tell_secrets_apart};

use bundle::Tree;
use formats::node_list::RoleWords;
use model::facts::Facts;
use model::{ClusterSpec, Edit, Place, apply_all};
use protocol::{
    Archive, Ask, Baseline, Body, Change, Checked, FileId, FirstView, NodeList, NodeListProblem,
    PROTOCOL, Packed, Reply, Request, RuleView, TreeEntry,
};
use rules::{Context, Product, Report, Rule};

/// The engine of one page.
pub struct Engine {
    products: &'static [&'static Product],
    spec: ClusterSpec,
    revision: Option<u64>,
    /// The tree of the document before its last change.
    previous: Option<Tree>,
    current: Option<Tree>,
    /// Whether the files out of view in `current` are those of an earlier state.
    partial: bool,
    opened: Option<Tree>,
    exported: Option<Tree>,
    /// What was found on machines. It judges the document, and never changes a file.
    facts: Option<Facts>,
}

impl Engine {
    /// An engine for these products, without a document.
    pub fn new(products: &'static [&'static Product]) -> Engine {
        Engine {
            products,
            spec: ClusterSpec::default(),
            revision: None,
            previous: None,
            current: None,
            partial: false,
            opened: None,
            exported: None,
            facts: None,
        }
    }

    /// Answers one request.
    pub fn handle(&mut self, request: &Request) -> Reply {
        let body = self.answer(request).unwrap_or_else(|| Body::Failed("not found".to_owned()));
        Reply { protocol: PROTOCOL, revision: request.revision, body }
    }

    fn answer(&mut self, request: &Request) -> Option<Body> {
        let lang = request.lang;
        Some(match &request.ask {
            Ask::Schema { product } => {
                let product = self
                    .products
                    .iter()
                    .copied()
                    .find(|p| p.id == product)
                    .or_else(|| self.products.first().copied())?;
                Body::Schema(Box::new(schema::schema(self.products, product, lang)))
            }
            Ask::Check { change, step, view, baseline, opened } => {
                if !self.follow(change, request.revision) {
                    return Some(Body::NeedWhole);
                }
                let unchanged = matches!(change, Change::None);
                let partial = !opened && self.can_wait(change, view);
                let how = How { baseline: *baseline, opened: *opened, unchanged, partial };
                let see = See { step, view, lang };
                Body::Checked(Box::new(self.check(&see, how)?))
            }
            Ask::Save => Body::Text(formats::document::write(&self.spec)),
            Ask::Load { bytes } => {
                Body::Loaded(Box::new(document::view(read_bytes(self.products, bytes), lang)))
            }
            Ask::Import { files } => match import::read(self.products, files, lang) {
                Ok((loaded, told, brought)) => {
                    Body::Imported(Box::new(loaded), told, Box::new(brought))
                }
                Err(why) => Body::Failed(why),
            },
            Ask::Facts { bytes } => {
                let product = product_of(self.products, &self.spec)?;
                match facts::read(&self.spec, product, bytes, lang) {
                    Ok((facts, view)) => {
                        self.facts = Some(facts);
                        Body::Facts(view)
                    }
                    Err(why) => Body::Failed(why),
                }
            }
            Ask::Preset { id } => {
                Body::Loaded(Box::new(document::view(preset(self.products, id, lang)?, lang)))
            }
            Ask::Prefill(wanted) => match prefill::read(self.products, wanted, lang) {
                Ok(loaded) => Body::Loaded(Box::new(loaded)),
                Err(why) => Body::Failed(why),
            },
            Ask::ReadNodes { text } => Body::NodeList(self.read_nodes(text, lang)?),
            Ask::Pack { archive } => self.pack(*archive)?,
            Ask::PackDocuments { documents } => document::packed(documents),
            Ask::Tree => self.tree()?,
            Ask::Explain { log } => self.explain(log, lang)?,
            Ask::Rule { id } => self.rules(id, lang)?,
            Ask::FileText(id) => Body::Text(self.file_text(id)?),
            Ask::Other { files } => compare::brought(self, files, lang),
            Ask::Compare { other } => compare::differences(self, other, lang)?,
            Ask::Plan { running, foreign } => compare::steps(self, running, *foreign, lang)?,
            Ask::Drill { dead } => drill::answer(self, dead, lang)?,
            Ask::Beside { id, path, text } => beside::answer(self, id, (path, text), lang)?,
            Ask::Names => beside::names(self),
        })
    }

    /// Brings the document to the page's state; false when it has to be sent whole.
    fn follow(&mut self, change: &Change, revision: u64) -> bool {
        match change {
            Change::None => return self.revision.is_some(),
            Change::Edits { from, edits } => {
                if self.revision != Some(*from) {
                    return false;
                }
                apply_all(&mut self.spec, edits);
            }
            Change::Whole(spec) => self.spec = (**spec).clone(),
        }
        self.revision = Some(revision);
        true
    }

    /// Whether the files out of view can wait: while somebody types in a large cluster, only the
    /// one that is looked at is made at each key.
    fn can_wait(&self, change: &Change, view: &[FileId]) -> bool {
        /// Fewer nodes' files are made between two frames.
        const MANY: usize = 32;
        let Change::Edits { edits, .. } = change else { return false };
        let Some(product) = product_of(self.products, &self.spec) else { return false };
        let typed = |edit: &Edit| {
            matches!(
                edit,
                Edit::Set(
                    Place::Setting(_)
                        | Place::Override(..)
                        | Place::NodeName(_)
                        | Place::NodeAddress(_)
                        | Place::NodeSetting(..),
                    _
                )
            )
        };
        self.spec.nodes.len() >= MANY
            && self.current.is_some()
            && edits.iter().all(typed)
            && !view.is_empty()
            && view.iter().all(|id| bundle::is_own(product, &id.name))
    }

    fn check(&mut self, see: &See, how: How) -> Option<Checked> {
        let How { baseline, opened, unchanged, partial } = how;
        let product = product_of(self.products, &self.spec)?;
        let cx = self.context(product);
        let report = rules::check(&cx);
        // What is in the archive is the document's, whoever looked at machines.
        let own = cx.facts.map(|_| rules::check(&Context::new(&self.spec, product)));
        let older = self.current.as_ref().filter(|_| partial);
        let tree = match older {
            Some(older) => bundle::partial_tree(&cx, older),
            None => bundle::tree(&cx, own.as_ref().unwrap_or(&report)),
        };
        let old = match baseline {
            Baseline::LastEdit if unchanged => self.previous.as_ref(),
            Baseline::LastEdit => self.current.as_ref(),
            Baseline::Opened => self.opened.as_ref(),
            Baseline::Exported => self.exported.as_ref(),
        };
        let old = if opened { None } else { old };
        let checked = checked(&cx, &report, &tree, old, see, partial);
        self.partial = partial;
        if !unchanged {
            self.previous = self.current.take();
        }
        if opened {
            self.opened = Some(tree.clone());
            self.previous = None;
        }
        self.current = Some(tree);
        Some(checked)
    }

    fn read_nodes(&self, text: &str, lang: Lang) -> Option<NodeList> {
        let product = product_of(self.products, &self.spec)?;
        let list = node_list(self.products, product, text);
        let problem = |p: formats::node_list::Problem| NodeListProblem {
            line: p.line,
            text: p.text,
            reason: p.reason.render(lang),
        };
        Some(NodeList {
            format: list.format.title().get(lang).to_owned(),
            nodes: list.nodes,
            ranges: list.ranges,
            problems: list.problems.into_iter().map(problem).collect(),
        })
    }

    fn pack(&mut self, archive: Archive) -> Option<Body> {
        let product = product_of(self.products, &self.spec)?;
        let cx = Context::new(&self.spec, product);
        let report = rules::check(&cx);
        let Some(checked) = rules::Checked::new(&cx, &report) else { return Some(Body::Refused) };
        let (extension, bytes) = match archive {
            Archive::TarGz => ("tar.gz", bundle::pack_tar_gz(&checked)),
            Archive::Zip => ("zip", bundle::pack_zip(&checked)),
        };
        let tree = bundle::tree(&cx, &report);
        let packed = Packed {
            name: format!("{}.{extension}", tree.folder),
            sha256: bundle::sha256_hex(&bytes),
            bytes,
        };
        self.exported = Some(tree);
        Some(Body::Packed(packed))
    }

    fn tree(&self) -> Option<Body> {
        let product = product_of(self.products, &self.spec)?;
        let cx = Context::new(&self.spec, product);
        let report = rules::check(&cx);
        let entry = |(path, file): (String, std::sync::Arc<formats::File>)| TreeEntry {
            path,
            size: file.size() as u64,
            executable: file.mode == formats::Mode::Executable,
        };
        let entries = bundle::entries(&bundle::tree(&cx, &report), &self.spec);
        Some(Body::Tree(entries.into_iter().map(entry).collect()))
    }

    fn explain(&self, log: &str, lang: Lang) -> Option<Body> {
        let product = product_of(self.products, &self.spec)?;
        let report = self.report(product);
        let mut views: Vec<RuleView> = rules::explain(product, log)
            .into_iter()
            .map(|m| rule_view(m.rule, &report, &m.line, lang))
            .collect();
        views.sort_by_key(|v| !v.fires);
        Some(Body::Rules(views))
    }

    fn rules(&self, id: &str, lang: Lang) -> Option<Body> {
        let product = product_of(self.products, &self.spec)?;
        let report = self.report(product);
        let chosen = product.all_rules().filter(|r| id.is_empty() || r.id == id);
        Some(Body::Rules(chosen.map(|r| rule_view(r, &report, "", lang)).collect()))
    }

    fn report(&self, product: &'static Product) -> Report {
        rules::check(&self.context(product))
    }

    /// The document, with what was found on its machines. Facts of another cluster's wait until that one
    /// is open again.
    fn context(&self, product: &'static Product) -> Context<'_> {
        let facts = self.facts.as_ref().filter(|facts| facts::are_of(facts, &self.spec));
        Context::new(&self.spec, product).with_facts(facts)
    }

    fn file_text(&self, id: &FileId) -> Option<String> {
        let text = |tree: &Tree| {
            files::find(tree, &id.name, id.node).map(|file| file.to_text().into_owned())
        };
        if self.partial {
            let product = product_of(self.products, &self.spec)?;
            let cx = Context::new(&self.spec, product);
            return text(&bundle::tree(&cx, &rules::check(&cx)));
        }
        text(self.current.as_ref()?)
    }
}

/// Reads a node list for a product.
fn node_list(
    products: &[&'static Product],
    product: &Product,
    text: &str,
) -> formats::node_list::NodeList {
    let all = products.iter().flat_map(|p| p.role_words());
    let others: Vec<&str> = all.flat_map(RoleWords::all).collect();
    formats::node_list::read(text, &product.role_words(), &others)
}

/// How a document is checked.
#[derive(Clone, Copy)]
struct How {
    baseline: Baseline,
    /// Whether this state becomes the one that [`Baseline::Opened`] means.
    opened: bool,
    /// Whether the document is the one of the last check.
    unchanged: bool,
    /// Whether files out of view can stay as they were.
    partial: bool,
}

/// What the page looks at.
#[derive(Clone, Copy)]
struct See<'s> {
    step: &'s str,
    view: &'s [FileId],
    lang: Lang,
}

/// Everything that the page draws for a document.
fn checked(
    cx: &Context,
    report: &Report,
    tree: &Tree,
    old: Option<&Tree>,
    see: &See,
    partial: bool,
) -> Checked {
    let See { step, view, lang } = *see;
    Checked {
        counts: state::counts(cx, report),
        machines: cx.facts.map(|facts| machines_checked(facts).render(lang)).unwrap_or_default(),
        findings: state::findings(cx, report, lang),
        steps: state::steps(cx, report),
        fields: state::fields(cx, step, lang),
        roles: state::roles(cx, lang),
        server_types: cx.product.server_types.iter().map(|t| (t.shown)(cx)).collect(),
        memory: sizing::memory(cx, lang),
        disks: sizing::disks(cx, lang),
        files: files::groups(tree, old),
        view: view.iter().filter_map(|id| files::view(cx, tree, old, id, lang)).collect(),
        picture: (!partial).then(|| bundle::picture(cx, lang)),
        archive: tree.archive.clone(),
        folder: tree.folder.clone(),
        partial,
    }
}

/// What the page shows before the engine has come: the first product's first preset, checked, with
/// the first configuration file in view. Written as a data file when the site is built.
pub fn first_view(products: &'static [&'static Product], lang: Lang) -> Option<FirstView> {
    let product = products.first().copied()?;
    let loaded = preset(products, product.id, lang)?;
    let cx = Context::new(&loaded.spec, product);
    let report = rules::check(&cx);
    let tree = bundle::tree(&cx, &report);
    let node = loaded.spec.nodes.first().map(|n| n.row);
    let view: Vec<FileId> = product
        .all_files()
        .map(|f| FileId { name: f.name.to_owned(), node })
        .find(|id| files::find(&tree, &id.name, id.node).is_some())
        .into_iter()
        .collect();
    let see = See { step: "", view: &view, lang };
    let checked = checked(&cx, &report, &tree, None, &see, false);
    let schema = schema::schema(products, product, lang);
    Some(FirstView { protocol: PROTOCOL, spec: loaded.spec.clone(), schema, checked })
}

fn rule_view(rule: &Rule, report: &Report, matched: &str, lang: Lang) -> RuleView {
    RuleView {
        id: rule.id.to_owned(),
        title: rule.title.get(lang).to_owned(),
        severity: rule.severity,
        why: rule.why.get(lang).to_owned(),
        symptoms: rule.symptoms.iter().map(|s| s.words.to_owned()).collect(),
        sources: state::sources(rule.sources),
        fires: report.findings.iter().any(|f| f.rule == rule.id),
        matched: model::secret::masked(matched),
    }
}

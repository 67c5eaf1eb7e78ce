//! What the page knows: the open document and its history, the engine's last word on it, the
//! person's preferences, and what is open on the screen.
//!
//! Signals are made once, in [`App::new`], and live as long as the page.

mod address;
mod before;
mod brought;
mod compare;
mod document;
mod drafts;
mod drill;
mod files;
mod follow;
mod ids;
mod line;
mod link;
mod notices;
mod open;
mod palette;
mod parts;
mod pasting;
mod prefs;
mod save;
mod secrets;
mod sharing;
mod tabs;
mod view;

pub use brought::Kept;
pub use compare::{Beside, Compare, DIALOG as COMPARE_DIALOG};
pub use drafts::{DIALOG as DRAFTS_DIALOG, Draft, Drafts};
pub use drill::Drilling;
pub use files::{Compared, compare_lines};
pub use follow::changed;
pub use ids::step_of;
pub use line::{EngineState, Slot};
pub use notices::{Notice, NoticeKind};
pub use open::Opened;
pub use palette::{Action, DIALOG as PALETTE_DIALOG, Item, Palette, Target};
pub use pasting::{DIALOG as PASTE_DIALOG, Pasting};
pub use prefs::Theme;
pub use sharing::{DIALOG as SHARE_DIALOG, Link};
pub use tabs::Claim;
pub use view::View;

use crate::held::Held;
use crate::memo::Memo;
use crate::platform::page;
use crate::platform::worker::Boot;
use crate::route::Route;
use leptos::prelude::*;
use line::Line;
use link::Documents;
use model::{ClusterSpec, History, Lang, Node, RowId, Severity, Text};
use parts::Parts;
use protocol::{Baseline, Checked, FieldState, FindingView, FirstView, RuleView, Schema, StepKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

/// A handle to everything, to be copied into closures: one word, however much the page knows.
#[derive(Clone, Copy)]
pub struct App(&'static State);

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

/// Everything. There is one for each page, and it lives as long as the page.
pub struct State {
    /// The document with its past and future.
    history: RwSignal<History>,
    /// The document as it stands.
    pub spec: Memo<Arc<ClusterSpec>>,
    /// Whether a person changed anything since it was opened.
    pub edited: RwSignal<bool>,
    /// Whether it was written by a newer version and may only be looked at.
    pub read_only: RwSignal<bool>,
    /// The product's form, in the language of the page.
    pub schema: RwSignal<Arc<Schema>>,
    /// The engine's last word.
    pub checked: RwSignal<Arc<Checked>>,
    /// The findings that are not accepted, by the id of the element of their place.
    found: Memo<Arc<BTreeMap<String, Vec<FindingView>>>>,
    /// The worst of them for each node.
    pub marks: Memo<BTreeMap<RowId, Severity>>,
    /// What single elements show of the three above and of the document.
    parts: ByPart,
    /// The language of the page.
    pub lang: RwSignal<Lang>,
    /// The chosen theme.
    pub theme: RwSignal<Theme>,
    /// The address.
    pub route: RwSignal<Route>,
    /// Whether this is one step in a frame of another page: then nothing is kept in the browser.
    pub embed: bool,
    /// The file in view.
    pub view: RwSignal<View>,
    /// Whether the file in view stays when an edit changes others.
    pub hold: RwSignal<bool>,
    /// Whether an edit is on its way, whose changes are shown when the answer is here.
    following: StoredValue<bool>,
    /// The view that a person chose, while edits show another one.
    left: StoredValue<Option<View>>,
    /// What changed lines are marked against.
    pub baseline: RwSignal<Baseline>,
    /// How the engine is.
    pub engine: RwSignal<EngineState>,
    /// Messages above the form.
    pub notices: RwSignal<Vec<Notice>>,
    /// What a screen reader is told next.
    pub announcement: RwSignal<String>,
    /// Secrets that were taken out of what was typed or opened, until they are downloaded.
    pub secrets: RwSignal<Vec<(String, String)>>,
    /// What was opened but could not be read in full, until a person decides.
    pub opened: RwSignal<Option<Opened>>,
    /// What is on its way, saved work or what a link brings: what is on the screen is not it.
    pub opening: RwSignal<Option<Text>>,
    /// The link that holds the document.
    pub sharing: RwSignal<Link>,
    /// How often the export was opened.
    pub exporting: RwSignal<u32>,
    /// How often the large picture was opened.
    pub picture: RwSignal<u32>,
    /// The rules that log lines led to, or the one that was asked for; `None` before either.
    pub explained: RwSignal<Option<Vec<RuleView>>>,
    /// The warning that is about to be accepted.
    pub accepting: RwSignal<Option<FindingView>>,
    /// Whether the list of findings is open.
    pub findings_open: RwSignal<bool>,
    /// The rows that are selected in the grid.
    pub selected: RwSignal<BTreeSet<RowId>>,
    /// The words that rows are filtered by.
    pub filter: RwSignal<String>,
    /// The text of the paste box.
    pub paste: RwSignal<String>,
    /// What of it was left when a list was taken over, until something else is typed.
    pub paste_left: StoredValue<String>,
    /// On narrow pages: form, files or findings.
    pub tab: RwSignal<Tab>,
    /// Whether the files are hidden on wide pages.
    pub files_hidden: RwSignal<bool>,
    /// The width of the files in per cent of the page.
    pub files_width: RwSignal<i32>,
    /// The picture as a drill.
    pub drilling: Drilling,
    /// What an import left beside the document.
    pub kept: Kept,
    /// Documents beside the open one.
    pub drafts: Drafts,
    /// Whether this tab may write to the storage.
    pub claim: RwSignal<Claim>,
    /// Whether the document is not only what the storage has: something was opened or changed here.
    own: StoredValue<bool>,
    /// The palette.
    pub palette: Palette,
    /// Files that are being pasted.
    pub pasting: Pasting,
    /// The position of the finding that F8 showed last.
    finding_at: RwSignal<Option<usize>>,
    /// The stay in the focused field; edits of one stay are one step of undo.
    visit: StoredValue<u64>,
    /// Whether the focused text field was typed into.
    typed: StoredValue<bool>,
    /// Whether what is in the browser's storage may be replaced.
    may_save: StoredValue<bool>,
    /// Grows with every edit: the last one starts the autosave.
    save_tick: StoredValue<u64>,
    /// Grows with every request for a document: only the last one is opened.
    open_tick: StoredValue<u64>,
    /// The documents of the browser's Back and Forward.
    documents: StoredValue<Documents>,
    /// Whether the open document came by a link and has not been saved yet.
    by_link: StoredValue<bool>,
    line: StoredValue<Line, LocalStorage>,
    /// Another cluster beside the document.
    pub compare: Compare,
}

/// Parts of what every key may change.
#[derive(Clone, Copy)]
struct ByPart {
    nodes: Parts,
    marks: Parts,
    found: Parts,
}

/// The regions of a narrow page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The step.
    #[default]
    Form,
    /// The files.
    Files,
    /// The findings.
    Findings,
}

impl App {
    /// The state with the first view in it. The line to the engine opens with [`App::connect`].
    pub fn new(boot: Boot, first: FirstView) -> App {
        let FirstView { spec, schema, checked, .. } = first;
        let history = RwSignal::new(History::new(spec));
        let lang = Lang::parse(&boot.lang).unwrap_or_default();
        let view = View::of(&checked);
        let checked = RwSignal::new(Arc::new(checked));
        let state = State {
            history,
            spec: Memo::new(move |()| history.with(|h| h.present().clone())),
            edited: RwSignal::new(false),
            read_only: RwSignal::new(false),
            schema: RwSignal::new(Arc::new(schema)),
            found: Memo::new(move |()| Arc::new(checked.with(|c| by_place(&c.findings)))),
            marks: Memo::new(move |()| checked.with(|c| by_row(&c.findings))),
            parts: ByPart { nodes: Parts::new(), marks: Parts::new(), found: Parts::new() },
            checked,
            lang: RwSignal::new(lang),
            theme: RwSignal::new(Theme::stored()),
            route: RwSignal::new(Route::default()),
            embed: crate::route::is_embedded(&page::search(), &page::hash()),
            view: RwSignal::new(view),
            hold: RwSignal::new(false),
            following: StoredValue::new(false),
            left: StoredValue::new(None),
            baseline: RwSignal::new(Baseline::LastEdit),
            engine: RwSignal::new(EngineState::Starting),
            notices: RwSignal::new(Vec::new()),
            announcement: RwSignal::new(String::new()),
            secrets: RwSignal::new(Vec::new()),
            opened: RwSignal::new(None),
            opening: RwSignal::new(None),
            sharing: RwSignal::new(Link::default()),
            exporting: RwSignal::new(0),
            picture: RwSignal::new(0),
            explained: RwSignal::new(None),
            accepting: RwSignal::new(None),
            findings_open: RwSignal::new(false),
            selected: RwSignal::new(BTreeSet::new()),
            filter: RwSignal::new(String::new()),
            paste: RwSignal::new(String::new()),
            paste_left: StoredValue::new(String::new()),
            tab: RwSignal::new(Tab::Form),
            files_hidden: RwSignal::new(false),
            files_width: RwSignal::new(prefs::files_width()),
            drilling: Drilling::new(),
            kept: Kept::new(),
            drafts: Drafts::new(),
            claim: RwSignal::new(Claim::None),
            own: StoredValue::new(false),
            palette: Palette::new(),
            pasting: Pasting::new(),
            finding_at: RwSignal::new(None),
            visit: StoredValue::new(0),
            typed: StoredValue::new(false),
            may_save: StoredValue::new(false),
            save_tick: StoredValue::new(0),
            open_tick: StoredValue::new(0),
            documents: StoredValue::new(Documents::default()),
            by_link: StoredValue::new(false),
            line: StoredValue::new_local(Line::new(boot)),
            compare: Compare::new(),
        };
        crate::text::set_language(lang);
        let app = App(Box::leak(Box::new(state)));
        Effect::new(move |_| {
            app.spec.track();
            app.parts.nodes.refresh(&|key| app.node_now(row_of(key)));
        });
        Effect::new(move |_| {
            app.marks.track();
            app.parts.marks.refresh(&|key| app.mark_now(row_of(key)));
        });
        Effect::new(move |_| {
            app.found.track();
            app.parts.found.refresh(&|id| app.found_now(id));
        });
        app
    }

    /// A node as it stands.
    pub fn node(self, row: RowId) -> Memo<Option<Arc<Node>>> {
        part(self.parts.nodes.read(row.0.to_string(), self.node_now(row)))
    }

    fn node_now(self, row: RowId) -> Held {
        Held::new(self.spec.with_untracked(|s| s.node(row).cloned().map(Arc::new)))
    }

    /// The worst finding of a node.
    pub fn mark(self, row: RowId) -> Memo<Option<Severity>> {
        part(self.parts.marks.read(row.0.to_string(), self.mark_now(row)))
    }

    fn mark_now(self, row: RowId) -> Held {
        Held::new(self.marks.with_untracked(|m| m.get(&row).copied()))
    }

    /// A field as it stands, by its position in the schema.
    pub fn field(self, at: usize, key: String) -> Memo<Option<FieldState>> {
        Memo::new(move |()| {
            self.checked.with(|c| {
                // The schema's order is the reply's; a reply of another product is not.
                c.fields.get(at).filter(|f| f.key == key).cloned()
            })
        })
    }

    /// The findings at the places whose element has this id.
    pub fn findings_at(self, dom_id: String) -> Memo<Vec<FindingView>> {
        let now = self.found_now(&dom_id);
        part(self.parts.found.read(dom_id, now))
    }

    fn found_now(self, dom_id: &str) -> Held {
        Held::new(self.found.with_untracked(|f| f.get(dom_id).cloned().unwrap_or_default()))
    }

    /// The id of the step that is open.
    pub fn step(self) -> String {
        let schema = self.schema.get();
        let wanted = self.route.with(|r| r.step.clone());
        let steps = &schema.product.steps;
        steps
            .iter()
            .find(|s| s.id == wanted)
            .or_else(|| steps.iter().find(|s| s.kind == StepKind::Nodes))
            .or_else(|| steps.first())
            .map(|s| s.id.clone())
            .unwrap_or_default()
    }

    /// Whether the document is as it was opened, and is an example.
    pub fn is_example(self) -> bool {
        !self.edited.get()
    }
}

/// A part, by whoever knows its type.
fn part<T: Clone + PartialEq + Send + Sync + 'static>(value: ArcRwSignal<Held>) -> Memo<T> {
    Memo::new(move |()| value.get().get::<T>().clone())
}

/// The row of a key that [`App::node`] or [`App::mark`] has made.
fn row_of(key: &str) -> RowId {
    RowId(key.parse().unwrap_or_default())
}

fn by_row(findings: &[FindingView]) -> BTreeMap<RowId, Severity> {
    let mut marks: BTreeMap<RowId, Severity> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.accepted.is_none()) {
        if let Some(row) = finding.place.row() {
            let mark = marks.entry(row).or_insert(finding.severity);
            *mark = (*mark).max(finding.severity);
        }
    }
    marks
}

/// Once for each reply: every field and every row asks for its own.
fn by_place(findings: &[FindingView]) -> BTreeMap<String, Vec<FindingView>> {
    let mut found: BTreeMap<String, Vec<FindingView>> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.accepted.is_none()) {
        found.entry(finding.place.dom_id()).or_default().push(finding.clone());
    }
    found
}

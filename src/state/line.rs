//! The line to the engine.
//!
//! One request is in flight. What is edited meanwhile accumulates and goes out with the next
//! check; a question of the same [`Slot`] replaces the one that waits. A lost engine is replaced
//! by a new one of the same compiled module, and the document is sent whole. The page never waits.

mod loss;
mod reply;

use super::{App, View};
use crate::platform::worker::{Boot, Port};
use leptos::prelude::*;
use model::{ClusterSpec, Edit, History, Lang};
use protocol::{Ask, Body, Change, Request, Schema};
use std::collections::VecDeque;
use std::sync::Arc;

/// How the engine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineState {
    /// It has not answered yet.
    Starting,
    /// It answers.
    Ready,
    /// It has been at one request for this many seconds.
    Busy(u32),
    /// It is lost, and another one would be as well.
    Lost,
}

/// Questions of one slot replace each other while they wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The texts of a product.
    Schema,
    /// A document to open.
    Open,
    /// The text for the autosave.
    Save,
    /// The pasted node list.
    Nodes,
    /// The archive's tree.
    Tree,
    /// The names of the secrets.
    Secrets,
    /// The archive.
    Pack,
    /// Log lines.
    Explain,
    /// The text of the document that is put aside, and all of them.
    Draft,
    /// All rules, for the palette.
    Rules,
    /// The text of a file.
    Text,
    /// The lines of a field.
    Find,
    /// Another cluster to compare with.
    Other,
    /// What differs from it, or the way from it to here.
    Compare,
    /// What works without some nodes.
    Drill,
    /// An original beside Muster's file.
    Beside,
    /// The names of files.
    Names,
    /// The text of the document for a link, or to be kept before another one comes.
    Share,
}

type Done = Box<dyn FnOnce(Body)>;

struct Waiting {
    slot: Slot,
    ask: Ask,
    lang: Lang,
    done: Done,
    tried: bool,
}

enum Flight {
    Check {
        /// Whether the document of the engine moves on with it.
        moves: bool,
        view: View,
    },
    Ask(Waiting),
}

/// What the engine does not have yet.
enum Pending {
    Edits(Vec<Edit>),
    Whole,
}

/// The state of the line. Its functions are those of [`App`].
pub(super) struct Line {
    boot: Boot,
    port: Option<Port>,
    revision: u64,
    flight: Option<(u64, Lang, Flight)>,
    /// The revision of the document that the engine has.
    synced: Option<u64>,
    pending: Pending,
    /// Whether a check is due.
    due: bool,
    /// Whether the next check makes the document the one that was opened.
    opened: bool,
    queue: VecDeque<Waiting>,
    lost: u32,
    /// How many replies left the files out of view for later.
    partial: u32,
    /// The language that was chosen, and its texts when they have come.
    lang: Lang,
    schema: Option<Arc<Schema>>,
}

impl Line {
    pub(super) fn new(boot: Boot) -> Line {
        let lang = Lang::parse(&boot.lang).unwrap_or_default();
        Line {
            boot,
            port: None,
            revision: 0,
            flight: None,
            synced: None,
            pending: Pending::Whole,
            due: false,
            opened: true,
            queue: VecDeque::new(),
            lost: 0,
            partial: 0,
            lang,
            schema: None,
        }
    }
}

impl App {
    fn with_line<T>(self, f: impl FnOnce(&mut Line) -> T) -> Option<T> {
        self.line.try_update_value(f)
    }

    /// Opens the line and has the document checked.
    pub fn connect(self) {
        self.open_port();
        self.with_line(|l| l.due = true);
        self.pump();
    }

    fn open_port(self) {
        let port = self.with_line(|l| {
            l.port = None;
            l.synced = None;
            l.pending = Pending::Whole;
            l.boot.connect(move |incoming| self.hear(incoming))
        });
        self.with_line(|l| l.port = port.flatten());
    }

    /// Sends edits along with the next check.
    pub(super) fn send_edits(self, edits: &[Edit]) {
        self.follow_edit();
        self.with_line(|l| {
            l.due = true;
            if let Pending::Edits(waiting) = &mut l.pending {
                waiting.extend_from_slice(edits);
            }
        });
        self.pump();
    }

    /// Sends the whole document with the next check; `opened` makes it the one that marks of
    /// changes can be against.
    pub(super) fn send_whole(self, opened: bool) {
        self.with_line(|l| {
            l.due = true;
            l.pending = Pending::Whole;
            l.opened |= opened;
        });
        self.pump();
    }

    /// Has the view drawn again.
    pub fn look(self) {
        self.with_line(|l| l.due = true);
        self.pump();
    }

    /// Asks the engine something about the document as it stands. `done` hears [`Body::Failed`]
    /// when the engine was lost over it.
    pub fn ask(self, slot: Slot, ask: Ask, done: impl FnOnce(Body) + 'static) {
        self.with_line(|l| {
            let lang = l.lang;
            l.queue.retain(|w| w.slot != slot);
            l.queue.push_back(Waiting { slot, ask, lang, done: Box::new(done), tried: false });
        });
        self.pump();
    }

    /// Asks for the texts of another language; the page changes when they are there.
    pub(super) fn change_language(self, lang: Lang) {
        self.with_line(|l| {
            l.lang = lang;
            l.schema = None;
        });
        if self.engine.get_untracked() == EngineState::Lost {
            self.language_changed(lang);
            return;
        }
        // The example's archive is in the reader's language; a document of one's own keeps its own.
        if !self.edited.get_untracked() && !self.read_only.get_untracked() {
            let mut spec = self.history.with_untracked(|h| ClusterSpec::clone(h.present()));
            spec.language = lang;
            self.history.set(History::new(spec));
            self.send_whole(true);
        }
        let product = self.schema.with_untracked(|s| s.product.id.clone());
        self.load_schema(product);
    }

    /// Asks for the form of a product in the chosen language, then for a check.
    pub(super) fn load_schema(self, product: String) {
        self.ask(Slot::Schema, Ask::Schema { product }, move |body| {
            if let Body::Schema(schema) = body {
                self.with_line(|l| {
                    l.schema = Some(Arc::new(*schema));
                    l.due = true;
                });
                self.pump();
            }
        });
    }

    /// Sends the next request, when nothing is in flight.
    fn pump(self) {
        let spec = self.spec.get_untracked();
        let view = self.view.get_untracked();
        let baseline = self.baseline.get_untracked();
        let step = untrack(|| self.step());
        let sent = self.with_line(|l| {
            if l.flight.is_some() || l.port.is_none() {
                return None;
            }
            // A document to open, and the texts of a product, come before the check that is drawn
            // with them.
            let ahead = |w: &Waiting| matches!(w.slot, Slot::Open | Slot::Schema);
            let ahead = l.queue.iter().position(ahead);
            let waiting = match ahead {
                Some(at) => l.queue.remove(at),
                None if l.due => None,
                None => Some(l.queue.pop_front()?),
            };
            let (ask, lang, flight) = if let Some(waiting) = waiting {
                (waiting.ask.clone(), waiting.lang, Flight::Ask(waiting))
            } else {
                let pending = std::mem::replace(&mut l.pending, Pending::Edits(Vec::new()));
                let change = match (pending, l.synced) {
                    (Pending::Edits(edits), Some(_)) if edits.is_empty() => Change::None,
                    (Pending::Edits(edits), Some(from)) => Change::Edits { from, edits },
                    _ => Change::Whole(Box::new((*spec).clone())),
                };
                let moves = change != Change::None;
                l.due = false;
                let opened = std::mem::take(&mut l.opened);
                let ask = Ask::Check { change, step, view: view.ids(), baseline, opened };
                (ask, l.lang, Flight::Check { moves, view: view.clone() })
            };
            l.revision += 1;
            let request = Request { revision: l.revision, lang, ask };
            let bytes = protocol::encode(&request);
            let sent = l.port.as_ref().is_some_and(|p| p.post(&bytes));
            l.flight = Some((l.revision, lang, flight));
            Some((l.revision, sent))
        });
        match sent.flatten() {
            Some((revision, true)) => self.watch(revision, 0),
            Some((_, false)) => self.lose(String::new()),
            None => {}
        }
    }
}

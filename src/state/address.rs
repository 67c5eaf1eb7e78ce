//! The address: what the page begins with, and what it follows.

use super::{App, NoticeKind, Slot, link};
use crate::platform::{dom, frame, page};
use crate::route::{self, Address, Route, Target};
use crate::text::{self, tr};
use leptos::prelude::*;
use protocol::{Ask, Body, StepKind};

impl App {
    /// Begins: the address, saved work, other tabs.
    pub fn begin(self) {
        let address = Address::parse(&page::hash());
        let changed = window_event_listener(leptos::ev::hashchange, move |_| self.follow_address());
        on_cleanup(move || changed.remove());
        let link = !matches!(address.target, Target::Step(_));
        if !link {
            self.route.set(address.route());
        }
        if self.embed {
            frame::tell_height();
            self.begin_without_work(address, link);
            return;
        }
        self.arrive();
        // Two entries with the same address differ in their mark alone.
        let entry = window_event_listener_untyped("popstate", move |_| self.follow_mark());
        on_cleanup(move || entry.remove());
        self.watch_saving();
        let then = {
            let address = address.clone();
            move || {
                if link {
                    self.opening.set(Some(text::OPENING_LINK));
                    self.open_link(address);
                } else {
                    self.settle(&address);
                }
            }
        };
        if !self.open_saved(then) {
            if self.schema.with_untracked(|s| !s.product.id.is_empty()) {
                self.notices.update(|n| {
                    n.push(super::Notice {
                        kind: NoticeKind::Example,
                        text: tr(text::EXAMPLE_NOTICE).to_owned(),
                        lines: Vec::new(),
                        outdated: false,
                    });
                });
            }
            self.begin_without_work(address, link);
        }
    }

    /// Begins with what the address asks for, or with the example.
    fn begin_without_work(self, address: Address, link: bool) {
        if link {
            self.opening.set(Some(text::OPENING_LINK));
            self.open_link(address);
        } else {
            if self.schema.with_untracked(|s| s.product.id.is_empty()) {
                self.open_first();
            } else {
                self.follow_product();
            }
            self.settle(&address);
        }
    }

    /// An address that says more than a step has been followed: what was not understood is told, and
    /// the rest is the address from now on.
    fn settle(self, address: &Address) {
        if !address.asks {
            return;
        }
        self.tell_link(&link::problems(&address.problems));
        if !self.embed {
            let Route { product, step } = self.route.get_untracked();
            page::replace_hash(&route::link(&product, &step));
        }
    }

    /// Without the data of the first view, the engine is asked for the first product's example.
    pub(super) fn open_first(self) {
        self.ask(Slot::Open, Ask::Schema { product: String::new() }, move |body| match body {
            Body::Schema(schema) => self.open_preset(schema.product.id),
            Body::Failed(reason) => self.notify(NoticeKind::Failed, reason, Vec::new()),
            _ => {}
        });
    }

    fn follow_address(self) {
        let address = Address::parse(&page::hash());
        if !self.embed {
            self.follow_mark();
        }
        if let Some(lang) = address.lang
            && lang != self.lang.get_untracked()
        {
            self.change_language(lang);
        }
        let Target::Step(route) = &address.target else { return self.open_link(address) };
        let before = self.step_untracked();
        self.route.set(route.clone());
        self.follow_product();
        self.settle(&address);
        if before != self.step_untracked() {
            self.tab.set(super::Tab::Form);
            dom::focus_soon(vec!["step-heading".to_owned()]);
        }
    }

    fn step_untracked(self) -> String {
        untrack(move || self.step())
    }

    /// Opens the first preset of the product that the address names, unless something was edited.
    fn follow_product(self) {
        let wanted = self.route.with_untracked(|r| r.product.clone());
        let open = self.spec.with_untracked(|s| s.product.clone());
        let known = self.schema.with_untracked(|s| s.products.iter().any(|p| p.id == wanted));
        if wanted.is_empty() || wanted == open || !known {
            return;
        }
        if self.edited.get_untracked() {
            let title = self.schema.with_untracked(|s| {
                s.products.iter().find(|p| p.id == wanted).map(|p| p.title.clone())
            });
            let text = text::keeps_work(&title.unwrap_or_default());
            self.notify(NoticeKind::Failed, text, Vec::new());
            return;
        }
        self.open_preset(wanted);
    }

    /// Goes to the first step of a kind.
    pub fn go_to_kind(self, kind: StepKind) {
        let address = self.schema.with_untracked(|s| {
            let step = s.product.steps.iter().find(|s| s.kind == kind)?;
            Some(route::link(&s.product.id, &step.id))
        });
        if let Some(address) = address {
            self.go_to_address(&address);
        }
    }
}

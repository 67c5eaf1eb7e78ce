//! Notices: above the step what was there from the beginning, below it what comes.

use crate::components::icon;
use crate::platform::{file, page};
use crate::state::{App, Notice, NoticeKind};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;

/// That the document is an example, which stands above the step from the beginning.
pub fn example_notice(app: App) -> AnyView {
    let list = move || shown(app, |kind| kind == NoticeKind::Example);
    view! { <div class="notices first">{list}</div> }.any()
}

/// What was done, what failed, what has to be known. It comes while somebody works, so it stands
/// below the step: above it, it would move the step under the hand.
pub fn notices(app: App) -> AnyView {
    let list = move || shown(app, |kind| kind != NoticeKind::Example);
    view! { <div class="notices last" id="notices">{list} {super::drift::drift(app)} {secrets(app)}</div> }.any()
}

fn shown(app: App, which: impl Fn(NoticeKind) -> bool) -> AnyView {
    let notices = app.notices.get().into_iter().filter(|notice| which(notice.kind));
    notices.map(|notice| one(app, notice)).collect_view()
}

fn one(app: App, notice: Notice) -> AnyView {
    let kind = notice.kind;
    let class = if kind.is_bad() { "notice bad" } else { "notice" };
    let any = !notice.lines.is_empty();
    let lines =
        notice.lines.iter().take(50).map(|l| view! { <li>{l.clone()}</li> }.any()).collect_view();
    view! {
        <div class=class data-kind=format!("{kind:?}")>
            <div>
                <p>{icon(if kind.is_bad() { "warning" } else { "info" })} " " {notice.text}</p>
                {any.then(|| view! { <ul>{lines}</ul> })}
                {notice_buttons(app, kind, notice.outdated)}
            </div>
            <button type="button" class="quiet square small" aria-label=tr(text::DISMISS)
                on:click=move |_| app.dismiss(kind)>
                {icon("close")}
            </button>
        </div>
    }
    .any()
}

fn notice_buttons(app: App, kind: NoticeKind, outdated: bool) -> AnyView {
    let button = |label: &'static str, act: Box<dyn Fn() + Send + Sync>| {
        view! { <button type="button" class="small" on:click=move |_| act()>{label}</button> }.any()
    };
    let buttons = match kind {
        NoticeKind::Example => vec![button(tr(text::OPEN), Box::new(|| file::choose("open-file")))],
        NoticeKind::Done if !outdated => {
            vec![button(tr(text::UNDO), Box::new(move || app.undo()))]
        }
        NoticeKind::Engine => vec![
            button(tr(text::RETRY), Box::new(move || app.retry_engine())),
            button(tr(text::RELOAD), Box::new(page::reload)),
        ],
        NoticeKind::Autosave => vec![button(
            tr(text::DOWNLOAD_UNREADABLE),
            Box::new(move || {
                if let Some(text) = app.unreadable() {
                    file::download("cluster.toml", "text/plain", text.as_bytes());
                }
            }),
        )],
        NoticeKind::Before => vec![
            button(tr(text::BEFORE_OPEN), Box::new(move || app.open_before())),
            button(tr(text::BEFORE_FORGET), Box::new(move || app.forget_before())),
        ],
        NoticeKind::OtherTab => {
            vec![button(tr(text::OPEN_OTHER_TAB), Box::new(move || app.open_other_tab()))]
        }
        _ => Vec::new(),
    };
    if buttons.is_empty() {
        return ().any();
    }
    view! { <p class="buttons">{buttons}</p> }.any()
}

/// Secrets that were taken out are offered once.
fn secrets(app: App) -> AnyView {
    (move || {
        let names: Vec<String> = app.secrets.with(|s| s.iter().map(|(n, _)| n.clone()).collect());
        (!names.is_empty()).then(|| {
            view! {
                <div class="notice" data-kind="Secrets" role="status">
                    <div>
                        <p>{icon("info")} " " {tr(text::SECRETS_REMOVED)}</p>
                        <p><code>{text::list(&names)}</code></p>
                        <p class="quiet">{tr(text::SECRETS_ONCE)}</p>
                        <p class="buttons">
                            <button type="button" class="small" id="secrets-download" on:click=move |_| app.download_secrets()>
                                {tr(text::SECRETS_DOWNLOAD)}
                            </button>
                        </p>
                    </div>
                    <button type="button" class="quiet square small" aria-label=tr(text::DISMISS)
                        on:click=move |_| app.secrets.set(Vec::new())>
                        {icon("close")}
                    </button>
                </div>
            }
            .any()
        })
    })
    .any()
}

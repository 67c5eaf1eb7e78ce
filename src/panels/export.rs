//! The export: what is in the archive, its form, what to do with it.

use super::files::copy;
use crate::components::{Choice, icon, modal, radio_rows};
use crate::platform::{dom, file};
use crate::state::{App, Beside, NoticeKind, Slot};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use protocol::{Archive, Ask, Body, FileId, TreeEntry};

const DIALOG: &str = "dialog-export";

/// Opens the dialog; with errors the list of what stands in the way.
pub fn export(app: App) {
    if app.checked.with_untracked(|c| c.counts.errors > 0) {
        app.findings_open.set(true);
        app.tab.set(crate::state::Tab::Findings);
        app.announce(tr(text::EXPORT_BLOCKED).to_owned());
        dom::focus_soon(vec!["findings-list".to_owned()]);
        return;
    }
    app.exporting.update(|n| *n += 1);
    dom::show_dialog(DIALOG);
}

/// Hands over `cluster.toml`.
pub fn save_recipe(app: App) {
    app.ask(Slot::Text, Ask::Save, move |body| match body {
        Body::Text(text) => file::download("cluster.toml", "application/toml", text.as_bytes()),
        Body::Failed(reason) => app.notify(NoticeKind::Failed, reason, Vec::new()),
        _ => {}
    });
}

/// How far the packing is.
#[derive(Clone, Debug, PartialEq)]
enum Packing {
    Not,
    Busy,
    Done { name: String, sha256: String },
    Failed(String),
}

/// The dialog.
pub fn export_dialog(app: App) -> AnyView {
    let zip = RwSignal::new(false);
    let packing = RwSignal::new(Packing::Not);
    let tree = RwSignal::new(Vec::<TreeEntry>::new());
    let secrets = RwSignal::new(Vec::<String>::new());
    // Each time it opens it asks again: the document may have changed.
    Effect::new(move |_| {
        if app.exporting.get() == 0 {
            return;
        }
        packing.set(Packing::Not);
        app.ask(Slot::Tree, Ask::Tree, move |body| {
            if let Body::Tree(entries) = body {
                let _ = tree.try_set(entries);
            }
        });
        let id = FileId { name: "secrets.env.example".to_owned(), node: None };
        app.ask(Slot::Secrets, Ask::FileText(id), move |body| {
            let names = if let Body::Text(text) = body { variables(&text) } else { Vec::new() };
            let _ = secrets.try_set(names);
        });
    });
    let body = view! {
        {of_example(app)}
        {format(app, zip)}
        {start(app, zip, packing)}
        <div class="export-columns">
            <section>
                <h3>{tr(text::CONTENTS)}</h3>
                {move || contents(app, &tree.get())}
            </section>
            <section>
                <h3>{tr(text::TO_FILL_IN)}</h3>
                {move || to_fill_in(&secrets.get())}
                {accepted(app)}
            </section>
        </div>
        <section>
            <h3>{tr(text::NEXT_COMMANDS)}</h3>
            {move || commands(app, zip.get(), !secrets.with(Vec::is_empty))}
        </section>
        {running(app)}
    }
    .any();
    modal(DIALOG, tr(text::EXPORT_TITLE), "wide", body)
}

/// That the archive will be the example's. A document of one's own can't be exported with values of
/// the example in it.
fn of_example(app: App) -> AnyView {
    let told = move || {
        (app.checked.with(|c| c.counts.examples) > 0).then(|| {
            view! {
                <p class="export-example" id="export-example">
                    {icon("info")} " " {tr(text::EXPORT_OF_EXAMPLE)}
                </p>
            }
            .any()
        })
    };
    view! { {told} }.any()
}

/// Where a cluster runs already, other steps are the right ones.
fn running(app: App) -> AnyView {
    let show = move |_| {
        dom::close_dialog(DIALOG);
        app.open_compare(Beside::Plan);
    };
    view! {
        <section>
            <h3>{tr(text::RUNS_ALREADY)}</h3>
            <p class="help">{tr(text::RUNS_ALREADY_SENTENCE)}</p>
            <button type="button" id="export-plan" on:click=show>
                {icon("compare")} " " {tr(text::SHOW_PLAN)}
            </button>
        </section>
    }
    .any()
}

fn format(app: App, zip: RwSignal<bool>) -> AnyView {
    let option = |id: &str, title: &str, sentence| Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        sentence: tr(sentence).to_owned(),
        remark: String::new(),
        folded: false,
    };
    let options = vec![
        option("tar.gz", "tar.gz", text::TARGZ_SENTENCE),
        option("zip", "zip", text::ZIP_SENTENCE),
    ];
    let rows = radio_rows(
        app,
        "archive-format",
        options,
        move || (if zip.get() { "zip" } else { "tar.gz" }).to_owned(),
        |_| None,
        move |chosen| zip.set(chosen == "zip"),
    );
    view! {
        <fieldset class="field">
            <legend class="label">{tr(text::FORMAT)}</legend>
            {rows}
        </fieldset>
    }
    .any()
}

fn start(app: App, zip: RwSignal<bool>, packing: RwSignal<Packing>) -> AnyView {
    let pack = move |_| {
        packing.set(Packing::Busy);
        let archive = if zip.get_untracked() { Archive::Zip } else { Archive::TarGz };
        app.ask(Slot::Pack, Ask::Pack { archive }, move |body| {
            let now = match body {
                Body::Packed(packed) => {
                    file::download(&packed.name, "application/octet-stream", &packed.bytes);
                    app.announce(tr(text::PACKED).to_owned());
                    // Marks since the last export are drawn anew.
                    app.look();
                    Packing::Done { name: packed.name, sha256: packed.sha256 }
                }
                Body::Refused => Packing::Failed(tr(text::REFUSED).to_owned()),
                Body::Failed(reason) => Packing::Failed(reason),
                _ => Packing::Not,
            };
            let _ = packing.try_set(now);
        });
    };
    let outcome = move || {
        match packing.get() {
        Packing::Not => ().any(),
        Packing::Busy => view! {
            <span class="progress">
                {tr(text::PACKING)} "…"
                <button type="button" class="small" on:click=move |_| app.stop_engine()>{tr(text::STOP)}</button>
            </span>
        }
        .any(),
        Packing::Failed(reason) => view! {
            <p class="problem">{icon("error")} " " {reason}</p>
        }
        .any(),
        Packing::Done { name, sha256 } => {
            let line = format!("{sha256}  {name}");
            let copied = line.clone();
            view! {
                <div class="packed" id="packed" data-sha256=sha256 data-name=name>
                    <p>{icon("check")} " " {tr(text::PACKED)} " " {tr(text::SHA256)} ":"</p>
                    <div class="command">
                        <code>{line}</code>
                        {copy_button(app, copied)}
                    </div>
                </div>
            }
            .any()
        }
    }
    };
    let label = move || {
        let kind = if zip.get() { ".zip" } else { ".tar.gz" };
        let folder = app.checked.with(|c| c.folder.clone());
        format!("{} {folder}{kind}", tr(text::DOWNLOAD_ARCHIVE))
    };
    view! {
        <div class="export-start">
            <button
                type="button"
                class="primary"
                id="export-download"
                disabled=move || packing.get() == Packing::Busy
                on:click=pack
            >
                {icon("download")} {label}
            </button>
            <div role="status">{outcome}</div>
        </div>
    }
    .any()
}

pub(super) fn copy_button(app: App, text: String) -> AnyView {
    let name = format!("{}: {text}", tr(text::COPY));
    view! {
        <button type="button" class="quiet square small" aria-label=name title=tr(text::COPY)
            on:click=move |_| copy(app, &text)>
            {icon("copy")}
        </button>
    }
    .any()
}

/// The tree: folders that open, with their sizes.
fn contents(app: App, tree: &[TreeEntry]) -> AnyView {
    if tree.is_empty() {
        return view! { <p class="quiet">{tr(text::LOADING)}</p> }.any();
    }
    let size: u64 = tree.iter().map(|e| e.size).sum();
    let folder = app.checked.with_untracked(|c| c.folder.clone());
    let entries: Vec<(&str, &TreeEntry)> = tree.iter().map(|e| (e.path.as_str(), e)).collect();
    view! {
        <p class="quiet">
            <code>{folder} "/"</code> " · " {text::files(tree.len())} " · " {text::size(size)}
        </p>
        <ul class="tree" id="export-tree">{branch(&entries, 0)}</ul>
    }
    .any()
}

fn branch(entries: &[(&str, &TreeEntry)], depth: usize) -> Vec<AnyView> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((path, entry)) = entries.get(at) {
        let Some((folder, _)) = path.split_once('/') else {
            let class = if entry.executable { "executable" } else { "" };
            let file = view! {
                <li><span class=class>{(*path).to_owned()}</span> <span class="size">{text::size(entry.size)}</span></li>
            };
            out.push(file.any());
            at += 1;
            continue;
        };
        let inside: Vec<(&str, &TreeEntry)> = entries
            .iter()
            .skip(at)
            .map_while(|(p, e)| Some((p.strip_prefix(folder)?.strip_prefix('/')?, *e)))
            .collect();
        at += inside.len().max(1);
        let size: u64 = inside.iter().map(|(_, e)| e.size).sum();
        // Many nodes are many equal folders: they stay closed, and are drawn when they open.
        let name = format!("{folder}/");
        let children = branch(&inside, depth + 1);
        let folder_view = view! {
            <li>
                <details open=depth == 0 && inside.len() <= 12>
                    <summary>{name} <span class="size">{text::files(inside.len())} " · " {text::size(size)}</span></summary>
                    <ul>{children}</ul>
                </details>
            </li>
        };
        out.push(folder_view.any());
    }
    out
}

/// The names of the variables in `secrets.env.example`.
fn variables(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|l| l.split_once('='))
        .map(|(name, _)| name.trim().trim_start_matches("export ").to_owned())
        .filter(|name| model::secret::is_variable(name))
        .collect()
}

fn to_fill_in(names: &[String]) -> AnyView {
    if names.is_empty() {
        return view! { <p class="quiet">{tr(text::TO_FILL_IN_NONE)}</p> }.any();
    }
    let rows =
        names.iter().map(|n| view! { <li><code>{n.clone()}</code></li> }.any()).collect_view();
    view! {
        <p>{tr(text::TO_FILL_IN_SENTENCE)}</p>
        <ul class="plain-list" id="export-secrets">{rows}</ul>
    }
    .any()
}

fn accepted(app: App) -> AnyView {
    (move || {
        let list = app.spec.with(|s| s.accepted.clone());
        (!list.is_empty()).then(|| {
            let rows = list
                .into_iter()
                .map(|a| view! { <li><code>{a.rule}</code> " " {a.reason}</li> }.any())
                .collect_view();
            view! {
                <h3>{tr(text::ACCEPTED_WARNINGS)}</h3>
                <ul class="plain-list">{rows}</ul>
            }
            .any()
        })
    })
    .any()
}

/// The runbook's first commands.
fn commands(app: App, zip: bool, secrets: bool) -> AnyView {
    let folder = app.checked.with(|c| c.folder.clone());
    let unpack =
        if zip { format!("unzip {folder}.zip") } else { format!("tar xzf {folder}.tar.gz") };
    let mut lines = vec![format!("{unpack} && cd {folder}"), "bin/fetch".to_owned()];
    if secrets {
        let fill = "(umask 077; cp secrets.env.example secrets.env) && vi secrets.env";
        lines.push(fill.to_owned());
    }
    lines.push("bin/root-once --key ~/.ssh/id_ed25519.pub".to_owned());
    lines.push("bin/preflight".to_owned());
    let rows = lines
        .into_iter()
        .map(|line| {
            let copied = line.clone();
            view! { <li class="command"><code>{line}</code> {copy_button(app, copied)}</li> }.any()
        })
        .collect_view();
    view! { <ol class="commands" id="export-commands">{rows}</ol> }.any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variables_of_the_example_are_read() {
        let text = "# comment = no\nA_PASSWORD=\nexport B=x\n1C=\n\nnot a line\n";
        assert_eq!(variables(text), ["A_PASSWORD", "B"]);
    }
}

//! What differs between nodes: keys as rows, nodes as columns.

use crate::components::icon;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use protocol::{CellKind, DriftCell, DriftRow, DriftView};

/// More rows than this are there closed: the page goes on below them.
const OPEN: usize = 12;
/// More names than this are not written above a column.
const NAMES: usize = 3;

/// The table after an import, until it is taken away.
pub(super) fn drift(app: App) -> AnyView {
    let of = app.drift();
    (move || of.with(|of| if of.rows.is_empty() { ().any() } else { notice(app, of) })).any()
}

fn notice(app: App, of: &DriftView) -> AnyView {
    let open = of.rows.len() <= OPEN;
    let more = (of.more_columns, of.more_rows);
    let more = (more != (0, 0))
        .then(|| view! { <p class="quiet">{text::drift_more(more.0, more.1)}</p> }.any());
    view! {
        <div class="notice drift" id="drift" data-kind="Drift">
            <details open=open>
                <summary>{text::drift_sum(of.rows.len())}</summary>
                <div class="drift-box" tabindex="0" role="region" aria-label=tr(text::DRIFT_TABLE)>
                    {table(of)}
                </div>
                {more}
            </details>
            <button type="button" class="quiet square small" aria-label=tr(text::DISMISS)
                on:click=move |_| app.dismiss_drift()>
                {icon("close")}
            </button>
        </div>
    }
    .any()
}

fn table(of: &DriftView) -> AnyView {
    let heads = of.columns.iter().map(|nodes| {
        let count = (nodes.len() > NAMES)
            .then(|| view! { <span class="quiet">{text::nodes(nodes.len())}</span> }.any());
        view! {
            <th scope="col" title=text::names(nodes, 60)>
                <span>{text::names(nodes, NAMES)}</span> {count}
            </th>
        }
        .any()
    });
    let heads = heads.collect_view();
    let rows = of.rows.iter().map(row).collect_view();
    view! {
        <table id="drift-table">
            <thead><tr><th scope="col">{tr(text::DRIFT_KEY)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .any()
}

fn row(row: &DriftRow) -> AnyView {
    let must = row
        .must_differ
        .then(|| view! { <span class="drift-must">{tr(text::MUST_DIFFER)}</span> }.any());
    let cells = row.cells.iter().map(cell).collect_view();
    view! {
        <tr>
            <th scope="row">
                <code>{row.key.clone()}</code>
                <span class="quiet">{row.file.clone()}</span>
                {must}
            </th>
            {cells}
        </tr>
    }
    .any()
}

fn cell(cell: &DriftCell) -> AnyView {
    let odd = cell.odd.then(|| {
        view! { <span class="drift-odd" aria-hidden="true">"≠ "</span> <span class="visually-hidden">{tr(text::DRIFT_ODD)} ": "</span> }.any()
    });
    let class = if cell.odd { "odd" } else { "" };
    let inside = match cell.kind {
        CellKind::Value => view! { <code>{cell.value.clone()}</code> }.any(),
        CellKind::Own => view! { <span class="quiet">{tr(text::DRIFT_OWN)}</span> }.any(),
        CellKind::Absent => view! { <em>{tr(text::DRIFT_ABSENT)}</em> }.any(),
        CellKind::Apart => view! {
            <span aria-hidden="true" title=tr(text::DRIFT_APART)>"·"</span>
            <span class="visually-hidden">{tr(text::DRIFT_APART)}</span>
        }
        .any(),
    };
    view! { <td class=class>{odd}{inside}</td> }.any()
}

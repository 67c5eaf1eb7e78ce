//! The column of server types in the role grid, with a product that has some.

use crate::{Visit, second::exchange};
use anyhow::{Result, ensure};
use e2e::{Setup, Site};
use serde_json::json;

/// The roles page of the made-up product's example: two nodes, with a front and a back each.
fn at_the_roles(setup: Setup) -> Result<Visit> {
    let visit = Visit::of(Site::changed("/a/b/", exchange)?, setup)?;
    visit.engine_ready()?;
    visit.step("roles")?;
    visit.wait("document.querySelectorAll('#role-grid tbody select').length === 2")?;
    Ok(visit)
}

/// Waits until a row, counted from 0, is called so and has exactly these roles.
fn row_is(visit: &Visit, row: usize, called: &str, roles: &[&str]) -> Result<()> {
    visit.wait(&format!(
        "(() => {{
           const row = document.querySelectorAll('#role-grid tbody tr[data-row]')[{row}];
           const on = [...row.querySelectorAll('input:checked')].map((i) => i.dataset.role);
           return row.querySelector('select').selectedOptions[0].innerText.trim() === {}
             && JSON.stringify(on) === {};
         }})()",
        json!(called),
        json!(json!(roles).to_string()),
    ))
}

/// The select of a row, counted from 0.
fn select_of(visit: &Visit, row: usize) -> Result<String> {
    let id =
        visit.text(&format!("document.querySelectorAll('#role-grid tbody select')[{row}].id"))?;
    Ok(format!("#{id}"))
}

#[test]
fn a_server_type_is_chosen_by_key_and_undone_as_one_step() -> Result<()> {
    let visit = at_the_roles(Setup::default())?;
    let (first, second) = (select_of(&visit, 0)?, select_of(&visit, 1)?);
    row_is(&visit, 0, "Whole", &["front", "back"])?;
    // Each is called after its node, and the heads of its roles after it.
    ensure!(
        visit.holds(
            "[...document.querySelectorAll('#role-grid tbody tr[data-row]')].every((row) =>
               row.querySelector('select').ariaLabel.startsWith(row.querySelector('.grid-name').innerText))"
        )?,
        "{}",
        visit.shown()
    );
    let heads = visit.eval(
        "[...document.querySelectorAll('#role-grid thead th')].map((h) => h.querySelector('.head-type')?.innerText ?? '')",
        &[],
    )?;
    ensure!(heads == json!(["", "", "Whole", "Whole", ""]), "{heads}");

    // The grid's one stop for Tab is the first type; a letter chooses, as in every list.
    visit.tab_to("#role-grid tbody select")?;
    visit.focused(&first)?;
    visit.press("End Space")?;
    row_is(&visit, 0, "Whole", &["front", "back", "watch"])?;
    visit.press("Home")?;
    visit.focused(&first)?;
    visit.write("e")?;
    // What is part of no type stays.
    row_is(&visit, 0, "Edge", &["front", "watch"])?;
    visit.focused(&first)?;
    visit.press("Ctrl+Z")?;
    row_is(&visit, 0, "Whole", &["front", "back", "watch"])?;
    visit.focused(&first)?;
    visit.press("Ctrl+Z Ctrl+Shift+Z Ctrl+Shift+Z")?;
    row_is(&visit, 0, "Edge", &["front", "watch"])?;

    // Arrow keys move in the grid and change nothing.
    visit.press("ArrowDown")?;
    visit.focused(&second)?;
    row_is(&visit, 1, "Whole", &["front", "back"])?;
    visit.press("ArrowRight")?;
    visit.focused("#role-grid tbody input[data-role=front]")?;
    // Roles of their own kind are called so; no type can be left again.
    visit.press("Space ArrowLeft")?;
    row_is(&visit, 1, "own mix", &["back"])?;
    visit.focused(&second)?;
    visit.write("—")?;
    row_is(&visit, 1, "—", &[])?;
    ensure!(
        visit
            .holds("[...document.activeElement.options].filter((o) => o.disabled).length === 1")?,
        "{}",
        visit.shown()
    );

    // One choice for all selected rows, and one step back.
    visit.press("Shift+ArrowUp")?;
    visit.wait("document.querySelectorAll('#role-grid tr[aria-selected=true]').length === 2")?;
    visit.write("w")?;
    row_is(&visit, 0, "Whole", &["front", "back", "watch"])?;
    row_is(&visit, 1, "Whole", &["front", "back"])?;
    visit.press("Ctrl+Z")?;
    row_is(&visit, 0, "Edge", &["front", "watch"])?;
    row_is(&visit, 1, "—", &[])?;
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);
    visit.end()
}

#[test]
fn on_a_phone_a_card_has_its_server_type_by_name() -> Result<()> {
    let visit = at_the_roles(Setup { width: 390, height: 844, ..Setup::default() })?;
    let first = select_of(&visit, 0)?;
    visit.wait(&format!(
        "document.querySelector('{first}').closest('td').querySelector('.cell-label').checkVisibility()"
    ))?;
    let fits = format!(
        "(({{ left, right, height }}) => left >= 0 && right <= innerWidth && height >= 44)(document.querySelector('{first}').getBoundingClientRect())"
    );
    ensure!(visit.holds(&fits)?, "{}", visit.shown());
    visit.run(&format!("document.querySelector('{first}').focus()"), &[])?;
    visit.write("e")?;
    row_is(&visit, 0, "Edge", &["front"])?;
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);
    visit.end()
}

/// A product without server types has no trace of them.
#[test]
fn without_server_types_there_is_no_column() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("roles")?;
    visit.wait("document.querySelector('#role-grid tbody input')")?;
    ensure!(
        !visit.holds("document.querySelector('#role-grid select, #role-grid .head-type')")?,
        "{}",
        visit.shown()
    );
    visit.end()
}

//! Many nodes: the filter box, and rows that are drawn as they come into view.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

/// A visit whose document has these many nodes, `n001.internal` and so on.
fn with_nodes(count: usize) -> Result<Visit> {
    let visit = Visit::begin(Setup::default())?;
    visit.copy_elsewhere(&format!("n[001-{count:03}].internal"))?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait("document.querySelector('.node-name').value === 'n001.internal'")?;
    Ok(visit)
}

fn type_filter(visit: &Visit, words: &str) -> Result<()> {
    visit.focus("#node-filter")?;
    visit.press("Ctrl+A Delete")?;
    visit.write(words)
}

/// The checked boxes of a column, by the rows' names.
fn having(visit: &Visit, role: &str) -> Result<Vec<String>> {
    let names = visit.eval(
        "[...document.querySelectorAll(`#role-grid tbody input[data-role=${args[0]}]:checked`)]
           .map((i) => i.closest('tr').querySelector('.grid-name').innerText)",
        &[json!(role)],
    )?;
    Ok(serde_json::from_value(names)?)
}

#[test]
fn more_than_thirty_nodes_have_a_filter() -> Result<()> {
    let visit = with_nodes(30)?;
    ensure!(!visit.holds("document.getElementById('node-filter')")?, "a filter for 30 nodes");
    visit.click("#add-node")?;
    visit.focused(".node-row:last-child .node-name")?;
    visit.write("odd.internal")?;
    visit.wait("document.getElementById('node-filter')")?;
    type_filter(&visit, "N02")?;
    let ten: Vec<String> = (20..30).map(|n| format!("n{n:03}.internal")).collect();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    visit.wait_names(&ten)?;
    visit.wait("document.querySelector('.filter [role=status]').innerText.includes('10')")?;
    type_filter(&visit, "nothing-like-it")?;
    visit.wait_names(&[])?;
    visit.wait("document.querySelector('#form .empty ~ *, #form .empty')")?;

    // It goes along to the grid, where a column is set for the rows that it shows.
    type_filter(&visit, "n02")?;
    visit.wait_names(&ten)?;
    visit.step("roles")?;
    visit.wait("document.querySelectorAll('#role-grid tbody tr[data-row]').length === 10")?;
    let role = visit.text(
        "[...document.querySelectorAll('#role-grid tbody tr[data-row]:first-of-type input, #role-grid tbody tr[data-row] input')]
           .find((i) => !i.checked).dataset.role",
    )?;
    let had = having(&visit, &role)?.len();
    ensure!(had < 10, "all have {role} already");
    let column = visit.text(&format!(
        "document.querySelector('#role-grid tbody input[data-role={role}]').id.split('-').pop()"
    ))?;
    visit.click(&format!("#column-{column}"))?;
    visit.wait("document.querySelector('.menu:popover-open')")?;
    visit.click(".menu:popover-open li:last-child button")?;
    visit.wait(&format!(
        "document.querySelectorAll('#role-grid tbody input[data-role={role}]:checked').length === 10"
    ))?;
    // Those that it hides keep what they have.
    type_filter(&visit, "n00")?;
    visit.wait("document.querySelectorAll('#role-grid tbody tr[data-row]').length === 9")?;
    ensure!(having(&visit, &role)?.len() < 9, "the hidden rows got {role} too");
    // A finding of a hidden row is shown nevertheless.
    visit.step("nodes")?;
    type_filter(&visit, "")?;
    visit.wait("document.querySelectorAll('.node-row').length === 31")?;
    visit.click(".node-row:nth-child(31) .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("not a host")?;
    // Others are the example's: this one must be known before F8 is asked for it.
    visit
        .wait("document.querySelector('.node-row:nth-child(31) .finding[data-severity=error]')")?;
    type_filter(&visit, "n02")?;
    visit.wait_names(&ten)?;
    visit.press("F8")?;
    visit.wait("document.activeElement?.value === 'not a host'")?;
    visit.end()
}

/// The rows that are drawn, by their names in the grid.
const DRAWN: &str = "[...document.querySelectorAll('#role-grid tbody tr[data-row] .grid-name')].map((n) => n.innerText)";

#[test]
fn more_than_two_hundred_rows_are_drawn_as_they_come() -> Result<()> {
    let visit = with_nodes(500)?;
    visit.step("roles")?;
    visit.wait(&format!("{DRAWN}[0] === 'n001.internal'"))?;
    ensure!(visit.holds(&format!("{DRAWN}.length < 150"))?, "all rows are drawn");
    // The list is as long as its rows, drawn or not.
    let height = "document.getElementById('node-rows').scrollHeight";
    ensure!(
        visit.holds(&format!("{height} > 500 * 34 && {height} < 500 * 40"))?,
        "{}",
        visit.eval(height, &[])?
    );
    // Scrolled to the middle and to the end, the rows there are drawn, at their place.
    for (part, name) in [("0.5", "n250.internal"), ("1", "n500.internal")] {
        visit.run(
            &format!("const box = document.getElementById('node-rows'); box.scrollTop = {part} * (box.scrollHeight - box.clientHeight);"),
            &[],
        )?;
        visit.wait(&format!(
            "(() => {{ const box = document.getElementById('node-rows').getBoundingClientRect();
               const row = [...document.querySelectorAll('#role-grid tbody tr[data-row]')]
                 .find((r) => r.querySelector('.grid-name').innerText === '{name}');
               const at = row?.getBoundingClientRect();
               return at && at.top >= box.top - 40 && at.bottom <= box.bottom + 40; }})()"
        ))?;
        ensure!(visit.holds(&format!("{DRAWN}.length < 150"))?, "all rows are drawn");
    }
    // The keyboard walks past what is drawn.
    visit.run("document.getElementById('node-rows').scrollTop = 0", &[])?;
    visit.wait(&format!("{DRAWN}[0] === 'n001.internal'"))?;
    visit.run("document.querySelector('#role-grid tbody input').focus()", &[])?;
    for _ in 0..12 {
        let at = visit.text("document.activeElement.closest('tr').dataset.row")?;
        visit.press("PageDown")?;
        visit.wait(&format!(
            "document.activeElement.matches('#role-grid tbody input') && document.activeElement.closest('tr').dataset.row !== '{at}'"
        ))?;
    }
    visit.wait("document.activeElement.closest('tr').querySelector('.grid-name').innerText === 'n121.internal'")?;
    // An edit there is taken, and undone.
    let cell = visit.text("document.activeElement.id")?;
    let on = visit.holds(&format!("document.getElementById('{cell}').checked"))?;
    visit.press("Space")?;
    visit.wait(&format!("document.getElementById('{cell}').checked === {}", !on))?;
    visit.press("Ctrl+Z")?;
    visit.wait(&format!("document.getElementById('{cell}').checked === {on}"))?;
    visit.end()
}

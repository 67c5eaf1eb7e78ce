//! The steps from the other cluster to the document.

use super::super::export::copy_button;
use super::super::files::copy;
use super::more;
use crate::components::{icon, sources};
use crate::platform::dom;
use crate::state::{App, COMPARE_DIALOG, Tab};
use crate::text::{self, tr};
use crate::view::{AnyView, CollectView as _, IntoAny as _, view};
use leptos::prelude::*;
use model::Text;
use protocol::{PlanStep, PlanView, SeriousView};

pub(super) fn plan(app: App, plan: &PlanView) -> AnyView {
    let whole = as_text(plan);
    let copy_all = (!plan.steps.is_empty()).then(|| {
        view! {
            <button type="button" class="small" id="plan-copy" on:click=move |_| copy(app, &whole)>
                {icon("copy")} " " {tr(text::PLAN_COPY)}
            </button>
        }
        .any()
    });
    let steps = plan.steps.iter().enumerate().map(|(at, s)| step(app, at + 1, s)).collect_view();
    let steps = (!plan.steps.is_empty()).then(|| {
        view! {
            <section class="compare-section">
                <h3>{tr(text::COMPARE_STEPS)}</h3>
                <ol class="plan-steps" id="plan-steps">{steps}</ol>
            </section>
        }
        .any()
    });
    view! {
        {errors(app, plan.errors)}
        <div class="compare-head">
            <p id="compare-sum"><strong>{plan.sum.clone()}</strong></p>
            {copy_all}
        </div>
        {named(text::PLAN_JOINS, &plan.joins)}
        {named(text::PLAN_LEAVES, &plan.leaves)}
        {serious(&plan.serious)}
        {services(plan)}
        {steps}
        {list(text::PLAN_BACK, &plan.back, "plan-back")}
        {files(plan)}
    }
    .any()
}

fn errors(app: App, count: u32) -> AnyView {
    if count == 0 {
        return ().any();
    }
    let show = move |_| {
        dom::close_dialog(COMPARE_DIALOG);
        app.findings_open.set(true);
        app.tab.set(Tab::Findings);
        dom::focus_soon(vec!["findings-list".to_owned()]);
    };
    view! {
        <p class="blocked-export" id="plan-errors">
            {icon("error")} " " {text::did(text::PLAN_ERRORS, &text::errors(count))} " "
            <button type="button" class="small" on:click=show>{tr(text::PLAN_SHOW_ERRORS)}</button>
        </p>
    }
    .any()
}

fn named(label: Text, nodes: &str) -> AnyView {
    if nodes.is_empty() {
        return ().any();
    }
    view! { <p>{text::labelled(label, nodes)}</p> }.any()
}

/// Changes for which a restart is not enough.
fn serious(all: &[SeriousView]) -> AnyView {
    if all.is_empty() {
        return ().any();
    }
    let one = |one: &SeriousView| {
        view! {
            <article class="finding warning" data-transition=one.id.clone()>
                <p class="finding-sentence">{icon("warning")} <strong>{one.title.clone()}</strong></p>
                <p>{one.why.clone()}</p>
                <p><strong>{one.stands.clone()}</strong></p>
                <p>{one.back.clone()}</p>
                {sources(&one.sources)}
            </article>
        }
        .any()
    };
    let all = all.iter().map(one).collect_view();
    view! {
        <section class="compare-section" id="plan-serious">
            <h3>{tr(text::PLAN_SERIOUS)}</h3>
            {all}
        </section>
    }
    .any()
}

/// What is restarted, started and stopped, and where.
fn services(plan: &PlanView) -> AnyView {
    if plan.services.is_empty() {
        return ().any();
    }
    let groups = plan.services.iter().map(|(what, all)| {
        let all = all
            .iter()
            .map(|(id, nodes)| {
                view! { <li><code>{id.clone()}</code> " " <span class="quiet">{nodes.clone()}</span></li> }
                    .any()
            })
            .collect_view();
        view! { <div><dt>{what.clone()}</dt><dd><ul class="plain-list">{all}</ul></dd></div> }.any()
    });
    let groups = groups.collect_view();
    view! {
        <section class="compare-section" id="plan-services">
            <h3>{tr(text::PLAN_SERVICES)}</h3>
            <dl class="plan-services">{groups}</dl>
        </section>
    }
    .any()
}

fn step(app: App, number: usize, step: &PlanStep) -> AnyView {
    let commands = step
        .commands
        .iter()
        .map(|line| {
            view! { <div class="command"><code>{line.clone()}</code> {copy_button(app, line.clone())}</div> }
                .any()
        })
        .collect_view();
    let check = (!step.check.is_empty()).then(|| {
        view! { <p class="quiet small">{text::labelled(text::PLAN_CHECK, &step.check)}</p> }.any()
    });
    view! {
        <li data-step-number=number.to_string()>
            <p>{text::at_place(&step.title, &step.place)}</p>
            {commands}
            {check}
        </li>
    }
    .any()
}

fn list(title: Text, lines: &[String], id: &'static str) -> AnyView {
    if lines.is_empty() {
        return ().any();
    }
    let lines = lines.iter().map(|l| view! { <li>{l.clone()}</li> }.any()).collect_view();
    view! {
        <section class="compare-section" id=id>
            <h3>{tr(title)}</h3>
            <ul class="plain-list">{lines}</ul>
        </section>
    }
    .any()
}

fn files(plan: &PlanView) -> AnyView {
    if plan.files.is_empty() {
        return ().any();
    }
    let rows = plan
        .files
        .iter()
        .map(|(sign, path, nodes)| {
            view! {
                <li>
                    <code>{sign.to_string()} " " {path.clone()}</code> " "
                    <span class="quiet">{nodes.clone()}</span>
                </li>
            }
            .any()
        })
        .collect_view();
    let told = usize::try_from(plan.more).unwrap_or(usize::MAX).saturating_add(plan.files.len());
    view! {
        <details class="compare-same" id="plan-files">
            <summary>{text::changed_files(told)}</summary>
            <ul class="plain-list">{rows}</ul>
            {more(plan.more, text::PLAN_MORE)}
        </details>
    }
    .any()
}

/// The steps as lines to keep: for a ticket, or for those who type them.
fn as_text(plan: &PlanView) -> String {
    let mut lines = vec![plan.sum.clone()];
    for (at, step) in plan.steps.iter().enumerate() {
        lines.push(String::new());
        lines.push(format!("{}. {}", at + 1, text::at_place(&step.title, &step.place)));
        lines.extend(step.commands.iter().map(|command| format!("    {command}")));
        if !step.check.is_empty() {
            lines.push(format!("   {}", text::labelled(text::PLAN_CHECK, &step.check)));
        }
    }
    if !plan.back.is_empty() {
        lines.push(String::new());
        lines.push(tr(text::PLAN_BACK).to_owned());
        lines.extend(plan.back.iter().map(|said| format!("- {said}")));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_can_be_kept_as_lines() {
        text::set_language(model::Lang::En);
        let step = |title: &str, place: &str, commands: &[&str], check: &str| PlanStep {
            title: title.to_owned(),
            place: place.to_owned(),
            commands: commands.iter().map(|c| (*c).to_owned()).collect(),
            check: check.to_owned(),
        };
        let plan = PlanView {
            sum: "1 stays".to_owned(),
            steps: vec![step("Wait", "", &[], ""), step("Deploy", "here", &["a", "b"], "done")],
            back: vec!["Undo it".to_owned()],
            ..PlanView::default()
        };
        assert_eq!(
            as_text(&plan),
            "1 stays\n\n1. Wait\n\n2. Deploy (here)\n    a\n    b\n   Check: done\n\n\
             The way back\n- Undo it\n"
        );
    }
}

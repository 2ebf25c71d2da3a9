//! What workflows do again and again, by the clock of GitHub, which is that of UTC.

use hc_cdk::{
    check::Checked,
    rule::one_or_many,
    target::Target,
    value::{Json, Object},
};

use crate::target::GitHub;

/// The variable that has what somebody has to do.
const TASKS: &str = "TASKS";

/// When workflows run, and what they do then: the jobs of that time, with the tasks that they open an issue for.
pub(super) fn comes_again(checked: &Checked<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (_, stack) in checked.stacks_of(GitHub::NAME) {
        for workflow in &stack.resources {
            let Some(construct) = stack.construct_of(workflow) else { continue };
            for time in one_or_many(workflow.properties.at("on/schedule")) {
                let Some(cron) = time.get("cron").and_then(Json::as_text) else { continue };
                let jobs = workflow.properties.get("jobs").and_then(Json::as_object);
                let then = jobs.into_iter().flat_map(Object::iter).filter(|(_, job)| runs_at(job, cron));
                let then: Vec<String> = then.map(|(name, job)| format!("`{name}`{}", tasks(job))).collect();
                let what = format!("{}/{} runs {}", stack.name(), construct.path, then.join(", "));
                all.push((format!("cron `{cron}`, UTC"), what));
            }
        }
    }
    all
}

/// Whether a job runs at that time: it says so, or says nothing of times.
fn runs_at(job: &Json, cron: &str) -> bool {
    let only_if = job.get("if").and_then(Json::as_text).filter(|it| it.contains("github.event.schedule"));
    only_if.is_none_or(|it| it.contains(&format!("'{cron}'")))
}

fn tasks(job: &Json) -> String {
    let steps = one_or_many(job.get("steps")).iter();
    let tasks = steps.filter_map(|step| step.get("env")?.get(TASKS)?.as_text());
    let tasks: Vec<&str> = tasks.flat_map(str::lines).collect();
    if tasks.is_empty() { String::new() } else { format!(" (an issue: {})", tasks.join("; ")) }
}

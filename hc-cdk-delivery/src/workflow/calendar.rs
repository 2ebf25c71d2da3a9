//! What comes back: a workflow that opens an issue with what has to be done, whenever its time has come.

use super::{
    condition::Condition,
    input::{Context, Input},
    job::Job,
    permission::{Permission, Permissions},
    schedule::Schedule,
    step::Step,
    trigger::Trigger,
    whole::Workflow,
};
use crate::literal::script::Script;

/// What has to be done at some time, again and again.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// What it is called, such as `weekly`: the name of its job.
    pub name: &'static str,
    /// When.
    pub at: Schedule,
    /// What, a line each. Who has done it ticks it off.
    pub tasks: &'static [&'static str],
}

const OPEN: &str = "\
printf '%s\\n' \"$TASKS\" | sed 's/^/- [ ] /' > tasks.md
gh issue create --repo \"$GITHUB_REPOSITORY\" --title \"Maintenance: $NAME, $(date --utc +%F)\" --body-file tasks.md
";

impl Workflow {
    /// A calendar: whenever the time of one of these has come, an issue is opened with its tasks. What was done when, and by whom,
    /// stands there afterwards.
    ///
    /// ```
    /// use hc_cdk_delivery::{prelude::*, workflow::Due};
    ///
    /// let monthly = Due { name: "monthly", at: Schedule::Monthly(1, 6, 0), tasks: &["Restore a backup", "Review who may do what"] };
    /// let calendar = Workflow::calendar(&[monthly]);
    /// ```
    pub fn calendar(all: &[Due]) -> Self {
        let mut workflow = Self::on(all.iter().map(|it| Trigger::Schedule(it.at)));
        for due in all {
            let open = Step::run("Open an issue", Script::of(OPEN.to_owned()));
            let open = open.env("GH_TOKEN", Context::Token).env("NAME", due.name);
            let job = Job::new(Permissions::none().write(Permission::Issues)).minutes(5).only_if(Condition::At(due.at));
            workflow.job(due.name, job.step(open.env("TASKS", Input::from(due.tasks.join("\n")))));
        }
        workflow
    }
}

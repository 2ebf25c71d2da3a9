//! Under which conditions a job or a step runs.

use std::borrow::Cow;

use super::schedule::Schedule;

/// When a job or a step runs. Without one it runs if all before it went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Whatever became of what is before it.
    Always,
    /// If something before it failed.
    Failed,
    /// For a pull request.
    PullRequest,
    /// For a pull request, whatever became of what is before it.
    PullRequestAlways,
    /// For the branch that everything is merged into.
    Main,
    /// If it is that time which began the workflow.
    At(Schedule),
}

impl Condition {
    pub(crate) fn expression(self) -> Cow<'static, str> {
        let plain = match self {
            Self::Always => "always()",
            Self::Failed => "failure()",
            Self::PullRequest => "github.event_name == 'pull_request'",
            Self::PullRequestAlways => "always() && github.event_name == 'pull_request'",
            Self::Main => "github.ref == 'refs/heads/main'",
            // A time that there is not begins nothing: the workflow is refused for it.
            Self::At(schedule) => {
                return format!("github.event.schedule == '{}'", schedule.cron().unwrap_or_default()).into();
            }
        };
        plain.into()
    }
}

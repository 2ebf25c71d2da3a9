//! Under which conditions a job or a step runs.

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
}

impl Condition {
    pub(crate) const fn expression(self) -> &'static str {
        match self {
            Self::Always => "always()",
            Self::Failed => "failure()",
            Self::PullRequest => "github.event_name == 'pull_request'",
            Self::PullRequestAlways => "always() && github.event_name == 'pull_request'",
            Self::Main => "github.ref == 'refs/heads/main'",
        }
    }
}

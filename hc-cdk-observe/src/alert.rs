//! Alerts: when somebody is told, how bad it is, what is wrong, and what to do then.

use hc_cdk::control::Control;

use crate::{
    indicator::Condition,
    sentences::{AlertNeedsCondition, AlertNeedsName, AlertNeedsRunbook, AlertNeedsSeverity, AlertNeedsSummary},
    words::Words,
};

hc_cdk::builder! {
    /// An alert. Whoever is woken by it learns what is wrong and what to do.
    ///
    /// ```
    /// use hc_cdk_observe::{Alert, Histogram, Metric, Runbook, Seconds, Severity};
    ///
    /// const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");
    ///
    /// let waiting = ANSWERED.everywhere().p95("waiting");
    /// let slow = Alert::builder().name("ClaimsSlow").when(waiting.above(Seconds(5.0)).for_minutes(5))
    ///     .severity(Severity::Critical).summary("claims take more than five seconds")
    ///     .runbook(Runbook::first("look at which service is slow").then("give it more pods")).build();
    /// ```
    pub struct Alert;
    /// An alert that is being described.
    pub struct AlertBuilder => Alert;
    needs {
        /// Its name, such as `ClaimsSlow`.
        name(name: &'static str) -> &'static str { name }: AlertNeedsName;
        /// When it is raised.
        when(condition: impl IsCondition) -> Condition { condition.it().clone() }: AlertNeedsCondition;
        /// How bad it is.
        severity(severity: impl IsSeverity) -> Severity { *severity.it() }: AlertNeedsSeverity;
        /// What is wrong, in a sentence.
        summary(sentence: impl Into<Words>) -> Words { sentence.into() }: AlertNeedsSummary;
        /// What to do.
        runbook(runbook: Runbook) -> Runbook { runbook }: AlertNeedsRunbook;
    }
    may {
        /// The clause that asks for it.
        clause(clause: Control) -> Option<Control> { Some(clause) } = None;
    }
}

impl Alert {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// When it is raised.
    pub fn condition(&self) -> &Condition {
        &self.when
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong.
    pub fn summary(&self) -> &Words {
        &self.summary
    }

    /// What to do.
    pub fn runbook(&self) -> &Runbook {
        &self.runbook
    }

    /// The clause that asks for it.
    pub fn clause(&self) -> Option<Control> {
        self.clause
    }

    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        let letters = |it: char| it.is_ascii_alphanumeric();
        if self.name.is_empty() || !self.name.chars().all(letters) {
            return Some((
                format!("has an alert called `{}`", self.name),
                "use letters and digits, such as `ClaimsSlow`",
            ));
        }
        if self.summary.is_blank() || self.runbook.steps.iter().any(Words::is_blank) {
            return Some((
                format!("has an alert `{}` that says too little", self.name),
                "say what is wrong and what to do, in every language",
            ));
        }
        let (what, help) = self.when.fault()?;
        Some((format!("has an alert `{}` that {what}", self.name), help))
    }
}

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be looked at some day.
    Low,
    /// To be looked at soon.
    Medium,
    /// To be looked at today.
    High,
    /// Somebody is woken.
    Critical,
    /// A duty is not met, such as that of keeping an audit log: whoever answers for that is told, whatever else is wrong.
    Compliance,
}

impl Severity {
    /// All, the worst first.
    pub const ALL: [Self; 5] = [Self::Compliance, Self::Critical, Self::High, Self::Medium, Self::Low];

    /// Its name, as the label of an alert has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
            Self::Compliance => "compliance",
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say how bad it is",
        label = "name one of `Severity`, such as `Severity::High`"
    )]
    /// How bad something is.
    IsSeverity: Severity;
}

/// What to do, step by step. A page is written of it, and the alert's address points there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runbook {
    steps: Vec<Words>,
}

impl Runbook {
    /// What to do first.
    pub fn first(step: impl Into<Words>) -> Self {
        Self { steps: vec![step.into()] }
    }

    /// And then.
    #[must_use]
    pub fn then(mut self, step: impl Into<Words>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// The steps.
    pub fn steps(&self) -> &[Words] {
        &self.steps
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say when an alert is raised",
        label = "write it as `waiting.above(Seconds(5.0)).for_minutes(5)`"
    )]
    /// A condition.
    IsCondition: Condition;
}

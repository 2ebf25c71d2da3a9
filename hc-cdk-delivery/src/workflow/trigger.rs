//! What a workflow runs on.

use hc_cdk::value::{Json, Object};

use super::schedule::Schedule;

/// Something that a workflow runs on.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// A push to one of these branches that changes something in one of these folders; without folders, whatever it changes.
    Push(&'static [&'static str], &'static [&'static str]),
    /// A pull request that changes something in one of these folders; without folders, whatever it changes.
    PullRequest(&'static [&'static str]),
    /// Times.
    Schedule(Schedule),
    /// Somebody's hand, who answers these questions.
    Manual(&'static [Question]),
}

/// A question to who starts a workflow by hand, with the answers that there are; without answers, it takes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The name by which [`Input::answer`](super::Input::answer) has the answer.
    pub name: &'static str,
    /// The question.
    pub text: &'static str,
    /// The answers.
    pub answers: &'static [&'static str],
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "a workflow does not run on `pull_request_target`, with what the repository may do and code that anybody sent",
        label = "run on `Trigger::pull_request()`, which has no secrets",
        note = "SOC 2 CC6.8: malicious software; ISO/IEC 27001:2022 A.8.25: secure development"
    )]
    NothingRunsForeignCode;
}

impl Trigger {
    /// A push to a branch.
    pub const fn push(branches: &'static [&'static str]) -> Self {
        Self::Push(branches, &[])
    }

    /// A pull request. What it runs has no secrets if it comes from a copy of the repository.
    pub const fn pull_request() -> Self {
        Self::PullRequest(&[])
    }

    #[doc(hidden)]
    pub fn pull_request_target<N: NothingRunsForeignCode>(_: N) -> Self {
        Self::pull_request()
    }

    /// Somebody's hand.
    pub const fn manual(questions: &'static [Question]) -> Self {
        Self::Manual(questions)
    }

    /// The name of the event, and what it is narrowed to; nothing if it is at a time that there is not.
    pub(crate) fn json(&self) -> Option<(&'static str, Json)> {
        let narrowed = |branches: &[&'static str], paths: &[&'static str]| {
            let mut members = Object::new();
            for (name, list) in [("branches", branches), ("paths", paths)] {
                if !list.is_empty() {
                    members.insert(name, texts(list));
                }
            }
            Json::from(members)
        };
        Some(match self {
            Self::Push(branches, paths) => ("push", narrowed(branches, paths)),
            Self::PullRequest(paths) => ("pull_request", narrowed(&[], paths)),
            Self::Schedule(schedule) => {
                ("schedule", vec![Json::from(Object::new().with("cron", schedule.cron()?))].into())
            }
            Self::Manual([]) => ("workflow_dispatch", Object::new().into()),
            Self::Manual(questions) => {
                let inputs = questions.iter().fold(Object::new(), |all, it| all.with(it.name, it.json()));
                ("workflow_dispatch", Object::new().with("inputs", inputs).into())
            }
        })
    }
}

impl Question {
    fn json(&self) -> Json {
        let it = Object::new().with("description", self.text).with("required", true);
        match self.answers {
            [] => it.with("type", "string"),
            answers => it.with("type", "choice").with("options", texts(answers)),
        }
        .into()
    }
}

fn texts(list: &[&'static str]) -> Vec<Json> {
    list.iter().map(|it| Json::from(*it)).collect()
}

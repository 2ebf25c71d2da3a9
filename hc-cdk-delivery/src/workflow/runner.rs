//! The machines that jobs run on.

use hc_cdk::value::Json;

use crate::rules::{OWN, is_hosted};

/// A machine that jobs run on: one of GitHub's, at a release that does not move, or one of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Runner {
    /// Ubuntu 24.04 on x86-64.
    #[default]
    Ubuntu2404,
    /// Ubuntu 24.04 on ARM.
    Ubuntu2404Arm,
    /// Ubuntu 22.04 on x86-64.
    Ubuntu2204,
    /// A machine of one's own that has all of these labels.
    Own(&'static [&'static str]),
}

impl Runner {
    /// A machine of one's own that has all of these labels: letters, digits, `-`, `_` and `.`.
    ///
    /// The repository is private, the machine runs Linux with Bash, Git, jq and whatever else the steps call, and is made anew for each
    /// job (`config.sh --ephemeral`): what one job leaves, such as a token, no other finds. No workflow shows that,
    /// so the page beside the files says it. What a workflow shows is a rule (`rule::OWN_MACHINE_RUNS_OWN_CODE`): nothing but what
    /// somebody of the repository pushed or began runs there, and no pull request.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_delivery::{prelude::*, workflow::{Job, Runner}};
    ///
    /// let mut load = Workflow::on([Trigger::Manual(&[])]);
    /// let job = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
    /// let job = job.step(Step::run("Load", script!("make load"))).runner(Runner::own(&["clinic", "large"]));
    /// load.job("load", job);
    ///
    /// let mut delivery = Pipelines::<(Hipaa, Production)>::new("delivery", Repository);
    /// delivery.add("Load", load);
    /// assert!(App::new("clinic").stack(delivery).synthesize().is_ok());
    /// ```
    pub const fn own(labels: &'static [&'static str]) -> Self {
        Self::Own(labels)
    }

    /// As `runs-on` has it. One of one's own is named by the label that all of them have, before others.
    pub(crate) fn json(self) -> Json {
        let hosted = match self {
            Self::Ubuntu2404 => "ubuntu-24.04",
            Self::Ubuntu2404Arm => "ubuntu-24.04-arm",
            Self::Ubuntu2204 => "ubuntu-22.04",
            Self::Own(labels) => {
                return [OWN].iter().chain(labels).map(|it| Json::from(*it)).collect::<Vec<_>>().into();
            }
        };
        hosted.into()
    }

    /// Whether it has labels by which it is told from others, each of which is one.
    pub(crate) fn is_named(self) -> bool {
        let letter = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
        let is_label = |it: &&str| !it.is_empty() && *it != OWN && it.bytes().all(letter) && !is_hosted(it);
        !matches!(self, Self::Own(labels) if labels.is_empty() || !labels.iter().all(is_label))
    }
}

//! What runs: one file for each way of running, and what they have in common.

pub mod agent;
pub(crate) mod backup;
pub mod blue_green;
mod checked;
mod command;
pub mod cron_job;
pub mod deployment;
pub mod job;
pub(crate) mod mount;
mod parts;
mod placing;
pub(crate) mod pod;
pub mod probes;
pub mod recommendation;
pub mod resources;
mod runs;
pub mod scale;
mod scaled_object;
pub mod scaler;
pub mod service;
pub mod stateful;
pub mod traffic;
pub mod trial;
pub mod user;

pub use agent::{NodeAgent, NodeAgentBuilder};
pub use blue_green::{BlueGreen, Shifting, ShiftsRequests};
pub use cron_job::{CronJob, CronJobBuilder};
pub use deployment::{Workload, WorkloadBuilder};
pub use job::{Job, JobBuilder};
pub use probes::Probes;
pub use recommendation::{Recommendation, RecommendationBuilder};
pub use scale::Scale;
pub use scaler::{IsFigure, OfStore, Scaler};
pub use service::{IsWorkload, RouteTarget, Service};
pub use stateful::{StatefulWorkload, StatefulWorkloadBuilder};
pub use traffic::Traffic;
pub use trial::{Trial, TrialBuilder};
pub use user::UserId;

use hc_cdk::rule::Rule;

use crate::rules::rule;

/// What holds for everything that runs, and the rules of one kind of workload behind it.
macro_rules! holds {
    ($($own:ident),*) => {
        &[
            $(rule::$own,)*
            rule::APART_FROM_ITS_NODE,
            rule::NO_PRIVILEGES,
            rule::NOT_ROOT,
            rule::READ_ONLY_ROOT,
            rule::SECCOMP_PROFILE,
            rule::KEEPS_ITS_GUARDS,
            rule::SECRET_IN_VARIABLE,
            rule::SECRET_IN_COMMAND,
            rule::ACCOUNT_OF_ITS_OWN,
            rule::TOKEN_IS_ASKED_FOR,
            rule::TOKEN_ON_DEMAND,
            rule::IN_A_CLOSED_NAMESPACE,
            rule::OPENS_NAMED_WAYS,
            rule::IMAGE_BY_DIGEST,
            rule::STATES_WHAT_IT_TAKES,
            rule::KNOWN_VOLUMES,
            rule::LOGS_SAY_HOW_LONG,
            rule::SURVIVES_ITS_ZONE,
            rule::SPEAKS_THROUGH_ITS_MESH,
            rule::MESH_ADMITS_BY_NAME,
            rule::MESH_IS_STRICT,
        ]
    };
}

use holds;

/// What holds for work that ends.
pub(crate) const WORK: &[Rule] = holds!();

/// What holds for work that reads backups back.
pub(crate) const RESTORING: &[Rule] = holds!(BACKUPS_ARE_READ_BACK);

/// What holds for everything that runs on and on.
pub(crate) const RUNNING: &[Rule] = holds!(
    ASKED_WHETHER_IT_LIVES,
    CLOSED_SERVICE,
    DISRUPTED_ONE_BY_ONE,
    REQUESTS_STAY_IN_THE_MESH,
    REQUESTS_END,
    SCALED_BY_WHAT_IS_READ
);

/// What holds for what takes the records of an API server.
pub(crate) const RECEIVING: &[Rule] =
    holds!(ASKED_WHETHER_IT_LIVES, CLOSED_SERVICE, DISRUPTED_ONE_BY_ONE, REQUESTS_ARE_SENT, CERTIFICATE_IS_RENEWED);

/// What holds for what keeps something, and for its disks.
pub(crate) const KEEPING: &[Rule] = holds!(
    ON_ENCRYPTED_DISKS,
    KEY_OF_DISKS,
    DISKS_OUTLIVE_THEIR_PODS,
    BACKED_UP,
    RECOVERED_IN_TIME,
    ASKED_WHETHER_IT_LIVES,
    CLOSED_SERVICE,
    DISRUPTED_ONE_BY_ONE,
    SCALED_BY_WHAT_IS_READ
);

//! The second region on AWS: copies of the models and of what is backed up, a replica of the records, and a cluster with all services. It answers
//! when the first region does not; whoever lets it write promotes its records.

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, region::UsWest2};

use super::{
    Live,
    amazon::{self, Amazon, Records},
    site::WEST,
};

/// What is there before the first region is.
pub(crate) struct West {
    pub(crate) key: Key,
    pub(crate) backups: Backups,
    pub(crate) models: Bucket<Phi>,
    pub(crate) serves: Amazon<UsWest2>,
    answers: Cached<Phi>,
    zone: Perimeter<Phi>,
}

/// A key and a network, where models and recovery points are copied to, and what takes over: a cluster, and the way in when the first
/// region does not answer.
pub(crate) fn ground(stack: &mut Stack<Live>) -> West {
    let (key, trail, vpc) = amazon::base(stack, cidr!("10.31.0.0/16"));
    let backups = stack.add("Backups", BackupPlan::builder().key(&key));
    let zone = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).backups(&backups);
    let zone = stack.add("Clinical", zone);
    let models = stack.add("Models", SecureBucket::builder().perimeter(&zone));
    let answers = stack.add("Answers", Cache::builder().perimeter(&zone).nodes(3));
    let serves = amazon::serve(stack, &zone, (UsWest2, &WEST), &amazon::names().second());
    West { key, backups, models, serves, answers, zone }
}

/// The records, which follow those of the first region.
pub(crate) fn records(stack: &mut Stack<Live>, west: &West, records: &Database<Phi>) -> Records {
    let database = stack.add("Records", ReadReplica::builder().perimeter(&west.zone).of(records));
    Records { database, models: west.models.clone(), answers: west.answers.clone() }
}

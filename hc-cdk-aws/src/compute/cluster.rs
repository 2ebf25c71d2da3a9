//! A cluster on ECS that services, workers and tasks share.
//!
//! By construction what its tasks use is measured, nobody can run commands in them, and if somebody changes that by hand the
//! sessions are encrypted and logged. It holds no data and opens nothing: who is in one cluster reaches no other one.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use crate::{
    audit::{Logs, log_group},
    cfn::ecs::{self, cluster as property},
    keys::{IsKey, Key},
    kind::LogGroupName,
    rule,
    sentences::ClusterNeedsKey,
    stack::Aws,
};

hc_cdk::builder! {
    /// A cluster for what runs on Fargate, in whatever stack and perimeter. Without one, each service has a cluster of its own.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder().build());
    /// let cluster = stack.add("Cluster", FargateCluster::builder().key(&key).build());
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct FargateCluster;
    /// A cluster that is being described.
    pub struct FargateClusterBuilder => FargateCluster;
    needs {
        /// The key that encrypts what is logged of commands in its tasks.
        key(key: &impl IsKey) -> Key { key.it().clone() }: ClusterNeedsKey;
    }
}

/// A cluster that a stack has taken.
#[derive(Debug, Clone)]
pub struct Cluster {
    made: Made<ecs::Cluster>,
}

impl Cluster {
    /// Its name, as metrics have it.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// Its ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(ecs::Cluster::ARN)
    }

    /// Declares a cluster whose sessions are logged there.
    pub(super) fn declare(
        scope: &mut Scope<'_>,
        name: &'static str,
        logs: &Logs<'_>,
        lines: Value<LogGroupName>,
    ) -> Self {
        Self { made: scope.resource(name, cluster(logs, lines)) }
    }
}

impl Spec for FargateCluster {
    type Handle = Cluster;
    const KIND: &'static str = "FargateCluster";
    const INVARIANTS: &'static [Rule] = &[
        rule::CLUSTER_IS_MEASURED,
        rule::LOG_GROUP_KEEPS,
        rule::AUDIT_RECORDS_KEEP,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<P: Policy> Construct<P, Aws> for FargateCluster {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Cluster {
        let logs = Logs::of_audit::<P>(&self.key);
        let lines = log_group(scope, "Logs", &logs, None);
        Cluster::declare(scope, "", &logs, lines.id())
    }
}

/// A cluster with insights. Nobody can run commands in its tasks; if somebody changes that by hand, the sessions are
/// encrypted and logged.
fn cluster(logs: &Logs<'_>, lines: Value<LogGroupName>) -> ecs::Cluster {
    ecs::Cluster {
        cluster_settings: Some(vec![property::ClusterSettings {
            name: Some("containerInsights".into()),
            value: Some("enhanced".into()),
        }]),
        configuration: Some(property::ClusterConfiguration {
            execute_command_configuration: Some(property::ExecuteCommandConfiguration {
                kms_key_id: Some(logs.key.arn().into()),
                log_configuration: Some(property::ExecuteCommandLogConfiguration {
                    cloud_watch_encryption_enabled: Some(true.into()),
                    cloud_watch_log_group_name: Some(lines.into()),
                    ..Default::default()
                }),
                logging: Some("OVERRIDE".into()),
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a cluster that services of Fargate share",
        label = "give what `stack.add` returned for a `FargateCluster`"
    )]
    /// A cluster for Fargate.
    IsFargateCluster: Cluster;
}

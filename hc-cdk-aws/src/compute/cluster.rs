//! A cluster on ECS that services, workers and tasks share.
//!
//! By construction what its tasks use is measured, nobody can run commands in them, and if somebody changes that by hand the
//! sessions are encrypted and logged. It holds no data and opens nothing: who is in one cluster reaches no other one.
//!
//! Its services can call each other if it has a mesh (`.mesh()`): see `mesh.rs`.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::mesh::Mesh;
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
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let cluster = stack.add("Cluster", FargateCluster::builder().key(&key));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct FargateCluster;
    /// A cluster that is being described.
    pub struct FargateClusterBuilder => FargateCluster;
    needs {
        /// The key that encrypts what is logged of commands in its tasks, and the keys of its mesh.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: ClusterNeedsKey;
    }
    may {
        /// Has its services and workers speak to each other over TLS, with certificates of an authority of its own: a service connects to
        /// another one, and finds it by `BILLING_HOST` and `BILLING_PORT`. The authority costs some 50 USD a month.
        mesh() -> bool { true } = false;
    }
}

/// A cluster that a stack has taken.
#[derive(Debug, Clone)]
pub struct Cluster {
    made: Made<ecs::Cluster>,
    /// How its services call each other, if they do.
    pub(super) mesh: Option<Mesh>,
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

    /// The same for what is in no mesh.
    pub(super) fn without_mesh(self) -> Self {
        Self { mesh: None, ..self }
    }

    /// Declares a cluster whose sessions are logged there.
    pub(super) fn declare(
        scope: &mut Scope<'_>,
        name: &'static str,
        logs: &Logs<'_>,
        lines: Value<LogGroupName>,
    ) -> Self {
        Self { made: scope.resource(name, cluster(logs, lines)), mesh: None }
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
        let cluster = Cluster::declare(scope, "", &logs, lines.id());
        Cluster { mesh: self.mesh.then(|| Mesh::declare(scope, &self.key)), ..cluster }
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

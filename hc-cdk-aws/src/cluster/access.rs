//! Who gets into a cluster: a role, and what it may do there.
//!
//! People take on an [`AdministratorRole`](crate::account::AdministratorRole), for which they prove who they are by a second factor. A
//! role that anybody else takes on cannot administer a cluster: that is a finding.

use hc_cdk::{
    builder::MayBeLeftOut,
    construct::{Construct, Spec},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Value},
};

use super::handle::IsEks;
use crate::{
    cfn::eks::{self, access_entry as property},
    kind::RoleArn,
    pseudo, rule,
    sentences::{ClusterAccessNeedsCluster, ClusterAccessNeedsRole},
    stack::Aws,
};

/// What somebody may do in a cluster, by a policy that EKS keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccessLevel {
    /// Everything, everywhere.
    #[default]
    Administer,
    /// To change what runs in some namespaces.
    Edit,
    /// To look at what runs in some namespaces, and at no secret.
    View,
}

impl AccessLevel {
    const fn policy(self) -> &'static str {
        match self {
            Self::Administer => "AmazonEKSClusterAdminPolicy",
            Self::Edit => "AmazonEKSEditPolicy",
            Self::View => "AmazonEKSViewPolicy",
        }
    }
}

hc_cdk::builder! {
    /// Lets a role into a cluster.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{cluster::{AccessLevel, ClusterAccess, Nodes}, github::GithubRole, iam::Statement, kind::OidcProviderArn, prelude::*, region};
    ///
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// # let key = stack.add("Key", CustomerKey::builder());
    /// # let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// # let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// # let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// # let wards = EksCluster::builder().perimeter(&clinical).region(region::UsEast1).nodes(Nodes::between(3..=50));
    /// # let wards = stack.add("Wards", wards);
    /// let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    /// let deploys = GithubRole::builder().provider(github).repository("clinic/hms").environment("production");
    /// let deploys = deploys.allow(Statement::allow(actions!["eks:DescribeCluster"], [wards.arn()]));
    /// let deploys = stack.add("Deploys", deploys);
    /// let access = ClusterAccess::builder().cluster(&wards).role(deploys.arn()).may(AccessLevel::Edit);
    /// stack.add("Deploying", access.namespace("clinic"));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct ClusterAccess;
    /// An entry that is being described.
    pub struct ClusterAccessBuilder => ClusterAccess;
    needs {
        /// The cluster.
        cluster(cluster: &(impl IsEks + ?Sized)) -> Made<eks::Cluster> { cluster.made().clone() }: ClusterAccessNeedsCluster;
        /// The role.
        role(role: impl IsRoleArn) -> Attr<RoleArn> { role.it().clone() }: ClusterAccessNeedsRole;
        /// What it may do; to administer the cluster if nothing is said.
        may(level: AccessLevel) -> AccessLevel { level }: MayBeLeftOut;
    }
    also { namespaces: Vec<&'static str> }
}

impl<State> ClusterAccessBuilder<State> {
    /// A namespace in which it may. May be said several times.
    pub fn namespace(mut self, name: &'static str) -> Self {
        self.namespaces.push(name);
        self
    }
}

impl Spec for ClusterAccess {
    type Handle = ();
    const KIND: &'static str = "ClusterAccess";
    const INVARIANTS: &'static [Rule] = &[rule::CLUSTER_IS_ADMINISTERED_BY_PEOPLE];
}

impl<P: Policy> Construct<P, Aws> for ClusterAccess {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        declare(self, scope);
    }
}

fn declare(it: ClusterAccess, scope: &mut Scope<'_>) {
    let everywhere = it.may == AccessLevel::Administer;
    if everywhere != it.namespaces.is_empty() {
        let (message, help) = if everywhere {
            (
                "administers the cluster, in some namespaces alone",
                "leave out `.namespace(..)`, or say `.may(AccessLevel::Edit)`",
            )
        } else {
            ("may do something in no namespace", "say in which: `.namespace(\"clinic\")`")
        };
        scope.reject(None, message, help);
    }
    let names = || it.namespaces.iter().map(|name| Value::from(*name)).collect();
    let reach = property::AccessScope {
        namespaces: (!everywhere).then(names),
        r#type: Some(if everywhere { "cluster" } else { "namespace" }.into()),
    };
    let policy = format!("eks::aws:cluster-access-policy/{}", it.may.policy());
    scope.resource(
        "",
        eks::AccessEntry {
            access_policies: Some(vec![property::AccessPolicy {
                access_scope: Some(reach),
                policy_arn: Some(pseudo::arn_global([policy.into()])),
            }]),
            cluster_name: Some(it.cluster.id()),
            principal_arn: Some(it.role.into()),
            r#type: Some("STANDARD".into()),
            ..Default::default()
        },
    );
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not the ARN of a role",
        label = "give `.arn()` of what `stack.add` returned for an `AdministratorRole` or a `GithubRole`, or a `Value<RoleArn>`"
    )]
    /// The ARN of a role.
    IsRoleArn: Attr<RoleArn>;
}

//! Buckets that are emptied when their stack is deleted: CloudFormation refuses to delete one with something in it.
//!
//! Only where all data is made up and nothing is asked to stay. A function of the audit trail deletes every version of every
//! object, when CloudFormation deletes the resource that stands for it. Before that, nobody writes any more: what is made later is
//! deleted earlier, and both the policy that lets services write and the workloads that use the bucket are made after it.

use hc_cdk::{
    data::Class,
    dimension::deletion::Retained,
    model::ConstructRef,
    policy::{Dimension, PolicyFacts},
    resource::{Made, Resource, ResourceType},
    rule::{asks, real_data},
    stack::Scope,
    value::{Json, Object, Value},
};

use crate::{
    actions,
    cfn::{iam, lambda, s3},
    iam::{Statement, allow_more, permit},
};

/// How long the function may take, in seconds: the longest that there is.
pub(crate) const FUNCTION_SECONDS: u32 = 900;

/// How long CloudFormation waits for an answer, in seconds: Lambda calls a function that fails again after a while.
const ANSWER_SECONDS: u32 = 3600;

/// Whether all data is made up, and nothing is asked to stay: then the stack can be deleted with all that it has.
pub(crate) fn is_passing(policy: &PolicyFacts) -> bool {
    !real_data(policy)
        && policy.floor(Dimension::deletion) < Retained::POSITION
        && !asks(policy, Dimension::audit_retention)
        && !asks(policy, Dimension::backup_retention)
}

/// What empties buckets.
#[derive(Debug, Clone)]
pub(crate) struct Emptier {
    /// The function.
    pub(crate) function: Made<lambda::Function>,
    /// What it runs as.
    pub(crate) role: Made<iam::Role>,
    /// Its construct, for the data flow.
    pub(crate) this: ConstructRef,
    /// What it may do.
    pub(crate) policy: Made<iam::ManagedPolicy>,
}

/// `Custom::EmptiedBucket`: a bucket that has nothing in it once this is deleted.
pub(crate) struct EmptiedBucket {
    service_token: Value<String>,
    bucket: Value<String>,
}

impl Resource for EmptiedBucket {
    type Id = String;
    type Of = crate::cfn::CloudFormation;

    const TYPE: &'static ResourceType = &ResourceType {
        required: &["ServiceToken", "Bucket"],
        create_only: &["ServiceToken"],
        ..ResourceType::untyped("Custom::EmptiedBucket")
    };

    fn into_properties(self) -> Json {
        let mut object = Object::with_capacity(3);
        object.insert("ServiceToken", self.service_token);
        object.insert("ServiceTimeout", ANSWER_SECONDS);
        object.insert("Bucket", self.bucket);
        object.into()
    }
}

impl Emptier {
    /// What it may do with a bucket: it reads no object.
    fn rights(bucket: &Value<String>, objects: &Value<String>) -> Vec<Statement> {
        vec![
            Statement::allow(actions!["s3:ListBucketVersions"], [bucket.clone()]),
            Statement::allow(actions!["s3:DeleteObject", "s3:DeleteObjectVersion"], [objects.clone()]),
        ]
    }

    /// Has a bucket of the scope emptied when its stack is deleted. `name` is that of the bucket. Whatever lets somebody write to it has
    /// to wait for what this gives, whose id is the bucket's name.
    pub(crate) fn empty(
        &self,
        scope: &mut Scope<'_>,
        name: &str,
        bucket: &Made<s3::Bucket>,
        objects: &Value<String>,
    ) -> Made<EmptiedBucket> {
        // It sees the names of objects, and nothing here is more than made up.
        scope.flow_of(Class::Synthetic, &self.this);
        let rights = Self::rights(&bucket.get(s3::Bucket::ARN), objects);
        let emptied = EmptiedBucket {
            service_token: self.function.get(lambda::Function::ARN).into(),
            bucket: bucket.id().into(),
        };
        let emptied = scope.resource(format!("{name}Emptied"), emptied);
        // A policy does not refer to what another stack makes of what it refers to: that one has a policy of its own.
        if allow_more(scope, &self.policy, rights.clone()) {
            scope.depends_on(&emptied, &self.policy);
        } else {
            let own = permit(scope, &format!("{name}EmptierPolicy"), &self.role, rights);
            scope.depends_on(&emptied, &own);
        }
        emptied
    }
}

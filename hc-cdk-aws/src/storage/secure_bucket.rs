//! A bucket for objects: documents, images, exports.
//!
//! Not for a website that everybody may read, and not for logs, which the constructs that write them keep. By construction
//! it is encrypted with the key of the perimeter, keeps every version of each object, is closed to the public, refuses
//! requests without TLS, and each access to it is recorded twice: in the audit trail, and in the bucket for access logs.
//! Where losing a day's work is too much, each object is copied to a second bucket in the same region, which outlives what
//! happens to the first one.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        deletion::DeletionFor,
        recovery::{Hours24, RecoveryFor},
    },
    model::{ConstructRef, Role},
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::bucket::{BucketParts, Encryption, LogTarget, bucket, objects};
use crate::{
    actions,
    cfn::s3,
    connect::{Connection, Store},
    iam::Statement,
    keys::Key,
    perimeter::{Perimeter, PerimeterFor},
    position::{Deletion, tls},
    pseudo, rule,
    sentences::BucketNeedsPerimeter,
    stack::Aws,
};

/// A bucket for data of class `D`, which its perimeter says.
///
/// `R` is how much work may be lost, `X` what happens to the bucket when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder().build());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
/// let scans = stack.add("Scans", SecureBucket::builder().perimeter(&clinical).build());
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct SecureBucket<D: DataClass, R = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> (R, X)>,
}

hc_cdk::builder! {
    /// What a bucket is made of.
    pub struct Parts<D: DataClass>;
    /// A bucket that is being described.
    pub struct SecureBucketBuilder => SecureBucket<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &impl PerimeterFor<D>) -> Perimeter<D> { perimeter.it().clone() }: BucketNeedsPerimeter;
    }
}

impl<D: DataClass> From<Parts<D>> for SecureBucket<D> {
    fn from(parts: Parts<D>) -> Self {
        Self { parts, position: PhantomData }
    }
}

impl<D: DataClass> SecureBucket<D> {
    /// Starts the description of a bucket.
    pub fn builder() -> SecureBucketBuilder<D> {
        Parts::builder()
    }
}

impl<D: DataClass, R, X> SecureBucket<D, R, X> {
    /// How much work may be lost, instead of what the policy asks for.
    pub fn recovery<N>(self, _recovery: N) -> SecureBucket<D, N, X> {
        SecureBucket { parts: self.parts, position: PhantomData }
    }

    /// What happens to it when it leaves the program, instead of what the policy asks for.
    pub fn deletion<N>(self, _deletion: N) -> SecureBucket<D, R, N> {
        SecureBucket { parts: self.parts, position: PhantomData }
    }
}

/// A bucket that a stack has taken, with data of class `D`.
///
/// A connected workload finds its name in a variable, such as `SCANS_BUCKET`.
#[derive(Debug, Clone)]
pub struct Bucket<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    name: String,
    key: Key,
    made: Made<s3::Bucket>,
    class: PhantomData<fn() -> D>,
}

impl<D> Bucket<D> {
    /// The bucket's name.
    pub fn name(&self) -> Value<String> {
        self.made.id().into()
    }

    /// The bucket's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(s3::Bucket::ARN)
    }
}

impl<D: DataClass> Store for Bucket<D> {
    type Class = D;

    fn connection(&self) -> Connection {
        let s3 = Value::concat(["s3.".into(), pseudo::region(), ".amazonaws.com".into()]);
        Connection {
            to: self.this.clone(),
            name: self.name.clone(),
            network: None,
            statements: vec![
                Statement::allow(actions!["s3:ListBucket"], [self.arn()]),
                Statement::allow(actions!["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [objects(&self.arn())]),
                Statement::allow(actions!["kms:Decrypt", "kms:GenerateDataKey"], [self.key.arn()]).when(
                    "StringEquals",
                    "kms:ViaService",
                    s3,
                ),
            ],
            variables: vec![("BUCKET", self.name())],
            secrets: Vec::new(),
        }
    }
}

impl<D: DataClass, R, X> Spec for SecureBucket<D, R, X> {
    type Handle = Bucket<D>;
    const KIND: &'static str = "SecureBucket";
    const INVARIANTS: &'static [Rule] = &[
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::BUCKET_IS_RESTORED_IN_TIME,
        rule::BUCKET_HAS_ZONES,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
        rule::STORE_STAYS,
        rule::S3_BUCKET_LOGGING_ENABLED,
    ];
}

impl<D, R, X, P> Construct<P, Aws> for SecureBucket<D, R, X>
where
    D: DataClass,
    R: RecoveryFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Bucket<D> {
        scope.stands_at(Dimension::recovery, R::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        let Parts { perimeter } = self.parts;
        let made = declare(
            scope,
            D::CLASS,
            &perimeter.key,
            perimeter.trail.access_logs(),
            R::POSITION > Hours24::POSITION,
            Deletion::at::<P, X>(),
            tls::<P>(),
        );
        Bucket { this: scope.this(), name: scope.path().replace('/', ""), key: perimeter.key, made, class: PhantomData }
    }
}

fn declare(
    scope: &mut Scope<'_>,
    class: Class,
    key: &Key,
    access_logs: &Value<String>,
    replicated: bool,
    deletion: Deletion,
    tls: Position,
) -> Made<s3::Bucket> {
    scope.plays(Role::Store, class);
    bucket(
        scope,
        &BucketParts {
            name: "",
            encryption: Encryption::Key(key),
            access_log: Some(LogTarget { bucket: access_logs }),
            lock: None,
            expire_after: None,
            replicated,
            deletion,
            tls,
            statements: &|_| Vec::new(),
        },
    )
}

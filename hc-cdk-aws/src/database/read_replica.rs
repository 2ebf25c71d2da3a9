//! A replica of a database: what is written there is read here a moment later, in the same region or in another one.
//!
//! For reading beside a database while its schema changes or its reports are long, and for a region that takes over. It is a database
//! like the one that it follows, and held to the same: encrypted, without a way to the internet, with TLS, records, logs and backups of
//! its own. In another region it is encrypted with the key there, and workloads find the password in that region's copy of the secret.
//! It refuses to be written to until somebody promotes it (`aws rds promote-read-replica`), and from then on it follows nobody.
//!
//! RDS makes no replica of a database whose password it makes itself: give that one a `Secret` of the program by `.credentials(..)`.
//! Aurora has readers in its cluster.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    dimension::{
        PolicyFloor, availability::AvailabilityFor, backup_retention::BackupRetentionFor, deletion::DeletionFor,
    },
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use super::{
    encrypted_database::{INVARIANTS, declare},
    handle::{Database, Facts, IsDatabase, Server},
    instance_class::{InstanceClass, IsInstanceClass},
    request::{Asked, Beginning, Request, Source},
};
use crate::{
    cfn::rds::DbInstance,
    perimeter::{Perimeter, PerimeterFor},
    secrets::SecretHandle,
    sentences::{ReplicaNeedsDatabase, ReplicaNeedsPerimeter},
    stack::Aws,
};

/// A replica of a database for data of class `D`, which its perimeter says.
///
/// `A` is its availability, `B` for how long its backups are kept, `X` what happens to it when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{database::ReadReplica, kind::FunctionArn, prelude::*, region, secrets::Generated};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
///
/// let rotate = arn!(FunctionArn, "arn:aws:lambda:us-east-1:111122223333:function:rotate-patients");
/// let user = Generated::field("password").beside("username", "administrator");
/// let user = stack.add("User", Secret::builder().perimeter(&clinical).rotated_by(rotate).generated(user));
/// let patients = EncryptedDatabase::builder().perimeter(&clinical).engine(Postgres::V17).credentials(&user);
/// let patients = stack.add("Patients", patients);
/// let reports = stack.add("Reports", ReadReplica::builder().perimeter(&clinical).of(&patients));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct ReadReplica<D: DataClass, A = PolicyFloor, B = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<(A, B, X)>,
}

hc_cdk::builder! {
    /// What a replica is made of.
    pub struct Parts<D: DataClass>;
    /// A replica that is being described.
    pub struct ReadReplicaBuilder => ReadReplica<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: ReplicaNeedsPerimeter;
        /// The database that it follows, of the same class of data.
        of(database: &(impl IsDatabase<D> + ?Sized)) -> Database<D> { database.it().clone() }: ReplicaNeedsDatabase;
    }
    may {
        /// The size of its machine.
        instance_class(class: impl IsInstanceClass) -> Value<InstanceClass> { class.it() } = InstanceClass::R6gLarge.into();
    }
    positions ReadReplica {
        /// What may fail without the replica failing, instead of what the policy asks for.
        availability: A,
        /// How long its backups are kept, instead of what the policy asks for.
        backup_retention: B,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

impl<D: DataClass, A, B, X> Spec for ReadReplica<D, A, B, X> {
    type Handle = Database<D>;
    const KIND: &'static str = "ReadReplica";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<D, A, B, X, P> Construct<P, Aws> for ReadReplica<D, A, B, X>
where
    D: DataClass,
    A: AvailabilityFor<P>,
    B: BackupRetentionFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Database<D> {
        let Parts { perimeter, of, instance_class } = &self.parts;
        let this = scope.this();
        scope.flow_between(&of.facts.this, D::CLASS, &this);
        let (source, credentials) = (source(scope, &of.facts), credentials(scope, &of.facts));
        let asked = Asked::of::<D, A, B, X, P>(scope, perimeter);
        let facts = declare(
            scope,
            D::CLASS,
            &Request {
                asked,
                engine: of.facts.engine,
                class: instance_class,
                storage_gib: None,
                credentials: credentials.as_ref(),
                beginning: source.as_ref().map_or(Beginning::Empty, Beginning::Follows),
                is_upgraded: false,
                database_name: of.facts.database_name,
            },
        );
        Database { facts, class: PhantomData }
    }
}

/// What it follows, by its ARN: of a source by name in its own region RDS takes no group of subnets
/// (hashicorp/terraform-provider-aws#528), and from another region it finds none.
fn source(scope: &mut Scope<'_>, of: &Facts) -> Option<Source> {
    let Server::Instance(made) = &of.server else {
        let help = "a cluster has a reader in each zone already: connect to that";
        scope.reject(None, "is a replica of a cluster of Aurora", help);
        return None;
    };
    let elsewhere = (of.region != scope.region()).then_some(of.region);
    Some(Source { instance: made.get(DbInstance::DB_INSTANCE_ARN), elsewhere })
}

/// The user and the password, as they are found where it stands.
fn credentials(scope: &mut Scope<'_>, of: &Facts) -> Option<SecretHandle> {
    let Some(secret) = &of.credentials else {
        scope.reject(
            Some(hipaa::PASSWORDS),
            "is a replica of a database whose password RDS makes, and RDS makes none of such",
            "give that database a `Secret` of the program: `.credentials(&user)`",
        );
        return None;
    };
    if of.region == scope.region() {
        return Some(secret.clone());
    }
    let copy = secret.copy_in(scope.region());
    if copy.is_none() {
        scope.reject(
            Some(hipaa::CONTINGENCY_PLAN),
            format!("finds its password in `{}`, which it is to outlive", of.region),
            "keep a copy of the secret here: `.replicated_to(..)` of the `Secret`",
        );
    }
    copy
}

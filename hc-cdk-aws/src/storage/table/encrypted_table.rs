//! A table of items that are found by their keys: sessions, appointments, the state of a workflow.
//!
//! Not for questions across items, which an `EncryptedDatabase` answers, and not for files, which a `SecureBucket` keeps. By
//! construction
//!
//! - it is encrypted with the key of the perimeter, and so are its backups and its stream,
//! - it can be restored to any second of the last 35 days, and beyond that from the perimeter's backup plan, if that has one,
//! - each access to an item is recorded in the audit trail,
//! - who is connected may read and write items, or read them, and neither change nor delete the table,
//! - it takes as much as is asked of it, or is scaled on what is used.
//!
//! DynamoDB keeps it in three zones and speaks nothing older than TLS 1.2. Workloads reach it by the network's own endpoint.

use std::marker::PhantomData;

use indexmap::IndexMap;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        Level, PolicyFloor,
        availability::{MultiAz, MultiRegion},
        backup_retention::BackupRetentionFor,
        deletion::DeletionFor,
        recovery::Minutes5,
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, by_key},
};

use super::{
    capacity::Capacity,
    handle::{Facts, Table},
    judge,
    key::{IsTableKey, TableIndex, TableKey},
    request::{IsTableStream, OWN_BACKUP_DAYS, Request, TableClass, TableStream},
};
use crate::{
    cfn::dynamodb::{self, table as property},
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::Deletion,
    rules::rule::{
        DYNAMO_DB_AUTO_SCALING_ENABLED, DYNAMO_DB_IN_BACKUP_PLAN, DYNAMO_DB_PITR_ENABLED,
        DYNAMO_DB_TABLE_DELETION_PROTECTION_ENABLED, DYNAMO_DB_TABLE_ENCRYPTED_KMS, STORE_STAYS, TABLE_HAS_ZONES,
        TABLE_IS_RESTORED_IN_TIME, TABLE_KEEPS_BACKUPS, TABLE_SPEAKS_TLS,
    },
    sentences::{TableNeedsPartitionKey, TableNeedsPerimeter},
    stack::Aws,
};

/// A table for data of class `D`, which its perimeter says.
///
/// `B` is for how long its backups are kept, `X` what happens to the table when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region, storage::{Capacity, TableIndex, TableStream}};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
///
/// let sessions = EncryptedTable::builder().perimeter(&clinical).partition_key(TableKey::text("session"));
/// stack.add("Sessions", sessions.time_to_live("expires_at"));
///
/// let visits = EncryptedTable::builder()
///     .perimeter(&clinical)
///     .partition_key(TableKey::text("patient"))
///     .sort_key(TableKey::number("at"))
///     .indexes([TableIndex::new("by-ward", TableKey::text("ward")).sorted_by(TableKey::number("at"))])
///     .capacity(Capacity::SCALED)
///     .stream(TableStream::NewAndOld)
///     .build();
/// let visits = stack.add("Visits", visits);
/// let api = FargateService::builder()
///     .perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080)
///     .connect(&visits)
///     .build();
/// stack.add("Api", api);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct EncryptedTable<D: DataClass, B = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> (B, X)>,
}

hc_cdk::builder! {
    /// What a table is made of.
    pub struct Parts<D: DataClass>;
    /// A table that is being described.
    pub struct EncryptedTableBuilder => EncryptedTable<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: TableNeedsPerimeter;
        /// The key by which items are found; if there is a sort key, items of one partition key are found together.
        partition_key(key: impl IsTableKey) -> TableKey { *key.it() }: TableNeedsPartitionKey;
    }
    may {
        /// The key by which items of one partition key are sorted.
        sort_key(key: impl IsTableKey) -> Option<TableKey> { Some(*key.it()) } = None;
        /// Other ways to find items, 20 at most.
        indexes(indexes: impl IntoIterator<Item = TableIndex>) -> Vec<TableIndex> { indexes.into_iter().collect() } = Vec::new();
        /// How much it takes at a time; as much as is asked of it if nothing is said.
        capacity(capacity: Capacity) -> Capacity { capacity } = Capacity::OnDemand;
        /// How often its items are used.
        table_class(class: TableClass) -> Option<TableClass> { Some(class) } = None;
        /// The attribute that says when an item expires, in seconds since 1970; within a few days after that `DynamoDB` deletes
        /// the item.
        time_to_live(attribute: &'static str) -> Option<&'static str> { Some(attribute) } = None;
        /// A stream of its changes, and what that says of each.
        stream(stream: impl IsTableStream) -> Option<TableStream> { Some(*stream.it()) } = None;
    }
    positions EncryptedTable {
        /// How long its backups are kept, instead of what the policy asks for. Beyond 35 days it is the perimeter's backup plan
        /// that keeps them, which must keep them as long.
        backup_retention: B,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

impl<D: DataClass, B, X> Spec for EncryptedTable<D, B, X> {
    type Handle = Table<D>;
    const KIND: &'static str = "EncryptedTable";
    const INVARIANTS: &'static [Rule] = &[
        DYNAMO_DB_TABLE_ENCRYPTED_KMS,
        DYNAMO_DB_PITR_ENABLED,
        DYNAMO_DB_IN_BACKUP_PLAN,
        DYNAMO_DB_AUTO_SCALING_ENABLED,
        DYNAMO_DB_TABLE_DELETION_PROTECTION_ENABLED,
        TABLE_KEEPS_BACKUPS,
        TABLE_IS_RESTORED_IN_TIME,
        TABLE_HAS_ZONES,
        TABLE_SPEAKS_TLS,
        STORE_STAYS,
    ];
}

impl<D, B, X, P> Construct<P, Aws> for EncryptedTable<D, B, X>
where
    D: DataClass,
    B: BackupRetentionFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Table<D> {
        scope.stands_at(Dimension::availability, MultiAz::POSITION);
        scope.stands_at(Dimension::recovery, Minutes5::POSITION);
        scope.stands_at(Dimension::backup_retention, B::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        let Parts { perimeter, partition_key, sort_key, indexes, capacity, table_class, time_to_live, stream } =
            self.parts;
        let request = Request {
            key: &perimeter.key,
            backups: &perimeter.backups,
            partition: partition_key,
            sort: sort_key,
            indexes: &indexes,
            capacity,
            class: table_class,
            time_to_live,
            stream,
            backup_days: B::POSITION.days(),
            several_regions: <P::Availability as Level>::POSITION >= MultiRegion::POSITION,
            deletion: Deletion::at::<P, X>(),
        };
        Table { facts: declare(scope, D::CLASS, &request), class: PhantomData }
    }
}

fn declare(scope: &mut Scope<'_>, class: Class, request: &Request<'_>) -> Facts {
    scope.plays(Role::Store, class);
    judge::judge(scope, request);
    let made = scope.resource("", table(request));
    request.deletion.apply(scope, &made);
    request.capacity.declare(scope, &made, request.indexes);
    request.backups.select(scope, made.get(dynamodb::Table::ARN));
    Facts {
        this: scope.this(),
        name: scope.name(""),
        key: request.key.clone(),
        made,
        indexes: request.indexes.iter().map(|it| it.name).collect(),
        streams: request.stream.is_some(),
    }
}

fn table(request: &Request<'_>) -> dynamodb::Table {
    dynamodb::Table {
        attribute_definitions: Some(attributes(request)),
        billing_mode: Some(request.capacity.billing_mode().into()),
        deletion_protection_enabled: Some(request.deletion.is_protected().into()),
        global_secondary_indexes: (!request.indexes.is_empty()).then(|| indexes(request)),
        key_schema: Some(key_schema(request)),
        point_in_time_recovery_specification: Some(property::PointInTimeRecoverySpecification {
            point_in_time_recovery_enabled: Some(true.into()),
            recovery_period_in_days: Some(OWN_BACKUP_DAYS.into()),
        }),
        provisioned_throughput: request.capacity.throughput(),
        sse_specification: Some(property::SseSpecification {
            kms_master_key_id: Some(request.key.arn().into()),
            sse_enabled: Some(true.into()),
            sse_type: Some("KMS".into()),
        }),
        stream_specification: request
            .stream
            .map(|it| property::StreamSpecification { stream_view_type: Some(it.name().into()), ..Default::default() }),
        table_class: request.class.map(|it| it.name().into()),
        time_to_live_specification: request.time_to_live.map(|attribute| property::TimeToLiveSpecification {
            attribute_name: Some(attribute.into()),
            enabled: Some(true.into()),
        }),
        ..Default::default()
    }
}

/// The attributes that are keys, each once. DynamoDB asks for the types of no others.
fn attributes(request: &Request<'_>) -> Vec<property::AttributeDefinition> {
    let kinds: IndexMap<_, _> = request.keys().map(|key| (key.name, key.kind)).collect();
    let definition = |(name, kind): (&&'static str, &super::key::Kind)| property::AttributeDefinition {
        attribute_name: Some((*name).into()),
        attribute_type: Some(kind.letter().into()),
    };
    by_key(&kinds).map(definition).collect()
}

/// The names of a partition key and a sort key, with what each is called.
fn roles(partition: TableKey, sort: Option<TableKey>) -> impl Iterator<Item = (&'static str, &'static str)> {
    [(partition.name, "HASH")].into_iter().chain(sort.map(|it| (it.name, "RANGE")))
}

fn key_schema(request: &Request<'_>) -> Json {
    let key = |(name, role)| Object::new().with("AttributeName", name).with("KeyType", role).into();
    Json::List(roles(request.partition, request.sort).map(key).collect())
}

fn indexes(request: &Request<'_>) -> Vec<property::GlobalSecondaryIndex> {
    let key = |(name, role): (&'static str, &'static str)| property::GlobalSecondaryIndexKeySchemaItem {
        attribute_name: Some(name.into()),
        key_type: Some(role.into()),
    };
    let index = |it: &TableIndex| property::GlobalSecondaryIndex {
        index_name: Some(it.name.into()),
        key_schema: Some(roles(it.partition, it.sort).map(key).collect()),
        projection: Some(property::Projection { projection_type: Some("ALL".into()), ..Default::default() }),
        provisioned_throughput: request.capacity.throughput(),
        ..Default::default()
    };
    request.indexes.iter().map(index).collect()
}

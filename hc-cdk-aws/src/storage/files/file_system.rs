//! Files that several workloads share, as folders of their own: letters, images on their way, what a program keeps on a disk.
//!
//! Not for objects that are found by their names over HTTPS, which a `SecureBucket` keeps. By construction
//!
//! - it is encrypted with the key of the perimeter, and its backups are in the perimeter's plan, if that has one,
//! - it is in the network's subnets for stores, and nobody reaches it but workloads that are connected,
//! - it is mounted over TLS, with a role and through an access point: neither anonymously nor as root,
//! - who is connected may read and write files, or read them, and neither change nor delete the file system,
//! - where losing a day's work is too much, a copy follows it, and that is encrypted with the same key.
//!
//! Each mount is recorded in the audit trail; what is done with a file afterwards is known to nobody but the workload.

use std::marker::PhantomData;

use hc_cdk::{
    builder::MayBeLeftOut,
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        Level, PolicyFloor,
        availability::{MultiAz, MultiRegion},
        deletion::DeletionFor,
        recovery::{Hours1, Hours24, RecoveryFor},
    },
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};

use super::{
    access_point::enter,
    handle::{Facts, Files},
    judge,
    request::{Entry, IdleFor, IsPosixUser, PosixUser, Request, Throughput},
};
use crate::{
    cfn::efs::{self, file_system as property},
    iam::document,
    network::SecurityGroup,
    perimeter::{Perimeter, PerimeterFor},
    position::Deletion,
    pseudo,
    rules::rule::{
        ACCESS_POINT_HAS_A_USER, EFS_ENCRYPTED, EFS_IN_BACKUP_PLAN, FILES_ARE_ENTERED_BY_NAME,
        FILES_ARE_RESTORED_IN_TIME, FILES_HAVE_THE_CUSTOMERS_KEY, FILES_HAVE_ZONES, FILES_KEEP_BACKUPS,
        FILES_SPEAK_TLS, STORE_STAYS,
    },
    sentences::FilesNeedPerimeter,
    stack::Aws,
};

/// A file system for data of class `D`, which its perimeter says.
///
/// `R` is how much work may be lost, `X` what happens to the files when they leave the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region, storage::IdleFor};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let letters = FileSystem::builder().perimeter(&clinical).mounted_at("/var/letters").idle(IdleFor::MONTH);
/// let letters = stack.add("Letters", letters);
/// let api = FargateService::builder()
///     .perimeter(&clinical)
///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
///     .port(8080)
///     .connect(&letters)
///     .build();
/// stack.add("Api", api);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct FileSystem<D: DataClass, R = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> (R, X)>,
}

hc_cdk::builder! {
    /// What a file system is made of.
    pub struct Parts<D: DataClass>;
    /// A file system that is being described.
    pub struct FileSystemBuilder => FileSystem<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: FilesNeedPerimeter;
        /// The user as which workloads read and write; by default that of the programs of a `FargateService`.
        user(user: impl IsPosixUser) -> PosixUser { *user.it() }: MayBeLeftOut;
        /// How much may be read and written at a time; as much as is asked for if nothing is said.
        throughput(throughput: Throughput) -> Throughput { throughput }: MayBeLeftOut;
    }
    may {
        /// The folder of the file system that workloads see; by default one with the name of the construct.
        root(path: &'static str) -> Option<&'static str> { Some(path) } = None;
        /// The folder of a workload in which the files are; by default one in `/mnt` with the name of the construct.
        mounted_at(folder: &'static str) -> Option<&'static str> { Some(folder) } = None;
        /// When files move to cheaper storage; never if nothing is said. What is used again moves back.
        idle(idle: IdleFor) -> Option<IdleFor> { Some(idle) } = None;
    }
    positions FileSystem {
        /// How much work may be lost, instead of what the policy asks for.
        recovery: R,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

impl<D: DataClass, R, X> Spec for FileSystem<D, R, X> {
    type Handle = Files<D>;
    const KIND: &'static str = "FileSystem";
    const INVARIANTS: &'static [Rule] = &[
        EFS_ENCRYPTED,
        FILES_HAVE_THE_CUSTOMERS_KEY,
        FILES_SPEAK_TLS,
        FILES_ARE_ENTERED_BY_NAME,
        ACCESS_POINT_HAS_A_USER,
        EFS_IN_BACKUP_PLAN,
        FILES_KEEP_BACKUPS,
        FILES_ARE_RESTORED_IN_TIME,
        FILES_HAVE_ZONES,
        STORE_STAYS,
    ];
}

impl<D, R, X, P> Construct<P, Aws> for FileSystem<D, R, X>
where
    D: DataClass,
    R: RecoveryFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Files<D> {
        scope.stands_at(Dimension::availability, MultiAz::POSITION);
        scope.stands_at(Dimension::recovery, R::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        let Parts { perimeter, user, throughput, root, mounted_at: folder, idle } = self.parts;
        let request = Request {
            key: &perimeter.key,
            network: &perimeter.network,
            backups: &perimeter.backups,
            entry: &Entry { user, root, folder },
            throughput,
            idle,
            replicated: R::POSITION > Hours24::POSITION,
            at_once: R::POSITION > Hours1::POSITION,
            several_regions: <P::Availability as Level>::POSITION >= MultiRegion::POSITION,
            deletion: Deletion::at::<P, X>(),
        };
        Files { facts: declare(scope, D::CLASS, &request), class: PhantomData }
    }
}

fn declare(scope: &mut Scope<'_>, class: Class, request: &Request<'_>) -> Facts {
    scope.plays(Role::Store, class);
    judge::judge(scope, request);
    let group = SecurityGroup::closed(scope, &request.network.id());
    let made = scope.resource("", file_system(request));
    request.deletion.apply(scope, &made);
    request.backups.select(scope, made.get(efs::FileSystem::ARN));
    let targets = mount_targets(scope, request, &made, &group);
    let name = scope.name("");
    Facts {
        this: scope.this(),
        entry: enter(scope, "AccessPoint", &made, &targets, request.entry),
        folder: request.entry.folder(&name),
        networks: request.network.isolated_networks().to_vec(),
        name,
        made,
        targets,
        group,
    }
}

fn file_system(request: &Request<'_>) -> efs::FileSystem {
    let idle = |it: IdleFor| {
        let to = property::LifecyclePolicy { transition_to_ia: Some(it.0.into()), ..Default::default() };
        let back = Some("AFTER_1_ACCESS".into());
        vec![to, property::LifecyclePolicy { transition_to_primary_storage_class: back, ..Default::default() }]
    };
    efs::FileSystem {
        encrypted: Some(true.into()),
        file_system_policy: Some(policy(request.deletion)),
        kms_key_id: Some(request.key.arn().into()),
        lifecycle_policies: request.idle.map(idle),
        performance_mode: Some("generalPurpose".into()),
        replication_configuration: request.replicated.then(|| copy(request)),
        throughput_mode: Some(request.throughput.name().into()),
        ..Default::default()
    }
}

/// A copy in the same region, which EFS makes and keeps up to date.
fn copy(request: &Request<'_>) -> property::ReplicationConfiguration {
    property::ReplicationConfiguration {
        destinations: Some(vec![property::ReplicationDestination {
            kms_key_id: Some(request.key.arn().into()),
            region: Some(pseudo::region()),
            ..Default::default()
        }]),
    }
}

/// Who is refused. Nobody is let in: that is said by the roles of workloads, and where there is a policy EFS lets nobody in
/// who has none.
fn policy(deletion: Deletion) -> Json {
    let condition = |operator: &'static str, key: &'static str, value: &'static str| {
        Some(Object::new().with(operator, Object::new().with(key, value)))
    };
    let clients = || {
        let all = ["ClientMount", "ClientRootAccess", "ClientWrite"];
        Json::List(all.map(|it| format!("elasticfilesystem:{it}").into()).into())
    };
    let mut statements = vec![
        refused("TlsOnly", "elasticfilesystem:*".into(), condition("Bool", "aws:SecureTransport", "false")),
        refused("ByAccessPointOnly", clients(), condition("Null", "elasticfilesystem:AccessPointArn", "true")),
        refused("NeverAsRoot", "elasticfilesystem:ClientRootAccess".into(), None),
    ];
    if deletion.is_protected() {
        statements.push(refused("NotDeleted", "elasticfilesystem:DeleteFileSystem".into(), None));
    }
    document(statements)
}

/// Refuses actions on the file system to everybody. In its policy it is what each statement is about, if nothing is said.
fn refused(name: &'static str, actions: Json, condition: Option<Object>) -> Json {
    let mut statement = Object::new()
        .with("Sid", name)
        .with("Action", actions)
        .with("Effect", "Deny")
        .with("Principal", Object::new().with("AWS", "*"));
    statement.put("Condition", condition);
    statement.into()
}

/// One in each zone: whoever mounts the files uses that of its own zone.
fn mount_targets(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    files: &Made<efs::FileSystem>,
    group: &SecurityGroup,
) -> Vec<Made<efs::MountTarget>> {
    let target = |(number, subnet)| {
        scope.resource(
            format!("MountTarget{number}"),
            efs::MountTarget {
                file_system_id: Some(files.get(efs::FileSystem::FILE_SYSTEM_ID)),
                security_groups: Some(vec![group.id()]),
                subnet_id: Some(subnet),
                ..Default::default()
            },
        )
    };
    (1..).zip(request.network.isolated()).map(target).collect()
}

//! A cache that several workloads share: sessions, answers, counters. It runs Valkey, which speaks as Redis does, or Redis OSS.
//!
//! Not for what is nowhere else: a cache forgets. By construction
//!
//! - what is cached and its snapshots are encrypted with the key of the perimeter,
//! - connections without TLS are refused,
//! - who connects shows who he is by a role, for a quarter of an hour each time: there is no password, and nobody is let in without one,
//! - it is in the network's subnets for stores, and nobody reaches it but workloads that are connected,
//! - when a node or a zone fails, a node of another zone takes over,
//! - snapshots are kept for as long as the policy asks for backups, from 15 to 35 days, and a last one when it leaves the program.
//!
//! It is named `stack-path`, in lower case, since the role says of which cache it is. Nobody can make a cache refuse to be deleted.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{hipaa, iso27001},
    data::{Class, DataClass},
    dimension::{Level, availability::MultiAz},
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{PhysicalName, Scope, Within},
};

use super::{
    engine::{CacheEngine, IsCacheEngine, Valkey},
    handle::{Cached, Facts},
    node::{CacheNode, IsCacheNode},
};
use crate::{
    cfn::elasticache::{self as cfn, user},
    keys::Key,
    network::{Network, SecurityGroup},
    perimeter::{Perimeter, PerimeterFor},
    position::{Deletion, days},
    rules::rule::{
        CACHE_HAS_THE_CUSTOMERS_KEY, CACHE_HAS_ZONES, CACHE_IS_ISOLATED, CACHE_KEEPS_SNAPSHOTS, CACHE_KNOWS_WHO,
        CACHE_LETS_IN_GROUPS, CACHE_SPEAKS_TLS, ELASTI_CACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP,
    },
    sentences::CacheNeedsPerimeter,
    stack::Aws,
};

/// The longest name of a cache, and of who connects to it.
const LONGEST: usize = 40;

/// For how many days snapshots are kept at most, and where the HIPAA rules apply at least.
const SNAPSHOT_DAYS: (u32, u32) = (15, 35);

/// What who connects may do: everything with what is cached, and nothing with the cache. Clients ask for `INFO` when they begin.
const COMMANDS: &str = "on ~* &* +@all -@dangerous +info";

/// What whoever shows nothing may do, and the end of what he is called.
const NOTHING: &str = "off -@all";
const NOBODY: &str = "-nobody";

hc_cdk::builder! {
    /// A cache for data of class `D`, which its perimeter says.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region, storage::CacheNode};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let sessions = Cache::builder().perimeter(&clinical).nodes(3).node(CacheNode::M7G_LARGE);
    /// let sessions = stack.add("Sessions", sessions);
    /// let api = FargateService::builder()
    ///     .perimeter(&clinical)
    ///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080)
    ///     .connect(&sessions)
    ///     .build();
    /// stack.add("Api", api);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Cache<D: DataClass>;
    /// A cache that is being described.
    pub struct CacheBuilder => Cache<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: CacheNeedsPerimeter;
    }
    may {
        /// What it runs, and of which version; Valkey 8.1 if nothing is said.
        engine(engine: impl IsCacheEngine) -> CacheEngine { engine.it() } = Valkey::V8_1.into();
        /// How many nodes it has, from 2 to 6; 3 if nothing is said. One takes writes, and all can be read.
        nodes(count: u16) -> u16 { count } = 3;
        /// The size of each.
        node(node: impl IsCacheNode) -> CacheNode { *node.it() } = CacheNode::M7G_LARGE;
    }
}

impl<D: DataClass> Spec for Cache<D> {
    type Handle = Cached<D>;
    const KIND: &'static str = "Cache";
    const INVARIANTS: &'static [Rule] = &[
        CACHE_HAS_THE_CUSTOMERS_KEY,
        CACHE_SPEAKS_TLS,
        CACHE_KNOWS_WHO,
        CACHE_IS_ISOLATED,
        CACHE_LETS_IN_GROUPS,
        CACHE_HAS_ZONES,
        CACHE_KEEPS_SNAPSHOTS,
        ELASTI_CACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for Cache<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Cached<D> {
        scope.stands_at(Dimension::availability, MultiAz::POSITION);
        scope.stands_at(Dimension::deletion, <P::Deletion as Level>::POSITION);
        let Self { perimeter, engine, nodes, node } = self;
        let (least, most) = SNAPSHOT_DAYS;
        let snapshot_days = days::<P::BackupRetention>().clamp(least, most);
        let request = Request {
            key: &perimeter.key,
            network: &perimeter.network,
            engine,
            nodes,
            node,
            snapshot_days,
            deletion: Deletion::of::<P>(),
        };
        Cached { facts: declare(scope, D::CLASS, &request), class: PhantomData }
    }
}

/// A cache as it is asked for.
struct Request<'a> {
    key: &'a Key,
    network: &'a Network,
    engine: CacheEngine,
    nodes: u16,
    node: CacheNode,
    snapshot_days: u32,
    deletion: Deletion,
}

fn declare(scope: &mut Scope<'_>, class: Class, request: &Request<'_>) -> Facts {
    scope.plays(Role::Channel, class);
    let name = scope.physical_name().lower();
    judge(scope, request, &name);
    let subnets = scope.resource(
        "Subnets",
        cfn::SubnetGroup {
            description: Some("Subnets of stores".into()),
            subnet_ids: Some(request.network.isolated().into_iter().map(Into::into).collect()),
            ..Default::default()
        },
    );
    let group = SecurityGroup::closed(scope, &request.network.id());
    let (user, users) = users(scope, &name, request.engine);
    let made = scope.resource("", cache(request, &name, (&subnets, &users), &group));
    request.deletion.apply_or(scope, &made, "Snapshot");
    let networks = request.network.isolated_networks().to_vec();
    Facts { this: scope.this(), name: scope.name(""), made, user, group, networks }
}

fn judge(scope: &mut Scope<'_>, request: &Request<'_>, name: &PhysicalName) {
    if !(2..=6).contains(&request.nodes) {
        scope.reject(
            Some(hipaa::CONTINGENCY_PLAN),
            format!("has {} nodes, and one has to take over when another fails", request.nodes),
            "give it from 2 to 6",
        );
    }
    let longest = LONGEST - if request.engine.has_default_user { NOBODY.len() } else { 0 };
    if name.longest() > longest {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("would be called `{name}`, and ElastiCache takes {longest} characters"),
            "give the stack or the construct a shorter name",
        );
    }
}

/// Declares as whom workloads connect. Somebody without a role is nobody here: a group of Valkey has no default user, and that of Redis,
/// which has to have one, may not sign in.
fn users(scope: &mut Scope<'_>, name: &PhysicalName, engine: CacheEngine) -> (Made<cfn::User>, Made<cfn::UserGroup>) {
    let mode = |mode: &'static str| Some(user::AuthenticationMode { r#type: Some(mode.into()), ..Default::default() });
    let user = scope.resource(
        "User",
        cfn::User {
            access_string: Some(COMMANDS.into()),
            authentication_mode: mode("iam"),
            engine: Some(engine.name.into()),
            user_id: Some(name.into()),
            // Who is known by a role has one name for both.
            user_name: Some(name.into()),
            ..Default::default()
        },
    );
    let nobody = engine.has_default_user.then(|| {
        let nobody = cfn::User {
            access_string: Some(NOTHING.into()),
            authentication_mode: mode("no-password-required"),
            engine: Some(engine.name.into()),
            user_id: Some(name.within("", NOBODY)),
            user_name: Some("default".into()),
            ..Default::default()
        };
        scope.resource("Nobody", nobody).id()
    });
    let users = scope.resource(
        "Users",
        cfn::UserGroup {
            engine: Some(engine.name.into()),
            user_group_id: Some(name.into()),
            user_ids: Some([user.id()].into_iter().chain(nobody).collect()),
            ..Default::default()
        },
    );
    (user, users)
}

fn cache(
    request: &Request<'_>,
    name: &PhysicalName,
    (subnets, users): (&Made<cfn::SubnetGroup>, &Made<cfn::UserGroup>),
    group: &SecurityGroup,
) -> cfn::ReplicationGroup {
    cfn::ReplicationGroup {
        at_rest_encryption_enabled: Some(true.into()),
        auto_minor_version_upgrade: Some(true.into()),
        automatic_failover_enabled: Some(true.into()),
        cache_node_type: Some(request.node.0.into()),
        cache_subnet_group_name: Some(subnets.id()),
        engine: Some(request.engine.name.into()),
        engine_version: Some(request.engine.version.into()),
        kms_key_id: Some(request.key.arn().into()),
        multi_az_enabled: Some(true.into()),
        num_cache_clusters: Some(request.nodes.into()),
        replication_group_description: Some(name.into()),
        replication_group_id: Some(name.into()),
        security_group_ids: Some(vec![group.id()]),
        snapshot_retention_limit: Some(request.snapshot_days.into()),
        transit_encryption_enabled: Some(true.into()),
        transit_encryption_mode: Some("required".into()),
        user_group_ids: Some(vec![users.id()]),
        ..Default::default()
    }
}

//! Redis on Memorystore: a cache.
//!
//! For what can be made anew, such as sessions. Not for records: there are no backups, and what is lost with both of its machines is lost.
//! By construction it is encrypted with the key of the perimeter, has an address in the network of the perimeter and none that the internet
//! knows, asks everybody for a password, and takes no connection without TLS.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        availability::{AvailabilityFor, MultiAz, MultiRegion},
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use super::cached::{CacheStore, Facts};
use crate::{
    kinds::RedisInstance,
    naming::{by_name, meta},
    perimeter::{Perimeter, PerimeterFor, Zone},
    rules::rule,
    sentences::{CacheAsksForAPassword, CacheNeedsPerimeter, CacheNeedsSize},
    stack::Gcp,
};

/// A cache for data of class `D`, which its perimeter says. `A` is its availability.
///
/// ```
/// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_gcp::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// # let project = stack.add("Project", project);
/// # let key = stack.add("Key", CryptoKey::builder().project(&project));
/// # let audit = stack.add("Audit", AuditSink::builder().key(&key));
/// # let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
/// # let network = stack.add("Network", network);
/// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// # let clinical = stack.add("Clinical", clinical);
/// let sessions = stack.add("Sessions", Memorystore::builder().perimeter(&clinical).memory_gib(5));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Memorystore<D: DataClass, A = PolicyFloor> {
    parts: CacheParts<D>,
    position: PhantomData<A>,
}

hc_cdk::builder! {
    /// What a cache is made of.
    pub struct CacheParts<D: DataClass>;
    /// A cache that is being described.
    pub struct MemorystoreBuilder => Memorystore<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: CacheNeedsPerimeter;
        /// Its memory, in GiB: from 1 to 300.
        memory_gib(gib: u16) -> u16 { gib }: CacheNeedsSize;
    }
    never { authentication: CacheAsksForAPassword }
    positions Memorystore {
        /// What may fail without the cache failing, instead of what the policy asks for.
        availability: A,
    }
}

impl<D: DataClass, A> Spec for Memorystore<D, A> {
    type Handle = CacheStore<D>;
    const KIND: &'static str = "Memorystore";
    const INVARIANTS: &'static [Rule] = &[
        rule::CACHE_HAS_THE_CUSTOMERS_KEY,
        rule::CACHE_IS_PRIVATE,
        rule::CACHE_SPEAKS_TLS,
        rule::CACHE_ASKS_WHO,
        rule::CACHE_HAS_ZONES,
        rule::SECRET_IS_KEPT_HERE,
        rule::IN_ITS_REGION,
        rule::IN_ITS_PROJECT,
    ];
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Gcp> for Memorystore<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> CacheStore<D> {
        scope.stands_at(Dimension::availability, A::POSITION);
        let zone = &self.parts.perimeter.zone;
        let instance = declare(scope, D::CLASS, zone, self.parts.memory_gib, A::POSITION);
        CacheStore::new(Facts::with_login(scope, zone, instance))
    }
}

fn declare(scope: &mut Scope<'_>, class: Class, zone: &Zone, gib: u16, availability: Position) -> Value<String> {
    // Whatever is in it, is somewhere else too: it hands data on, and keeps none.
    scope.plays(Role::Channel, class);
    if !(1..=300).contains(&gib) {
        scope.reject(None, format!("has {gib} GiB of memory"), "take from 1 to 300");
    }
    if availability >= MultiRegion::POSITION {
        let help = "a cache survives the loss of a zone: have a second one in another region";
        scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
    }
    zone.key.serves(scope, "cloud-redis");
    let spec = tree! {
        region: scope.region(),
        tier: if availability >= MultiAz::POSITION { "STANDARD_HA" } else { "BASIC" },
        memorySizeGb: i64::from(gib),
        redisVersion: "REDIS_7_2",
        authEnabled: true,
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        customerManagedKeyRef: by_name(&zone.key.id),
        authorizedNetworkRef: by_name(&zone.network.id),
        connectMode: "PRIVATE_SERVICE_ACCESS",
    };
    let made = scope.resource("", Custom { metadata: meta(name_of(scope), zone.home()), spec: RedisInstance(spec) });
    scope.stands_on(&zone.network.services);
    scope.after(&made, "KeyUse");
    made.id()
}

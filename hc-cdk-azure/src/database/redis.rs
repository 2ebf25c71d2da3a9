//! Redis on Azure: a cache.
//!
//! For what can be made anew, such as sessions. Not for records: there are no backups. By construction a cache has an address in the network
//! of the perimeter and none that the internet knows, takes no connection without TLS, and knows everybody by an identity of the tenant:
//! it has no keys that let somebody in.
//!
//! [`ManagedRedis`] is encrypted with the key of the perimeter. [`PremiumRedis`] cannot be, so that whoever is asked for that signs for
//! `rule::CACHE_HAS_THE_CUSTOMERS_KEY`; Azure retires it on 2028-09-30, and makes none for new subscriptions before that.

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
};
use hc_cdk_manifest::{naming::name_of, tree};

use super::cached::{ManagedStore, RedisStore};
use crate::{
    endpoint,
    kinds::{Redis, RedisEnterprise, RedisEnterpriseDatabase},
    names::ZONES,
    naming::{Thing, owner, put},
    network::Service,
    perimeter::{Perimeter, PerimeterFor},
    rules::{rule, sizes},
    sentences::{CacheHasNoKeys, ManagedRedisNeedsPerimeter, PremiumRedisNeedsPerimeter},
    stack::Azure,
};

/// What holds for every cache.
const INVARIANTS: &[Rule] = &[
    rule::CACHE_HAS_THE_CUSTOMERS_KEY,
    rule::STORE_IS_PRIVATE,
    rule::CACHE_SPEAKS_TLS,
    rule::CACHE_ASKS_WHO,
    rule::CACHE_IS_FOR_ONE_WORKLOAD,
    rule::CACHE_HAS_ZONES,
    rule::IS_WATCHED,
    rule::IN_ITS_REGION,
    rule::IN_ITS_GROUP,
];

macro_rules! caches {
    ($($(#[$doc:meta])* $name:ident => $store:ident, $parts:ident, $builder:ident: $sentence:ident, $(#[$size_doc:meta])* $size:ident: $of:ty = $first:expr, $declare:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name<D: DataClass, A = PolicyFloor> {
            parts: $parts<D>,
            position: PhantomData<A>,
        }

        hc_cdk::builder! {
            /// What a cache is made of.
            pub struct $parts<D: DataClass>;
            /// A cache that is being described.
            pub struct $builder => $name<D>;
            needs {
                /// The perimeter that it is in.
                perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: $sentence;
            }
            may {
                $(#[$size_doc])*
                $size(size: $of) -> $of { size } = $first;
            }
            never { access_keys: CacheHasNoKeys }
            positions $name {
                /// What may fail without the cache failing, instead of what the policy asks for.
                availability: A,
            }
        }

        impl<D: DataClass, A> Spec for $name<D, A> {
            type Handle = $store<D>;
            const KIND: &'static str = stringify!($name);
            const INVARIANTS: &'static [Rule] = INVARIANTS;
        }

        impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Azure> for $name<D, A> {
            fn declare(self, scope: &mut Within<'_, P, Azure>) -> $store<D> {
                begin(scope, D::CLASS, A::POSITION);
                $declare(scope, &self.parts.perimeter, self.parts.$size, A::POSITION)
            }
        }
    )+};
}

caches! {
    /// A cache on Managed Redis for data of class `D`, which its perimeter says. `A` is its availability.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_azure::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    /// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
    /// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    /// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    /// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
    /// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    /// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    /// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    /// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    /// # let clinical = stack.add("Clinical", clinical);
    /// let sessions = stack.add("Sessions", ManagedRedis::builder().perimeter(&clinical).size("Balanced_B10"));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    ManagedRedis => ManagedStore, ManagedRedisParts, ManagedRedisBuilder: ManagedRedisNeedsPerimeter,
    /// Its size, such as `Balanced_B10` with 12 GB of memory.
    size: &'static str = "Balanced_B10", managed;

    /// A cache on Azure Cache for Redis, Premium, for data of class `D`, which its perimeter says. `A` is its availability.
    ///
    /// Azure retires it on 2028-09-30: [`ManagedRedis`] comes after it. It has no key of the customer's.
    PremiumRedis => RedisStore, PremiumRedisParts, PremiumRedisBuilder: PremiumRedisNeedsPerimeter,
    /// Its size: from 1 (6 GB of memory) to 5 (120 GB).
    capacity: u8 = 1, premium;
}

/// What is said of every cache. Whatever is in it, is somewhere else too: it hands data on, and keeps none.
fn begin(scope: &mut Scope<'_>, class: Class, availability: Position) {
    scope.plays(Role::Channel, class);
    scope.stands_at(Dimension::availability, availability);
    if availability >= MultiRegion::POSITION {
        let help = "a cache survives the loss of a zone: have a second one in another region";
        scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
    }
}

fn managed<D: DataClass>(
    scope: &mut Scope<'_>,
    zone: &Perimeter<D>,
    size: &'static str,
    availability: Position,
) -> ManagedStore<D> {
    if !sizes(size) {
        let message = format!("has the size `{size}`, which is none of Managed Redis");
        scope.reject(None, message, "take one such as `Balanced_B10`, `MemoryOptimized_M10` or `ComputeOptimized_X10`");
    }
    let (home, identity) = (zone.home(), &zone.key.identity.thing);
    let spec = tree! {
        azureName: home.global(&name_of(scope)),
        location: scope.region(),
        owner: owner(&home.id),
        sku: { name: size },
        highAvailability: if availability >= MultiAz::POSITION { "Enabled" } else { "Disabled" },
        minimumTlsVersion: "1.2",
        publicNetworkAccess: "Disabled",
        identity: identity.identity(),
        encryption: {
            customerManagedKeyEncryption: {
                keyEncryptionKeyUrl: zone.key.uri(),
                keyEncryptionKeyIdentity: {
                    identityType: "userAssignedIdentity",
                    userAssignedIdentityResourceReference: identity.named(),
                },
            },
        },
    };
    let cluster = put(scope, home, "", RedisEnterprise(spec));
    let spec = tree! {
        azureName: "default",
        owner: owner(&cluster),
        clientProtocol: "Encrypted",
        accessKeysAuthentication: "Disabled",
        // Clients then speak to one port, and not to whichever each part of the cache has at the time.
        clusteringPolicy: "EnterpriseCluster",
        evictionPolicy: "VolatileLRU",
    };
    let database = put(scope, home, "Database", RedisEnterpriseDatabase(spec));
    zone.audit.watches(scope, "Logs", &Thing::new("cache", "RedisEnterpriseDatabase", database.clone()));
    let thing = Thing::new("cache", "RedisEnterprise", cluster);
    endpoint::declare(scope, &zone.network, &thing, Service::ManagedRedis);
    ManagedStore::new(scope, thing, zone, database)
}

fn premium<D: DataClass>(
    scope: &mut Scope<'_>,
    zone: &Perimeter<D>,
    capacity: u8,
    availability: Position,
) -> RedisStore<D> {
    if !(1..=5).contains(&capacity) {
        scope.reject(None, format!("has the size P{capacity}"), "take from 1 to 5");
    }
    let home = zone.home();
    let several = availability >= MultiAz::POSITION;
    let spec = tree! {
        azureName: home.global(&name_of(scope)),
        location: scope.region(),
        owner: owner(&home.id),
        sku: { name: "Premium", family: "P", capacity: i64::from(capacity) },
        redisVersion: "6",
        enableNonSslPort: false,
        minimumTlsVersion: "1.2",
        publicNetworkAccess: "Disabled",
        disableAccessKeyAuthentication: true,
        redisConfiguration: hc_cdk::value::Object::new().with("aad-enabled", "true").with("maxmemory-policy", "volatile-lru"),
        replicasPerPrimary: if several { 2 } else { 1 },
        zones: if several { ZONES.to_vec() } else { vec!["1"] },
    };
    let thing = Thing::new("cache", "Redis", put(scope, home, "", Redis(spec)));
    endpoint::declare(scope, &zone.network, &thing, Service::Redis);
    zone.audit.watches(scope, "Logs", &thing);
    RedisStore::new(scope, thing, zone)
}

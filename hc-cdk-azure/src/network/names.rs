//! The names under which a network knows stores of Azure.

use hc_cdk::{stack::Scope, value::Value};
use hc_cdk_manifest::tree;

use crate::{
    group::Home,
    kinds::{DnsLink, DnsZone},
    naming::{Thing, owner, put},
    rules::PRIVATE_NAMES,
};

/// What is reached privately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Vault,
    Postgres,
    Redis,
    ManagedRedis,
    Blobs,
    Images,
}

/// The zones of names, in the order of [`PRIVATE_NAMES`].
pub(crate) type Zones = [Value<String>; PRIVATE_NAMES.len()];

impl Service {
    /// Which part of the service the endpoint is for, as the cloud calls it.
    pub(crate) const fn part(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::Postgres => "postgresqlServer",
            Self::Redis => "redisCache",
            Self::ManagedRedis => "redisEnterprise",
            Self::Blobs => "blob",
            Self::Images => "registry",
        }
    }

    /// Its zone among those of a network.
    pub(crate) const fn zone(self, zones: &Zones) -> &Value<String> {
        let [vault, postgres, redis, managed_redis, blobs, images] = zones;
        match self {
            Self::Vault => vault,
            Self::Postgres => postgres,
            Self::Redis => redis,
            Self::ManagedRedis => managed_redis,
            Self::Blobs => blobs,
            Self::Images => images,
        }
    }

    /// Declares the names of all services in a network.
    pub(super) fn names(scope: &mut Scope<'_>, home: &Home, network: &Thing) -> Zones {
        PRIVATE_NAMES.map(|(part, domain)| {
            let spec = tree! { azureName: domain, location: "global", owner: owner(&home.id) };
            let zone = put(scope, home, part, DnsZone(spec));
            let spec = tree! {
                location: "global",
                owner: owner(&zone),
                registrationEnabled: false,
                virtualNetwork: network.reference(),
            };
            put(scope, home, &format!("{part}Link"), DnsLink(spec));
            zone
        })
    }
}

//! Stores of data that Azure runs.

mod cached;
mod flexible;
mod handle;
mod redis;

pub(crate) use cached::{INTO_MANAGED, INTO_PREMIUM};
pub use cached::{ManagedStore, RedisStore};
pub use flexible::{FlexibleServer, FlexibleServerBuilder, PostgresVersion, ServerParts};
pub use handle::ServerStore;
pub(crate) use handle::{SIGNS_IN, USES};
pub use redis::{
    ManagedRedis, ManagedRedisBuilder, ManagedRedisParts, PremiumRedis, PremiumRedisBuilder, PremiumRedisParts,
};

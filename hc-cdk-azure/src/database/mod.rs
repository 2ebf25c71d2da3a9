//! Stores of data that Azure runs.

mod flexible;
mod handle;
mod redis;

pub use flexible::{FlexibleServer, FlexibleServerBuilder, PostgresVersion, ServerParts};
pub(crate) use handle::SIGNS_IN;
pub use handle::ServerStore;
pub use redis::{
    ManagedRedis, ManagedRedisBuilder, ManagedRedisParts, PremiumRedis, PremiumRedisBuilder, PremiumRedisParts,
    RedisStore,
};

//! Stores of data that Azure runs.

mod flexible;
mod redis;

pub use flexible::{FlexibleServer, FlexibleServerBuilder, PostgresVersion, ServerParts, ServerStore};
pub use redis::{
    ManagedRedis, ManagedRedisBuilder, ManagedRedisParts, PremiumRedis, PremiumRedisBuilder, PremiumRedisParts,
    RedisStore,
};

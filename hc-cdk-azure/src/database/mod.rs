//! Stores of data that Azure runs.

mod flexible;
mod handle;
mod managed;
mod redis;

pub use flexible::{FlexibleServer, FlexibleServerBuilder, PostgresVersion, ServerParts};
pub use handle::ServerStore;
pub(crate) use handle::{SIGNS_IN, USES};
pub use managed::ManagedStore;
pub use redis::{
    ManagedRedis, ManagedRedisBuilder, ManagedRedisParts, PremiumRedis, PremiumRedisBuilder, PremiumRedisParts,
    RedisStore,
};

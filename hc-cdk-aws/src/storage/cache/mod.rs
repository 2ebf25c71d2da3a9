//! A cache on `ElastiCache`: what is asked for again and again, and can be made again.

mod construct;
mod engine;
mod handle;
mod node;
#[cfg(test)]
mod tests;

pub use construct::{Cache, CacheBuilder};
pub use engine::{CacheEngine, IsCacheEngine, RedisOss, Valkey};
pub use handle::Cached;
pub use node::{CacheNode, IsCacheNode};

//! What a cache runs, by its version. `ElastiCache` installs later minor versions by itself.
//!
//! Source: "Supported engine versions" in the guide to Amazon `ElastiCache`. Both know whoever connects by his role: Valkey from 7.2 on, and Redis
//! OSS from 7.0 on.

/// Valkey, by version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Valkey {
    /// Valkey 7.2.
    V7_2,
    /// Valkey 8.0.
    V8_0,
    /// Valkey 8.1.
    V8_1,
}

/// Redis OSS, by version: for a program that asks for it by name. Valkey speaks as it does, and costs less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedisOss {
    /// Redis OSS 7.1.
    V7_1,
}

/// What a cache runs: made of [`Valkey`] or [`RedisOss`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheEngine {
    /// As `ElastiCache` calls it.
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// Whether whoever shows nothing is somebody, whom a group has to have.
    pub(super) has_default_user: bool,
}

/// What a cache runs, of a version that is known.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a cache runs, of a version that is known",
    label = "name one: `Valkey::V8_1` or `RedisOss::V7_1`"
)]
pub trait IsCacheEngine {
    /// What is given.
    fn it(self) -> CacheEngine;
}

#[diagnostic::do_not_recommend]
impl<E: Into<CacheEngine>> IsCacheEngine for E {
    fn it(self) -> CacheEngine {
        self.into()
    }
}

impl From<Valkey> for CacheEngine {
    fn from(version: Valkey) -> Self {
        let version = match version {
            Valkey::V7_2 => "7.2",
            Valkey::V8_0 => "8.0",
            Valkey::V8_1 => "8.1",
        };
        Self { name: "valkey", version, has_default_user: false }
    }
}

impl From<RedisOss> for CacheEngine {
    fn from(version: RedisOss) -> Self {
        let RedisOss::V7_1 = version;
        Self { name: "redis", version: "7.1", has_default_user: true }
    }
}

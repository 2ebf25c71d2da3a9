//! The sizes of a cache's nodes.

/// A size of a cache's nodes, on ARM: each has the whole of what is cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheNode(pub(super) &'static str);

impl CacheNode {
    /// 2 processors that are shared, 1.37 GiB.
    pub const T4G_SMALL: Self = Self("cache.t4g.small");
    /// 2 processors that are shared, 3.09 GiB.
    pub const T4G_MEDIUM: Self = Self("cache.t4g.medium");
    /// 2 processors, 6.38 GiB.
    pub const M7G_LARGE: Self = Self("cache.m7g.large");
    /// 4 processors, 12.93 GiB.
    pub const M7G_XLARGE: Self = Self("cache.m7g.xlarge");
    /// 2 processors, 13.07 GiB.
    pub const R7G_LARGE: Self = Self("cache.r7g.large");
    /// 4 processors, 26.32 GiB.
    pub const R7G_XLARGE: Self = Self("cache.r7g.xlarge");
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a size that nodes of a cache have",
        label = "name one of `CacheNode`, such as `CacheNode::M7G_LARGE`"
    )]
    /// A size of nodes.
    IsCacheNode: CacheNode;
}

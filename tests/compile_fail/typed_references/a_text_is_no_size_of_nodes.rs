//! expect: this is not a size that nodes of a cache have

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, storage::CacheNode};

fn program(zone: &Perimeter<Phi>) {
    let _ = Cache::builder().perimeter(zone).node("cache.t3.micro").build();
}

fn main() {}

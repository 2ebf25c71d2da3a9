//! One of the sizes that there are.

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, storage::CacheNode};

fn program(zone: &Perimeter<Phi>) {
    let _ = Cache::builder().perimeter(zone).node(CacheNode::M7G_LARGE).build();
}

fn main() {}

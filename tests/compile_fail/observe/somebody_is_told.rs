//! expect: nobody is told of this watch

use hc_cdk_observe::{Channel, Watch};

fn watch(pager: &Channel) {
    let watch = Watch::builder().runbooks("https://runbooks.example.org").build();
}

fn main() {}

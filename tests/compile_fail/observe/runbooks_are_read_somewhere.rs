//! expect: a watch says where the pages of its runbooks are read

use hc_cdk_observe::{Channel, Routes, Watch};

fn watch(pager: &Channel) {
    let watch = Watch::builder().routes(Routes::to(pager)).build();
}

fn main() {}

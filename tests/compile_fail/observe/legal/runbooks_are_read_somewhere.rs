//! The address of every alert leads to a page.

use hc_cdk_observe::{Channel, Routes, Watch};

fn watch(pager: &Channel) {
    let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(Routes::to(pager)).build();
}

fn main() {}

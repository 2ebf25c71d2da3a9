//! Accounts that pull are a list.

use hc_cdk_aws::{keys::Key, prelude::*};

fn program(key: &Key) {
    ImageRepository::builder().key(key).pulled_by(["444455556666"]).build();
}

fn main() {}

//! expect: this does not say what the stream of a table tells

use hc_cdk::data::Phi;
use hc_cdk_aws::{prelude::*, storage::TableStream};

fn program(zone: &Perimeter<Phi>) {
    let _ = EncryptedTable::builder().perimeter(zone).partition_key(TableKey::text("patient")).stream(true).build();
}

fn main() {}

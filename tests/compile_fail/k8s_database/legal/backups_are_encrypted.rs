//! Backups are encrypted with a key of the customer's own.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::Archive, prelude::*, secret::Secret};

fn archive(writer: &Secret, s3: &Outside<Phi>) {
    Archive::builder().bucket("backups", "eu-west-2").key("arn:aws:kms:eu-west-2:111122223333:key/1a2b").credentials(writer).through(s3).build();
}

fn main() {}

//! Who writes backups is known to the bucket.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    database::Archive,
    network::Outside,
    secret::Secret,
};

fn archive(writer: &Secret, way: &Outside<Phi>) -> Archive<Phi> {
    Archive::builder().bucket("clinic-backups", "us-east-1").key("backups").credentials(writer).through(way).build()
}

fn main() {}

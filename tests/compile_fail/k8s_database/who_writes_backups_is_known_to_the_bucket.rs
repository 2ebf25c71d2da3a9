//! expect: `Generated` is not a secret that is kept outside the cluster

use hc_cdk::data::Phi;
use hc_cdk_k8s::{
    database::Archive,
    network::Outside,
    secret::Generated,
};

fn archive(writer: &Generated, way: &Outside<Phi>) -> Archive<Phi> {
    Archive::builder().bucket("clinic-backups", "us-east-1").key("backups").credentials(writer).through(way).build()
}

fn main() {}

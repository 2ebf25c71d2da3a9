//! The images of a store are named by digest.

use hc_cdk::{data::Phi, image};
use hc_cdk_k8s::{database::MongoDb, prelude::*};

fn records(zone: &Namespace<Phi>) {
    let image = image!("registry.example/mongod@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    MongoDb::builder().perimeter(zone).images(image.clone(), image.clone(), image);
}

fn main() {}

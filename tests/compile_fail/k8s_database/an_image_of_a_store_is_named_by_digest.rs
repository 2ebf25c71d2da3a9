//! expect: `&str` is not an image

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::MongoDb, prelude::*};

fn records(zone: &Namespace<Phi>) {
    let image = "registry.example/mongod:8.0";
    MongoDb::builder().perimeter(zone).images(image, image, image);
}

fn main() {}

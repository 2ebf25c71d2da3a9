//! expect: a job that `Signs` does not come right after an image is `Tested`

use hc_cdk::{data::Phi, image, policy::{Hipaa, Production}};
use hc_cdk_aws::{delivery::{ImageBuild, Source}, prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let images = stack.add("Images", ImageRepository::builder().key(&key).build());
    let api = FargateService::builder()
        .perimeter(&clinical)
        .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
        .port(8080)
        .build();
    let api = stack.add("Api", api);
    let delivery = Pipeline::builder().key(&key).trail(&trail).source(Source::upload("api.zip")).image(ImageBuild::to(&images).tested("npm test").signed().approved("Release?")).deploy(&api).build();
    stack.add("Delivery", delivery);
}

//! Both lines have the digest of the contents.

use hc_cdk::{image, image::ImageList, images};

const IMAGES: ImageList = images!(
    "registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
registry.example/redis@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

fn main() {
    let _ = image!(IMAGES, "api");
}

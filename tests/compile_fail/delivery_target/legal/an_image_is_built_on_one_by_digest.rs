//! The nearest program that compiles.

use hc_cdk::image;
use hc_cdk_delivery::image::Dockerfiles;

fn main() {
    let python =
        image!("registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let _ = Dockerfiles::python(python.clone(), python);
}

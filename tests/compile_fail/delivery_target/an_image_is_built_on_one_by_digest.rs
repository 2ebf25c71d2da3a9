//! expect: `&str` is not an image that is named by its digest

use hc_cdk::image;
use hc_cdk_delivery::image::Dockerfiles;

fn main() {
    let _ = Dockerfiles::python("python:3.9-alpine", "python:3.9-alpine");
}

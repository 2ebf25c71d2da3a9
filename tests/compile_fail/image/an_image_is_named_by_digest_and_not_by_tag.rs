//! expect: an image is named by its digest

use hc_cdk::image;

fn main() {
    let _ = image!("registry.example/clinic/api:1.4");
}

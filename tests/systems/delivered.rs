//! What the workflow of the hospital notes of the images that it pushes, the program takes up, and deploys.

use std::{fs, path::Path};

use hc_cdk_tests::committed::committed;

use super::place;

#[path = "../../examples/hms/named.rs"]
mod named;

const WORKFLOW: &str = "delivery/.github/workflows/deploy.yml";

#[test]
fn what_the_workflow_pushes_is_what_is_deployed() {
    let files = committed(Path::new("../examples/output/hms"), "").unwrap();
    let read = |at: &str| place::there(WORKFLOW, &files[Path::new(WORKFLOW)], at).unwrap();
    let services = read("/jobs/images/strategy/matrix/service");
    let services: Vec<&str> = services.as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
    assert_eq!(services.len(), 32, "{services:?}");
    let steps = read("/jobs/images/steps");
    let tags = steps.as_array().unwrap().iter().find_map(|it| it.pointer("/with/tags")?.as_str()).unwrap();
    // As the step that notes the digest writes it: `${IMAGE%:*}@$DIGEST`.
    let (image, _) = tags.rsplit_once(':').unwrap();
    let names: Vec<String> = services.iter().map(|it| image.replace("${{ matrix.service }}", it)).collect();
    for (service, name) in services.iter().zip(&names) {
        let image = named::image(named::IMAGES, named::REGISTRY.region(), service).unwrap();
        assert_eq!(image.as_str().split('@').next(), Some(name.as_str()));
    }
    let committed = fs::read_to_string("../examples/hms/images.txt").unwrap();
    let mut known: Vec<&str> = committed.lines().filter_map(|it| it.split('@').next()).collect();
    let mut pushed: Vec<&str> = names.iter().map(String::as_str).collect();
    known.sort_unstable();
    pushed.sort_unstable();
    assert_eq!(known, pushed);
    let templates = files.iter().filter(|(path, _)| path.to_string_lossy().ends_with(".template.json"));
    let templates: String = templates.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    let idle: Vec<_> = names.iter().filter(|it| !templates.contains(&format!("{it}@sha256:"))).collect();
    assert!(idle.is_empty(), "built, and deployed nowhere: {idle:?}");
}

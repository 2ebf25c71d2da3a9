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

/// The clusters of the assistant that have a registry of their own, and the job that copies images there.
const CLUSTERS: [(&str, &str, &str); 2] = [
    ("assistant-google", "google-images", "us-central1-docker.pkg.dev/"),
    ("assistant-azure", "azure-images", "medicalaiprodimages.azurecr.io/"),
];

#[test]
fn what_a_cluster_pulls_from_its_own_registry_is_copied_there() {
    let files = committed(Path::new("../examples/output/medical_ai"), "").unwrap();
    for (chart, job, registry) in CLUSTERS {
        let services = format!("/jobs/{job}/strategy/matrix/service");
        let copied = place::there(WORKFLOW, &files[Path::new(WORKFLOW)], &services).unwrap();
        let mut copied: Vec<&str> = copied.as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
        let objects = String::from_utf8_lossy(&files[Path::new(&format!("k8s/{chart}.yaml"))]);
        let images = objects
            .lines()
            .filter_map(|it| it.trim_start().strip_prefix("image: "))
            .filter(|it| it.starts_with(registry));
        let mut pulled: Vec<&str> = images.filter_map(|it| it.split('@').next()?.rsplit('/').next()).collect();
        pulled.sort_unstable();
        pulled.dedup();
        copied.sort_unstable();
        assert_eq!(pulled, copied, "{chart}");
    }
}

#[test]
fn keda_asks_from_where_the_cluster_has_it() {
    let files = committed(Path::new("../examples/output/medical_ai"), "").unwrap();
    for (chart, space) in [("assistant", "keda"), ("assistant-google", "keda"), ("assistant-azure", "kube-system")] {
        let path = format!("k8s/{chart}.yaml");
        let objects = String::from_utf8_lossy(&files[Path::new(&path)]);
        let way = objects.split("\n---\n").find(|it| it.contains("name: scaler-in\n")).unwrap();
        assert!(way.contains(&format!("kubernetes.io/metadata.name: {space}\n")), "{chart}: {way}");
    }
}

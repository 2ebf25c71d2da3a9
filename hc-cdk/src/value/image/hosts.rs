//! Where images are pulled from.

/// The hosts from which an image is pulled that is named so: that of its registry, and those that the registry sends whoever pulls on to,
/// as far as its documentation names them.
///
/// Sources: "Allowlist for Docker Desktop" of Docker, "Configuring your firewall" of `OpenShift` for Quay, and "Communication requirements for
/// GitHub-hosted runners" of GitHub, read in November 2026.
///
/// ```
/// # use hc_cdk::image::hosts;
/// assert_eq!(hosts("registry.example:5000/clinic/api"), ["registry.example"]);
/// assert!(hosts("library/redis").contains(&"registry-1.docker.io"));
/// ```
pub fn hosts(image: &str) -> Vec<&str> {
    let first = image.split_once('/').map(|(first, _)| first);
    // What is no host is a name at Docker's registry.
    let is_host = |it: &&str| it.contains(['.', ':']) || *it == "localhost";
    let host = first.filter(is_host).map_or(DOCKER, |it| it.split(':').next().unwrap_or(it));
    let known = REGISTRIES.iter().find(|(names, _)| names.contains(&host));
    known.map_or_else(|| vec![host], |(_, hosts)| hosts.to_vec())
}

const DOCKER: &str = "docker.io";

/// Registries that keep layers elsewhere, or ask elsewhere who somebody is: what they are called, and their hosts.
const REGISTRIES: [(&[&str], &[&str]); 3] = [
    (
        &[DOCKER, "index.docker.io", "registry-1.docker.io"],
        &[
            "auth.docker.io",
            "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
            "production.cloudflare.docker.com",
            "production.cloudfront.docker.com",
            "registry-1.docker.io",
        ],
    ),
    (&["ghcr.io"], &["ghcr.io", "pkg-containers.githubusercontent.com"]),
    (
        &["quay.io"],
        &[
            "cdn.quay.io",
            "cdn01.quay.io",
            "cdn02.quay.io",
            "cdn03.quay.io",
            "cdn04.quay.io",
            "cdn05.quay.io",
            "cdn06.quay.io",
            "quay.io",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::hosts;

    #[test]
    fn an_image_is_pulled_from_wherever_its_registry_sends_one() {
        assert_eq!(hosts("registry.example:5000/clinic/a"), ["registry.example"]);
        assert_eq!(hosts("localhost/a"), ["localhost"]);
        assert_eq!(hosts("ghcr.io/clinic/a"), ["ghcr.io", "pkg-containers.githubusercontent.com"]);
        for it in ["redis", "bitnami/redis", "docker.io/library/redis", "index.docker.io/bitnami/redis"] {
            assert!(hosts(it).contains(&"auth.docker.io") && !hosts(it).contains(&"docker.io"), "{it}");
        }
    }
}

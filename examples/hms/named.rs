//! Where the images of the services are, for who pushes them and for who runs them.

use hc_cdk::image::{Image, NotAnImage};
use hc_cdk_delivery::{ecr, literal::ecr::EcrAddress};

/// What the workflow pushes to.
pub(crate) const REGISTRY: EcrAddress = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms");

/// The image of a service in a region, among the lines of those that the workflow has pushed: the same digest, by the address of that
/// region.
pub(crate) fn image(lines: &str, region: &str, name: &str) -> Result<Image, NotAnImage> {
    let start = format!("{}/{name}@", REGISTRY.as_str());
    let digest = lines.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default();
    Image::parse(format!("{}/{name}@{digest}", REGISTRY.in_region(region)))
}

//! Where the images of the services are, for who pushes them and for who runs them.

use hc_cdk::{
    image::{Image, ImageList, NotAnImage},
    images,
};
use hc_cdk_delivery::{ecr, literal::ecr::EcrAddress};

/// What the workflow pushes to.
pub(crate) const REGISTRY: EcrAddress = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms");

/// The images by digest, as the workflow writes them.
pub(crate) const IMAGES: ImageList = images!(include_str!("images.txt"));

/// One of these images in a region: the same digest, by the address of that region.
pub(crate) fn image(images: ImageList, region: &str, name: &str) -> Result<Image, NotAnImage> {
    let built = images.image(name)?;
    let digest = built.as_str().rsplit('@').next().unwrap_or_default();
    Image::parse(format!("{}/{name}@{digest}", REGISTRY.in_region(region)))
}

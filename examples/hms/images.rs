//! The repositories of the services' images in a region. They are a stack of their own, which is there before the first image is built.

use std::collections::BTreeMap;

use hc_cdk::image::{Image, NotAnImage};
use hc_cdk_aws::{compute::Repository, prelude::*};

use super::{Prod, named};

/// The images by digest, as the build writes them.
const IMAGES: &str = include_str!("images.txt");

/// The repositories of a region, by the names of the services.
pub(crate) struct Images {
    region: &'static str,
    made: BTreeMap<String, Repository>,
}

impl Images {
    pub(crate) fn of(
        stack: &mut Stack<Prod>,
        region: &'static str,
        services: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let key = stack.add("Key", CustomerKey::builder().build());
        let mut made = BTreeMap::new();
        for service in services {
            let name = service.to_lowercase();
            let repository = ImageRepository::builder().key(&key).called(format!("hms/{name}"));
            made.insert(name, stack.add(service, repository.build()));
        }
        Self { region, made }
    }

    /// The image of a service, as the build named it.
    pub(crate) fn image(&self, name: &str) -> Result<Image, NotAnImage> {
        named::image(IMAGES, self.region, name)
    }

    /// Where later ones of it go.
    pub(crate) fn repository(&self, name: &str) -> Option<&Repository> {
        self.made.get(name)
    }
}

//! The repositories of the services' images in a region. They are a stack of their own, which is there before the first image is built.

use std::collections::BTreeMap;

use hc_cdk::{
    date,
    image::{Image, ImageList, NotAnImage},
    images,
    value::kebab,
    waiver::Waiver,
};
use hc_cdk_aws::{
    compute::{ImageCopies, Repository},
    prelude::*,
    region, rule,
};

use super::{Prod, named};

/// The OpenTelemetry Collector, as AWS distributes it: somebody has pushed it once.
const COLLECTOR: ImageList = images!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/hms/otel-collector@sha256:6b9cc15d4404b66313b1fb961b91c913ad791c3fcbe453ac82d90faaf6834540"
);
const COLLECTORS: &str = "OtelCollector";

/// The account of staging, which runs the images that production will.
const STAGING: &str = "444455556666";

/// The repositories of a region, by the names of the services.
pub(crate) struct Images {
    region: &'static str,
    made: BTreeMap<String, Repository>,
}

impl Images {
    /// The repositories of these services, from which staging pulls if there is one.
    pub(crate) fn of(
        stack: &mut Stack<Prod>,
        region: &'static str,
        services: impl IntoIterator<Item = &'static str>,
        is_rehearsed: bool,
    ) -> Self {
        let key = stack.add("Key", CustomerKey::builder());
        let mut made = BTreeMap::new();
        for service in services.into_iter().chain([COLLECTORS]) {
            let name = kebab(service);
            let repository = ImageRepository::builder().key(&key).called(format!("hms/{name}"));
            let repository = if is_rehearsed {
                let why = "staging runs the images that production will, and they have no data";
                let pulled = Waiver::new(rule::POLICY_STAYS_INSIDE, why, "jane.roe", date!("2027-10-31"));
                stack.add(service, pulled.construct(repository.pulled_by([STAGING])))
            } else {
                stack.add(service, repository)
            };
            made.insert(name, repository);
        }
        Self { region, made }
    }

    /// Copies what is pushed of these services to the region that takes over, which runs it from its own registry.
    pub(crate) fn copied(&self, stack: &mut Stack<Prod>, services: &str) {
        let made = services.split(' ').chain([COLLECTORS]).filter_map(|it| self.made.get(&kebab(it)));
        stack.add("Copies", made.fold(ImageCopies::to(region::UsWest2), ImageCopies::of));
    }

    /// The image of a service, as the build named it.
    pub(crate) fn image(&self, name: &str) -> Result<Image, NotAnImage> {
        named::image(named::IMAGES, self.region, name)
    }

    /// What collects figures beside each service.
    pub(crate) fn collector(&self) -> Result<Image, NotAnImage> {
        named::image(COLLECTOR, self.region, "otel-collector")
    }

    /// Where later ones of it go.
    pub(crate) fn repository(&self, name: &str) -> Option<&Repository> {
        self.made.get(name)
    }
}

//! Copies of container images in other regions, which ECR makes of whatever is pushed.
//!
//! Not for another account, which would have to let this one in. An account has one of them in a region, for all of its repositories there.

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    target::Region,
};

use super::repository::Repository;
use crate::{
    cfn::ecr::{self, replication_configuration as property},
    pseudo,
    rules::rule::IMAGES_ARE_COPIED_INTO_REPOSITORIES,
    stack::Aws,
};

/// Copies of images in another region: what runs there starts although this region is out.
///
/// Each copy goes into the repository of the same name, which a stack of that region has made before: ECR would make one that keeps
/// nothing of what an [`ImageRepository`](super::ImageRepository) asks for.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{compute::ImageCopies, prelude::*, region};
///
/// let mut there = Stack::<(Hipaa, Production)>::new("clinic-west", region::UsWest2);
/// let key = there.add("Key", CustomerKey::builder().build());
/// there.add("Api", ImageRepository::builder().key(&key).called("clinic/api").build());
/// let mut here = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = here.add("Key", CustomerKey::builder().build());
/// let api = here.add("Api", ImageRepository::builder().key(&key).called("clinic/api").build());
/// here.add("Copies", ImageCopies::to(region::UsWest2).of(&api));
/// # assert!(App::new("clinic").stack(there).stack(here).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "images are copied once a stack takes this: `stack.add(\"Copies\", copies)`"]
pub struct ImageCopies {
    region: &'static str,
    names: Vec<Option<String>>,
}

impl ImageCopies {
    /// Copies to that region. Images are no data of anybody, so no policy asks where they are.
    pub fn to<R: Region<Target = Aws>>(_region: R) -> Self {
        Self { region: R::NAME, names: Vec::new() }
    }

    /// Copies what is pushed to a repository from then on. It is told by its name: `.called("clinic/api")`.
    pub fn of(mut self, repository: &Repository) -> Self {
        self.names.push(repository.name());
        self
    }
}

impl Spec for ImageCopies {
    type Handle = ();
    const KIND: &'static str = "ImageCopies";
    const INVARIANTS: &'static [Rule] = &[IMAGES_ARE_COPIED_INTO_REPOSITORIES];
}

impl<P: Policy> Construct<P, Aws> for ImageCopies {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        declare(&self, scope);
    }
}

fn declare(spec: &ImageCopies, scope: &mut Scope<'_>) {
    let names: Vec<&String> = spec.names.iter().flatten().collect();
    if names.is_empty() || names.len() < spec.names.len() {
        let message = "copies images of no repository, or of one without a name of its own";
        let help = "say of which: `.of(&images)`, an `ImageRepository` that is `.called(\"clinic/api\")`";
        scope.reject(Some(iso27001::CAPACITY), message, help);
    }
    if spec.region == scope.region() {
        let message = format!("copies its images to `{}`, which is its own region", spec.region);
        scope.reject(
            Some(iso27001::CAPACITY),
            message,
            "name the region that takes over: `ImageCopies::to(region::UsWest2)`",
        );
    }
    let filter = |name: &&String| property::RepositoryFilter {
        filter: Some((*name).clone().into()),
        filter_type: Some("PREFIX_MATCH".into()),
    };
    let rule = property::ReplicationRule {
        destinations: Some(vec![property::ReplicationDestination {
            region: Some(spec.region.into()),
            registry_id: Some(pseudo::account()),
        }]),
        repository_filters: Some(names.iter().map(filter).collect()),
    };
    let all = property::ReplicationConfigurationProperty { rules: Some(vec![rule]) };
    scope.resource("", ecr::ReplicationConfiguration { replication_configuration: Some(all) });
}

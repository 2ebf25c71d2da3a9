//! A registry of images.
//!
//! By construction a tag means one image for ever, images are encrypted with the key of the perimeter, and they are in its region.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_manifest::{
    naming::{name_of, pascal},
    object::Custom,
    tree,
};

use crate::{
    key::{IsCryptoKey, Key},
    kinds::ArtifactRepository,
    naming::{by_name, staying},
    rules::rule,
    sentences::{ImagesStay, RegistryNeedsKey},
    stack::Gcp,
};

/// A registry that a stack has taken.
#[derive(Debug, Clone)]
pub struct Registry {
    repository: Value<String>,
    address: String,
}

impl Registry {
    /// Where images are pushed to and pulled from, such as `us-central1-docker.pkg.dev/clinic-prod/images`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its object, as a reference.
    pub fn repository(&self) -> &Value<String> {
        &self.repository
    }

    /// What it is called among all registries, in names of what is about it: place, project and name.
    pub(crate) fn called(&self) -> String {
        pascal(&self.address.replacen("-docker.pkg.dev", "", 1).replace('/', "-"))
    }
}

hc_cdk::builder! {
    /// A registry of images.
    ///
    /// ```
    /// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_gcp::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// # let project = stack.add("Project", project);
    /// # let key = stack.add("Key", CryptoKey::builder().project(&project));
    /// let images = stack.add("Images", ArtifactRegistry::builder().key(&key));
    /// assert_eq!(images.address(), "us-central1-docker.pkg.dev/clinic-prod/images");
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct ArtifactRegistry;
    /// A registry that is being described.
    pub struct ArtifactRegistryBuilder => ArtifactRegistry;
    needs {
        /// The key that encrypts the images.
        key(key: &(impl IsCryptoKey + ?Sized)) -> Key { key.it().clone() }: RegistryNeedsKey;
    }
    never { mutable_tags: ImagesStay }
}

impl Spec for ArtifactRegistry {
    type Handle = Registry;
    const KIND: &'static str = "ArtifactRegistry";
    const INVARIANTS: &'static [Rule] =
        &[rule::REGISTRY_HAS_THE_CUSTOMERS_KEY, rule::REGISTRY_TAGS_STAY, rule::IN_ITS_REGION, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for ArtifactRegistry {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Registry {
        declare(scope, &self.key)
    }
}

fn declare(scope: &mut Scope<'_>, key: &Key) -> Registry {
    let name = name_of(scope);
    key.serves(scope, "gcp-sa-artifactregistry");
    let spec = tree! {
        location: scope.region(),
        format: "DOCKER",
        mode: "STANDARD_REPOSITORY",
        dockerConfig: { immutableTags: true },
        kmsKeyRef: by_name(&key.id),
    };
    let made =
        scope.resource("", Custom { metadata: staying(name.clone(), &key.home), spec: ArtifactRepository(spec) });
    scope.after(&made, "KeyUse");
    let address = format!("{}-docker.pkg.dev/{}/{name}", scope.region(), key.home.id());
    Registry { repository: made.id(), address }
}

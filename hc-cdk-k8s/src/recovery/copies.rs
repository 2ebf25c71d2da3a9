//! Copies of a namespace in another region: its objects, and what its pods keep, every day. Velero makes them.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::{PolicyFloor, backup_retention::BackupRetentionFor},
    policy::{Dimension, Policy},
    resource::ResourceType,
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{name_of, shorten},
    object::{Custom, Metadata, Specification},
};

use super::location::{IsLocation, Location};
use crate::{
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    rules::{VELERO, rule},
    sentences::{CopiesNeedPlace, ObjectNeedsNamespace},
};

/// Copies of a namespace in another region. `R` is for how long they are kept.
///
/// ```
/// use hc_cdk::{data::Phi, dimension::retention::Years7, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{prelude::*, recovery::{BackupLocation, NamespaceCopies}};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let far = BackupLocation::builder().bucket("clinic-copies", "us-west-2").key("arn:aws:kms:us-west-2:111122223333:key/9z8y");
/// let far = chart.add("Far", far);
/// chart.add("Copies", NamespaceCopies::builder().perimeter(&zone).location(&far).retention(Years7));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct NamespaceCopies<D: DataClass, R = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> R>,
}

hc_cdk::builder! {
    /// What copies are made of.
    pub struct Parts<D: DataClass>;
    /// Copies as they are being described.
    pub struct NamespaceCopiesBuilder => NamespaceCopies<D>;
    needs {
        /// The namespace that is copied. Its secrets are not: they are read again from where they are kept.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// Where the copies are.
        location(location: &(impl IsLocation + ?Sized)) -> Location { location.it().clone() }: CopiesNeedPlace;
    }
    positions NamespaceCopies {
        /// For how long copies are kept, instead of what the policy asks of backups.
        retention: R,
    }
}

impl<D: DataClass, R> Spec for NamespaceCopies<D, R> {
    type Handle = ();
    const KIND: &'static str = "NamespaceCopies";
    const INVARIANTS: &'static [Rule] = &[rule::NAMESPACE_IS_COPIED];
}

impl<D: DataClass, R: BackupRetentionFor<P>, P: Policy> Construct<P, Kubernetes> for NamespaceCopies<D, R> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        scope.stands_at(Dimension::backup_retention, R::POSITION);
        let zone = &self.parts.perimeter.scoped;
        let metadata = Metadata {
            name: Some(shorten(&format!("{}-{}", zone.text, name_of(scope))).into()),
            namespace: Some(VELERO.into()),
            ..Metadata::default()
        };
        let spec =
            Copies { namespace: zone.id.clone(), location: self.parts.location.made.id(), days: R::POSITION.days() };
        scope.resource("", Custom { metadata, spec });
    }
}

struct Copies {
    namespace: Value<String>,
    location: Value<String>,
    days: u32,
}

impl Specification for Copies {
    const TYPE: &'static ResourceType = &ResourceType::untyped("velero.io/v1/Schedule");
}

impl From<Copies> for Json {
    fn from(it: Copies) -> Self {
        let template = Object::new()
            .with("includedNamespaces", vec![it.namespace])
            .with("excludedResources", vec!["secrets"])
            .with("storageLocation", it.location)
            .with("snapshotVolumes", true)
            .with("snapshotMoveData", true)
            .with("ttl", format!("{}h0m0s", it.days * 24));
        Object::new().with("schedule", "0 4 * * *").with("template", template).into()
    }
}

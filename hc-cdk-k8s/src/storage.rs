//! Disks that a cluster makes for pods. There is no class of disks that is not encrypted.

use hc_cdk::{
    construct::{Invariant, Spec},
    control::{hipaa, iso27001, soc2},
    dimension::{PolicyFloor, deletion::DeletionFor},
    policy::Policy,
    resource::Made,
    stack::Scope,
    value::{Object, Value},
};

use crate::{
    api::{meta::ObjectMeta, storage},
    chart::ClusterConstruct,
    naming::{kebab, name_of},
};

/// A class of encrypted disks. `X` is what happens to a disk when nobody claims it any more.
///
/// ```
/// use hc_cdk::{policy::Production, prelude::*};
/// use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};
///
/// let mut chart = Chart::<Production>::new("clinic");
/// let disks = chart.add("Disks", EncryptedStorage::ebs());
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct EncryptedStorage<X = PolicyFloor> {
    provisioner: &'static str,
    parameters: Object,
    position: std::marker::PhantomData<fn() -> X>,
}

impl EncryptedStorage {
    /// General purpose disks of AWS, encrypted with the account's key for them.
    pub fn ebs() -> Self {
        Self::of("ebs.csi.aws.com", Object::new().with("type", "gp3").with("encrypted", "true"))
    }

    /// Balanced disks of Google Cloud, encrypted with a key of Cloud KMS, by its full name.
    pub fn google(key: &'static str) -> Self {
        let parameters = Object::new().with("type", "pd-balanced").with("disk-encryption-kms-key", key);
        Self::of("pd.csi.storage.gke.io", parameters)
    }

    /// Premium disks of Azure, encrypted with the key of a disk encryption set, by its full id.
    pub fn azure(set: &'static str) -> Self {
        let parameters = Object::new().with("skuName", "Premium_ZRS").with("diskEncryptionSetID", set);
        Self::of("disk.csi.azure.com", parameters)
    }

    fn of(provisioner: &'static str, parameters: Object) -> Self {
        Self { provisioner, parameters, position: std::marker::PhantomData }
    }
}

impl<X> EncryptedStorage<X> {
    /// What happens to a disk that nobody claims any more, instead of what the policy asks for.
    pub fn deletion<N>(self, _deletion: N) -> EncryptedStorage<N> {
        let Self { provisioner, parameters, .. } = self;
        EncryptedStorage { provisioner, parameters, position: std::marker::PhantomData }
    }
}

/// A class of encrypted disks that a chart has taken.
#[derive(Debug, Clone)]
pub struct Encrypted(Made<storage::StorageClass>);

impl Encrypted {
    pub(crate) fn name(&self) -> Value<String> {
        self.0.id()
    }
}

impl<X> Spec for EncryptedStorage<X> {
    type Handle = Encrypted;
    const KIND: &'static str = "EncryptedStorage";
    const INVARIANTS: &'static [Invariant] = &[Invariant {
        sentence: "disks are encrypted",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
    }];
}

impl<X: DeletionFor<P>, P: Policy> ClusterConstruct<P> for EncryptedStorage<X> {
    fn declare(self, scope: &mut Scope<'_>) -> Encrypted {
        let kept = X::RANK > 1;
        let name = format!("{}-{}", kebab(scope.stack().name()), name_of(scope));
        let metadata = ObjectMeta { name: Some(name.into()), ..ObjectMeta::default() };
        Encrypted(scope.resource(
            "",
            storage::StorageClass {
                allow_volume_expansion: Some(true),
                parameters: Some(self.parameters),
                reclaim_policy: Some(if kept { "Retain" } else { "Delete" }.into()),
                // The disk is made in the zone that the pod is put in.
                volume_binding_mode: Some("WaitForFirstConsumer".into()),
                ..storage::StorageClass::new(metadata, self.provisioner.into())
            },
        ))
    }
}

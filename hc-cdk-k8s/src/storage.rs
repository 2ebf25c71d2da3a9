//! Disks that a cluster makes for pods. There is no class of disks that is not encrypted.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    dimension::{
        PolicyFloor,
        deletion::{DeletionFor, Retained},
        key_custody::{AwsManaged, CustomerManaged, KeyCustodyFor},
    },
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    sentences::IsText,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of},
    object::Metadata,
};

use crate::{api::storage, chart::Kubernetes, rules::rule};

/// A class of encrypted disks. `X` is what happens to a disk when nobody claims it any more, `C` who holds the key.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let disks = EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b");
/// let disks = chart.add("Disks", disks);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
#[must_use = "a class of disks is not there until a chart takes it: `chart.add(\"Disks\", ..)`"]
pub struct EncryptedStorage<X = PolicyFloor, C = CustomerManaged> {
    provisioner: &'static str,
    parameters: Object,
    position: std::marker::PhantomData<fn() -> (X, C)>,
}

impl EncryptedStorage<PolicyFloor, AwsManaged> {
    /// General purpose disks of AWS, encrypted with the key that AWS holds for the account. Most policies ask for
    /// [`key`](EncryptedStorage::key), too.
    pub fn ebs() -> Self {
        Self::of("ebs.csi.aws.com", Object::new().with("type", "gp3").with("encrypted", "true"))
    }
}

impl<X> EncryptedStorage<X, AwsManaged> {
    /// Encrypts the disks with the customer's own key, by its ARN. The role of the disks' driver has to be allowed to use it.
    pub fn key(self, key: impl IsText) -> EncryptedStorage<X, CustomerManaged> {
        EncryptedStorage::of(self.provisioner, self.parameters.with("kmsKeyId", key.text()))
    }
}

impl EncryptedStorage {
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
}

impl<X, C> EncryptedStorage<X, C> {
    fn of(provisioner: &'static str, parameters: Object) -> Self {
        Self { provisioner, parameters, position: std::marker::PhantomData }
    }

    /// What happens to a disk that nobody claims any more, instead of what the policy asks for.
    pub fn deletion<N>(self, _deletion: N) -> EncryptedStorage<N, C> {
        EncryptedStorage::of(self.provisioner, self.parameters)
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

impl<X, C> Spec for EncryptedStorage<X, C> {
    type Handle = Encrypted;
    const KIND: &'static str = "EncryptedStorage";
    const INVARIANTS: &'static [Rule] = &[rule::ENCRYPTED_DISKS, rule::KEY_OF_DISKS, rule::DISKS_OUTLIVE_THEIR_PODS];
}

impl<X: DeletionFor<P>, P: Policy> Construct<P, Kubernetes> for EncryptedStorage<X> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Encrypted {
        scope.stands_at(Dimension::deletion, X::POSITION);
        declare(scope, self.provisioner, self.parameters, X::POSITION >= Retained::POSITION)
    }
}

impl<X: DeletionFor<P>, P: Policy> Construct<P, Kubernetes> for EncryptedStorage<X, AwsManaged>
where
    AwsManaged: KeyCustodyFor<P>,
{
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Encrypted {
        scope.stands_at(Dimension::deletion, X::POSITION);
        declare(scope, self.provisioner, self.parameters, X::POSITION >= Retained::POSITION)
    }
}

fn declare(scope: &mut Scope<'_>, provisioner: &'static str, parameters: Object, kept: bool) -> Encrypted {
    use storage::StorageClassReclaimPolicy::{Delete, Retain};

    if parameters.iter().any(|(_, value)| value.as_text() == Some("")) {
        scope.reject(Some(hipaa::ENCRYPTION), "is encrypted with a key without a name", "name the key");
    }
    let key = parameters.get("kmsKeyId").and_then(Json::as_text);
    if let Some(key) = key.filter(|key| !key.is_empty() && !key.starts_with("arn:")) {
        let message = format!("is encrypted with `{key}`, which is no ARN of a key");
        scope.reject(
            Some(hipaa::ENCRYPTION),
            message,
            "write it as `arn:aws:kms:region:account:key/id`, or take `key.arn()` of a stack",
        );
    }
    let name = format!("{}-{}", kebab(scope.stack().name()), name_of(scope));
    let metadata = Metadata { name: Some(name.into()), ..Metadata::default() };
    Encrypted(scope.resource(
        "",
        storage::StorageClass {
            allow_volume_expansion: Some(true),
            parameters: Some(parameters),
            reclaim_policy: Some(if kept { Retain } else { Delete }),
            // The disk is made in the zone that the pod is put in.
            volume_binding_mode: Some(storage::StorageClassVolumeBindingMode::WaitForFirstConsumer),
            ..storage::StorageClass::new(metadata, provisioner.into())
        },
    ))
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a class of encrypted disks",
        label = "give what `chart.add` returned for an `EncryptedStorage`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    /// A class of encrypted disks.
    OnEncryptedDisks: Encrypted;
}

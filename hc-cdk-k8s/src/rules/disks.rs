//! What stays: classes of disks, claims of them, and who keeps them when nobody claims them any more.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::{deletion::Retained, key_custody::CustomerManaged},
    policy::{Dimension, PolicyFacts},
    rule::{Must, Subject, Verdict, asks, real_data},
    value::{Json, Object},
};

use super::{
    operated::{Operated, all},
    read::{Declared, at, items, named, text},
    stores::is_own_key,
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ENCRYPTED_DISKS = "EncryptedDisks" {
        sentence: "disks of a class are encrypted",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &["StorageClass"],
        when: real_data,
        must: Must::Hold(|it| is_encrypted(&it.resource.properties)),
        message: "makes disks that are not encrypted, or not known to be",
        help: "use an `EncryptedStorage`",
    }

    pub KEY_OF_DISKS = "KeyOfDisks" {
        sentence: "disks are encrypted with a key that is held by whom the policy asks for",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "RedisReplication", "StorageClass", "StatefulSet", "PersistentVolumeClaim"],
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Judge(|it| {
            let any_key = !wants_own_key(&it.stack.policy);
            every_class(it, |class| is_encrypted(class) && (any_key || own_key(class).is_some()))
        }),
        message: "has disks that are not encrypted with a key of the customer's own",
        help: "name a key: `EncryptedStorage::ebs().key(..)`",
    }

    pub DISKS_OUTLIVE_THEIR_PODS = "DisksOutliveTheirPods" {
        sentence: "where the policy asks for it, disks stay when nobody claims them any more",
        controls: &[hipaa::INTEGRITY, soc2::CONFIDENTIALITY, iso27001::RECORDS],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "RedisReplication", "StorageClass", "StatefulSet", "PersistentVolumeClaim"],
        when: |policy| asks(policy, Dimension::deletion),
        answers: deletion,
        must: Must::Judge(|it| {
            let any = !wants_disks_to_stay(&it.stack.policy);
            match every_class(it, |class| any || text(class, &["reclaimPolicy"]) == Some("Retain")) {
                Verdict::Held => Verdict::of(any || keeps_claims(it)),
                other => other,
            }
        }),
        message: "has disks that are deleted with what claims them",
        help: "set the `reclaimPolicy` of their class to `Retain`, and keep the claims of a `StatefulSet`",
    }

    pub ON_ENCRYPTED_DISKS = "OnEncryptedDisks" {
        sentence: "what pods keep is on disks of an encrypted class of the app",
        controls: &[hipaa::ENCRYPTION, hipaa::INTEGRITY, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "RedisReplication", "StatefulSet", "PersistentVolumeClaim"],
        when: real_data,
        must: Must::Judge(|it| every_class(it, is_encrypted)),
        message: "keeps data on disks that are not known to be encrypted",
        help: "name the class of an `EncryptedStorage` of the app",
    }

    pub KNOWN_VOLUMES = "KnownVolumes" {
        sentence: "a pod's volumes are files of the cluster, folders that go with it, and claims of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &[],
        when: real_data,
        must: Must::Judge(known_volumes),
        message: "has volumes that no rule judges",
        help: "keep data by a `StatefulWorkload`, or in a store outside the cluster",
    }
}

fn wants_own_key(policy: &PolicyFacts) -> bool {
    policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION
}

/// A policy that wants stores to be protected gets disks that stay: what is left of a claim is deleted by hand, in two steps.
fn wants_disks_to_stay(policy: &PolicyFacts) -> bool {
    policy.floor(Dimension::deletion) >= Retained::POSITION
}

/// Reads something in the class of disks itself, or in that of each claim. What claims nothing is not what is meant.
fn every_class(subject: &Subject<'_>, holds: impl Fn(&Json) -> bool) -> Verdict {
    let json = &subject.resource.properties;
    let of_claim = |claim: &Json| claims_class(subject, claim, &holds);
    if let Some(kind) = Operated::of(subject.kind()) {
        let claims = all(json, kind.claims);
        let of_class = |claim: &&Json| claimed_class(subject, claim, &holds);
        let are_all = kind.groups(json) == claims.len() && kind.other_disks.iter().all(|it| all(json, it).is_empty());
        return Verdict::of(!claims.is_empty() && are_all && claims.iter().all(of_class));
    }
    match subject.kind() {
        "StorageClass" => Verdict::of(holds(json)),
        "PersistentVolumeClaim" => Verdict::of(of_claim(json)),
        _ => match at(json, &["spec", "volumeClaimTemplates"]) {
            None => Verdict::NotApplicable,
            Some(Json::List(claims)) if claims.is_empty() => Verdict::NotApplicable,
            Some(Json::List(claims)) => Verdict::of(claims.iter().all(of_claim)),
            Some(_) => Verdict::Broken,
        },
    }
}

/// Whether a claim is of a class of the app, of which something holds.
pub(super) fn claims_class(subject: &Subject<'_>, claim: &Json, holds: impl Fn(&Json) -> bool) -> bool {
    // This chooses disks beside the class: those of another one.
    let other = at(claim, &["metadata", "annotations", "volume.beta.kubernetes.io/storage-class"]).is_some();
    !other && claim.get("spec").is_some_and(|it| claimed_class(subject, it, holds))
}

/// Whether something holds for the class of the disks that a claim asks for, and for no others.
fn claimed_class(subject: &Subject<'_>, wanted: &Json, holds: impl Fn(&Json) -> bool) -> bool {
    // These choose disks beside the class: one that exists, or what is in another one.
    let chosen = ["volumeName", "selector", "annotations", "dataSource", "dataSourceRef"];
    let class = named(subject, at(wanted, &["storageClassName"]), "StorageClass");
    chosen.iter().all(|it| at(wanted, &[it]).is_none()) && class.is_some_and(|it| holds(&it.resource.properties))
}

/// Whether the disks of a class are encrypted, as far as their driver is known. Google and Azure encrypt all of theirs.
pub(super) fn is_encrypted(class: &Json) -> bool {
    match text(class, &["provisioner"]) {
        Some("ebs.csi.aws.com") => {
            text(class, &["parameters", "encrypted"]) == Some("true") && is_said_once(class, "encrypted")
        }
        Some("pd.csi.storage.gke.io" | "disk.csi.azure.com") => true,
        _ => false,
    }
}

/// The parameter by which a class of disks says their key, by its driver.
fn key_parameter(class: &Json) -> Option<&'static str> {
    match text(class, &["provisioner"])? {
        "ebs.csi.aws.com" => Some("kmsKeyId"),
        "pd.csi.storage.gke.io" => Some("disk-encryption-kms-key"),
        "disk.csi.azure.com" => Some("diskEncryptionSetID"),
        _ => None,
    }
}

/// The customer's own key by which the disks of a class are encrypted.
fn own_key(class: &Json) -> Option<&Json> {
    let parameter = key_parameter(class)?;
    at(class, &["parameters", parameter]).filter(|key| is_own_key(key) && is_said_once(class, parameter))
}

/// All that a class of disks says to its driver of a key.
pub(crate) fn keys_said(class: &Json) -> impl Iterator<Item = &Json> {
    key_parameter(class).into_iter().flat_map(|parameter| said(class, parameter))
}

/// What a class of disks says by a parameter: to drivers, upper case is lower case.
fn said<'a>(class: &'a Json, parameter: &str) -> impl Iterator<Item = &'a Json> {
    let all = at(class, &["parameters"]).and_then(Json::as_object).into_iter().flat_map(Object::iter);
    all.filter(move |(name, _)| name.eq_ignore_ascii_case(parameter)).map(|(_, value)| value)
}

/// Whether a parameter stands once in a class of disks.
fn is_said_once(class: &Json, parameter: &str) -> bool {
    said(class, parameter).count() == 1
}

/// Whether the claims of a set stay when it is deleted or gets smaller, as they do if nothing is said.
fn keeps_claims(subject: &Subject<'_>) -> bool {
    let policy = at(&subject.resource.properties, &["spec", "persistentVolumeClaimRetentionPolicy"]);
    ["whenDeleted", "whenScaled"]
        .iter()
        .all(|when| policy.and_then(|it| it.get(when)).is_none_or(|it| it.as_text() == Some("Retain")))
}

fn known_volumes(subject: &Subject<'_>) -> Verdict {
    let declared = Declared::of(subject);
    let mut volumes = declared.pods.iter().flat_map(|pod| items(pod, &["volumes"])).peekable();
    if volumes.peek().is_none() {
        return Verdict::NotApplicable;
    }
    let of_the_node = |volume: &&Json| at(volume, &["hostPath"]).is_some();
    let (node, known): (Vec<&Json>, Vec<&Json>) = volumes.partition(of_the_node);
    match known.iter().all(|it| is_known(subject, it)) {
        // That a volume is none of its node is a rule of its own.
        true if !node.is_empty() => Verdict::NotApplicable,
        known => Verdict::of(known),
    }
}

fn is_known(subject: &Subject<'_>, volume: &Json) -> bool {
    let Some(members) = volume.as_object() else { return false };
    members.iter().filter(|(name, _)| *name != "name").all(|(kind, volume)| match kind {
        "configMap" | "secret" | "emptyDir" | "downwardAPI" | "projected" => true,
        "persistentVolumeClaim" => named(subject, volume.get("claimName"), "PersistentVolumeClaim").is_some(),
        _ => false,
    })
}

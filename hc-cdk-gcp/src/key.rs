//! A key of Cloud KMS that the customer holds, in a ring of its own.
//!
//! For everything that is kept in a perimeter. By construction it gets new material every 90 days, what is destroyed by mistake can be
//! had back for 30 days, and both ring and key stay when they leave the program: what they encrypted could not be read any more.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Value},
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use crate::{
    grant,
    kinds::{CryptoKeySpecification, KeyRing},
    naming::{by_name, staying},
    project::{Home, IsProject},
    rules::{REGRET, ROTATION, rule},
    sentences::KeyNeedsProject,
    stack::Gcp,
};

/// A key that a stack has taken.
#[derive(Debug, Clone)]
pub struct Key {
    /// The name of its object, as a reference.
    pub(crate) id: Value<String>,
    /// Its full name in the cloud.
    pub(crate) path: Value<String>,
    pub(crate) home: Home,
}

hc_cdk::builder! {
    /// A key that the customer holds.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_gcp::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// let project = stack.add("Project", project);
    /// let key = stack.add("Key", CryptoKey::builder().project(&project));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct CryptoKey;
    /// A key that is being described.
    pub struct CryptoKeyBuilder => CryptoKey;
    needs {
        /// The project that it is in.
        project(project: &(impl IsProject + ?Sized)) -> Home { project.it().clone() }: KeyNeedsProject;
    }
    may {
        /// Has it in a hardware security module.
        in_hardware() -> bool { true } = false;
    }
}

impl Spec for CryptoKey {
    type Handle = Key;
    const KIND: &'static str = "CryptoKey";
    const INVARIANTS: &'static [Rule] =
        &[rule::KEY_ROTATES, rule::KEY_STAYS, rule::IN_ITS_REGION, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for CryptoKey {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Key {
        declare(scope, self.project, self.in_hardware)
    }
}

fn declare(scope: &mut Scope<'_>, home: Home, in_hardware: bool) -> Key {
    let name = name_of(scope);
    let spec = KeyRing(tree! { location: scope.region() });
    let ring = scope.resource("Ring", Custom { metadata: staying(name.clone(), &home), spec }).id();
    let spec = tree! {
        keyRingRef: by_name(&ring),
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: format!("{ROTATION}s"),
        destroyScheduledDuration: format!("{REGRET}s"),
        versionTemplate: {
            algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
            protectionLevel: if in_hardware { "HSM" } else { "SOFTWARE" },
        },
    };
    let metadata = staying(name, &home);
    let id = scope.resource("", Custom { metadata, spec: CryptoKeySpecification(spec) }).id();
    let before = format!("projects/{}/locations/{}/keyRings/", home.id(), scope.region());
    let parts = [Json::from(before), ring.into(), "/cryptoKeys/".into(), Json::from(id.clone())];
    Key { id, path: Value::concat(parts), home }
}

impl Key {
    /// Lets a service of Google's encrypt with the key: the account that it has in the project.
    pub(crate) fn serves(&self, scope: &mut Scope<'_>, service: &str) {
        self.serves_as(scope, "KeyUse", service);
    }

    /// The same by another name in the construct, for one of which several services encrypt.
    pub(crate) fn serves_as(&self, scope: &mut Scope<'_>, name: &'static str, service: &str) {
        let member = format!("serviceAccount:service-{}@{service}.iam.gserviceaccount.com", self.home.number);
        grant::on(
            scope,
            name,
            &self.home,
            grant::Grant {
                member: tree! { member: member },
                role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                kind: ("kms.cnrm.cloud.google.com/v1beta1", "KMSCryptoKey"),
                resource: &self.id,
            },
        );
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a key of the customer's",
        label = "give what `stack.add` returned for a `CryptoKey`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    /// A key.
    IsCryptoKey: Key;
}

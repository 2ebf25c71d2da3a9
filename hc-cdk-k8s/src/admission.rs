//! Which images a namespace lets in: those that one repository's workflows have signed, with a signed list of what is in them. Kyverno
//! asks when a pod is made, whoever makes it.
//!
//! Not for what others build and sign: each such image is let in by its digest. So is the proxy of a mesh, which stands in every pod of a
//! namespace that has one.

use hc_cdk::{
    construct::{Construct, Spec},
    image::Image,
    literal::signer::{ISSUER, Signer},
    resource::ResourceType,
    rule::Rule,
    sentences::{IsSigner, NamedByDigest},
    stack::Within,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of},
    object::{Custom, Metadata, Specification},
};

use crate::{
    chart::Kubernetes,
    namespace::Namespace,
    rules::rule,
    sentences::{AdmissionNeedsNamespace, AdmissionNeedsSigner},
};

hc_cdk::builder! {
    /// What lets images into a namespace.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{admission::SignedImages, prelude::*};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// chart.add("Signed", SignedImages::builder().perimeter(&zone).signer(signer!("clinic/hms")));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct SignedImages;
    /// What lets images into a namespace, as it is being described.
    pub struct SignedImagesBuilder => SignedImages;
    needs {
        /// The namespace.
        perimeter(perimeter: &Namespace<impl Sized>) -> Value<String> { perimeter.scoped.id.clone() }: AdmissionNeedsNamespace;
        /// The repository whose workflows have signed.
        signer(signer: impl IsSigner) -> Signer { signer.it().clone() }: AdmissionNeedsSigner;
    }
    also { others: Vec<Image> }
}

impl<State> SignedImagesBuilder<State> {
    /// Lets in an image, by its digest, that somebody else has built, and that the repository has not signed.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn but(mut self, image: impl NamedByDigest) -> Self {
        self.others.push(image.it().clone());
        self
    }
}

impl Spec for SignedImages {
    type Handle = ();
    const KIND: &'static str = "SignedImages";
    const INVARIANTS: &'static [Rule] = &[rule::ADMITS_SIGNED_IMAGES];
}

impl<P> Construct<P, Kubernetes> for SignedImages {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        // It is of the whole cluster, where another chart may have one, too.
        let name = format!("{}-{}", kebab(scope.stack().name()), name_of(scope));
        let metadata = Metadata { name: Some(name.into()), ..Metadata::default() };
        scope.resource("", Custom { metadata, spec: Policy(self) });
    }
}

struct Policy(SignedImages);

impl Specification for Policy {
    const TYPE: &'static ResourceType = &ResourceType::untyped("kyverno.io/v1/ClusterPolicy");
}

impl From<Policy> for Json {
    fn from(Policy(it): Policy) -> Self {
        let one = |it: Object| vec![Self::from(it)];
        let keyless = Object::new().with("issuer", ISSUER).with("subject", it.signer.subject());
        let keyless = keyless.with("rekor", Object::new().with("url", "https://rekor.sigstore.dev"));
        let attestors = one(Object::new().with("entries", one(Object::new().with("keyless", keyless))));
        let list = Object::new().with("type", "https://spdx.dev/Document").with("attestors", attestors.clone());
        let mut verified = Object::new().with("imageReferences", vec![Self::from("*")]);
        if !it.others.is_empty() {
            let others: Vec<Self> = it.others.iter().map(|it| it.as_str().to_owned().into()).collect();
            verified.insert("skipImageReferences", others);
        }
        let verified = verified
            .with("failureAction", "Enforce")
            .with("required", true)
            .with("verifyDigest", true)
            // A digest is written already: nothing is changed on the way in.
            .with("mutateDigest", false)
            .with("attestors", attestors)
            .with("attestations", one(list));
        let pods =
            Object::new().with("kinds", vec![Self::from("Pod")]).with("namespaces", vec![it.perimeter.json().clone()]);
        let matched = Object::new().with("any", one(Object::new().with("resources", pods)));
        let rule = Object::new().with("name", "signed").with("match", matched).with("verifyImages", one(verified));
        let webhook = Object::new().with("failurePolicy", "Fail").with("timeoutSeconds", 30);
        Object::new().with("background", false).with("webhookConfiguration", webhook).with("rules", one(rule)).into()
    }
}

//! Which images are let in: those that somebody known has signed.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    image::Image,
    literal::signer::{ISSUER, Signer},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{at, every, has_only, is, items, text};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ADMITS_SIGNED_IMAGES = "AdmitsSignedImages" {
        sentence: "a policy of admission lets in images alone that workflows of one repository have signed with what is in them, or that it names by digest, and changes nothing",
        controls: &[
            hipaa::MALICIOUS_SOFTWARE,
            soc2::MALICIOUS_SOFTWARE,
            iso27001::SECURE_DEVELOPMENT,
            part11::VALIDATION,
        ],
        on: &["ClusterPolicy", "Policy"],
        when: real_data,
        must: Must::Judge(|it| {
            // What an API server records has policies, too.
            let is_one = !it.resource.kind().starts_with("audit.k8s.io/");
            if is_one { Verdict::of(lets_in_what_is_signed(it)) } else { Verdict::NotApplicable }
        }),
        message: "lets in images that nobody known has signed, or does something else",
        help: "use a `SignedImages`, which names the repository, and each image of others by its digest",
    }
}

/// What a policy may say of itself.
const KNOWN: [&str; 3] = ["background", "rules", "webhookConfiguration"];

/// What it may say of the images that it asks about.
const ASKED: [&str; 8] = [
    "attestations",
    "attestors",
    "failureAction",
    "imageReferences",
    "mutateDigest",
    "required",
    "skipImageReferences",
    "verifyDigest",
];

fn lets_in_what_is_signed(policy: &Subject<'_>) -> bool {
    let Some(spec) = policy.property("spec") else { return false };
    // A request that nobody has answered is refused.
    let refuses = text(spec, &["webhookConfiguration", "failurePolicy"]) == Some("Fail");
    let named = has_only(spec, &KNOWN)
        && at(spec, &["webhookConfiguration"]).is_some_and(|it| has_only(it, &["failurePolicy", "timeoutSeconds"]));
    named
        && refuses
        && !items(spec, &["rules"]).is_empty()
        && every(spec, &["rules"], |it| asks_of_pods(it) && is_of(policy, it))
}

/// Whether a rule asks of a namespace that its policy is for: one of a namespace is asked about no other.
fn is_of(policy: &Subject<'_>, rule: &Json) -> bool {
    let here = policy.property("metadata/namespace");
    let is_here = |it: &Json| items(it, &["resources", "namespaces"]).iter().any(|it| Some(it) == here);
    !policy.is("Policy") || here.is_some() && every(rule, &["match", "any"], is_here)
}

/// Whether a rule asks of all pods that are made in some namespaces.
fn asks_of_pods(rule: &Json) -> bool {
    let is_pods = |it: &Json| {
        has_only(it, &["resources"])
            && at(it, &["resources"]).is_some_and(|it| has_only(it, &["kinds", "namespaces"]))
            && items(it, &["resources", "kinds"]).iter().any(|it| it.as_text() == Some("Pod"))
            && !items(it, &["resources", "namespaces"]).is_empty()
    };
    has_only(rule, &["match", "name", "verifyImages"])
        && at(rule, &["match"]).is_some_and(|it| has_only(it, &["any"]))
        && !items(rule, &["match", "any"]).is_empty()
        && every(rule, &["match", "any"], is_pods)
        && !items(rule, &["verifyImages"]).is_empty()
        && every(rule, &["verifyImages"], asks_who_signed)
}

/// Whether all images have to be signed, but for those that are named by digest.
fn asks_who_signed(asked: &Json) -> bool {
    let listed = |it: &Json| has_only(it, &["attestors", "type"]) && text(it, &["type"]).is_some() && is_signed(it);
    has_only(asked, &ASKED)
        && text(asked, &["failureAction"]) == Some("Enforce")
        && items(asked, &["imageReferences"]).iter().any(|it| it.as_text() == Some("*"))
        && every(asked, &["skipImageReferences"], |it| it.as_text().is_some_and(|it| Image::parse(it).is_ok()))
        && is(asked, &["required"], true)
        && is(asked, &["verifyDigest"], true)
        // What is left out is true.
        && is(asked, &["mutateDigest"], false)
        && is_signed(asked)
        && items(asked, &["attestations"]).iter().any(says_what_is_inside)
        && every(asked, &["attestations"], listed)
}

/// Whether what is asked for is a list of what is in an image, of one of the two kinds that there are.
fn says_what_is_inside(it: &Json) -> bool {
    matches!(text(it, &["type"]), Some("https://spdx.dev/Document" | "https://cyclonedx.org/bom"))
}

/// Whether it takes signatures of workflows of one repository, and no others. Of several attestors each has to have signed, and of
/// several entries of one as well, unless it counts fewer.
fn is_signed(it: &Json) -> bool {
    let is_known = |it: &Json| {
        has_only(it, &["keyless"])
            && at(it, &["keyless"]).is_some_and(|it| has_only(it, &["issuer", "rekor", "subject"]))
            && text(it, &["keyless", "issuer"]) == Some(ISSUER)
            && text(it, &["keyless", "subject"]).is_some_and(|it| Signer::of_subject(it).is_some())
            && at(it, &["keyless", "rekor"]).is_none_or(|it| has_only(it, &["url"]))
    };
    let all = |it: &Json| {
        has_only(it, &["entries"]) && !items(it, &["entries"]).is_empty() && every(it, &["entries"], is_known)
    };
    !items(it, &["attestors"]).is_empty() && every(it, &["attestors"], all)
}

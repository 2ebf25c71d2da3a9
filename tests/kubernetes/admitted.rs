//! What lets images in, of whoever's own: each way of letting in what nobody known has signed is found.

use crate::{
    own_objects::{are_right, like},
    rules::is_seen,
};

#[test]
fn a_policy_of_admission_lets_in_what_is_signed_and_no_more() {
    let broken = "lets in images that nobody known has signed, or does something else";
    let subject = "https://github.com/clinic/hms/.github/workflows/*@refs/heads/main";
    let keyless = format!(
        r#"{{"keyless": {{"issuer": "https://token.actions.githubusercontent.com", "subject": "{subject}"}}}}"#
    );
    let attestors = format!(r#""attestors": [{{"entries": [{keyless}]}}]"#);
    let asked = format!(
        r#"{{"failureAction": "Enforce", "imageReferences": ["*"], "required": true, "verifyDigest": true,
            "mutateDigest": false, {attestors},
            "attestations": [{{"type": "https://spdx.dev/Document", {attestors}}}]}}"#
    );
    let pods = r#"{"any": [{"resources": {"kinds": ["Pod"], "namespaces": ["clinic"]}}]}"#;
    let rule = format!(r#"{{"name": "signed", "match": {pods}, "verifyImages": [{asked}]}}"#);
    let spec = format!(r#"{{"spec": {{"webhookConfiguration": {{"failurePolicy": "Fail"}}, "rules": [{rule}]}}}}"#);
    let policy = |spec: &str| like("kyverno.io/v1", "ClusterPolicy", spec);
    are_right([policy(&spec)]);
    for (part, other) in [
        ("Enforce", "Audit"),
        (r#""Fail""#, r#""Ignore""#),
        ("clinic/hms/", "clinic/*/"),
        ("@refs/heads/main", "@*"),
        ("token.actions.githubusercontent.com", "accounts.google.com"),
        (r#""required": true"#, r#""required": false"#),
        (r#""verifyDigest": true"#, r#""verifyDigest": false"#),
        (r#""mutateDigest": false"#, r#""mutateDigest": true"#),
        (r#""mutateDigest": false,"#, ""),
        ("spdx.dev/Document", "slsa.dev/provenance/v1"),
        (r#"["*"]"#, r#"["registry.example/*"]"#),
        (r#""required""#, r#""skipImageReferences": ["registry.example/*"], "required""#),
        (r#""verifyImages""#, r#""exclude": {}, "verifyImages""#),
        (r#""verifyImages""#, r#""mutate": {}, "verifyImages""#),
        (r#"["Pod"]"#, r#"["Service"]"#),
        (r#""entries""#, r#""count": 0, "entries""#),
        (r#""subject""#, r#""rekor": {"ignoreTlog": true}, "subject""#),
        (r#""attestations""#, r#""annotations""#),
    ] {
        assert!(spec.contains(part), "{part}");
        is_seen(&policy(&spec.replace(part, other)), broken);
    }
    let listed = format!(r#"{{"type": "https://spdx.dev/Document", {attestors}}}"#);
    let unsigned = format!(r#"{listed}, {{"type": "https://cyclonedx.org/bom"}}"#);
    assert!(spec.contains(&listed));
    is_seen(&policy(&spec.replace(&listed, &unsigned)), broken);
    is_seen(&policy(r#"{"spec": {"webhookConfiguration": {"failurePolicy": "Fail"}, "rules": []}}"#), broken);
    let digest = "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let but = format!(r#""skipImageReferences": ["{digest}"], "required""#);
    are_right([policy(&spec.replace(r#""required""#, &but))]);
    are_right([policy(&spec.replace("https://spdx.dev/Document", "https://cyclonedx.org/bom"))]);
    // One of a namespace is asked about the pods of that one alone.
    let own = |spec: &str| like("kyverno.io/v1", "Policy", spec);
    is_seen(&own(&spec), broken);
    are_right([own(&spec.replace(r#"["clinic"]"#, r#"["clinic-clinical"]"#))]);
}

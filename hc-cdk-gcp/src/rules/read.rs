//! How rules read an object of Config Connector: what it refers to, spans of time, and what becomes of it.

use hc_cdk::{
    rule::Subject,
    value::{Json, Token},
};
use hc_cdk_manifest::read;

use crate::names::{NUMBER, PROJECT};
pub(super) use hc_cdk_manifest::read::{at, every, has_only, items, number, of_app, of_stack, said, text, texts};

/// The kinds of which an object is in no namespace.
const OF_THE_CLUSTER: [&str; 1] = ["Namespace"];

/// The object of that kind that a reference at a path names, and that the app declares.
pub(super) fn referred<'a>(it: &Subject<'a>, path: &str, kind: &'static str) -> Option<Subject<'a>> {
    let reference = it.property(path).filter(|it| has_only(it, &["name"]))?;
    named(it, reference.get("name"), kind)
}

/// The object of that kind that a value names, and that the app declares.
pub(super) fn named<'a>(it: &Subject<'a>, name: Option<&Json>, kind: &'static str) -> Option<Subject<'a>> {
    read::named(it, name, kind, &OF_THE_CLUSTER)
}

/// Whether a value in one object is the name of another.
pub(crate) fn names(who: &Subject<'_>, it: &Subject<'_>, name: Option<&Json>) -> bool {
    read::names(who, it, name, &OF_THE_CLUSTER)
}

/// The project of the app that an object is in: its namespace.
pub(super) fn home<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    named(it, it.property("metadata/namespace"), "Namespace")
}

/// A span of time such as `7776000s`, in seconds. One of nothing is none.
pub(super) fn seconds(it: &Subject<'_>, path: &str) -> Option<u64> {
    it.text(path)?.strip_suffix('s')?.parse().ok().filter(|it| *it > 0)
}

/// What the annotations of an object say, if they say it as a literal.
pub(super) fn annotation<'a>(it: &Subject<'a>, name: &str) -> Option<&'a str> {
    text(&it.resource.properties, &["metadata", "annotations", name])
}

/// The project that an object is in.
pub(super) fn project<'a>(it: &Subject<'a>) -> Option<&'a str> {
    annotation(&home(it)?, PROJECT)
}

/// The number of the project that an object is in.
pub(super) fn project_number<'a>(it: &Subject<'a>) -> Option<&'a str> {
    annotation(&home(it)?, NUMBER)
}

/// The full name of an object in the cloud, as those have it that name it by more than its name.
pub(super) fn full_name(of: &Subject<'_>) -> Option<String> {
    const CERTIFICATES: &str = "//certificatemanager.googleapis.com/";
    const LOGS: &str = "logging.googleapis.com/";
    let (project, name) = (project(of)?, of.text("metadata/name")?);
    let located = |before: &str, of: &Subject<'_>, inside: &str| {
        Some(format!("{before}projects/{project}/locations/{}/{inside}/{name}", of.text("spec/location")?))
    };
    match of.kind() {
        "CertificateManagerCertificateMap" => {
            Some(format!("{CERTIFICATES}projects/{project}/locations/global/certificateMaps/{name}"))
        }
        "ContainerCluster" => located("", of, "clusters"),
        "KMSCryptoKey" => {
            let ring = referred(of, "spec/keyRingRef", "KMSKeyRing")?;
            located("", &ring, &format!("keyRings/{}/cryptoKeys", ring.text("metadata/name")?))
        }
        "LoggingLogBucket" => located(LOGS, of, "buckets"),
        _ => None,
    }
}

/// The object of that kind whose full name stands at a path, and nothing else.
pub(super) fn in_full<'a>(it: &Subject<'a>, path: &str, kind: &'static str) -> Option<Subject<'a>> {
    let value = it.property(path)?;
    let said = said(it, value)?;
    let by_name = || named(it, Some(&said.rsplit('/').next()?.to_owned().into()), kind);
    let object = it.references_in(value).into_iter().find(|it| it.is(kind)).or_else(by_name)?;
    (full_name(&object)? == said).then_some(object)
}

/// The object of that kind whose name stands in a text between two others, and nothing else.
pub(super) fn named_inside<'a>(
    it: &Subject<'a>,
    text: &Json,
    before: &str,
    after: &str,
    kind: &'static str,
) -> Option<Subject<'a>> {
    match text {
        Json::Text(text) => {
            let name = text.strip_prefix(before)?.strip_suffix(after)?;
            named(it, Some(&name.to_owned().into()), kind)
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => match parts.as_slice() {
                [first, name, last] if first.as_text() == Some(before) && last.as_text() == Some(after) => {
                    named(it, Some(name), kind)
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

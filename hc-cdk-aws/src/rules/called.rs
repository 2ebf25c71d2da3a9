//! What says something of a resource without referring to it: by the name that the program gives that, or that it may turn out to have.

use hc_cdk::{
    rule::{Index, Subject, one_or_many},
    value::{Json, NameSuffix, Token},
};

use super::read::{SUFFIX, flat_name};

/// What says something of others, and how it names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saying {
    /// Its type.
    pub(super) kind: &'static str,
    /// The property in which it names them.
    pub(super) place: &'static str,
    /// The property with the name that the program gives one of them.
    pub(super) name: &'static str,
    /// Finds those that name something by more than references, by an empty text.
    pub(super) by_text: &'static Index,
}

/// What says who may do what to a bucket.
pub(super) const BUCKET_POLICY: Saying =
    Saying { kind: "AWS::S3::BucketPolicy", place: "Bucket", name: "BucketName", by_text: &NAMES_A_BUCKET };

/// Policies that name a bucket by more than a reference.
pub(super) static NAMES_A_BUCKET: Index = Index::by(|it| {
    let bucket = if it.kind() == BUCKET_POLICY.kind { it.properties.get("Bucket") } else { None }?;
    (!is_reference(bucket)).then(String::new)
});

/// All that says something of a resource.
pub(super) fn said_of<'a>(it: &Subject<'a>, by: &Saying) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let (it, Saying { kind, place, name, by_text }) = (*it, *by);
    let by_text = it
        .found_in_app(by_text, "")
        .filter(move |by| one_or_many(by.property(place)).iter().any(|value| may_mean(by, value, &it, name)));
    it.users_of(kind).filter(move |by| it.is_named_in(by, place)).chain(by_text)
}

/// Whether a value refers to something and is nothing else.
pub(super) fn is_reference(json: &Json) -> bool {
    matches!(json, Json::Token(token) if matches!(token.as_ref(), Token::Attribute { .. }))
}

/// Whether a value that refers to nothing is, or may turn out to be, a name of a resource, or an address or ARN that ends in it.
pub(super) fn may_mean(by: &Subject<'_>, value: &Json, it: &Subject<'_>, name: &str) -> bool {
    if !by.references_in(value).is_empty() {
        return false;
    }
    flat_name(value).is_none_or(|text| may_be_called(it, name, text.rsplit(['/', ':']).next().unwrap_or(&text)))
}

/// Whether a resource has a name, or may have it. One that it is not given CloudFormation makes of that of the stack, its own in the template,
/// as much of each as there is room for, and some letters.
pub(super) fn may_be_called(it: &Subject<'_>, property: &str, name: &str) -> bool {
    if let Some(own) = it.property(property) {
        let name = name.replace(SUFFIX, NameSuffix::SHOWN);
        return NameSuffix::shown(own).is_none_or(|own| NameSuffix::may_be_one(&own, &name));
    }
    let [stack, id, name] = [it.stack.name(), &it.resource.logical_id, name].map(str::to_ascii_lowercase);
    let own = name.strip_prefix(&stack).and_then(|rest| rest.strip_prefix('-')?.rsplit_once('-'));
    own.is_some_and(|(own, letters)| !own.is_empty() && id.starts_with(own) && letters.len() >= 8)
}

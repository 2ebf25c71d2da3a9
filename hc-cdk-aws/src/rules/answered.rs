//! What is known to the deployment only, since a function of somebody answers for it, or another template.

use hc_cdk::{
    rule::{Index, Subject},
    value::{Json, Token},
};

use super::possible::is_written;

/// What the function does that takes away the rules of the default group of a network. Its file is the module `index` in Lambda.
pub(crate) const CLOSED_DEFAULT_GROUP: &str = include_str!("default_group.py");

/// What the function does that empties buckets, in the same way.
pub(crate) const EMPTIES_BUCKETS: &str = include_str!("emptied.py");

/// What the function does that says whether a token is good.
pub(crate) const CHECKS_TOKENS: &str = include_str!("tokens.js");

/// Whether what a resource of that type says of itself is known to the deployment only.
pub(crate) fn is_answered_elsewhere(kind: &str) -> bool {
    ["Custom::", "AWS::CloudFormation::"].iter().any(|it| kind.starts_with(it))
}

/// What is answered elsewhere, by an empty text. Most apps have nothing of the kind.
static ELSEWHERE: Index = Index::by(|it| is_answered_elsewhere(it.kind()).then(String::new));

/// Whether nothing that a resource says is known to the deployment only. Of one that says more no rule is said to hold.
pub(crate) fn knows_all_of(it: &Subject<'_>) -> bool {
    it.found_in_app(&ELSEWHERE, "").next().is_none()
        || !it
            .references_in(&it.resource.properties)
            .iter()
            .any(|it| is_answered_elsewhere(it.kind()) && !tells_an_id(it))
}

/// Whether one of our own functions answers for it, and what it says of itself is what a resource of the program is called: these say
/// again what they are asked for.
fn tells_an_id(custom: &Subject<'_>) -> bool {
    const SAID: [(&str, &str); 2] = [(CLOSED_DEFAULT_GROUP, "GroupId"), (EMPTIES_BUCKETS, "Bucket")];
    let is_id = |said: &Json| {
        let is_told =
            matches!(said, Json::Token(it) if matches!(**it, Token::Attribute { name, .. } if !is_written(name)));
        is_told && custom.referred(said).is_some_and(|it| !is_answered_elsewhere(it.kind()))
    };
    SAID.iter().any(|(code, said)| is_answered_by(custom, code) && custom.property(said).is_some_and(is_id))
}

/// Whether a function answers for it that does that, word for word, with nothing beside its code that could make another one of it.
pub(super) fn is_answered_by(custom: &Subject<'_>, code: &str) -> bool {
    const BESIDE: [&str; 5] = ["Code/S3Bucket", "Environment", "FileSystemConfigs", "Layers", "PackageType"];
    custom.target("ServiceToken").is_some_and(|function| {
        function.is("AWS::Lambda::Function")
            && function.text("Code/ZipFile") == Some(code)
            && function.text("Handler") == Some("index.handler")
            && function.text("Runtime").is_some_and(|it| it.starts_with("python3."))
            && BESIDE.iter().all(|it| function.property(it).is_none())
    })
}

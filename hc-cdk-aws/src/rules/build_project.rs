//! Rules about projects of `CodeBuild`.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use hc_cdk::{
    control::hipaa,
    rule::{Must, Subject, at, may_be, one_or_many},
    value::Json,
};

use super::{read::text_at, when::regulated};

const PROJECT: &[&str] = &["AWS::CodeBuild::Project"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CODE_BUILD_PROJECT_ENV_VAR_AWS_CRED = "CodeBuildProjectEnvVarAwsCred" {
        sentence: "no access key stands in the variables of a build",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL],
        on: PROJECT,
        when: regulated,
        must: Must::Hold(has_no_access_key),
        message: "has an access key in its variables, or what cannot be read there",
        help: "let the role of the project do what it needs, and leave the key out",
    }

    pub CODE_BUILD_PROJECT_SOURCE_REPO_URL = "CodeBuildProjectSourceRepoUrl" {
        sentence: "a build takes its source in the name of an app, and not of a person by a password",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL],
        on: PROJECT,
        when: regulated,
        must: Must::Hold(has_source_by_oauth),
        message: "takes its source without OAuth",
        help: "set `Type` in `Auth` of the `Source` to `OAUTH`",
    }
}

fn has_no_access_key(project: &Subject<'_>) -> bool {
    const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let plain = |it: &Json| at(it, "Type").is_none_or(|kind| may_be(kind, |kind| kind == "PLAINTEXT"));
    let key = |it: &Json| at(it, "Name").is_none_or(|name| may_be(name, |name| KEYS.contains(&name)));
    match project.property("Environment/EnvironmentVariables") {
        None => true,
        Some(variables) => variables.as_list().is_some_and(|all| !all.iter().any(|it| plain(it) && key(it))),
    }
}

fn has_source_by_oauth(project: &Subject<'_>) -> bool {
    let source = |source: &Json| {
        let elsewhere = at(source, "Type").is_none_or(|kind| may_be(kind, |it| ["BITBUCKET", "GITHUB"].contains(&it)));
        !elsewhere || text_at(source, "Auth/Type") == Some("OAUTH")
    };
    project.property("Source").is_some_and(source)
        && one_or_many(project.property("SecondarySources")).iter().all(source)
}

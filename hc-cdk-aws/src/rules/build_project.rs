//! Rules about projects of `CodeBuild`.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    literal::plain::secret_in_text,
    policy::Dimension,
    rule::{Known, Must, Subject, asks, at, known, one_or_many, real_data},
    value::Json,
};

use super::{
    clauses::CONFIDENTIAL,
    possible::may_be,
    read::text_at,
    task::{ends_in_a_digest, is_no_secret},
    when::{customer_key, regulated},
};

pub(super) const PROJECT: &[&str] = &["AWS::CodeBuild::Project"];

const LOGGED: &[Control] = &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING];

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
        sentence: "a build takes its source from AWS or in the name of an app, and not of a person by a password",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL],
        on: PROJECT,
        when: regulated,
        must: Must::Hold(has_source_by_oauth),
        message: "takes its source without OAuth, or from an address that has or may have a password in it",
        help: "set `Type` in `Auth` of the `Source` to `OAUTH`, and `Location` to an address without a password",
    }

    pub BUILD_HAS_THE_CUSTOMERS_KEY = "BuildHasTheCustomersKey" {
        sentence: "what a build hands on is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: PROJECT,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| customer_key(it, "EncryptionKey") && encrypts_all(it)),
        message: "does not encrypt what it hands on with a customer-managed key",
        help: "set `EncryptionKey` to the ARN of a `CustomerKey`, and `EncryptionDisabled` nowhere, or use a `Pipeline`",
    }

    pub BUILD_LOGS = "BuildLogs" {
        sentence: "the log of a build goes to a group of the program, and nowhere else",
        controls: LOGGED,
        on: PROJECT,
        when: real_data,
        must: Must::Hold(logs),
        message: "writes no log, or one that is not kept and encrypted by the program",
        help: "set `CloudWatchLogs` to `ENABLED` with the `GroupName` of a log group of the program, or use a `Pipeline`",
    }

    pub BUILD_RUNS_IN_A_NAMED_IMAGE = "BuildRunsInANamedImage" {
        sentence: "a build runs in an image that AWS provides for builds, or in one by digest",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: PROJECT,
        when: real_data,
        must: Must::Hold(|it| {
            let ours = it.text("Environment/Image").is_some_and(|image| image.starts_with("aws/codebuild/"));
            ours || it.property("Environment/Image").is_some_and(|image| ends_in_a_digest(it, image))
        }),
        message: "runs in an image by a tag, which may be another one tomorrow, with the rights of the build",
        help: "name an image of CodeBuild (`aws/codebuild/..`) or one by digest in `Environment/Image`, or use a `Pipeline`",
    }

    pub BUILD_IS_PRIVILEGED_FOR_DOCKER = "BuildIsPrivilegedForDocker" {
        sentence: "a build is privileged only if its commands have a `docker build`",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: PROJECT,
        when: real_data,
        must: Must::Hold(|it| {
            matches!(it.flag("Environment/PrivilegedMode"), Known::Missing | Known::Is(false))
                || it.text("Source/BuildSpec").is_some_and(|spec| spec.contains("docker build "))
        }),
        message: "is privileged, and has no `docker build` in commands that the program writes",
        help: "leave out `PrivilegedMode`, or write the build specification in the program, or use a `Pipeline`",
    }

    pub BUILD_HAS_NO_SECRET_AS_TEXT = "BuildHasNoSecretAsText" {
        sentence: "nothing in the environment or the commands of a build looks like a secret; secrets reach it by reference",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: PROJECT,
        when: real_data,
        must: Must::Hold(has_no_secret),
        message: "has a secret as text in its environment or its commands, or what cannot be read there",
        help: "name it with the type `SECRETS_MANAGER`, and write `BuildSpec` in the program, or use an `ImageBuild`",
    }
}

fn logs(project: &Subject<'_>) -> bool {
    let group = project.target("LogsConfig/CloudWatchLogs/GroupName");
    let elsewhere = project.property("LogsConfig/S3Logs");
    project.text("LogsConfig/CloudWatchLogs/Status") == Some("ENABLED")
        && group.is_some_and(|it| it.is("AWS::Logs::LogGroup"))
        && elsewhere.is_none_or(|it| text_at(it, "Status") == Some("DISABLED"))
}

fn has_no_secret(project: &Subject<'_>) -> bool {
    let variable = |it: &Json| {
        let plain = at(it, "Type").is_none_or(|kind| may_be(kind, |kind| kind == "PLAINTEXT"));
        let name = text_at(it, "Name");
        !plain || name.is_some_and(|name| at(it, "Value").is_none_or(|value| is_no_secret(name, value)))
    };
    let written = |spec: &str| spec.contains(['\n', '{']) && secret_in_text(spec).is_none();
    variables(project).is_some_and(|all| all.iter().all(variable))
        && project.text("Source/BuildSpec").is_some_and(written)
}

/// The variables of a build; nothing if they cannot be read.
fn variables<'a>(project: &Subject<'a>) -> Option<&'a [Json]> {
    const VARIABLES: &str = "Environment/EnvironmentVariables";
    if project.lacks(VARIABLES) { Some(&[]) } else { project.property(VARIABLES)?.as_list() }
}

/// Whether nothing that a build hands on is left as it is.
fn encrypts_all(project: &Subject<'_>) -> bool {
    let off = |it: &Json| at(it, "EncryptionDisabled").map_or(Known::Missing, known);
    let handed_on =
        project.property("Artifacts").into_iter().chain(one_or_many(project.property("SecondaryArtifacts")));
    handed_on.into_iter().all(|it| it.as_object().is_some() && matches!(off(it), Known::Missing | Known::Is(false)))
}

fn has_no_access_key(project: &Subject<'_>) -> bool {
    const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let plain = |it: &Json| at(it, "Type").is_none_or(|kind| may_be(kind, |kind| kind == "PLAINTEXT"));
    let key = |it: &Json| at(it, "Name").is_none_or(|name| may_be(name, |name| KEYS.contains(&name)));
    variables(project).is_some_and(|all| !all.iter().any(|it| plain(it) && key(it)))
}

fn has_source_by_oauth(project: &Subject<'_>) -> bool {
    // An address can have a name and a password before the host.
    let open = |it: &str| it.contains('@') && !it.starts_with("arn:");
    let source = |source: &Json| match text_at(source, "Type") {
        Some("CODEPIPELINE" | "NO_SOURCE" | "S3") => true,
        kind => {
            let by_app = kind == Some("CODECOMMIT") || text_at(source, "Auth/Type") == Some("OAUTH");
            by_app && at(source, "Location").is_none_or(|it| !may_be(it, open))
        }
    };
    project.property("Source").is_some_and(source)
        && one_or_many(project.property("SecondarySources")).iter().all(source)
}

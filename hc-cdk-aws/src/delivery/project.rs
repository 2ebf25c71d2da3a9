//! The builds of a pipeline: one that makes the image, one that reads what its scan found, one that signs it, and one that tries
//! what was deployed.

use hc_cdk::{resource::Made, stack::Scope, value::value::Value};

use super::{
    build::Build,
    buildspec::{Buildspec, Phase},
    roles::{self, Store},
    trial::{ADDRESS, Trial},
};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        codebuild::{self, project as property},
        iam::Role,
        kms,
        logs::LogGroup,
    },
    compute::{Architecture, Deployed, PROGRAM},
    iam::Statement,
    pseudo,
    rules::{SIGNER, scan_buildspec, sign_buildspec},
    secrets::SecretField,
};

/// What a build hands on: the images, by digest, as ECS takes them.
pub(super) const IMAGES: &str = "imagedefinitions.json";

/// For how long a build may take, in minutes.
const MINUTES: i64 = 60;

/// What a project is made of.
struct Parts {
    /// The names in the construct: its own, that of its log and that of its role.
    name: [&'static str; 3],
    /// What it is called in the account.
    called: String,
    purpose: &'static str,
    architecture: Architecture,
    privileged: bool,
    spec: String,
    variables: Vec<property::EnvironmentVariable>,
    statements: Vec<Statement>,
}

/// Declares the build that makes the image and pushes it.
pub(super) fn build(
    scope: &mut Scope<'_>,
    build: &Build,
    to: &Deployed,
    store: &Store<'_>,
    logs: &Logs<'_>,
) -> Made<codebuild::Project> {
    let called = called(scope, "build");
    let mut statements = roles::pushing(&build.repository);
    statements.extend(reporting(&build.spec, &called));
    statements.extend(build.secrets.iter().flat_map(|(_, field)| field.statements()));
    let plain = [("REPOSITORY", build.repository.uri()), ("DOCKERFILE", build.dockerfile.into())];
    let plain = plain.map(|(name, value)| variable(name, "PLAINTEXT", value)).into_iter();
    let own = build.variables.iter().map(|it| variable(it.name(), "PLAINTEXT", it.value().clone()));
    let secret = build.secrets.iter().map(|(name, field)| variable(name, "SECRETS_MANAGER", reference(field)));
    let parts = Parts {
        name: ["Build", "BuildLogs", "BuildRole"],
        called,
        purpose: "builds the image and pushes it",
        architecture: to.architecture,
        privileged: true,
        spec: commands(build).text(Some(IMAGES)),
        variables: plain.chain(own).chain(secret).collect(),
        statements,
    };
    project(scope, parts, store, logs)
}

/// Declares the build that stops the pipeline if the scan of the image found too much.
pub(super) fn scan(
    scope: &mut Scope<'_>,
    build: &Build,
    store: &Store<'_>,
    logs: &Logs<'_>,
) -> Made<codebuild::Project> {
    let parts = Parts {
        name: ["Scan", "ScanLogs", "ScanRole"],
        called: called(scope, "scan"),
        purpose: "reads what the scan of the image found",
        architecture: Architecture::X86,
        privileged: false,
        spec: scan_buildspec(),
        variables: Vec::new(),
        statements: roles::scanning(&build.repository),
    };
    project(scope, parts, store, logs)
}

/// Declares the build that signs the image and the list of what is in it, with that key.
pub(super) fn sign(
    scope: &mut Scope<'_>,
    build: &Build,
    key: &Made<kms::Key>,
    store: &Store<'_>,
    logs: &Logs<'_>,
) -> Made<codebuild::Project> {
    let parts = Parts {
        name: ["Sign", "SignLogs", "SignRole"],
        called: called(scope, "sign"),
        purpose: "signs the image and the list of what is in it",
        architecture: Architecture::X86,
        privileged: false,
        spec: sign_buildspec(),
        variables: vec![variable(SIGNER, "PLAINTEXT", key.get(kms::Key::ARN).into())],
        statements: roles::signing(&build.repository, key.get(kms::Key::ARN)),
    };
    project(scope, parts, store, logs)
}

/// Declares the build that tries what was deployed.
pub(super) fn trial(
    scope: &mut Scope<'_>,
    trial: &Trial,
    store: &Store<'_>,
    logs: &Logs<'_>,
) -> Made<codebuild::Project> {
    let called = called(scope, "trial");
    let parts = Parts {
        name: ["Trial", "TrialLogs", "TrialRole"],
        purpose: "tries what was deployed",
        architecture: Architecture::X86,
        privileged: false,
        spec: trial.spec.text(None),
        variables: vec![variable(ADDRESS, "PLAINTEXT", trial.at.clone())],
        statements: reporting(&trial.spec, &called).into_iter().collect(),
        called,
    };
    project(scope, parts, store, logs)
}

/// What keeping the reports of a build takes.
fn reporting(spec: &Buildspec, called: &str) -> Option<Statement> {
    roles::reporting(spec.reports.iter().map(|it| format!("{called}-{}", it.name)))
}

/// What a build is called in the account: its role names it.
fn called(scope: &Scope<'_>, what: &str) -> String {
    format!("{}-{what}", scope.full_name("-"))
}

fn project(scope: &mut Scope<'_>, parts: Parts, store: &Store<'_>, logs: &Logs<'_>) -> Made<codebuild::Project> {
    let [name, log, role] = parts.name;
    let lines = log_group(scope, log, logs, None);
    let mut statements = roles::building(&lines.get(LogGroup::ARN), store);
    statements.extend(parts.statements);
    let arn = pseudo::arn_here("codebuild", [format!("project/{}", parts.called).into()]);
    let (role, policy) =
        crate::iam::role_for(scope, role, "codebuild.amazonaws.com", parts.purpose, Some(arn), statements);
    store.outlives(scope, &policy);
    let project = codebuild::Project {
        artifacts: Some(property::Artifacts { r#type: Some("CODEPIPELINE".into()), ..Default::default() }),
        description: Some(parts.purpose.into()),
        encryption_key: Some(store.key.arn().into()),
        environment: Some(environment(parts.architecture, parts.privileged, parts.variables)),
        logs_config: Some(property::LogsConfig {
            cloud_watch_logs: Some(property::CloudWatchLogsConfig {
                group_name: Some(lines.id().into()),
                status: Some("ENABLED".into()),
                ..Default::default()
            }),
            ..Default::default()
        }),
        name: Some(parts.called.into()),
        service_role: Some(role.get(Role::ARN).into()),
        source: Some(property::Source {
            build_spec: Some(parts.spec.into()),
            r#type: Some("CODEPIPELINE".into()),
            ..Default::default()
        }),
        timeout_in_minutes: Some(MINUTES.into()),
        ..Default::default()
    };
    let made = scope.resource(name, project);
    scope.depends_on(&made, &policy);
    made
}

fn environment(
    architecture: Architecture,
    privileged: bool,
    variables: Vec<property::EnvironmentVariable>,
) -> property::Environment {
    let (kind, image) = match architecture {
        Architecture::X86 => ("LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        Architecture::Arm => ("ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"),
    };
    property::Environment {
        compute_type: Some("BUILD_GENERAL1_SMALL".into()),
        environment_variables: (!variables.is_empty()).then_some(variables),
        image: Some(image.into()),
        privileged_mode: Some(privileged.into()),
        r#type: Some(kind.into()),
        ..Default::default()
    }
}

/// The commands of the program, with those that build and push between them. A tag is used once: it is that of the run.
fn commands(build: &Build) -> Buildspec {
    let mut spec = build.spec.clone();
    let own = [
        r#"aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}""#.to_owned(),
        r#"docker build --file "$DOCKERFILE" --tag "$REPOSITORY:${CODEBUILD_BUILD_ID##*:}" ."#.to_owned(),
        r#"docker push "$REPOSITORY:${CODEBUILD_BUILD_ID##*:}""#.to_owned(),
        r#"digest=$(aws ecr describe-images --repository-name "${REPOSITORY#*/}" --image-ids "imageTag=${CODEBUILD_BUILD_ID##*:}" --query 'imageDetails[0].imageDigest' --output text)"#.to_owned(),
        format!(r#"printf '[{{"name":"{PROGRAM}","imageUri":"%s@%s"}}]' "$REPOSITORY" "$digest" > {IMAGES}"#),
    ];
    spec.commands.extend(own.map(|command| (Phase::Build, command)));
    spec
}

fn variable(name: &str, kind: &'static str, value: Value<String>) -> property::EnvironmentVariable {
    property::EnvironmentVariable { name: Some(name.to_owned().into()), r#type: Some(kind.into()), value: Some(value) }
}

/// Where `CodeBuild` finds a secret: the ARN, and the field if there is one.
fn reference(field: &SecretField) -> Value<String> {
    match field.field {
        None => field.secret.clone().into(),
        Some(name) => Value::concat([field.secret.clone().into(), format!(":{name}").into()]),
    }
}

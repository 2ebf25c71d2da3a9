//! How a new version of a function takes the place of the old one: whoever calls it calls an alias, which `CodeDeploy` moves.
//!
//! Source: the guide to AWS `CodeDeploy`, "Deployments on an AWS Lambda compute platform", and `CodeDeployLambdaAliasUpdate` of CloudFormation.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Json, Object, Token},
};

use super::deployment::Deployment;
use crate::{
    cfn::{
        codedeploy::{self, deployment_group as property},
        iam, lambda,
    },
    fingerprint::fingerprint,
    iam::service_role,
};

/// What requests to a function go to, and what moves them.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    /// What is called.
    pub(super) alias: Made<lambda::Alias>,
    /// What moves it.
    pub(crate) group: Made<codedeploy::DeploymentGroup>,
}

/// Declares the version, the alias that whoever calls the function calls, and what moves that to the next version.
pub(super) fn declare(scope: &mut Scope<'_>, function: &Made<lambda::Function>, deployment: Deployment) -> Release {
    let now = of_now(scope, function);
    let version = scope.resource(
        format!("Version{now}"),
        lambda::Version { function_name: Some(function.id()), ..Default::default() },
    );
    let (application, group) = deployments(scope, deployment);
    let alias = scope.resource(
        "Live",
        lambda::Alias {
            function_name: Some(function.id()),
            function_version: Some(version.get(lambda::Version::VERSION)),
            name: Some("live".into()),
            ..Default::default()
        },
    );
    let by = Object::new().with("ApplicationName", application.id()).with("DeploymentGroupName", group.id());
    scope.option(&alias, "UpdatePolicy", Object::new().with("CodeDeployLambdaAliasUpdate", by));
    Release { alias, group }
}

fn deployments(
    scope: &mut Scope<'_>,
    deployment: Deployment,
) -> (Made<codedeploy::Application>, Made<codedeploy::DeploymentGroup>) {
    let application = codedeploy::Application { compute_platform: Some("Lambda".into()), ..Default::default() };
    let application = scope.resource("Application", application);
    let name = deployment.routing().map(|routing| {
        let config = codedeploy::DeploymentConfig {
            compute_platform: Some("Lambda".into()),
            traffic_routing_config: Some(routing),
            ..Default::default()
        };
        scope.resource("Shift", config).id()
    });
    let policies = &["AWSCodeDeployRoleForLambdaLimited"];
    let role = service_role(scope, "Deployer", "codedeploy.amazonaws.com", "moves requests to new versions", policies);
    let group = scope.resource(
        "Deployments",
        codedeploy::DeploymentGroup {
            application_name: Some(application.id()),
            auto_rollback_configuration: Some(property::AutoRollbackConfiguration {
                enabled: Some(true.into()),
                events: Some(vec!["DEPLOYMENT_FAILURE".into(), "DEPLOYMENT_STOP_ON_REQUEST".into()]),
            }),
            deployment_config_name: Some(name.unwrap_or_else(|| "CodeDeployDefault.LambdaAllAtOnce".into())),
            deployment_style: Some(property::DeploymentStyle {
                deployment_option: Some("WITH_TRAFFIC_CONTROL".into()),
                deployment_type: Some("BLUE_GREEN".into()),
            }),
            service_role_arn: Some(role.get(iam::Role::ARN)),
            ..Default::default()
        },
    );
    (application, group)
}

/// A word that is another one whenever the function is: a version never changes, and Lambda refuses to make one of a function that did not
/// change. A resource that is referred to counts by what is asked of it, since its place among others says nothing.
fn of_now(scope: &mut Scope<'_>, function: &Made<lambda::Function>) -> String {
    let mut text = String::new();
    let ours = scope.amend(function, |properties| {
        properties.iter().for_each(|(name, value)| {
            text.push_str(name);
            spell(value, &mut text);
        });
    });
    debug_assert!(ours, "the function was declared before");
    format!("{:08x}", fingerprint(&text))
}

fn spell(json: &Json, text: &mut String) {
    text.push('(');
    match json {
        Json::Null => {}
        Json::Bool(it) => text.push_str(&it.to_string()),
        Json::Int(it) => text.push_str(&it.to_string()),
        Json::Float(it) => text.push_str(&it.to_string()),
        Json::Text(it) => text.push_str(it),
        Json::List(items) => items.iter().for_each(|it| spell(it, text)),
        Json::Object(members) => members.iter().for_each(|(name, value)| {
            text.push_str(name);
            spell(value, text);
        }),
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { resource, name } => {
                text.push_str(resource.stack().name());
                text.push_str(name.unwrap_or_default());
            }
            Token::Parameter { name, .. } => text.push_str(name),
            Token::Concat(parts) => parts.iter().for_each(|it| spell(it, text)),
            Token::Function { name, arguments } => {
                text.push_str(name);
                spell(arguments, text);
            }
            Token::Nothing => {}
        },
    }
    text.push(')');
}

//! The function that empties buckets when their stack is deleted. It stands with the audit trail, which every perimeter has, and
//! serves all buckets of the perimeter.

use hc_cdk::{stack::Scope, value::Json};

use super::log_group::{Logs, log_group};
use crate::{
    actions,
    cfn::{iam, lambda, lambda::function as property, logs},
    emptied::{Emptier, FUNCTION_SECONDS},
    iam::{Statement, permit, role},
    rules::EMPTIES_BUCKETS,
};

/// Declares the function. It stands in no network: it speaks to S3 and CloudFormation alone, and has to be there before a network is.
pub(super) fn emptier(scope: &mut Scope<'_>, logs: &Logs<'_>) -> Emptier {
    let mut scope = scope.child("Emptier", "Emptier", &[]);
    let log = log_group(&mut scope, "Logs", logs, None);
    let purpose = "empties buckets that are deleted with their stack";
    let role = role(&mut scope, "Role", "lambda.amazonaws.com", purpose, vec![]);
    let writes = actions!["logs:CreateLogStream", "logs:PutLogEvents"];
    let writes = Statement::allow(writes, [Json::from(log.get(logs::LogGroup::ARN))]);
    let policy = permit(&mut scope, "RolePolicy", &role, vec![writes]);
    let function = scope.resource(
        "",
        lambda::Function {
            code: Some(property::Code { zip_file: Some(EMPTIES_BUCKETS.into()), ..Default::default() }),
            description: Some(purpose.into()),
            handler: Some("index.handler".into()),
            logging_config: Some(property::LoggingConfig { log_group: Some(log.id().into()), ..Default::default() }),
            role: Some(role.get(iam::Role::ARN).into()),
            runtime: Some("python3.14".into()),
            timeout: Some(FUNCTION_SECONDS.into()),
            ..Default::default()
        },
    );
    Emptier { function, role, this: scope.this(), policy }
}

//! What every template knows of its own place: partition, region, account. And ARNs made of them.
//!
//! Each is a text like any other: a property takes it, and so does a text that is made of parts.
//!
//! ```
//! use hc_cdk::value::Value;
//! use hc_cdk_aws::{cfn::sns::Topic, pseudo};
//!
//! let topic = Topic { display_name: Some(pseudo::stack_name()), ..Default::default() };
//! let host = Value::concat(["sns.".into(), pseudo::region().into(), ".amazonaws.com".into()]);
//! # let _ = (topic, host);
//! ```

use hc_cdk::value::{Json, Token, Value};

fn pseudo(name: &'static str) -> Value<String> {
    Value::token(Token::Function { name: "Ref", arguments: name.into() })
}

/// The partition, such as `aws`.
pub fn partition() -> Value<String> {
    pseudo("AWS::Partition")
}

/// The region, such as `eu-west-2`.
pub fn region() -> Value<String> {
    pseudo("AWS::Region")
}

/// The account's number.
pub fn account() -> Value<String> {
    pseudo("AWS::AccountId")
}

/// The name of that stack.
pub fn stack_name() -> Value<String> {
    pseudo("AWS::StackName")
}

/// An ARN in this partition, region and account: `resource` is what comes last, in parts.
pub fn arn_here(service: &'static str, resource: impl IntoIterator<Item = Json>) -> Value<String> {
    let place = vec![
        "arn:".into(),
        partition().into(),
        format!(":{service}:").into(),
        region().into(),
        ":".into(),
        account().into(),
        ":".into(),
    ];
    behind(place, resource)
}

/// An ARN in this partition and region and of no account, such as that of what AWS owns: `resource` is what comes last, in parts.
pub fn arn_of_no_account(service: &'static str, resource: impl IntoIterator<Item = Json>) -> Value<String> {
    let place = vec!["arn:".into(), partition().into(), format!(":{service}:").into(), region().into(), "::".into()];
    behind(place, resource)
}

/// An ARN in this partition and in no region or account, such as that of a managed policy: `rest` is what comes behind
/// the partition and a colon.
pub fn arn_global(rest: impl IntoIterator<Item = Json>) -> Value<String> {
    behind(vec!["arn:".into(), partition().into(), ":".into()], rest)
}

/// A text of these parts and the others behind them.
fn behind(mut parts: Vec<Json>, others: impl IntoIterator<Item = Json>) -> Value<String> {
    for it in others {
        parts.push(it);
    }
    Value::concat(parts)
}

/// The name of the availability zone at that place in the region's list, from 0.
pub fn availability_zone(place: usize) -> Value<String> {
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    let zones = Json::Token(Box::new(Token::Function { name: "Fn::GetAZs", arguments: "".into() }));
    Value::token(Token::Function { name: "Fn::Select", arguments: vec![Json::Int(place), zones].into() })
}

/// The name of a service of AWS in this region as endpoints and lists of addresses have it, such as that of `s3`.
pub fn service_name(service: &'static str) -> Value<String> {
    Value::concat(["com.amazonaws.".into(), region().into(), format!(".{service}").into()])
}

//! How a log group is named to a service: CloudFormation tells its ARN with `:*` at the end, which some services ask for and some do not
//! deliver to, and a web ACL writes to names alone that begin in one way.
//!
//! Sources: awsdocs/aws-cloudformation-user-guide#306 (flow logs), aws-samples/serverless-patterns#221 (rules of `EventBridge`),
//! `CloudWatchLogsLogGroup` of Step Functions ("The ARN must end with `:*`"), "Sending events to CloudWatch Logs" of CloudTrail, and "Naming your log
//! group" of AWS WAF.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    value::{Json, Token},
};

use super::found::{all_at, referred, resources};

/// A log group that is not named as its service takes it is called this in findings.
const FORM: &str = "LogGroupForm";

const ALL: &str = ":*";
const GROUP: &str = "AWS::Logs::LogGroup";

/// What takes the ARN alone: the type, where it stands, and what to do.
const BARE: [(&str, &str, &str); 2] = [
    ("AWS::EC2::FlowLog", "LogDestination", "name the group by `LogGroupName` instead"),
    (
        "AWS::Events::Rule",
        "Targets/*/Arn",
        "put the ARN together: `arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}`",
    ),
];
/// What takes all of the group.
const WHOLE: [(&str, &str, &str); 2] = [
    ("AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn", "use the attribute `Arn` of the group"),
    (
        "AWS::StepFunctions::StateMachine",
        "LoggingConfiguration/Destinations/*/CloudWatchLogsLogGroup/LogGroupArn",
        "use the attribute `Arn` of the group",
    ),
];

const FIREWALL: &str = "AWS::WAFv2::LoggingConfiguration";
const BEGINS: &str = "aws-waf-logs-";

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in resources(checked) {
        let kind = resource.kind();
        let rows = BARE.iter().map(|it| (it, false)).chain(WHOLE.iter().map(|it| (it, true)));
        for ((_, path, help), whole) in rows.filter(|((it, ..), _)| *it == kind) {
            let is_other = |it: &&Json| ends_in_all(checked, it).is_some_and(|is| is != whole);
            if all_at(&resource.properties, path).iter().any(is_other) {
                let how =
                    if whole { "without `:*`, which it asks for" } else { "with `:*`, to which it delivers nothing" };
                let message = format!("has an `{kind}` that names a log group by an ARN {how}");
                findings.push(stack.finding(FORM, resource.construct, message, *help));
            }
        }
        if kind == FIREWALL
            && all_at(&resource.properties, "LogDestinationConfigs/*")
                .into_iter()
                .any(|it| is_called_otherwise(checked, it))
        {
            let message = format!(
                "has an `{kind}` to a log group or a bucket whose name does not begin with `{BEGINS}`, and AWS WAF takes no other"
            );
            findings.push(stack.finding(FORM, resource.construct, message, "name it so"));
        }
    }
}

/// Whether the ARN of a log group ends in `:*`; nothing if it is of something else, or only the deployment knows.
fn ends_in_all(checked: &Checked<'_>, value: &Json) -> Option<bool> {
    let of_text = |it: &str| it.contains(":log-group:").then(|| it.ends_with(ALL));
    match value {
        Json::Text(text) => of_text(text),
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { name, .. } => {
                let is_group = referred(checked, Some(value)).is_some_and(|it| it.kind() == GROUP);
                (is_group && *name == Some("Arn")).then_some(true)
            }
            Token::Concat(parts) => {
                let is_one = parts.iter().filter_map(Json::as_text).any(|it| it.contains(":log-group:"));
                match parts.last() {
                    Some(Json::Text(last)) => is_one.then(|| last.ends_with(ALL)),
                    // Of what a group says of itself, its ARN alone ends so.
                    Some(last) => ends_in_all(checked, last)
                        .or_else(|| is_one.then_some(false).filter(|_| referred(checked, Some(last)).is_some())),
                    None => None,
                }
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_called_otherwise(checked: &Checked<'_>, value: &Json) -> bool {
    let Some(to) = referred(checked, Some(value)) else { return false };
    let property = match to.kind() {
        GROUP => "LogGroupName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::KinesisFirehose::DeliveryStream" => "DeliveryStreamName",
        _ => return false,
    };
    match to.properties.get(property) {
        // A name that CloudFormation makes begins with that of the stack.
        None => true,
        Some(Json::Token(token)) => match token.as_ref() {
            // What is behind the first part may go on as it has to.
            Token::Concat(parts) => {
                let begin = parts.first().and_then(Json::as_text);
                begin.is_some_and(|it| !it.starts_with(BEGINS) && !BEGINS.starts_with(it))
            }
            _ => false,
        },
        Some(name) => name.as_text().is_some_and(|it| !it.starts_with(BEGINS)),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object, Value},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages, nest},
        BARE, FIREWALL, FORM, GROUP, WHOLE,
    };
    use crate::{cfn::logs::LogGroup, prelude::*, region};

    #[test]
    fn each_service_takes_a_log_group_in_its_form() {
        let of = |kind: &'static str, path: &'static str, form: &str| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let group = stack.add("Group", Raw(LogGroup::default()));
            let value: Json = match form {
                "arn" => group.get(LogGroup::ARN).json().clone(),
                "bare" => Value::<String>::concat([
                    "arn:aws:logs:us-east-1:111122223333:log-group:".into(),
                    Json::from(group.id()),
                ])
                .json()
                .clone(),
                "all" => Value::<String>::concat([
                    "arn:aws:logs:us-east-1:111122223333:log-group:".into(),
                    Json::from(group.id()),
                    ":*".into(),
                ])
                .json()
                .clone(),
                _ => "arn:aws:sqs:us-east-1:111122223333:calls".into(),
            };
            stack.add("It", Raw(Plain(kind, nest(path, value))));
            messages(&App::new("test").stack(stack), &[FORM]).len()
        };
        for (kind, path, _) in BARE {
            assert_eq!(["arn", "all", "bare", "other"].map(|it| of(kind, path, it)), [1, 1, 0, 0], "{kind}");
        }
        for (kind, path, _) in WHOLE {
            assert_eq!(["arn", "all", "bare", "other"].map(|it| of(kind, path, it)), [0, 0, 1, 0], "{kind}");
        }
    }

    #[test]
    fn a_firewall_logs_to_names_that_begin_as_it_asks() {
        let of = |name: Option<&'static str>| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            // Behind `+`, only the deployment knows how it goes on.
            let ward = stack.add("Ward", Raw(Plain("Thing", Object::new())));
            let name: Option<Json> = name.map(|it| match it.strip_suffix('+') {
                Some(it) => Value::<String>::concat([it.into(), ward.id().into()]).json().clone(),
                None => it.into(),
            });
            let group = name.map_or_else(Object::new, |it| Object::new().with("LogGroupName", it));
            let group = stack.add("Group", Raw(Plain(GROUP, group)));
            stack.add("It", Raw(Plain(FIREWALL, nest("LogDestinationConfigs/*", group.id()))));
            messages(&App::new("test").stack(stack), &[FORM]).len()
        };
        assert_eq!([None, Some("firewall"), Some("aws-waf"), Some("firewall-+")].map(of), [1; 4]);
        assert_eq!(["aws-waf-logs-clinic", "aws-waf-logs-+", "aws-waf-+"].map(|it| of(Some(it))), [0; 3]);
    }
}

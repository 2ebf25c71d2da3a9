//! A rule about services of AWS that a policy lets in: for whom they act there. A service acts for every account of AWS, so that whoever
//! has an account may have it do something with a store whose policy names no more than the service.
//!
//! Source: "The confused deputy problem" in the IAM user guide, and "Access logs for your Application Load Balancer" in the guide to
//! Elastic Load Balancing, whose logs go to the folder of the account that they are of.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, at, one_or_many, real_data},
    value::{Json, Object},
};

use super::{
    permission::{allowed, is_open},
    read::{ACCOUNT, REFERENCE, flat, flat_name},
};

/// What has no policy of which a service could be let in for others: a service takes on a role in the account that the role is of, and a
/// way inside of a network gives nobody anything.
const LETS_NOBODY_ACT: [&str; 2] = ["AWS::EC2::VPCEndpoint", "AWS::IAM::Role"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SERVICE_ACTS_FOR_ONE = "ServiceActsForOne" {
        sentence: "a service of AWS that its policy lets in does no more than look at what it is, unless it acts for this account or for one thing that is named",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_RESTRICTION],
        on: &[],
        when: real_data,
        must: Must::Judge(acts_for_one),
        message: "lets a service of AWS in for whatever account asks it",
        help: "say for whom it acts: `pseudo::account()` as `aws:SourceAccount` under `StringEquals`, or an ARN of this account as `aws:SourceArn`, \
               or use `.let_in(..)`, with `Principal::Publisher` or `Sender` for EventBridge and a key; not under `..IfExists` or `ForAllValues`, which are true of whoever says nothing",
    }
}

/// What only looks at a store or a key, and gets nothing of what is in it.
const LOOKS: [&str; 3] = ["kms:DescribeKey", "s3:GetBucketAcl", "s3:GetBucketLocation"];

fn acts_for_one(subject: &Subject<'_>) -> Verdict {
    // Where a policy cannot be read, another rule says that it may let in everybody.
    if LETS_NOBODY_ACT.iter().any(|kind| subject.is(kind)) || !is_open(subject) {
        return Verdict::NotApplicable;
    }
    let is_for_a_service =
        |it: &&Json| at(it, "Principal").and_then(Json::as_object).is_some_and(|who| who.get("Service").is_some());
    let looks = |it: &&Json| {
        let actions = one_or_many(at(it, "Action"));
        !actions.is_empty() && actions.iter().all(|it| it.as_text().is_some_and(|it| LOOKS.contains(&it)))
    };
    let statements = allowed(subject).into_iter().filter(is_for_a_service).filter(|it| !looks(it));
    let statements: Vec<&Json> = statements.collect();
    if statements.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(statements.into_iter().all(|it| is_for_one(it) || is_for_the_accounts_folder(it)))
}

/// Whether a condition that is false of whoever says nothing names this account or one thing.
fn is_for_one(statement: &Json) -> bool {
    const OPERATORS: [&str; 5] = ["ArnEquals", "ArnLike", "StringEquals", "StringEqualsIgnoreCase", "StringLike"];
    let conditions = at(statement, "Condition").and_then(Json::as_object);
    let positive = conditions.into_iter().flat_map(Object::iter).filter(|(operator, _)| OPERATORS.contains(operator));
    let keys = positive.filter_map(|(_, keys)| keys.as_object()).flat_map(Object::iter);
    keys.into_iter().any(|(key, value)| {
        const CONTEXT: &str = "kms:EncryptionContext:";
        let (is, values) = (|name: &str| key.eq_ignore_ascii_case(name), one_or_many(Some(value)));
        let is_one: fn(&Json) -> bool = if is("aws:SourceAccount") || is("kms:CallerAccount") {
            is_this_account
        } else if is("aws:SourceArn") || key.get(..CONTEXT.len()).is_some_and(|it| it.eq_ignore_ascii_case(CONTEXT)) {
            is_one_thing
        } else {
            return false;
        };
        !values.is_empty() && values.iter().all(is_one)
    })
}

fn is_account(text: &str) -> bool {
    text.strip_prefix(ACCOUNT) == Some("")
}

fn is_this_account(value: &Json) -> bool {
    flat(value).is_some_and(|it| is_account(&it))
}

/// Whether an ARN is of this account, is that of something of the program or of a part of it, or has no pattern in it.
fn is_one_thing(arn: &Json) -> bool {
    let Some(text) = flat_name(arn) else { return false };
    let is_ours = text.split(':').nth(4).is_some_and(is_account);
    // Behind the ARN of a bucket, `*` is the rest of a longer name, which may be somebody's.
    let is_of_program = text.strip_prefix(REFERENCE).is_some_and(|it| it.is_empty() || it.starts_with([':', '/']));
    is_of_program || text.starts_with("arn:") && (is_ours || !text.contains(['*', '?']))
}

/// Whether a statement is about the folder of a bucket to which balancers of this account write their logs: those of others are written to
/// the folders of these, and none of them can choose a folder with `AWSLogs` in it.
fn is_for_the_accounts_folder(statement: &Json) -> bool {
    const BALANCERS: &str = "logdelivery.elasticloadbalancing.amazonaws.com";
    let folder = format!("/AWSLogs/{ACCOUNT}/");
    let all = |path: &str, is_right: &dyn Fn(&Json) -> bool| {
        let all = one_or_many(at(statement, path));
        !all.is_empty() && all.iter().all(is_right)
    };
    all("Principal/Service", &|it| it.as_text() == Some(BALANCERS))
        && all("Action", &|it| it.as_text() == Some("s3:PutObject"))
        && all("Resource", &|it| flat(it).is_some_and(|it| it.contains(&folder)))
}

//! Rules about actions: that their service has them, and that they are for what the statement names.

mod known;
mod reference;

use hc_cdk::{
    rule::{Must, Subject, Verdict, at, one_or_many, real_data},
    value::{Json, Token},
};

use self::known::{Known, is_met, is_service, named_as};
use super::{
    clauses::LEAST,
    permission::{HOLDERS, allowed, is_open, is_written_out},
    read::{ACCOUNT, PLACE, REFERENCE, SUFFIX, flat_name},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ACTIONS_EXIST = "ActionsExist" {
        sentence: "each action that it allows is one that the service has",
        controls: LEAST,
        on: &[],
        when: real_data,
        must: Must::Judge(exist),
        message: "allows an action that no service has, or one that cannot be read",
        help: "look the action up in the Service Authorization Reference of AWS",
    }

    pub ACTIONS_FIT = "ActionsFit" {
        sentence: "each action that it allows is for one of the resources named beside it, and each resource for one of the actions",
        controls: LEAST,
        on: HOLDERS,
        when: real_data,
        must: Must::Hold(|it| is_written_out(it) && allowed(it).into_iter().all(|statement| fits(it, statement))),
        message: "names an action and a resource that have nothing to do with each other",
        help: "put what takes other resources into a statement of its own, or a resource of another form: an object of a bucket is `<bucket>/*`",
    }
}

fn exist(subject: &Subject<'_>) -> Verdict {
    let is_readable = if HOLDERS.contains(&subject.kind()) { is_written_out(subject) } else { is_open(subject) };
    if !is_readable {
        return Verdict::Broken;
    }
    let statements = allowed(subject);
    let mut actions = statements.iter().flat_map(|it| one_or_many(at(it, "Action"))).peekable();
    if actions.peek().is_none() {
        return Verdict::NotApplicable;
    }
    Verdict::of(actions.all(|action| action.as_text().is_some_and(|it| Known::of(it).is_some() || is_met(it))))
}

/// What the reference does not say of starting machines: those that may be taken back are asked for by requests, which a policy names beside.
///
/// Source: "Permissions for tagging Spot Instance requests" in the user guide of Amazon EC2.
const SPOT: &str = ":spot-instances-request/";

/// Whether actions and resources of a statement belong together. What leaves some out, and everything, is judged by other rules.
fn fits(subject: &Subject<'_>, statement: &Json) -> bool {
    // What a role trusts has a principal instead of resources.
    if at(statement, "Principal").is_some() {
        return true;
    }
    if at(statement, "NotResource").is_some() || at(statement, "NotAction").is_some() {
        return false;
    }
    let meant = |it: &Json| Some(Known::meant(it.as_text()?)).filter(|it| !it.is_empty());
    let actions = one_or_many(at(statement, "Action")).iter().map(meant);
    let resources = one_or_many(at(statement, "Resource")).iter().map(|it| form(subject, it));
    let (Some(actions), Some(resources)) = (actions.collect::<Option<Vec<_>>>(), resources.collect::<Option<Vec<_>>>())
    else {
        return false;
    };
    let runs = one_or_many(at(statement, "Action")).iter().any(|it| it.as_text() == Some("ec2:RunInstances"));
    let is_spot = |it: &String| runs && it.contains(":ec2:") && it.contains(SPOT);
    let is_everything = |it: &String| it == "*";
    let takes = |action: &[Known], it: &String| is_everything(it) || action.iter().any(|known| known.takes(it));
    resources.iter().all(is_everything)
        || actions.iter().all(|action| resources.iter().any(|it| takes(action, it)))
            && resources.iter().all(|it| is_spot(it) || actions.iter().any(|action| takes(action, it)))
}

/// What is known of a resource's ARN, with `*` for what is not; nothing if it can turn out to be anything.
fn form(subject: &Subject<'_>, resource: &Json) -> Option<String> {
    let text = flat_name(resource)?;
    let text = match text.strip_prefix(REFERENCE) {
        Some(behind) => referred(subject, resource)? + behind,
        None => text,
    };
    Some(without_variables(&text).replace([REFERENCE, ACCOUNT, PLACE, SUFFIX], "*"))
}

/// A text in which `*` stands for each variable that IAM fills in, such as `${aws:PrincipalTag/team}`.
fn without_variables(text: &str) -> String {
    let mut known = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        known.push_str(before);
        known.push('*');
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    known + rest
}

/// The actions that are asked without a resource, although the reference has one, a list of words, or counts them among what says who may do
/// what: how passwords have to be is said of the whole account, and gives nobody anything.
const WITHOUT: [&str; 3] = ["iam:UpdateAccountPasswordPolicy", "polly:SynthesizeSpeech", "translate:TranslateText"];

/// Whether an action takes no resource, so that `*` is what there is to say.
pub(super) fn takes_none(action: &str) -> bool {
    WITHOUT.contains(&action) || Known::of(action).is_some_and(Known::takes_none)
}

/// The ARN of what a value refers to or begins with, as far as its kind tells it.
fn referred(subject: &Subject<'_>, value: &Json) -> Option<String> {
    let Json::Token(token) = value else { return None };
    let Token::Attribute { name, .. } = token.as_ref() else {
        let Token::Concat(parts) = token.as_ref() else { return None };
        return referred(subject, parts.first()?);
    };
    let ends = |end: &str| name.is_some_and(|it| it.ends_with(end));
    if let Some((_, form)) = ATTRIBUTES.iter().find(|(end, _)| ends(end)) {
        return Some(format!("arn:*:{form}"));
    }
    let kind = subject.referred(value)?.kind();
    let is_arn = name.map_or(NAMED_BY_ARN.contains(&kind), |it| it.to_ascii_lowercase().ends_with("arn"));
    let known = FORMS.iter().find(|(of, _)| *of == kind).map(|(_, form)| format!("arn:*:{form}"));
    is_arn.then(|| known.or_else(|| form_of(kind)))?
}

/// The kinds that a `Ref` names by their ARN. Of others it gives a name or an id, which a permission does not take.
///
/// Source: AWS CloudFormation User Guide, the return values of each type.
const NAMED_BY_ARN: [&str; 18] = [
    "AWS::APS::Workspace",
    "AWS::CertificateManager::Certificate",
    "AWS::ECS::Service",
    "AWS::ECS::TaskDefinition",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::OIDCProvider",
    "AWS::IAM::SAMLProvider",
    "AWS::Lambda::Alias",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Version",
    "AWS::SNS::Topic",
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::Activity",
    "AWS::StepFunctions::StateMachine",
];

/// What the ARN of a kind is, as far as the reference has a form that is called as the kind is.
fn form_of(kind: &str) -> Option<String> {
    let service = service_of(kind)?;
    let form = named_as(&service, kind.rsplit("::").next()?).unwrap_or_else(|| "*".to_owned());
    Some(format!("arn:*:{service}:*:*:{form}"))
}

/// What attributes are by their ends that are ARNs of something else than the resource.
const ATTRIBUTES: [(&str, &str); 2] =
    [("SecretArn", "secretsmanager:*:*:secret:*"), ("StreamArn", "dynamodb:*:*:table/*/stream/*")];

/// What the ARNs of some kinds are, where it matters for what is inside of them.
const FORMS: [(&str, &str); 2] =
    [("AWS::Logs::LogGroup", "logs:*:*:log-group:*"), ("AWS::S3::Bucket", "s3:*:*:bucket")];

/// How ARNs name the service of a kind, if it is as the kind does or one of a few.
fn service_of(kind: &str) -> Option<String> {
    let service = kind.split("::").nth(1)?.to_ascii_lowercase();
    let named = SERVICES.iter().find(|(of, _)| *of == service).map_or(service.as_str(), |(_, it)| it);
    is_service(named).then(|| named.to_owned())
}

/// The services whose ARNs name them in another way than their kinds do.
const SERVICES: [(&str, &str); 11] = [
    ("amazonmq", "mq"),
    ("certificatemanager", "acm"),
    ("cognito", "cognito-idp"),
    ("efs", "elasticfilesystem"),
    ("elasticloadbalancingv2", "elasticloadbalancing"),
    ("elasticsearch", "es"),
    ("kinesisfirehose", "firehose"),
    ("msk", "kafka"),
    ("opensearchserverless", "aoss"),
    ("opensearchservice", "es"),
    ("stepfunctions", "states"),
];

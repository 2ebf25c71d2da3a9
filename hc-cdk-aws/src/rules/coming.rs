//! What a service says when it comes to something that has a policy, for a resource of the program: which conditions it meets, and which
//! denials pass over it.
//!
//! Sources: AWS IAM, "AWS global condition context keys"; Amazon S3, "Actions, resources, and condition keys"; AWS `CloudTrail`,
//! "Configure AWS KMS key policies for CloudTrail".

use hc_cdk::{
    rule::{Known, Subject, known, one_or_many},
    value::{Json, Object, Token},
};

use super::{
    possible::{may_be, means},
    read::{ACCOUNT, PLACE, REFERENCE, flat},
};

/// A service, and what it says.
pub(super) struct Coming<'a> {
    pub(super) service: &'static str,
    /// The resource for which it comes.
    pub(super) source: Subject<'a>,
    /// How it says that objects are to be encrypted, if it says so.
    pub(super) algorithm: Option<&'static str>,
    /// The key that it names for that.
    pub(super) key: Option<&'a Json>,
}

/// What resources are called in ARNs: their type, the service, what stands before the name, and the property with that. A name that has no
/// property the service gives.
const CALLED: [(&str, &str, &str, &str); 3] = [
    ("AWS::CloudTrail::Trail", "cloudtrail", "trail/", "TrailName"),
    ("AWS::EC2::FlowLog", "ec2", "vpc-flow-log/", ""),
    ("AWS::S3::Bucket", "s3", "", "BucketName"),
];

/// What every service of AWS comes over, and as.
const COMES_SO: [&str; 2] = ["aws:principalisawsservice", "aws:securetransport"];

const SAME: [&str; 5] = ["arnequals", "arnlike", "stringequals", "stringequalsignorecase", "stringlike"];
const OTHER: [&str; 5] =
    ["arnnotequals", "arnnotlike", "stringnotequals", "stringnotequalsignorecase", "stringnotlike"];

impl Coming<'_> {
    /// Whether a condition under which it is let in surely is met.
    pub(super) fn meets(&self, condition: &Json) -> bool {
        condition.as_object().is_some_and(|it| {
            it.iter().all(|(operator, keys)| {
                let is_met = |(key, values): (&str, &Json)| self.is_met(operator, &key.to_ascii_lowercase(), values);
                keys.as_object().is_some_and(|it| it.iter().all(is_met))
            })
        })
    }

    fn is_met(&self, operator: &str, key: &str, values: &Json) -> bool {
        let (operator, is_optional) = read(operator);
        let all = |is: bool| is_all(values, is);
        match operator.as_str() {
            it if SAME.contains(&it) => self.says(key, values).unwrap_or(is_optional),
            "bool" => COMES_SO.contains(&key) && all(true),
            "null" => self.says(key, values).is_some() && all(false),
            it => it.starts_with("numericgreaterthan") && key == "s3:tlsversion",
        }
    }

    /// Whether a denial passes over it by one of its conditions, of which all have to be met.
    pub(super) fn is_passed_by(&self, condition: &Object) -> bool {
        condition.iter().any(|(operator, keys)| {
            let passes = |(key, values): (&str, &Json)| self.is_passed(operator, &key.to_ascii_lowercase(), values);
            keys.as_object().is_some_and(|it| it.iter().any(passes))
        })
    }

    /// Whether a denial passes over it by one condition.
    pub(super) fn is_passed(&self, operator: &str, key: &str, values: &Json) -> bool {
        let (operator, is_optional) = read(operator);
        let all = |is: bool| is_all(values, is);
        match operator.as_str() {
            it if OTHER.contains(&it) => self.says(key, values).unwrap_or(false),
            // No service is a user or a role.
            it if SAME.contains(&it) => key == "aws:principalarn" && !is_optional,
            "bool" => COMES_SO.contains(&key) && all(false),
            "null" => self.says(key, values).is_some() && all(true),
            it => it.starts_with("numericlessthan") && key == "s3:tlsversion",
        }
    }

    /// Whether what it says of a key surely is one of some values; nothing if it says nothing of that key.
    fn says(&self, key: &str, values: &Json) -> Option<bool> {
        let any = |is: &dyn Fn(&Json) -> bool| Some(one_or_many(Some(values)).iter().any(is));
        let text = |said: &str| any(&|it| it.as_text().is_some_and(|it| means(it, said)));
        match key {
            "aws:sourcearn" | "kms:encryptioncontext:aws:cloudtrail:arn" => any(&|it| self.is_source(it)),
            "aws:sourceaccount" => any(&|it| flat(it).is_some_and(|it| is_account(&it))),
            // In which organization the account is its owner knows.
            "aws:sourceorgid" => Some(true),
            "aws:principalservicename" => text(self.service),
            "s3:x-amz-acl" => text("bucket-owner-full-control"),
            "s3:x-amz-server-side-encryption" => text(self.algorithm?),
            "s3:x-amz-server-side-encryption-aws-kms-key-id" => {
                let key = self.key?;
                any(&|it| it == key || self.source.references_in(key).iter().any(|key| key.is_named_by(it)))
            }
            _ => None,
        }
    }

    /// By which services ARNs of what it comes for may go: its own, of which one part of its name is that, and that of the resource's type.
    fn services(&self) -> impl Iterator<Item = String> {
        let of_type = self.source.kind().split("::").nth(1).unwrap_or_default().to_ascii_lowercase();
        self.service.trim_end_matches(".amazonaws.com").split('.').map(str::to_owned).chain([of_type])
    }

    /// Whether a value surely is the ARN of the resource for which it comes, or a pattern of that.
    fn is_source(&self, value: &Json) -> bool {
        if !self.source.references_in(value).iter().all(|it| std::ptr::eq(it.resource, self.source.resource)) {
            return false;
        }
        let pattern = with_holes(value);
        if pattern == REFERENCE.to_string() {
            return true;
        }
        let parts: Vec<&str> = pattern.splitn(6, ':').collect();
        let part = |place: usize| parts.get(place).copied().unwrap_or_default();
        let Some((_, service, before, property)) = CALLED.iter().find(|(kind, ..)| self.source.is(kind)) else {
            return pattern == "*" || self.services().any(|it| means(part(2), &it));
        };
        let (partition, region, account) = (part(1), part(3), part(4));
        let is_here =
            region.is_empty() || region.contains(['*', '?', PLACE, HOLE]) || region == self.source.stack.region;
        let own = self.source.property(property).map_or_else(|| HOLE.to_string(), with_holes);
        let arn = |name: &str| format!("arn:{partition}:{service}:{region}:{account}:{before}{name}");
        is_here && [own, REFERENCE.to_string()].iter().any(|name| means(&pattern, &arn(name)))
    }
}

/// An operator in small letters, and whether it is met by who says nothing of its key.
fn read(operator: &str) -> (String, bool) {
    let operator = operator.to_ascii_lowercase();
    match operator.strip_suffix("ifexists") {
        Some(it) => (it.to_owned(), true),
        None => (operator, false),
    }
}

fn is_all(values: &Json, is: bool) -> bool {
    let values = one_or_many(Some(values));
    !values.is_empty() && values.iter().all(|it| known(it) == Known::Is(is))
}

/// Whether a text may be the account of the stack: its own, or a number, of which only the deployment knows whether it is that.
pub(super) fn is_account(text: &str) -> bool {
    text.chars().eq([ACCOUNT]) || text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// Stands around what only the deployment knows of a text.
const HOLE: char = '\u{5}';

/// A text in which each hole stands as it is written, so that two texts with the same holes are the same.
fn with_holes(json: &Json) -> String {
    if let Json::Token(token) = json
        && let Token::Concat(parts) = token.as_ref()
    {
        return parts.iter().map(with_holes).collect();
    }
    flat(json).unwrap_or_else(|| format!("{HOLE}{json:?}{HOLE}").replace([':', '*', '?'], "."))
}

/// Whether a text of a policy means an action.
pub(super) fn is_action(named: &Json, action: &str) -> bool {
    named.as_text().is_some_and(|named| means(named, action))
}

/// Whether a principal is a service, whose name may end in that of the partition.
pub(super) fn is_service(principal: &Json, service: &str) -> bool {
    let is_it = |text: &str| {
        let before = text.strip_suffix('\u{fffc}').filter(|it| it.ends_with('.'));
        text == service || before.is_some_and(|it| service.starts_with(it))
    };
    may_be(principal, is_it) && !may_be(principal, |_| false)
}

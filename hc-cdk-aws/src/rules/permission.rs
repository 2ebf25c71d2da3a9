//! Rules about identities and what they may do.

use hc_cdk::{
    control::{Control, hipaa},
    rule::{Must, Subject, at, lacks, one_or_many},
    value::Json,
};

use super::{
    marks::{STATEMENT, UNREADABLE},
    possible::may_be,
    read::{is_open_in, is_readable},
    when::regulated,
};

const GROUP: &str = "AWS::IAM::Group";
const USER: &str = "AWS::IAM::User";
const USER_POLICY: &str = "AWS::IAM::UserPolicy";
const ADDITION: &str = "AWS::IAM::UserToGroupAddition";

/// What can have policies inside it.
const IDENTITIES: [&str; 3] = [GROUP, "AWS::IAM::Role", USER];

/// Everything that holds a policy.
pub(super) const HOLDERS: &[&str] = &[
    "AWS::IAM::Group",
    "AWS::IAM::GroupPolicy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::User",
    "AWS::IAM::UserPolicy",
];

const LEAST_PRIVILEGE: &[Control] = &[
    hipaa::WORKFORCE_SECURITY,
    hipaa::WORKFORCE_AUTHORIZATION,
    hipaa::WORKFORCE_CLEARANCE,
    hipaa::ACCESS_MANAGEMENT,
    hipaa::ACCESS_ISOLATION,
    hipaa::ACCESS_AUTHORIZATION,
    hipaa::ACCESS_MODIFICATION,
    hipaa::ACCESS_CONTROL,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub IAM_GROUP_HAS_USERS = "IAMGroupHasUsers" {
        sentence: "a group is for somebody",
        controls: LEAST_PRIVILEGE,
        on: &[GROUP],
        when: regulated,
        must: Must::Hold(has_users),
        message: "has no user",
        help: "put a user into it, or leave it out",
    }

    pub IAM_NO_INLINE_POLICY = "IAMNoInlinePolicy" {
        sentence: "a policy is a resource of its own, which can be reviewed once and attached where it is needed",
        controls: LEAST_PRIVILEGE,
        on: &[
            "AWS::IAM::Group",
            "AWS::IAM::GroupPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::User",
            "AWS::IAM::UserPolicy",
        ],
        when: regulated,
        must: Must::Hold(|it| IDENTITIES.iter().any(|kind| it.is(kind)) && it.property("Policies").is_none()),
        message: "is or has an inline policy",
        help: "use an `AWS::IAM::ManagedPolicy`",
    }

    pub IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS = "IAMPolicyNoStatementsWithAdminAccess" {
        sentence: "nobody may do everything to everything",
        controls: LEAST_PRIVILEGE,
        on: HOLDERS,
        when: regulated,
        must: Must::Hold(|it| {
            is_written_out(it)
                && !is_administrator(it)
                && !allowed(it).iter().any(|statement| is_everything(statement) && is_everywhere(statement))
        }),
        message: "allows every action on every resource",
        help: "name the actions and the resources",
    }

    pub IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS = "IAMPolicyNoStatementsWithFullAccess" {
        sentence: "nobody may do everything that a service offers",
        controls: LEAST_PRIVILEGE,
        on: HOLDERS,
        when: regulated,
        must: Must::Hold(|it| {
            is_written_out(it) && !is_administrator(it) && !allowed(it).iter().any(|statement| is_whole_service(statement))
        }),
        message: "allows every action of a service",
        help: "name the actions",
    }

    pub IAM_USER_GROUP_MEMBERSHIP = "IAMUserGroupMembership" {
        sentence: "a user is in a group, from which the permissions come",
        controls: LEAST_PRIVILEGE,
        on: &[USER],
        when: regulated,
        must: Must::Hold(|it| it.property("Groups").is_some() || it.is_named_by_any(ADDITION, "Users")),
        message: "is in no group",
        help: "put the user into a group",
    }

    pub IAM_USER_NO_POLICIES = "IAMUserNoPolicies" {
        sentence: "a user has no permissions but those of groups",
        controls: LEAST_PRIVILEGE,
        on: &["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", USER, USER_POLICY],
        when: regulated,
        must: Must::Hold(|it| !gives_to_a_user(it)),
        message: "gives permissions to a user directly",
        help: "attach the policy to a group",
    }
}

fn gives_to_a_user(subject: &Subject<'_>) -> bool {
    let set = |path| subject.property(path).is_some();
    if subject.is(USER) { set("ManagedPolicyArns") || set("Policies") } else { subject.is(USER_POLICY) || set("Users") }
}

fn has_users(group: &Subject<'_>) -> bool {
    group.is_named_by_any(USER, "Groups")
        || group.users_of(ADDITION).any(|it| group.is_named_in(&it, "GroupName") && it.property("Users").is_some())
}

/// Whether the policies of a holder can be read.
pub(super) fn is_written_out(holder: &Subject<'_>) -> bool {
    is_open(holder) && has_readable_policies(&holder.resource.properties)
}

/// The same of properties.
pub(super) fn is_written_out_in(properties: &Json) -> bool {
    is_open_in(properties) && has_readable_policies(properties)
}

/// Whether the policies inside of an identity can be read.
fn has_readable_policies(properties: &Json) -> bool {
    let inside = at(properties, "Policies").map_or(Some(&[][..]), Json::as_list);
    inside.is_some_and(|all| all.iter().all(|it| at(it, "PolicyDocument").is_some_and(is_readable)))
}

/// Whether the policies that a resource has for itself can be read.
pub(super) fn is_open(subject: &Subject<'_>) -> bool {
    !subject.marks().has(UNREADABLE)
}

/// The statements of a document of a resource.
pub(super) fn statements_in<'a>(subject: &Subject<'a>, document: &str) -> &'a [Json] {
    one_or_many(subject.property(document).and_then(|it| at(it, "Statement")))
}

/// Whether a document is there of which not every statement can be read.
pub(super) fn hides_statements(subject: &Subject<'_>, document: &str) -> bool {
    let Some(it) = subject.property(document) else { return !subject.lacks(document) };
    match at(it, "Statement") {
        None => !lacks(it, "Statement"),
        all => one_or_many(all).iter().any(|it| it.as_object().is_none()),
    }
}

/// Every statement of a resource that allows something, wherever it stands.
pub(super) fn allowed<'a>(subject: &Subject<'a>) -> Vec<&'a Json> {
    statements(subject, "Allow")
}

/// The same of properties.
pub(super) fn allowed_in(properties: &Json) -> Vec<&Json> {
    let mut found = Vec::new();
    collect(properties, "Allow", &mut found);
    found
}

/// Every statement of a resource that refuses something, or may, wherever it stands.
pub(super) fn denied<'a>(subject: &Subject<'a>) -> Vec<&'a Json> {
    statements(subject, "Deny")
}

fn statements<'a>(subject: &Subject<'a>, effect: &str) -> Vec<&'a Json> {
    let mut found = Vec::new();
    if subject.marks().has(STATEMENT) {
        collect(&subject.resource.properties, effect, &mut found);
    }
    found
}

fn collect<'a>(json: &'a Json, effect: &str, found: &mut Vec<&'a Json>) {
    match json {
        Json::List(items) => items.iter().for_each(|item| collect(item, effect, found)),
        Json::Object(members) => {
            if at(json, "Effect").is_some_and(|it| may_be(it, |it| it == effect)) {
                found.push(json);
            } else {
                members.iter().for_each(|(_, member)| collect(member, effect, found));
            }
        }
        _ => {}
    }
}

/// Whether a statement is about every action. To name what is left out is to allow the rest.
pub(super) fn is_everything(statement: &Json) -> bool {
    at(statement, "NotAction").is_some() || has(statement, "Action", is_wild)
}

/// Whether a text is nothing but wildcards.
fn is_wild(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| matches!(it, '*' | '?' | ':'))
}

/// Whether AWS's own policy for administrators is attached, or may be.
pub(super) fn is_administrator(holder: &Subject<'_>) -> bool {
    let policies = one_or_many(holder.property("ManagedPolicyArns"));
    policies.iter().any(|arn| may_be(arn, |arn| arn.ends_with(":policy/AdministratorAccess")))
}

fn is_whole_service(statement: &Json) -> bool {
    is_everything(statement)
        || has(statement, "Action", |action| action.split_once(':').is_some_and(|(_, action)| is_wild(action)))
}

fn is_everywhere(statement: &Json) -> bool {
    at(statement, "NotResource").is_some() || has(statement, "Resource", |resource| resource == "*")
}

fn has(statement: &Json, member: &str, test: impl Fn(&str) -> bool) -> bool {
    one_or_many(at(statement, member)).iter().any(|item| may_be(item, &test))
}

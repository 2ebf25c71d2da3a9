//! Identities and what they may do.

use hc_cdk::value::Value;
use hc_cdk_aws::cfn::{
    iam::{Group, ManagedPolicy, Policy, Role, User, UserToGroupAddition, role},
    kms,
};

use super::{Case, alone, parameter, policy, raw, statement};

const RECORDS: &str = "arn:aws:s3:::records/*";

fn managed(action: &'static str, resource: &'static str) -> ManagedPolicy {
    ManagedPolicy { policy_document: policy(statement("Allow", action, resource)), ..Default::default() }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "AllowEverything",
        bad: |it| {
            let key_policy = policy(statement("Allow", "*", "*"));
            raw(it, "Key", kms::Key { key_policy, ..Default::default() });
        },
        good: |it| {
            let key_policy = policy(statement("Deny", "*", "*"));
            raw(it, "Key", kms::Key { key_policy, ..Default::default() });
        },
    },
    Case {
        rule: "IAMGroupHasUsers",
        bad: |it| alone(it, "Nurses", Group::default()),
        good: |it| {
            let group = raw(it, "Nurses", Group::default());
            raw(it, "Jane", User { groups: Some(vec![group.id()]), ..Default::default() });
        },
    },
    Case {
        rule: "IAMGroupHasUsers",
        bad: |it| {
            let group = raw(it, "Nurses", Group::default());
            raw(it, "Members", UserToGroupAddition { group_name: Some(group.id()), users: Some(vec![]) });
        },
        good: |it| {
            let group = raw(it, "Nurses", Group::default());
            let users = Some(vec!["jane.roe".into()]);
            raw(it, "Members", UserToGroupAddition { group_name: Some(group.id()), users });
        },
    },
    Case {
        rule: "IAMNoInlinePolicy",
        bad: |it| {
            alone(
                it,
                "Read",
                Policy { policy_document: policy(statement("Allow", "s3:GetObject", RECORDS)), ..Default::default() },
            );
        },
        good: |it| alone(it, "Read", managed("s3:GetObject", RECORDS)),
    },
    Case {
        rule: "IAMNoInlinePolicy",
        bad: |it| {
            let inline = role::Policy {
                policy_document: policy(statement("Allow", "s3:GetObject", RECORDS)),
                policy_name: Some("read".into()),
            };
            raw(it, "Reader", Role { policies: Some(vec![inline]), ..Default::default() });
        },
        good: |it| {
            let read = raw(it, "Read", managed("s3:GetObject", RECORDS));
            raw(it, "Reader", Role { managed_policy_arns: Some(vec![read.id()]), ..Default::default() });
        },
    },
    Case {
        rule: "IAMPolicyNoStatementsWithAdminAccess",
        bad: |it| alone(it, "Admin", managed("*", "*")),
        good: |it| alone(it, "Admin", managed("s3:*", "*")),
    },
    Case {
        rule: "IAMPolicyNoStatementsWithAdminAccess",
        bad: |it| {
            let action: Value<String> = parameter(it, "Action");
            let statement = statement("Allow", "s3:GetObject", "*").with("NotAction", action);
            raw(it, "Admin", ManagedPolicy { policy_document: policy(statement), ..Default::default() });
        },
        good: |it| alone(it, "Admin", managed("s3:GetObject", "*")),
    },
    Case {
        rule: "IAMPolicyNoStatementsWithFullAccess",
        bad: |it| alone(it, "Storage", managed("s3:*", RECORDS)),
        good: |it| alone(it, "Storage", managed("s3:GetObject", RECORDS)),
    },
    Case {
        rule: "IAMUserGroupMembership",
        bad: |it| alone(it, "Jane", User::default()),
        good: |it| alone(it, "Jane", User { groups: Some(vec!["nurses".into()]), ..Default::default() }),
    },
    Case {
        rule: "IAMUserGroupMembership",
        bad: |it| alone(it, "Jane", User::default()),
        good: |it| {
            let jane = raw(it, "Jane", User::default());
            let added = UserToGroupAddition { group_name: Some("nurses".into()), users: Some(vec![jane.id()]) };
            raw(it, "Added", added);
        },
    },
    Case {
        rule: "IAMUserNoPolicies",
        bad: |it| {
            let jane = raw(it, "Jane", User::default());
            raw(it, "Read", ManagedPolicy { users: Some(vec![jane.id()]), ..managed("s3:GetObject", RECORDS) });
        },
        good: |it| {
            let nurses = raw(it, "Nurses", Group::default());
            raw(it, "Jane", User { groups: Some(vec![nurses.id()]), ..Default::default() });
            raw(it, "Read", ManagedPolicy { groups: Some(vec![nurses.id()]), ..managed("s3:GetObject", RECORDS) });
        },
    },
    Case {
        rule: "IAMUserNoPolicies",
        bad: |it| {
            let arn = Some(vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()]);
            raw(it, "Jane", User { managed_policy_arns: arn, ..Default::default() });
        },
        good: |it| alone(it, "Jane", User::default()),
    },
];

//! A backup selection takes a role.

use hc_cdk::value::Attr;
use hc_cdk_aws::{
    cfn::backup::backup_selection::BackupSelectionResourceType,
    kind::{KeyArn, RoleArn},
};

fn selection(key: Attr<KeyArn>, role: Attr<RoleArn>) -> BackupSelectionResourceType {
    BackupSelectionResourceType { iam_role_arn: Some(role), ..Default::default() }
}

fn main() {}

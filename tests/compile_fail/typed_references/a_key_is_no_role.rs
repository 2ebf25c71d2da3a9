//! expect: expected `Value<RoleArn>`, found `Value<KeyArn>`

use hc_cdk::value::Attr;
use hc_cdk_aws::{
    cfn::backup::backup_selection::BackupSelectionResourceType,
    kind::{KeyArn, RoleArn},
};

fn selection(key: Attr<KeyArn>, role: Attr<RoleArn>) -> BackupSelectionResourceType {
    BackupSelectionResourceType { iam_role_arn: Some(key), ..Default::default() }
}

fn main() {}

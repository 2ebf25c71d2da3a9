//! What generated resources make of their fields.

#![cfg(all(feature = "kms", feature = "rds", feature = "s3", feature = "wafv2"))]

use hc_cdk::{
    resource::{Resource, Tagging},
    value::{Attr, Json, Object},
};
use hc_cdk_cfn::{kind, kms, rds, s3, wafv2};

fn object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
    members.into_iter().fold(Object::new(), |object, (name, value)| object.with(name, value)).into()
}

#[test]
fn properties_are_written_in_the_schemas_spelling_and_only_if_set() {
    let bucket = s3::Bucket {
        bucket_name: Some(Attr::literal("records")),
        versioning_configuration: Some(s3::bucket::VersioningConfiguration { status: Some("Enabled".into()) }),
        tags: Some(vec![s3::bucket::Tag { key: Some("class".into()), value: Some("phi".into()) }]),
        ..s3::Bucket::default()
    };
    let tag = object([("Key", "class".into()), ("Value", "phi".into())]);
    assert_eq!(
        bucket.into_properties(),
        object([
            ("BucketName", "records".into()),
            ("Tags", Json::List(vec![tag])),
            ("VersioningConfiguration", object([("Status", "Enabled".into())])),
        ])
    );
}

#[test]
fn an_object_can_contain_its_own_like() {
    use wafv2::web_acl::{GeoMatchStatement, NotStatement, Statement};
    let inner = Statement {
        geo_match_statement: Some(GeoMatchStatement {
            country_codes: Some(vec!["US".into()]),
            ..GeoMatchStatement::default()
        }),
        ..Statement::default()
    };
    let outer =
        Statement { not_statement: Some(NotStatement { statement: Some(Box::new(inner)) }), ..Statement::default() };
    let codes = object([("CountryCodes", Json::List(vec!["US".into()]))]);
    let statement = object([("GeoMatchStatement", codes)]);
    assert_eq!(Json::from(outer), object([("NotStatement", object([("Statement", statement)]))]));
}

#[test]
fn facts_come_from_the_schema() {
    assert_eq!(s3::Bucket::TYPE.name, "AWS::S3::Bucket");
    assert_eq!(s3::Bucket::TYPE.tags, Some(Tagging::List("Tags")));
    assert!(s3::Bucket::TYPE.create_only.contains(&"BucketName"));
    assert_eq!(s3::BucketPolicy::TYPE.schema, "\n.\n!Bucket\n!PolicyDocument\n\n@\n");
}

#[test]
fn attributes_are_typed_by_what_they_identify() {
    fn of<R, K>(_: hc_cdk::resource::Attribute<R, K>) -> &'static str {
        std::any::type_name::<K>()
    }
    assert_eq!(of(kms::Key::ARN), std::any::type_name::<kind::KeyArn>());
    assert_eq!(of(rds::DbInstance::ENDPOINT_ADDRESS), std::any::type_name::<String>());
}

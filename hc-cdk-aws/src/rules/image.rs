//! Rules about repositories of container images.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Known, Must, asks, real_data},
};

use super::clauses::CONFIDENTIAL;
use super::when::customer_key;

const IMAGES: &[&str] = &["AWS::ECR::Repository"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub IMAGES_ARE_SCANNED = "ImagesAreScanned" {
        sentence: "an image is scanned for known weaknesses when it is pushed",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: IMAGES,
        when: real_data,
        must: Must::Hold(|it| it.flag("ImageScanningConfiguration/ScanOnPush") == Known::Is(true)),
        message: "does not scan what is pushed",
        help: "set `ScanOnPush` in `ImageScanningConfiguration` to true, or use an `ImageRepository`",
    }

    pub IMAGES_STAY_AS_THEY_ARE = "ImagesStayAsTheyAre" {
        sentence: "while an image has a tag, no other image gets it",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: IMAGES,
        when: real_data,
        must: Must::Hold(|it| it.text("ImageTagMutability") == Some("IMMUTABLE")),
        message: "lets a tag be moved to another image",
        help: "set `ImageTagMutability` to `IMMUTABLE`, or use an `ImageRepository`",
    }

    pub IMAGES_HAVE_THE_CUSTOMERS_KEY = "ImagesHaveTheCustomersKey" {
        sentence: "images are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: IMAGES,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| {
            let kind = it.text("EncryptionConfiguration/EncryptionType");
            matches!(kind, Some("KMS" | "KMS_DSSE")) && customer_key(it, "EncryptionConfiguration/KmsKey")
        }),
        message: "is not encrypted with a customer-managed key",
        help: "set `EncryptionType` to `KMS` and `KmsKey` to a `CustomerKey`, or use an `ImageRepository`",
    }
}

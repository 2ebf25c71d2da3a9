//! Rules about `SageMaker`: notebooks, and where models answer.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use super::when::{customer_key, regulated};
use hc_cdk::{control::hipaa, rule::Must};

const NOTEBOOK: &[&str] = &["AWS::SageMaker::NotebookInstance"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SAGE_MAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED = "SageMakerEndpointConfigurationKMSKeyConfigured" {
        sentence: "what a model keeps while it answers is encrypted with a key of the customer",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION],
        on: &["AWS::SageMaker::EndpointConfig"],
        when: regulated,
        must: Must::Hold(|it| customer_key(it, "KmsKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to a `CustomerKey`",
    }

    pub SAGE_MAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED = "SageMakerNotebookInstanceKMSKeyConfigured" {
        sentence: "what is in a notebook is encrypted with a key of the customer",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION],
        on: NOTEBOOK,
        when: regulated,
        must: Must::Hold(|it| customer_key(it, "KmsKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyId` to a `CustomerKey`",
    }

    pub SAGE_MAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS = "SageMakerNotebookNoDirectInternetAccess" {
        sentence: "a notebook reaches the internet through its network only",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: NOTEBOOK,
        when: regulated,
        must: Must::Text("DirectInternetAccess", "Disabled"),
        message: "reaches the internet past its network",
        help: "set `DirectInternetAccess` to `Disabled`, and name subnets",
    }
}

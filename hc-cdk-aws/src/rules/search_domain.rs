//! Rules about domains of `OpenSearch` and Elasticsearch.
//!
//! No construct declares such things yet: the rules are for what a construct of a user's own declares.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must},
};

use super::{read::names_one, when::regulated};

const DOMAIN: &[&str] = &["AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub OPEN_SEARCH_ENCRYPTED_AT_REST = "OpenSearchEncryptedAtRest" {
        sentence: "what can be searched is encrypted",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION],
        on: DOMAIN,
        when: regulated,
        must: Must::True("EncryptionAtRestOptions/Enabled"),
        message: "does not encrypt what it has",
        help: "set `Enabled` in `EncryptionAtRestOptions` to true",
    }

    pub OPEN_SEARCH_ERROR_LOGS_TO_CLOUD_WATCH = "OpenSearchErrorLogsToCloudWatch" {
        sentence: "errors are logged where they can be searched",
        controls: &[hipaa::WORKFORCE_AUTHORIZATION, hipaa::AUDIT_CONTROLS],
        on: DOMAIN,
        when: regulated,
        must: Must::Hold(|it| {
            it.flag("LogPublishingOptions/ES_APPLICATION_LOGS/Enabled") == Known::Is(true)
                && names_one(it, "LogPublishingOptions/ES_APPLICATION_LOGS/CloudWatchLogsLogGroupArn", &["AWS::Logs::LogGroup"])
        }),
        message: "does not log its errors",
        help: "turn on `ES_APPLICATION_LOGS` in `LogPublishingOptions`, with a log group",
    }

    pub OPEN_SEARCH_IN_VPC_ONLY = "OpenSearchInVPCOnly" {
        sentence: "a domain is in a network of the customer",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: DOMAIN,
        when: regulated,
        must: Must::Set("VPCOptions/SubnetIds"),
        message: "stands on the internet",
        help: "set `SubnetIds` in `VPCOptions` to private subnets",
    }

    pub OPEN_SEARCH_NODE_TO_NODE_ENCRYPTION = "OpenSearchNodeToNodeEncryption" {
        sentence: "what its machines tell one another is encrypted",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION],
        on: DOMAIN,
        when: regulated,
        must: Must::True("NodeToNodeEncryptionOptions/Enabled"),
        message: "does not encrypt what its machines tell one another",
        help: "set `Enabled` in `NodeToNodeEncryptionOptions` to true",
    }
}

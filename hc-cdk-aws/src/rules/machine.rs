//! Rules about state machines: what they do, with which key, and what is known of it.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, part11, soc2},
    dimension::availability::MultiRegion,
    model::Role,
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, at, real_data},
    value::Json,
};

use super::{
    clauses::CONFIDENTIAL,
    logs::keeps,
    possible::{is_a_version, may_be},
    read::{flat, is_inside},
    when::customer_key,
};

const MACHINE: &[&str] = &["AWS::StepFunctions::StateMachine"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub STATE_MACHINE_HAS_THE_CUSTOMERS_KEY = "StateMachineHasTheCustomersKey" {
        sentence: "what a state machine is, and what is handed from step to step, is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: MACHINE,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| {
            it.text("EncryptionConfiguration/Type") == Some("CUSTOMER_MANAGED_KMS_KEY")
                && customer_key(it, "EncryptionConfiguration/KmsKeyId")
        }),
        message: "is not encrypted with a customer-managed key",
        help: "set `EncryptionConfiguration` to the type `CUSTOMER_MANAGED_KMS_KEY` and the key, or use a `StateMachine`",
    }

    pub STATE_MACHINE_IS_WRITTEN_OUT = "StateMachineIsWrittenOut" {
        sentence: "what a state machine does stands in the template, or in a version of a file",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: MACHINE,
        when: real_data,
        must: Must::Hold(is_written_out),
        message: "does what stands in a file that may be another one tomorrow",
        help: "write its `Definition` in the program, or name a version in `DefinitionS3Location`, or use a `StateMachine`",
    }

    pub STATE_MACHINE_LOGS = "StateMachineLogs" {
        sentence: "each step of a state machine is recorded in a log group that keeps it for as long as the policy asks for",
        controls: &[hipaa::AUDIT_CONTROLS, iso27001::LOGGING, soc2::MONITORING],
        on: MACHINE,
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(logs_each_step),
        message: "does not record its steps, or not for as long as the policy asks for",
        help: "set `Level` of `LoggingConfiguration` to `ALL` and name a log group of the program, or use a `StateMachine`",
    }

    pub STATE_MACHINE_LOGS_NO_DATA = "StateMachineLogsNoData" {
        sentence: "the records of a state machine do not have what is handed from step to step",
        controls: &[hipaa::ACCESS_AUTHORIZATION, gdpr::BY_DESIGN, iso27001::DATA_LEAKAGE],
        on: MACHINE,
        when: real_data,
        must: Must::Hold(|it| matches!(it.flag("LoggingConfiguration/IncludeExecutionData"), Known::Is(false) | Known::Missing)),
        message: "writes into its log what is handed from step to step",
        help: "set `IncludeExecutionData` to false: the history of a run has it, under the key",
    }

    pub STATE_MACHINE_IS_TRACED = "StateMachineIsTraced" {
        sentence: "what a state machine calls is traced",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::MONITORING],
        on: MACHINE,
        when: real_data,
        must: Must::Judge(|it| {
            if is_inside(it, Role::Workload) {
                Verdict::of(it.flag("TracingConfiguration/Enabled") == Known::Is(true))
            } else {
                Verdict::NotApplicable
            }
        }),
        message: "does not trace what it calls",
        help: "set `TracingConfiguration/Enabled` to true, or use a `StateMachine`",
    }

    pub STATE_MACHINE_HAS_ZONES = "StateMachineHasZones" {
        sentence: "a state machine runs in the zones of one region, as AWS says of each, and the policy asks for no more",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: MACHINE,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION),
        message: "is in one region where the policy asks for two",
        help: "declare one in a stack of each region",
    }
}

/// Whether nobody but who changes the template changes what it does.
fn is_written_out(machine: &Subject<'_>) -> bool {
    if machine.property("DefinitionS3Location").is_some() {
        return machine.text("DefinitionS3Location/Version").is_some_and(is_a_version);
    }
    let said = |name: &str| machine.property(name).is_some_and(is_known);
    (said("Definition") || machine.lacks("Definition") && said("DefinitionString"))
        && machine.property("DefinitionSubstitutions").is_none_or(is_known)
}

/// Whether a tree has nothing in it that a parameter, another stack or a text kept elsewhere decides.
fn is_known(json: &Json) -> bool {
    match json {
        Json::List(items) => items.iter().all(is_known),
        Json::Object(members) => members.iter().all(|(_, it)| is_known(it)),
        Json::Text(_) | Json::Token(_) => flat(json).is_some(),
        _ => true,
    }
}

fn logs_each_step(machine: &Subject<'_>) -> bool {
    let places = machine.list("LoggingConfiguration/Destinations");
    let is_kept = |place: &Json| {
        at(place, "CloudWatchLogsLogGroup/LogGroupArn")
            .and_then(|group| machine.referred(group))
            .is_some_and(|group| keeps(&group))
    };
    let all = machine.property("LoggingConfiguration/Level").is_some_and(|it| !may_be(it, |level| level != "ALL"));
    all && !places.is_empty() && places.iter().all(is_kept)
}

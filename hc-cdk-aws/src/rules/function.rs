//! Rules about what functions run, where, and what is known of them besides what scanners ask.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    model::Role,
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::Json,
};

use super::{
    clauses::CONFIDENTIAL,
    possible::is_a_version,
    read::{ACCOUNT, flat, is_inside, zones},
    task::ends_in_a_digest,
    when::customer_key,
};

const FUNCTION: &[&str] = &["AWS::Lambda::Function"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub FUNCTION_HAS_THE_CUSTOMERS_KEY = "FunctionHasTheCustomersKey" {
        sentence: "the environment of a function is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: FUNCTION,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Judge(|it| match it.property("Environment") {
            None if !is_inside(it, Role::Workload) => Verdict::NotApplicable,
            _ => Verdict::of(customer_key(it, "KmsKeyArn")),
        }),
        message: "has an environment that is not encrypted with a customer-managed key",
        help: "set `KmsKeyArn` to the ARN of a `CustomerKey`, or use a `Function`",
    }

    pub FUNCTION_NAMES_ITS_CODE = "FunctionNamesItsCode" {
        sentence: "a function runs an image by digest, a version of an archive, or what stands in the template",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: FUNCTION,
        when: real_data,
        must: Must::Hold(|it| {
            let image = it.property("Code/ImageUri").is_some_and(|image| ends_in_a_digest(it, image));
            let archive = it.property("Code/S3ObjectVersion").is_some_and(|it| it.as_text().is_none_or(is_a_version));
            image || archive || it.property("Code/ZipFile").is_some()
        }),
        message: "runs an image by a tag or an archive by its name, which may be another one tomorrow",
        help: "end `Code/ImageUri` with a digest, or set `Code/S3ObjectVersion`, or use a `Function`",
    }

    pub LAYER_NAMES_ITS_CODE = "LayerNamesItsCode" {
        sentence: "a layer is made of one version of an archive",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: &["AWS::Lambda::LayerVersion"],
        when: real_data,
        must: Must::Hold(|it| {
            it.property("Content/S3ObjectVersion").is_some_and(|it| it.as_text().is_none_or(is_a_version))
        }),
        message: "is made of an archive by its name, which may be another one tomorrow",
        help: "set `S3ObjectVersion` in `Content`, or use a `TelemetryLayer`",
    }

    pub FUNCTION_LAYERS_ARE_OF_THE_ACCOUNT = "FunctionLayersAreOfTheAccount" {
        sentence: "what a function runs beside its own code is of its account: layers, and the extensions in them",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: FUNCTION,
        when: real_data,
        must: Must::Judge(|it| {
            let known = it.property("Layers").and_then(Json::as_list);
            match known {
                None if it.lacks("Layers") => Verdict::NotApplicable,
                all => Verdict::of(all.is_some_and(|all| all.iter().all(|layer| is_of_the_account(it, layer)))),
            }
        }),
        message: "runs a layer of somebody else, who sees whatever the function sees",
        help: "put what the layer has into the image or the archive, or publish it in this account; or have somebody sign for whose it is",
    }

    pub FUNCTION_IS_TRACED = "FunctionIsTraced" {
        sentence: "requests to a function that is cleared for data are traced",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::MONITORING],
        on: FUNCTION,
        when: real_data,
        must: Must::Judge(|it| {
            if is_inside(it, Role::Workload) {
                Verdict::of(it.text("TracingConfig/Mode") == Some("Active"))
            } else {
                Verdict::NotApplicable
            }
        }),
        message: "does not trace its requests",
        help: "set `TracingConfig/Mode` to `Active`, or use a `Function`",
    }

    pub FUNCTION_HAS_ZONES = "FunctionHasZones" {
        sentence: "a function runs in as many zones as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: FUNCTION,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Judge(|it| if is_inside(it, Role::Workload) { Verdict::of(has_zones(it)) } else { Verdict::NotApplicable }),
        message: "runs in fewer zones than the policy asks for",
        help: "name subnets of several zones in `VpcConfig/SubnetIds`, or use a `Function`",
    }

    pub FUNCTION_IS_CALLED_BY_ONE = "FunctionIsCalledByOne" {
        sentence: "a service may call a function for one thing that is named, or for this account",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_RESTRICTION],
        on: &["AWS::Lambda::Permission"],
        when: real_data,
        must: Must::Judge(|it| match it.text("Principal") {
            Some(who) if !who.contains(".amazonaws.com") => Verdict::NotApplicable,
            _ => Verdict::of(is_called_by_one(it)),
        }),
        message: "lets a service call the function for anybody's account",
        help: "name in `SourceArn` for what it may call, or in `SourceAccount` for whom",
    }
}

/// Whether a right to call names for what it is, or that it is for this account. A pattern of somebody's ARN is neither.
fn is_called_by_one(permission: &Subject<'_>) -> bool {
    let here = ACCOUNT.to_string();
    let is_named = |source: &Json| {
        let text = flat(source);
        let is_ours = text.as_deref().and_then(|it| it.split(':').nth(4)).is_some_and(|account| account == here);
        let is_one = text.is_some_and(|it| !it.contains(['*', '?']));
        is_ours || is_one
    };
    permission.property("SourceArn").is_some_and(is_named)
        || permission.property("SourceAccount").and_then(flat).is_some_and(|account| account == here)
}

/// Whether a layer is one of the program, or its ARN names this account.
fn is_of_the_account(function: &Subject<'_>, layer: &Json) -> bool {
    let account = flat(layer).and_then(|it| it.split(':').nth(4).map(|account| account == ACCOUNT.to_string()));
    function.referred(layer).is_some_and(|it| it.is("AWS::Lambda::LayerVersion")) || account == Some(true)
}

fn has_zones(function: &Subject<'_>) -> bool {
    let floor = function.stack.policy.floor(Dimension::availability);
    let zones = zones(function, function.list("VpcConfig/SubnetIds"));
    floor < MultiAz::POSITION || floor < MultiRegion::POSITION && zones > 1
}

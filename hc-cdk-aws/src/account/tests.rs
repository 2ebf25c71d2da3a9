//! What watches an account, what is spent in it, and who administers.

use hc_cdk::{
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
};
use serde_json::json;

use super::{AccountGuard, AccountGuardBuilder, AdministratorRole, Budget};
use crate::{assertions::Template, iam::Statement, prelude::*, region};

type Prod = (Hipaa, Production);

/// What is said of an organization.
type Said = fn(AccountGuardBuilder) -> AccountGuardBuilder;

fn findings<P: Policy>(stack: Stack<P>) -> String {
    App::new("clinic").stack(stack).check().err().map(|it| it.to_string()).unwrap_or_default()
}

fn guarded<P: Policy>() -> Stack<P>
where
    region::EuWest2: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("account", region::EuWest2);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let guard = stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail).build());
    if let Some(settings) = guard.settings() {
        stack.output("Settings", "where settings are recorded", settings);
    }
    stack
}

#[test]
fn an_account_is_watched() {
    let template = Template::of_stack(guarded::<Prod>());
    template.has_properties("AWS::GuardDuty::Detector", json!({ "Enable": true }));
    let all = json!({ "AllSupported": true, "IncludeGlobalResourceTypes": true });
    let role = json!({ "Fn::GetAtt": ["GuardSettingsRole", "Arn"] });
    template.has_properties("AWS::Config::ConfigurationRecorder", json!({ "RecordingGroup": all, "RoleARN": role }));
    let key = json!({ "Fn::GetAtt": ["Key", "Arn"] });
    let delivery = json!({ "S3BucketName": { "Ref": "GuardSettings" }, "S3KmsKeyArn": key });
    template.has_properties("AWS::Config::DeliveryChannel", delivery);
    template.resource_count("AWS::Config::ConfigRule", 12);
    let passwords = json!({ "MinimumPasswordLength": "14", "RequireSymbols": "true" });
    let asked = json!({ "Source": { "Owner": "AWS", "SourceIdentifier": "IAM_PASSWORD_POLICY" }, "InputParameters": passwords });
    template.has_properties("AWS::Config::ConfigRule", asked);
    template.has_properties("AWS::SecurityHub::Hub", json!({ "EnableDefaultStandards": true }));
    template.has_properties("AWS::AccessAnalyzer::Analyzer", json!({ "Type": "ACCOUNT" }));
    let files = json!({ "Fn::Join": ["", [{ "Fn::GetAtt": ["GuardSettings", "Arn"] }, "/AWSLogs/", { "Ref": "AWS::AccountId" }, "/Config/*"]] });
    let policy = &template.json()["Resources"]["GuardSettingsRolePolicy"]["Properties"]["PolicyDocument"];
    assert_eq!(policy["Statement"][1]["Resource"], files);
}

#[test]
fn more_may_be_asked_of_passwords_and_not_less() {
    let asked = |characters, days| {
        let mut stack = Stack::<Prod>::new("account", region::EuWest2);
        let key = stack.add("Key", CustomerKey::builder());
        let trail = stack.add("Audit", AuditTrail::builder().key(&key));
        stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail).passwords(characters, days));
        stack
    };
    let template = Template::of_stack(asked(20, 60));
    let more = json!({ "MinimumPasswordLength": "20", "MaxPasswordAge": "60", "RequireNumbers": "true" });
    template.has_properties("AWS::Config::ConfigRule", json!({ "InputParameters": more }));
    let one = |value: &str| json!({ "StaticValue": { "Values": [value] } });
    let parameters = json!({ "MinimumPasswordLength": one("20"), "MaxPasswordAge": one("60") });
    template.has_properties("AWS::Config::RemediationConfiguration", json!({ "Parameters": parameters }));
    for (characters, days) in [(13, 90), (129, 90), (14, 91), (14, 0)] {
        let found = App::new("clinic").stack(asked(characters, days)).check().unwrap_err().to_string();
        assert!(found.contains(&format!("passwords of {characters} characters for {days} days")), "{found}");
    }
}

#[test]
fn the_password_policy_is_set_by_who_may_do_nothing_else() {
    let template = Template::of_stack(guarded::<Prod>());
    let one = |value: serde_json::Value| json!({ "StaticValue": { "Values": [value] } });
    let parameters = json!({
        "AutomationAssumeRole": one(json!({ "Fn::GetAtt": ["GuardSetsPasswords", "Arn"] })),
        "MinimumPasswordLength": one(json!("14")),
        "RequireSymbols": one(json!("true")),
        "AllowUsersToChangePassword": one(json!("true")),
    });
    let set = json!({
        "Automatic": true,
        "ConfigRuleName": { "Ref": "GuardPasswords" },
        "TargetId": "AWSConfigRemediation-SetIAMPasswordPolicy",
        "TargetType": "SSM_DOCUMENT",
        "Parameters": parameters,
    });
    template.has_properties("AWS::Config::RemediationConfiguration", set);
    let resources = &template.json()["Resources"];
    let statement = &resources["GuardSetsPasswordsPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    let may = json!(["iam:GetAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"]);
    assert_eq!((&statement[0]["Action"], &statement[1]), (&may, &json!(null)));
    let trust = &resources["GuardSetsPasswords"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Condition"]["StringEquals"]["aws:SourceAccount"], json!({ "Ref": "AWS::AccountId" }));
}

#[test]
fn what_an_organization_has_put_there_is_not_made_again() {
    let with = |organization: Said| {
        let mut stack = Stack::<Prod>::new("account", region::EuWest2);
        let key = stack.add("Key", CustomerKey::builder().build());
        let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
        let guard = stack.add("Guard", organization(AccountGuard::builder()).key(&key).trail(&trail).build());
        let is_made = (guard.detector().is_some(), guard.settings().is_some());
        (is_made, Template::of_stack(stack))
    };
    let kinds = ["AWS::GuardDuty::Detector", "AWS::Config::ConfigurationRecorder", "AWS::SecurityHub::Hub"];
    let ways: [(Said, [usize; 3]); 4] = [
        (|it| it, [1, 1, 1]),
        (AccountGuardBuilder::threats_by_organization, [0, 1, 1]),
        (AccountGuardBuilder::settings_by_organization, [1, 0, 1]),
        (|it| it.threats_by_organization().settings_by_organization().findings_by_organization(), [0, 0, 0]),
    ];
    for (organization, counts) in ways {
        let (is_made, template) = with(organization);
        assert_eq!(is_made, (counts[0] == 1, counts[1] == 1));
        kinds.iter().zip(counts).for_each(|(kind, count)| template.resource_count(kind, count));
        template.resource_count("AWS::Config::DeliveryChannel", counts[1]);
        // Whether it is there is asked for all the same.
        template.resource_count("AWS::Config::ConfigRule", 12);
        template.resource_count("AWS::Config::RemediationConfiguration", 1);
    }
}

#[test]
fn an_account_is_watched_under_development_too() {
    assert_eq!(findings(guarded::<Development>()), "");
}

#[test]
fn a_budget_tells_of_what_was_spent_and_of_what_will_be() {
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    let budget = Budget::builder().dollars(175).notify(Contact::email("finance@example.org")).build();
    stack.add("Budget", budget);
    let template = Template::of_stack(stack);
    let told = |kind: &str| {
        json!({
            "Notification": { "NotificationType": kind, "Threshold": 110.0, "ThresholdType": "PERCENTAGE", "ComparisonOperator": "GREATER_THAN" },
            "Subscribers": [{ "Address": "finance@example.org", "SubscriptionType": "EMAIL" }],
        })
    };
    template.has_properties(
        "AWS::Budgets::Budget",
        json!({
            "Budget": { "BudgetLimit": { "Amount": 175.0, "Unit": "USD" }, "TimeUnit": "MONTHLY", "BudgetType": "COST" },
            "NotificationsWithSubscribers": [told("ACTUAL"), told("FORECASTED")],
        }),
    );
}

#[test]
fn a_budget_that_tells_nobody_is_found() {
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    stack.add("Silent", Budget::builder().dollars(175).build());
    let silent = findings(stack);
    assert!(silent.contains("`AWS::Budgets::Budget`), which tells nobody of what was spent"), "{silent}");
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    stack.add("Nothing", Budget::builder().dollars(0).notify(Contact::email("a")).build());
    stack.add("Hook", Budget::builder().dollars(1).notify(Contact::https("https://pager.example.org")).build());
    let many =
        (0..11).fold(Budget::builder().dollars(1), |it, n| it.notify(Contact::email(format!("a{n}@example.org"))));
    stack.add("Many", many.build());
    let findings = findings(stack);
    for sentence in [
        "`account/Nothing` allows for nothing",
        "`account/Nothing` tells `a`, which is not an address",
        "`account/Hook` tells `https://pager.example.org`, and AWS Budgets writes mail",
        "`account/Many` tells `11` contacts",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

#[test]
fn administrators_prove_who_they_are() {
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    let key = stack.add("Key", CustomerKey::builder().build());
    let look = Statement::allow(actions!["kms:DescribeKey"], [key.arn()]);
    stack.add("Keeper", AdministratorRole::builder().purpose("looks after keys").allow(&look).build());
    let template = Template::of_stack(stack);
    let role = &template.json()["Resources"]["Keeper"]["Properties"];
    let proven = json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" }, "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } });
    assert_eq!(role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"], proven);
    assert_eq!(role["MaxSessionDuration"], 3600);
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    stack.add("Idle", AdministratorRole::builder().purpose("nothing").build());
    assert!(findings(stack).contains("`account/Idle` may do nothing"));
}

#[test]
fn what_is_spent_is_shown_wherever_the_board_is() {
    let mut stack = Stack::<Prod>::new("account", region::EuWest2);
    let budget = Budget::builder().dollars(175).notify(Contact::email("finance@example.org")).build();
    let budget = stack.add("Budget", budget);
    let board = Dashboard::builder().graph_to("Spent", [budget.spent()], ("budget", budget.limit()));
    stack.add("Board", board.graph("By day", [budget.spent_in_a_day()]).build());
    let template = Template::of_stack(stack);
    let parts = &template.json()["Resources"]["Board"]["Properties"]["DashboardBody"]["Fn::Join"][1];
    let filled: String = parts.as_array().unwrap().iter().map(|it| it.as_str().unwrap_or("eu-west-2")).collect();
    let board: serde_json::Value = serde_json::from_str(&filled).unwrap();
    let spent = &board["widgets"][0]["properties"];
    assert_eq!(spent["annotations"]["horizontal"], json!([{ "label": "budget", "value": 175 }]));
    // The board is in London, and what is spent is measured in Virginia.
    assert_eq!((&spent["region"], &spent["metrics"][0][4]["region"]), (&"eu-west-2".into(), &"us-east-1".into()));
    let by_day = &board["widgets"][1]["properties"]["metrics"];
    assert_eq!(by_day[0][0]["expression"], "IF(DIFF(g0m0) < 0, g0m0, DIFF(g0m0))");
    assert_eq!(by_day[1][4]["period"], 86_400);
}

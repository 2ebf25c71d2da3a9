//! Rules about what watches an account, what is spent in it, and who may administer it. Scanners for HIPAA have none.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    model::ResourceModel,
    rule::{Index, Known, Must, Subject, Verdict, at, known, lacks, one_or_many, real_data},
    value::{Json, Token},
};

use super::{
    acting::Work,
    meant::About,
    permission::hides_statements,
    read::{ACCOUNT, flat, names_one, number_at},
    when::{customer_key, regulated},
};

const WATCHED: &[Control] =
    &[hipaa::ACTIVITY_REVIEW, hipaa::AUDIT_CONTROLS, soc2::MONITORING, soc2::EVALUATION, iso27001::MONITORING];

const CONFIGURED: &[Control] =
    &[hipaa::ACTIVITY_REVIEW, hipaa::AUDIT_CONTROLS, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub THREATS_ARE_LOOKED_FOR = "ThreatsAreLookedFor" {
        sentence: "threats are looked for in the calls, names and flows of the account",
        controls: &[
            hipaa::MALICIOUS_SOFTWARE,
            hipaa::LOGIN_MONITORING,
            hipaa::ACTIVITY_REVIEW,
            soc2::MONITORING,
            iso27001::MONITORING,
        ],
        on: &["AWS::GuardDuty::Detector"],
        when: real_data,
        must: Must::Hold(|it| it.flag("Enable") == Known::Is(true)),
        message: "looks for nothing",
        help: "set `Enable` to true, or use an `AccountGuard`",
    }

    pub SETTINGS_ARE_RECORDED = "SettingsAreRecorded" {
        sentence: "the settings of all resources of the region are recorded, and delivered",
        controls: CONFIGURED,
        on: &["AWS::Config::ConfigurationRecorder"],
        when: real_data,
        must: Must::Hold(|it| {
            it.flag("RecordingGroup/AllSupported") == Known::Is(true)
                && it.of_stack().any(|other| other.is("AWS::Config::DeliveryChannel"))
        }),
        message: "records some kinds of resources only, or delivers nothing",
        help: "set `AllSupported` in `RecordingGroup`, and declare an `AWS::Config::DeliveryChannel`, or use an `AccountGuard`",
    }

    pub SETTINGS_ARE_DELIVERED = "SettingsAreDelivered" {
        sentence: "what is recorded of settings is encrypted with the customer's key",
        controls: &[hipaa::AUDIT_CONTROLS, hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &["AWS::Config::DeliveryChannel"],
        when: real_data,
        must: Must::Hold(|it| names_one(it, "S3BucketName", &["AWS::S3::Bucket"]) && customer_key(it, "S3KmsKeyArn")),
        message: "delivers settings that are not encrypted with a customer-managed key",
        help: "set `S3KmsKeyArn` to the ARN of a `CustomerKey`, or use an `AccountGuard`",
    }

    pub SETTINGS_ARE_HELD_TO_RULES = "SettingsAreHeldToRules" {
        sentence: "settings are held to a rule that AWS keeps",
        controls: CONFIGURED,
        on: &["AWS::Config::ConfigRule"],
        when: real_data,
        must: Must::Hold(|it| it.text("Source/Owner") == Some("AWS") && it.text("Source/SourceIdentifier").is_some()),
        message: "is no rule that AWS keeps",
        help: "set `Owner` in `Source` to `AWS`, with the identifier of a managed rule",
    }

    pub PASSWORD_POLICY_IS_SET = "PasswordPolicyIsSet" {
        sentence: "where the password policy of the account asks for less than 14 characters of four kinds, it is set so",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["AWS::Config::RemediationConfiguration"],
        when: real_data,
        must: Must::Judge(sets_passwords),
        message: "does not set by itself a password policy of 14 characters of four kinds, or as nobody who may",
        help: "name a rule with `IAM_PASSWORD_POLICY`, set `Automatic`, the parameters of the document, and a role that `ssm.amazonaws.com` takes on and that may `iam:UpdateAccountPasswordPolicy`, or use an `AccountGuard`",
    }

    pub FINDINGS_ARE_GATHERED = "FindingsAreGathered" {
        sentence: "what is found is gathered in one place, and compared with standards",
        controls: WATCHED,
        on: &["AWS::SecurityHub::Hub"],
        when: real_data,
        // Without a word, the standards are on.
        must: Must::Hold(|it| matches!(it.flag("EnableDefaultStandards"), Known::Missing | Known::Is(true))),
        message: "compares what is found with no standard",
        help: "leave `EnableDefaultStandards` out, or set it to true",
    }

    pub ACCESS_IS_ANALYZED = "AccessIsAnalyzed" {
        sentence: "what others than the account can reach is found",
        controls: &[hipaa::ACCESS_MANAGEMENT, hipaa::ACCESS_MODIFICATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: &["AWS::AccessAnalyzer::Analyzer"],
        when: real_data,
        must: Must::Hold(|it| matches!(it.text("Type"), Some("ACCOUNT" | "ORGANIZATION"))),
        message: "does not look for what others can reach",
        help: "set `Type` to `ACCOUNT`, or use an `AccountGuard`",
    }

    pub BUDGET_TELLS_SOMEBODY = "BudgetTellsSomebody" {
        sentence: "somebody is told when more is spent than planned",
        controls: &[soc2::MONITORING, iso27001::MONITORING],
        on: &["AWS::Budgets::Budget"],
        when: real_data,
        must: Must::Hold(|it| it.list("NotificationsWithSubscribers").iter().any(tells_what_was_spent)),
        message: "tells nobody of what was spent",
        help: "give it a notification of what is `ACTUAL` with a subscriber, or use `.notify(..)` of a `Budget`",
    }

    pub PEOPLE_PROVE_WHO_THEY_ARE = "PeopleProveWhoTheyAre" {
        sentence: "people of the account take a role on after they proved who they are by a second factor",
        controls: &[
            hipaa::AUTHENTICATION,
            hipaa::ACCESS_AUTHORIZATION,
            soc2::LOGICAL_ACCESS,
            iso27001::PRIVILEGED_ACCESS,
            iso27001::AUTHENTICATION,
        ],
        on: &["AWS::IAM::Role"],
        when: regulated,
        must: Must::Judge(people_prove),
        message: "is taken on by whoever of the account has a password, or a key",
        help: "ask for `aws:MultiFactorAuthPresent` under `Bool` in what it trusts, or use an `AdministratorRole`",
    }
}

/// The document of AWS that sets the password policy of the account.
pub(crate) const SETS_PASSWORDS: &str = "AWSConfigRemediation-SetIAMPasswordPolicy";

/// What that document asks the four kinds of characters by.
const KINDS: [&str; 4] =
    ["RequireLowercaseCharacters", "RequireNumbers", "RequireSymbols", "RequireUppercaseCharacters"];

/// By whom it is set.
const SETTER: &str = "Parameters/AutomationAssumeRole/StaticValue/Values";

/// Of what some other document does nothing is said.
fn sets_passwords(it: &Subject<'_>) -> Verdict {
    if it.text("TargetId") != Some(SETS_PASSWORDS) {
        return Verdict::NotApplicable;
    }
    let said = |name: &str| match one_or_many(it.property(&format!("Parameters/{name}/StaticValue/Values"))) {
        [one] => one.as_text(),
        _ => None,
    };
    let work = Work { service: "ssm.amazonaws.com", actions: &["iam:UpdateAccountPasswordPolicy"], by_aws: &[] };
    // The action is about no resource but the account.
    let account =
        About { is: &|_, resource| resource.as_text() == Some("*"), may_be: &|_, _| true, when: &|_, _| false };
    let is_long = said("MinimumPasswordLength").and_then(|it| it.parse().ok()).is_some_and(|it: u32| it >= 14);
    Verdict::of(
        it.flag("Automatic") == Known::Is(true)
            && is_of_passwords(it)
            && is_long
            && KINDS.iter().all(|name| said(name).is_some_and(|it| it.eq_ignore_ascii_case("true")))
            && it.property(SETTER).is_some()
            && work.is_done_by(it, SETTER, account),
    )
}

/// Rules of AWS that look at the password policy, by the names that a program gives them.
static OF_PASSWORDS: Index = Index::by(|it| {
    let name = it.properties.get("ConfigRuleName").filter(|_| asks_for_passwords(it))?;
    name.as_text().map(str::to_owned)
});

fn asks_for_passwords(rule: &ResourceModel) -> bool {
    let asked = rule.properties.at("Source/SourceIdentifier").and_then(Json::as_text);
    rule.kind() == "AWS::Config::ConfigRule" && asked == Some("IAM_PASSWORD_POLICY")
}

/// Whether what is set is set when a rule of the program finds the password policy to be less.
fn is_of_passwords(remedy: &Subject<'_>) -> bool {
    match remedy.text("ConfigRuleName") {
        Some(name) => remedy.found_in_app(&OF_PASSWORDS, name).next().is_some(),
        None => remedy.target("ConfigRuleName").is_some_and(|it| asks_for_passwords(it.resource)),
    }
}

fn tells_what_was_spent(told: &Json) -> bool {
    let text = |path: &str| at(told, path).and_then(Json::as_text);
    let somebody = |it: &Json| at(it, "Address").is_some() && at(it, "SubscriptionType").is_some();
    text("Notification/NotificationType") == Some("ACTUAL")
        && text("Notification/ComparisonOperator") == Some("GREATER_THAN")
        && number_at(told, "Notification/Threshold").is_some_and(|it| it > 0)
        && at(told, "Subscribers").and_then(Json::as_list).is_some_and(|it| it.iter().any(somebody))
}

/// Of a role that nobody of the account takes on by himself nothing is asked: services and workloads have no second factor.
pub(super) fn people_prove(role: &Subject<'_>) -> Verdict {
    let by_people = |statement: &&Json| {
        let allows = at(statement, "Effect").and_then(Json::as_text) != Some("Deny");
        let names = one_or_many(at(statement, "Principal/AWS"));
        let is_hidden = names.is_empty() && !lacks(statement, "Principal/AWS") && at(statement, "Principal").is_some();
        allows && (is_hidden || names.iter().any(may_be_the_account))
    };
    if hides_statements(role, "AssumeRolePolicyDocument") {
        return Verdict::Broken;
    }
    let statements: Vec<&Json> =
        one_or_many(role.property("AssumeRolePolicyDocument/Statement")).iter().filter(by_people).collect();
    if statements.is_empty() {
        return Verdict::NotApplicable;
    }
    Verdict::of(statements.into_iter().all(proven))
}

/// Whether whoever takes a role on shows a second factor: it trusts nobody else, be it a service or another role.
pub(super) fn all_prove(role: &Subject<'_>) -> bool {
    let denies = |it: &&Json| at(it, "Effect").and_then(Json::as_text) == Some("Deny");
    let people = |it: &Json| {
        let who = at(it, "Principal").and_then(Json::as_object);
        who.is_some_and(|it| it.iter().all(|(kind, _)| kind == "AWS")) && proven(it)
    };
    let statements = one_or_many(role.property("AssumeRolePolicyDocument/Statement"));
    !hides_statements(role, "AssumeRolePolicyDocument")
        && people_prove(role) == Verdict::Held
        && statements.iter().filter(|it| !denies(it)).all(people)
}

/// Whether a statement is for who shows a second factor.
fn proven(statement: &Json) -> bool {
    let flags = at(statement, "Condition/Bool").and_then(Json::as_object);
    let flag = flags.and_then(|it| it.get("aws:MultiFactorAuthPresent"));
    flag.map(known) == Some(Known::Is(true))
}

/// Whether a principal may be everybody whom the account lets take a role on. What another resource is called is none.
fn may_be_the_account(principal: &Json) -> bool {
    match flat(principal) {
        Some(name) => name == ACCOUNT.to_string() || name.ends_with(":root"),
        None => !matches!(principal, Json::Token(token) if matches!(**token, Token::Attribute { .. })),
    }
}

//! What watches the account in a region: threats, settings, findings, and who from outside gets at something.
//!
//! By construction GuardDuty looks for threats, AWS Config records the settings of all resources into an encrypted bucket and holds
//! them to rules, Security Hub gathers what is found, and Access Analyzer says what others than the account can reach. The rules
//! ask among others that the root and whoever signs in at the console have a second factor, and for the account's password policy, which
//! is replaced where it is less. An account has each of these once in a region: what an organization has put there already, nobody makes a second
//! time. Where an organization has a trail of its own already, that is no part of it.

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Ceiling, Class},
    dimension::{Level, Position, recovery::Hours24},
    model::Role,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};

use super::passwords::{self, Passwords};
use crate::{
    actions,
    audit::{Audited, IsTrail},
    bucket::{BucketParts, Buckets, bucket},
    cfn::{
        accessanalyzer,
        config::{self, config_rule::Source, configuration_recorder::RecordingGroup},
        guardduty::{self, detector::CfnFeatureConfiguration},
        iam, s3, securityhub,
    },
    iam::{Statement, permit, service_role},
    keys::{IsKey, Key},
    position::{Deletion, tls},
    pseudo, rule,
    sentences::{GuardNeedsKey, GuardNeedsTrail},
    stack::Aws,
};

/// What GuardDuty looks at besides the calls, names and flows that it always does.
const FEATURES: [&str; 4] = ["EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"];

/// What the rule is called that asks for the password policy.
const PASSWORDS: &str = "Passwords";

/// A rule that AWS keeps: its name here, its identifier, and what it is told.
type Asked = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What is asked of the account itself, which no template shows.
///
/// Source: "List of AWS Config Managed Rules"; the figures are those of the conformance pack for the HIPAA Security Rule.
const ASKED: [Asked; 12] = [
    ("RootHasSecondFactor", "ROOT_ACCOUNT_MFA_ENABLED", &[]),
    ("RootHasNoKeys", "IAM_ROOT_ACCESS_KEY_CHECK", &[]),
    ("ConsoleTakesSecondFactor", "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", &[]),
    ("UsersHaveSecondFactor", "IAM_USER_MFA_ENABLED", &[]),
    (PASSWORDS, "IAM_PASSWORD_POLICY", &[]),
    ("KeysAreReplaced", "ACCESS_KEYS_ROTATED", &[("maxAccessKeyAge", "90")]),
    ("UnusedCredentials", "IAM_USER_UNUSED_CREDENTIALS_CHECK", &[("maxCredentialUsageAge", "90")]),
    ("TrailInEveryRegion", "MULTI_REGION_CLOUD_TRAIL_ENABLED", &[]),
    ("BucketsOfAccountAreClosed", "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", &[]),
    ("DisksAreEncrypted", "EC2_EBS_ENCRYPTION_BY_DEFAULT", &[]),
    ("ThreatsAreLookedFor", "GUARDDUTY_ENABLED_CENTRALIZED", &[]),
    ("FindingsAreGathered", "SECURITYHUB_ENABLED", &[]),
];

hc_cdk::builder! {
    /// What watches the account.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{account::AccountGuard, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("account", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct AccountGuard;
    /// What watches the account, as it is being described.
    pub struct AccountGuardBuilder => AccountGuard;
    needs {
        /// The key that encrypts what is recorded.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: GuardNeedsKey;
        /// The audit trail, with whose records accesses to the bucket are kept.
        trail(trail: &(impl IsTrail + ?Sized)) -> Audited { trail.it().clone() }: GuardNeedsTrail;
    }
    may {
        /// How many characters passwords of people have at least, and after how many days they are replaced: by default 14 and 90. Where the
        /// account's policy asks for less, in this or in kinds of characters, it is replaced as a whole, so that an account that asks for
        /// more says so here.
        passwords(characters: u32, days: u32) -> Passwords { Passwords { characters, days } } = Passwords::LEAST;
        /// An organization has GuardDuty look for threats in that region already: it makes no second detector, which would fail, and asks by
        /// a rule whether there is one.
        threats_by_organization() -> bool { true } = false;
        /// An organization records settings in that region already, as AWS Control Tower does: it makes neither a second recorder nor a
        /// bucket, and holds what is recorded to its rules.
        settings_by_organization() -> bool { true } = false;
        /// An organization gathers findings in Security Hub in that region already: it makes no second hub, and asks by a rule whether there
        /// is one.
        findings_by_organization() -> bool { true } = false;
    }
}

/// What watches the account, as a stack has taken it.
#[derive(Debug, Clone)]
pub struct GuardHandle {
    detector: Option<Made<guardduty::Detector>>,
    settings: Option<Made<s3::Bucket>>,
}

impl GuardHandle {
    /// The id of what looks for threats, unless that is an organization's.
    pub fn detector(&self) -> Option<Value<String>> {
        self.detector.as_ref().map(|it| it.get(guardduty::Detector::ID))
    }

    /// The name of the bucket in which settings are recorded, unless an organization does so.
    pub fn settings(&self) -> Option<Value<String>> {
        self.settings.as_ref().map(|it| it.id().into())
    }
}

impl Spec for AccountGuard {
    type Handle = GuardHandle;
    const KIND: &'static str = "AccountGuard";
    const INVARIANTS: &'static [Rule] = &[
        rule::THREATS_ARE_LOOKED_FOR,
        rule::SETTINGS_ARE_RECORDED,
        rule::SETTINGS_ARE_DELIVERED,
        rule::SETTINGS_ARE_HELD_TO_RULES,
        rule::PASSWORD_POLICY_IS_SET,
        rule::FINDINGS_ARE_GATHERED,
        rule::ACCESS_IS_ANALYZED,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::BUCKET_IS_RESTORED_IN_TIME,
        rule::BUCKET_HAS_ZONES,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::S3_BUCKET_LOGGING_ENABLED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
        rule::STORE_STAYS,
    ];
}

impl<P: Policy> Construct<P, Aws> for AccountGuard {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> GuardHandle {
        let kept = Kept {
            class: Class::Internal.min(<P::DataCeiling as Ceiling>::HIGHEST),
            replicated: <P::Recovery as Level>::POSITION > Hours24::POSITION,
            deletion: Deletion::of::<P>(),
            tls: tls::<P>(),
        };
        declare(&self, scope, &kept)
    }
}

/// How settings are kept.
struct Kept {
    class: Class,
    replicated: bool,
    deletion: Deletion,
    tls: Position,
}

fn declare(spec: &AccountGuard, scope: &mut Scope<'_>, kept: &Kept) -> GuardHandle {
    let detector = (!spec.threats_by_organization).then(|| detector(scope));
    let (settings, recorder) = if spec.settings_by_organization {
        (None, None)
    } else {
        let (settings, recorder) = settings(spec, scope, kept);
        (Some(settings), Some(recorder))
    };
    spec.passwords.check(scope);
    for asked in &ASKED {
        let of_passwords = asked.0 == PASSWORDS;
        let figures = if of_passwords { spec.passwords.asked() } else { Vec::new() };
        let rule = ask(scope, asked, figures, recorder.as_ref());
        if of_passwords {
            passwords::set(scope, &rule, spec.passwords);
        }
    }
    if !spec.findings_by_organization {
        gather(scope, recorder.as_ref());
    }
    let name = scope.physical_name();
    scope.resource(
        "Access",
        accessanalyzer::Analyzer {
            analyzer_name: Some(name.into()),
            r#type: Some("ACCOUNT".into()),
            ..Default::default()
        },
    );
    GuardHandle { detector, settings }
}

/// What gathers findings, and looks at what is recorded.
fn gather(scope: &mut Scope<'_>, recorder: Option<&Made<config::ConfigurationRecorder>>) {
    let hub = scope.resource(
        "Findings",
        securityhub::Hub {
            auto_enable_controls: Some(true.into()),
            control_finding_generator: Some("SECURITY_CONTROL".into()),
            enable_default_standards: Some(true.into()),
            ..Default::default()
        },
    );
    if let Some(recorder) = recorder {
        scope.depends_on(&hub, recorder);
    }
}

fn detector(scope: &mut Scope<'_>) -> Made<guardduty::Detector> {
    let feature = |name: &&'static str| CfnFeatureConfiguration {
        name: Some((*name).into()),
        status: Some("ENABLED".into()),
        ..Default::default()
    };
    scope.resource(
        "Threats",
        guardduty::Detector {
            enable: Some(true.into()),
            features: Some(FEATURES.iter().map(feature).collect()),
            finding_publishing_frequency: Some("FIFTEEN_MINUTES".into()),
            ..Default::default()
        },
    )
}

/// What records settings, and the bucket in which they are.
fn settings(
    spec: &AccountGuard,
    scope: &mut Scope<'_>,
    kept: &Kept,
) -> (Made<s3::Bucket>, Made<config::ConfigurationRecorder>) {
    let mut scope = scope.child("Settings", "Settings", &[]);
    scope.plays(Role::Store, kept.class);
    let buckets = bucket(
        &mut scope,
        &BucketParts { replicated: kept.replicated, ..spec.trail.bucket(&spec.key, kept.deletion, kept.tls) },
    );
    let role = service_role(&mut scope, "Role", "config.amazonaws.com", "records settings", &["AWS_ConfigRole"]);
    let arn = buckets.made.get(s3::Bucket::ARN);
    let of_account = ["/AWSLogs/".into(), pseudo::account().into(), "/Config/*".into()];
    let files: Value<String> = Value::concat([Json::from(arn.clone())].into_iter().chain(of_account));
    permit(
        &mut scope,
        "RolePolicy",
        &role,
        vec![
            Statement::allow(actions!["s3:GetBucketAcl", "s3:ListBucket"], [arn]),
            Statement::allow(actions!["s3:PutObject"], [files]),
            Statement::allow(actions!["kms:Decrypt", "kms:GenerateDataKey"], [spec.key.arn()]),
        ],
    );
    let recorder = recorder(&mut scope, &spec.key, &buckets, &role);
    (buckets.made, recorder)
}

/// CloudFormation makes recorder and delivery at one time: neither is there without the other.
fn recorder(
    scope: &mut Scope<'_>,
    key: &Key,
    settings: &Buckets,
    role: &Made<iam::Role>,
) -> Made<config::ConfigurationRecorder> {
    let recorder = scope.resource(
        "Recorder",
        config::ConfigurationRecorder {
            recording_group: Some(RecordingGroup {
                all_supported: Some(true.into()),
                include_global_resource_types: Some(true.into()),
                ..Default::default()
            }),
            role_arn: Some(role.get(iam::Role::ARN)),
            ..Default::default()
        },
    );
    let delivery = scope.resource(
        "Delivery",
        config::DeliveryChannel {
            s3_bucket_name: Some(settings.made.id()),
            s3_kms_key_arn: Some(key.arn().into()),
            ..Default::default()
        },
    );
    scope.depends_on(&delivery, &settings.policy);
    recorder
}

fn ask(
    scope: &mut Scope<'_>,
    (name, identifier, told): &Asked,
    figures: Vec<(&'static str, String)>,
    recorder: Option<&Made<config::ConfigurationRecorder>>,
) -> Made<config::ConfigRule> {
    let told = told.iter().fold(Object::new(), |told, (name, value)| told.with(*name, *value));
    let told = figures.into_iter().fold(told, |told, (name, figure)| told.with(name, figure));
    let rule = scope.resource(
        *name,
        config::ConfigRule {
            input_parameters: (!told.is_empty()).then(|| told.into()),
            source: Some(Source {
                owner: Some("AWS".into()),
                source_identifier: Some((*identifier).into()),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    if let Some(recorder) = recorder {
        scope.depends_on(&rule, recorder);
    }
    rule
}

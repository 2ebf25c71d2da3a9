//! Clauses on which several rules rest, in the order in which they are cited.

use hc_cdk::control::{Control, gdpr, hipaa, iso27001, soc2};

pub(super) const AUDITED: &[Control] = &[hipaa::AUDIT_CONTROLS];
pub(super) const AUTHORIZED_AND_AUDITED: &[Control] = &[hipaa::WORKFORCE_AUTHORIZATION, hipaa::AUDIT_CONTROLS];
pub(super) const AVAILABLE: &[Control] = &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE];
pub(super) const BACKED_UP: &[Control] = &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY];
/// What the customer's own key is for.
pub(super) const CONFIDENTIAL: &[Control] =
    &[hipaa::ENCRYPTION, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION, soc2::CONFIDENTIALITY];
pub(super) const ENCRYPTED: &[Control] = &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION];
pub(super) const ENCRYPTED_ON_THE_WAY: &[Control] =
    &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_INTEGRITY, hipaa::TRANSMISSION_ENCRYPTION];
/// What permissions are held to.
pub(super) const LEAST: &[Control] = &[hipaa::ACCESS_AUTHORIZATION, hipaa::ACCESS_CONTROL, soc2::LEAST_PRIVILEGE];
pub(super) const NOT_PUBLIC: &[Control] = &[
    hipaa::WORKFORCE_SECURITY,
    hipaa::ACCESS_ISOLATION,
    hipaa::ACCESS_MODIFICATION,
    hipaa::ACCESS_CONTROL,
    hipaa::TRANSMISSION_SECURITY,
];
/// Why somebody is told of what goes wrong.
pub(super) const TOLD: &[Control] = &[
    hipaa::AUDIT_CONTROLS,
    hipaa::RESPONSE,
    soc2::MONITORING,
    soc2::EVALUATION,
    iso27001::MONITORING,
    gdpr::BREACH_NOTIFICATION,
];

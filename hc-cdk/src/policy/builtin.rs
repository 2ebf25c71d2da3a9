//! The regulations and life-cycle stages that come with hc-cdk, each with the clauses it rests on.
//!
//! A clause rarely names a figure. Where one does, `by` says which; where none does, the figure is ours, and `explain` says so.

use std::sync::LazyLock;

use super::{PolicyFacts, Unregulated};
use crate::{
    policy,
    policy::control::{caf, gdpr, hipaa, hipaa_proposed, iso27001, nhs, part11, soc2, vn_decree_102, vn_decree_356},
};

policy! {
    /// HIPAA Security Rule.
    ///
    /// Six years of audit records are the rule's own figure; a year of other logs is how long network flow logs are kept in
    /// practice; 30 days of backups, four hours to recovery, 90 days for a secret and a year for a waiver are ours.
    pub Hipaa about health {
        audit_retention: Years6 [hipaa::DOCUMENTATION_SIX_YEARS, hipaa::AUDIT_CONTROLS] by hipaa::DOCUMENTATION_SIX_YEARS,
        log_retention: Days365 [hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW],
        backup_retention: Days30 [hipaa::DATA_BACKUP_PLAN],
        recovery: Hours4 [hipaa::CONTINGENCY_PLAN, hipaa::DISASTER_RECOVERY],
        tls: Tls12 [hipaa::TRANSMISSION_SECURITY, hipaa::TRANSMISSION_ENCRYPTION],
        key_custody: CustomerManaged [hipaa::ENCRYPTION],
        secret_rotation: Every90Days [hipaa::PASSWORDS, hipaa::ACCESS_AUTHORIZATION],
        deletion: Retained [hipaa::INTEGRITY],
        waiver_term: Within1Year [hipaa::EVALUATION],
    }
}

policy! {
    /// What is proposed to become of the HIPAA Security Rule, as far as positions can say it: data is encrypted wherever it is, and is
    /// back within 72 hours, which every position here is. No law asks for it, so nothing under it alone holds health data: it is for a
    /// join with [`Hipaa`]. Tests and lists of every year are in the calendar of the evidence.
    pub HipaaProposed2025 proposed "90 FR 898" {
        recovery: Hours24 [hipaa_proposed::RESTORATION],
        tls: Tls12 [hipaa_proposed::TECHNICAL],
        key_custody: AwsManaged [hipaa_proposed::TECHNICAL],
    }
}

policy! {
    /// SOC 2. The criteria name no figures; these are ours.
    pub Soc2 {
        audit_retention: Days365 [soc2::MONITORING, soc2::EVALUATION],
        log_retention: Days90 [soc2::MONITORING],
        backup_retention: Days14 [soc2::BACKUP_AND_RECOVERY],
        recovery: Hours4 [soc2::BACKUP_AND_RECOVERY],
        tls: Tls12 [soc2::TRANSMISSION],
        key_custody: CustomerManaged [soc2::CONFIDENTIALITY],
        secret_rotation: Every180Days [soc2::LOGICAL_ACCESS],
        waiver_term: Within1Year [soc2::CHANGE_MANAGEMENT],
    }
}

policy! {
    /// ISO/IEC 27001. Annex A names no figures; these are ours.
    pub Iso27001 {
        audit_retention: Days365 [iso27001::LOGGING, iso27001::EVIDENCE],
        log_retention: Days365 [iso27001::LOGGING],
        backup_retention: Days30 [iso27001::BACKUP],
        availability: MultiAz [iso27001::REDUNDANCY],
        recovery: Hours4 [iso27001::BACKUP],
        tls: Tls12 [iso27001::NETWORK_SERVICES],
        key_custody: CustomerManaged [iso27001::CRYPTOGRAPHY],
        secret_rotation: Every180Days [iso27001::AUTHENTICATION],
        deletion: Retained [iso27001::RECORDS],
        waiver_term: Within1Year [iso27001::CHANGE_MANAGEMENT],
    }
}

policy! {
    /// GDPR: data stays in the European Union or where protection is held to be adequate. The figures are ours.
    pub Gdpr about health {
        audit_retention: Days365 [gdpr::RECORDS],
        backup_retention: Days30 [gdpr::RESTORE],
        recovery: Hours4 [gdpr::RESTORE],
        residency: EuOrAdequate [gdpr::TRANSFERS] by gdpr::TRANSFERS,
        tls: Tls12 [gdpr::INTEGRITY_AND_CONFIDENTIALITY],
        key_custody: CustomerManaged [gdpr::ENCRYPTION],
        secret_rotation: Every180Days [gdpr::RESILIENCE],
        waiver_term: Within1Year [gdpr::TESTING],
    }
}

policy! {
    /// Health records in the United Kingdom: kept seven years, as systems in use do, in London or Ireland. The other figures are ours.
    pub UkHealth about health {
        audit_retention: Years7 [gdpr::RECORDS, caf::SECURING_LOGS] because [gdpr::STORAGE_LIMITATION] of "the owners of systems in use",
        log_retention: Days365 [gdpr::RESILIENCE, caf::MONITORING],
        backup_retention: Days30 [gdpr::RESTORE, caf::BACKUPS],
        recovery: Hours4 [gdpr::RESTORE, caf::RESILIENCE],
        residency: UkOrIreland [gdpr::TRANSFERS],
        tls: Tls12 [gdpr::INTEGRITY_AND_CONFIDENTIALITY, caf::DATA_IN_TRANSIT],
        key_custody: CustomerManaged [gdpr::ENCRYPTION, caf::STORED_DATA],
        secret_rotation: Every90Days [gdpr::RESILIENCE, caf::AUTHENTICATION],
        deletion: Retained [gdpr::INTEGRITY_AND_CONFIDENTIALITY, caf::STORED_DATA],
        waiver_term: Within1Year [gdpr::TESTING],
    }
}

policy! {
    /// Health records of adults in the National Health Service: kept eight years after the last entry, so that audit trails are kept as long and
    /// stores are not taken away; that the records in them are kept is the application's. It is for a join with [`UkHealth`], which says the rest. Records of children, of maternity and of mental health are kept longer, and ask for a policy of one's own.
    pub NhsRecords {
        audit_retention: Years8 because [nhs::ADULT_RECORDS] by nhs::ADULT_RECORDS,
        deletion: Retained because [nhs::ADULT_RECORDS],
    }
}

policy! {
    /// Health records in Vietnam: kept seven years, and other logs 30 days, which are the figures of the owners of systems in use and of no
    /// clause that was read. The clauses of Vietnam say which data is meant and that its use is regulated; how it is kept follows
    /// ISO/IEC 27001.
    pub VnHealth about health {
        audit_retention: Years7 [iso27001::RECORDS] because [vn_decree_102::USE] of "the owners of systems in use",
        log_retention: Days30 [iso27001::LOGGING] of "the owners of systems in use",
        backup_retention: Days30 [iso27001::BACKUP],
        tls: Tls12 [iso27001::NETWORK_SERVICES, vn_decree_356::SENSITIVE],
        key_custody: CustomerManaged [iso27001::CRYPTOGRAPHY, vn_decree_356::SENSITIVE],
        secret_rotation: Every180Days [iso27001::AUTHENTICATION],
        deletion: Retained [iso27001::RECORDS],
        waiver_term: Within1Year [iso27001::CHANGE_MANAGEMENT],
    }
}

policy! {
    /// FDA 21 CFR Part 11: electronic records are protected, and so are their audit trails. The figures are ours.
    pub FdaPart11 about health {
        audit_retention: Years7 [part11::AUDIT_TRAIL],
        log_retention: Days365 [part11::AUDIT_TRAIL],
        backup_retention: Days35 [part11::PROTECTION],
        tls: Tls12 [part11::OPEN_SYSTEMS],
        key_custody: CustomerManaged [part11::OPEN_SYSTEMS],
        secret_rotation: Every90Days [part11::LIMITED_ACCESS],
        deletion: Protected [part11::PROTECTION],
        waiver_term: Within1Year [part11::DOCUMENTATION],
    }
}

policy! {
    /// What runs for real: several zones, an hour to recovery, and nothing is deleted by accident. The figures are ours.
    pub Production as "production" {
        log_retention: Days90 [soc2::MONITORING],
        backup_retention: Days14 [soc2::BACKUP_AND_RECOVERY],
        availability: MultiAz [soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        recovery: Hours1 [soc2::BACKUP_AND_RECOVERY],
        deletion: Protected [soc2::BACKUP_AND_RECOVERY],
        waiver_term: Within1Year [soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
    }
}

policy! {
    /// What is built like production and holds nobody's personal data.
    pub Staging as "staging" {
        data_ceiling: Internal [iso27001::SEPARATION],
        log_retention: Days30 [soc2::MONITORING],
        backup_retention: Days7 [soc2::BACKUP_AND_RECOVERY],
    }
}

policy! {
    /// What may break: made-up data only, and nothing is kept.
    pub Development as "development" {
        data_ceiling: Synthetic [iso27001::SEPARATION],
        log_retention: Days7 [soc2::MONITORING],
    }
}

impl Unregulated for Development {}

/// A regulation that comes with hc-cdk, by its name. A stage of the life cycle is none: each team may have one of its own.
pub(crate) fn regulation(name: &str) -> Option<&'static PolicyFacts> {
    static ALL: LazyLock<[PolicyFacts; 9]> = LazyLock::new(|| {
        [
            PolicyFacts::of::<Hipaa>(),
            PolicyFacts::of::<HipaaProposed2025>(),
            PolicyFacts::of::<Soc2>(),
            PolicyFacts::of::<Iso27001>(),
            PolicyFacts::of::<Gdpr>(),
            PolicyFacts::of::<UkHealth>(),
            PolicyFacts::of::<NhsRecords>(),
            PolicyFacts::of::<VnHealth>(),
            PolicyFacts::of::<FdaPart11>(),
        ]
    });
    ALL.iter().find(|facts| facts.names == [name])
}

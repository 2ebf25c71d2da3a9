//! The clauses that findings, policies and invariants may cite, as data. A clause that is not here cannot be cited.

use std::fmt;

/// A clause of a regulation or standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Control {
    /// The regulation or standard.
    pub framework: &'static str,
    /// The clause's identifier, as auditors cite it.
    pub id: &'static str,
    /// What the clause is about.
    pub subject: &'static str,
}

impl fmt::Display for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.framework, self.id)
    }
}

/// Every clause, framework by framework.
pub fn all() -> std::vec::IntoIter<Control> {
    FRAMEWORKS.iter().flat_map(|(_, all)| all.iter().copied()).collect::<Vec<_>>().into_iter()
}

/// The clauses of each framework, by its name in files and in the program.
pub const FRAMEWORKS: &[(&str, &[Control])] = &[
    ("hipaa", hipaa::ALL),
    ("hipaa-proposed-2025", hipaa_proposed::ALL),
    ("soc2", soc2::ALL),
    ("iso27001", iso27001::ALL),
    ("gdpr", gdpr::ALL),
    ("part11", part11::ALL),
    ("caf", caf::ALL),
    ("nhs", nhs::ALL),
    ("vn-law-91", vn_law_91::ALL),
    ("vn-decree-356", vn_decree_356::ALL),
    ("vn-decree-102", vn_decree_102::ALL),
];

macro_rules! framework {
    ($(#[$doc:meta])* $module:ident = $framework:literal { $($name:ident = $id:literal, $subject:literal;)* }) => {
        $(#[$doc])*
        pub mod $module {
            use super::Control;
            $(
                #[doc = concat!("`", $id, "`: ", $subject, ".")]
                pub const $name: Control = Control { framework: $framework, id: $id, subject: $subject };
            )*
            /// Every clause of this framework.
            pub const ALL: &[Control] = &[$($name),*];
        }
    };
}

framework! {
    /// HIPAA Security Rule, 45 CFR part 164 subpart C.
    hipaa = "HIPAA 45 CFR" {
        ACTIVITY_REVIEW = "164.308(a)(1)(ii)(D)", "information system activity review";
        WORKFORCE_SECURITY = "164.308(a)(3)(i)", "workforce security";
        WORKFORCE_AUTHORIZATION = "164.308(a)(3)(ii)(A)", "workforce security: authorization";
        WORKFORCE_CLEARANCE = "164.308(a)(3)(ii)(B)", "workforce security: clearance";
        ACCESS_MANAGEMENT = "164.308(a)(4)(i)", "information access management";
        ACCESS_ISOLATION = "164.308(a)(4)(ii)(A)", "information access management: isolation";
        ACCESS_AUTHORIZATION = "164.308(a)(4)(ii)(B)", "information access management: access authorization";
        ACCESS_MODIFICATION = "164.308(a)(4)(ii)(C)", "information access management: establishment and modification";
        UPDATES = "164.308(a)(5)(ii)(A)", "security reminders and updates";
        MALICIOUS_SOFTWARE = "164.308(a)(5)(ii)(B)", "protection from malicious software";
        LOGIN_MONITORING = "164.308(a)(5)(ii)(C)", "log-in monitoring";
        PASSWORDS = "164.308(a)(5)(ii)(D)", "password management";
        RESPONSE = "164.308(a)(6)(ii)", "response and reporting";
        CONTINGENCY_PLAN = "164.308(a)(7)(i)", "contingency plan";
        DATA_BACKUP_PLAN = "164.308(a)(7)(ii)(A)", "contingency plan: data backup";
        DISASTER_RECOVERY = "164.308(a)(7)(ii)(B)", "contingency plan: disaster recovery";
        EMERGENCY_MODE = "164.308(a)(7)(ii)(C)", "contingency plan: emergency mode operation";
        CONTINGENCY_TESTING = "164.308(a)(7)(ii)(D)", "contingency plan: testing and revision";
        EVALUATION = "164.308(a)(8)", "evaluation";
        BACKUP_BEFORE_MOVEMENT = "164.310(d)(2)(iv)", "data backup and storage before movement";
        ACCESS_CONTROL = "164.312(a)(1)", "access control";
        UNIQUE_USER = "164.312(a)(2)(i)", "unique user identification";
        EMERGENCY_ACCESS = "164.312(a)(2)(ii)", "emergency access procedure";
        AUTOMATIC_LOGOFF = "164.312(a)(2)(iii)", "automatic logoff";
        ENCRYPTION = "164.312(a)(2)(iv)", "encryption and decryption";
        AUDIT_CONTROLS = "164.312(b)", "audit controls";
        INTEGRITY = "164.312(c)(1)", "integrity";
        AUTHENTICATE_PHI = "164.312(c)(2)", "mechanism to authenticate electronic protected health information";
        AUTHENTICATION = "164.312(d)", "person or entity authentication";
        TRANSMISSION_SECURITY = "164.312(e)(1)", "transmission security";
        TRANSMISSION_INTEGRITY = "164.312(e)(2)(i)", "transmission security: integrity controls";
        TRANSMISSION_ENCRYPTION = "164.312(e)(2)(ii)", "transmission security: encryption";
        DOCUMENTATION_SIX_YEARS = "164.316(b)(2)(i)", "documentation kept six years";
    }
}

framework! {
    /// What 90 FR 898 of 6 January 2025 proposes to make of the HIPAA Security Rule. It is no law. What others
    /// report was not read in the proposal itself, and where `(..)` stands, nobody gives the paragraph.
    hipaa_proposed = "HIPAA proposed (90 FR 898)" {
        INVENTORY = "164.308(a)(1)", "proposed, as others report: assets are listed and the network is mapped every 12 months";
        ENDED_ACCESS = "164.308(a)(3)", "proposed, as others report: notice within 24 hours when access of the workforce ends";
        RESTORATION = "164.308(..)", "proposed, as others report: critical systems and data are restored within 72 hours";
        TECHNICAL = "164.312(..)", "proposed, as others report: encryption at rest and in transit, several factors for all access, segmented networks";
        VULNERABILITY_SCANS = "164.312(h)(2)(i)(A)", "proposed: vulnerabilities are scanned for every six months";
        PENETRATION_TESTS = "164.312(h)(2)(iii)", "proposed: a penetration test every 12 months";
    }
}

framework! {
    /// SOC 2, the Trust Services Criteria of 2017.
    soc2 = "SOC 2" {
        LOGICAL_ACCESS = "CC6.1", "logical access";
        LEAST_PRIVILEGE = "CC6.3", "least privilege";
        BOUNDARY_PROTECTION = "CC6.6", "boundary protection";
        TRANSMISSION = "CC6.7", "transmission and removal";
        MALICIOUS_SOFTWARE = "CC6.8", "malicious software";
        CHANGE_DETECTION = "CC7.1", "detection of changes";
        MONITORING = "CC7.2", "monitoring";
        EVALUATION = "CC7.3", "evaluation of events";
        CHANGE_MANAGEMENT = "CC8.1", "change management";
        BACKUP_AND_RECOVERY = "A1.2", "backup and recovery infrastructure";
        RECOVERY_TESTING = "A1.3", "recovery testing";
        CONFIDENTIALITY = "C1.1", "confidential information protected";
        DISPOSAL = "C1.2", "disposal";
    }
}

framework! {
    /// ISO/IEC 27001:2022, Annex A.
    iso27001 = "ISO/IEC 27001:2022" {
        ACCESS_CONTROL = "A.5.15", "access control";
        CLOUD_SERVICES = "A.5.23", "cloud services";
        EVIDENCE = "A.5.28", "evidence";
        RECORDS = "A.5.33", "records";
        PRIVACY = "A.5.34", "privacy and personal data";
        PRIVILEGED_ACCESS = "A.8.2", "privileged access";
        ACCESS_RESTRICTION = "A.8.3", "information access restriction";
        AUTHENTICATION = "A.8.5", "secure authentication";
        CAPACITY = "A.8.6", "capacity";
        CONFIGURATION = "A.8.9", "configuration management";
        DELETION = "A.8.10", "deletion";
        MASKING = "A.8.11", "masking";
        DATA_LEAKAGE = "A.8.12", "data leakage";
        BACKUP = "A.8.13", "backup";
        REDUNDANCY = "A.8.14", "redundancy";
        LOGGING = "A.8.15", "logging";
        MONITORING = "A.8.16", "monitoring";
        NETWORK_SECURITY = "A.8.20", "network security";
        NETWORK_SERVICES = "A.8.21", "network services";
        SEGREGATION = "A.8.22", "segregation of networks";
        CRYPTOGRAPHY = "A.8.24", "cryptography";
        SECURE_DEVELOPMENT = "A.8.25", "secure development";
        SEPARATION = "A.8.31", "separation of environments";
        CHANGE_MANAGEMENT = "A.8.32", "change management";
    }
}

framework! {
    /// GDPR and UK GDPR.
    gdpr = "GDPR Article" {
        STORAGE_LIMITATION = "5(1)(e)", "storage limitation";
        INTEGRITY_AND_CONFIDENTIALITY = "5(1)(f)", "integrity and confidentiality";
        CONSENT = "7", "consent";
        ERASURE = "17", "erasure";
        BY_DESIGN = "25", "data protection by design";
        RECORDS = "30", "records of processing";
        ENCRYPTION = "32(1)(a)", "pseudonymisation and encryption";
        RESILIENCE = "32(1)(b)", "confidentiality, integrity, availability, resilience";
        RESTORE = "32(1)(c)", "restoring availability";
        TESTING = "32(1)(d)", "regular testing";
        BREACH_NOTIFICATION = "33", "breach notification";
        TRANSFERS = "44", "transfers";
    }
}

framework! {
    /// FDA 21 CFR Part 11.
    part11 = "FDA 21 CFR" {
        VALIDATION = "11.10(a)", "validation";
        COPIES = "11.10(b)", "copies of records";
        PROTECTION = "11.10(c)", "protection of records";
        LIMITED_ACCESS = "11.10(d)", "limiting access";
        AUDIT_TRAIL = "11.10(e)", "audit trails";
        AUTHORITY_CHECKS = "11.10(g)", "authority checks";
        DOCUMENTATION = "11.10(k)", "documentation control";
        OPEN_SYSTEMS = "11.30", "open systems";
    }
}

framework! {
    /// The Cyber Assessment Framework 4.0 of the National Cyber Security Centre of the United Kingdom.
    caf = "NCSC CAF 4.0" {
        ASSET_MANAGEMENT = "A3.a", "asset management";
        AUTHENTICATION = "B2.a", "identity verification, authentication and authorisation";
        PRIVILEGED_USERS = "B2.c", "privileged user management";
        DATA_IN_TRANSIT = "B3.b", "data in transit";
        STORED_DATA = "B3.c", "stored data";
        CONFIGURATION = "B4.b", "secure configuration";
        VULNERABILITIES = "B4.d", "vulnerability management";
        RESILIENCE = "B5.b", "design for resilience";
        BACKUPS = "B5.c", "backups";
        MONITORING = "C1.a", "logs and monitoring";
        SECURING_LOGS = "C1.b", "securing logs";
        ALERTS = "C1.c", "alerts";
        RECOVERY = "D1.b", "recovery capability";
        EXERCISES = "D1.c", "exercising";
    }
}

framework! {
    /// The Records Management Code of Practice of the National Health Service, 2021, as it was updated in August 2023.
    nhs = "NHS Records Management Code, Appendix" {
        ADULT_RECORDS = "II", "health records of adults are kept eight years";
    }
}

framework! {
    /// The Law on Personal Data Protection of Vietnam, in force since 1 January 2026: of its articles those that were read.
    vn_law_91 = "Vietnam Law 91/2025/QH15 Article" {
        SCOPE = "1", "scope of the protection of personal data";
        DEFINITIONS = "2", "sensitive personal data";
        DE_IDENTIFIED = "2(1)", "de-identified data is no personal data";
    }
}

framework! {
    /// The decree that implements the Law on Personal Data Protection of Vietnam and replaces Decree 13/2023: of its articles those that were read.
    vn_decree_356 = "Vietnam Decree 356/2025/ND-CP Article" {
        BASIC = "3", "basic personal data";
        SENSITIVE = "4", "sensitive personal data, health and genetic data among it";
    }
}

framework! {
    /// The decree of Vietnam on the management of health data, in force since 1 July 2025: of its articles those that were read.
    vn_decree_102 = "Vietnam Decree 102/2025/ND-CP Article" {
        DEFINITIONS = "3", "health data";
        SCOPE = "5", "fields of health data that are managed";
        USE = "10", "use of health data";
    }
}

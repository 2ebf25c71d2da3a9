//! The table of the dimensions. All else that has to know a dimension follows from its row: its module with markers and
//! bound, its place in [`Policy`](super::Policy) and in joins, what `policy!` takes, its words, and what facts compare.

/// Calls a macro of this crate with the table behind the arguments.
///
/// A row has the dimension's name as `policy!` spells it, the associated type with its bounds, the weakest position, the words
/// for reports, and, if the dimension is a chain, the bound that constructs name, its sentences, and the markers from weak to
/// strong: either their own, each with its rank (and days), or some of [`retention`](super::dimension::retention).
#[doc(hidden)]
#[macro_export]
macro_rules! __dimensions {
    ({ $($then:tt)+ } $($arguments:tt)*) => {
        $($then)+! {
            [$($arguments)*]

            /// The highest class of data.
            data_ceiling: DataCeiling ($crate::data::Ceiling) = Phi, "data class" {}

            /// How long audit records are kept, which say who did what: HIPAA asks for six years.
            audit_retention: AuditRetention (Level + MetBy<PolicyFloor>) = Days90, "audit retention" {
                /// A retention of audit records that is long enough for the policy `P`.
                AuditRetentionFor
                "audit records kept for `{Self}` are deleted too early for `{P}`"
                "shorter than the policy's floor: keep them longer, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.316(b)(2)(i): documentation kept six years; FDA 21 CFR 11.10(e): audit trails"
                of retention { Days90, Days365, Years2, Years6, Years7, Years8, Years10 }
            }

            /// How long operational logs are kept.
            log_retention: LogRetention (Level + MetBy<PolicyFloor>) = Days1, "log retention" {
                /// A retention of logs that is long enough for the policy `P`.
                LogRetentionFor
                "logs kept for `{Self}` are deleted too early for `{P}`"
                "shorter than the policy's floor: keep them longer, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
                of retention { * }
            }

            /// How long figures are kept that tell how a system fares. They are no logs: no regulation that comes with hc-cdk asks for them.
            metric_retention: MetricRetention (Level + MetBy<PolicyFloor>) = Days1, "retention of figures" {
                /// A retention of figures that is long enough for the policy `P`.
                MetricRetentionFor
                "figures kept for `{Self}` are deleted too early for `{P}`"
                "shorter than the policy's floor: keep them longer, or leave this out and the policy decides"
                "SOC 2 CC7.2: monitoring; ISO/IEC 27001:2022 A.8.16: monitoring activities"
                of retention { * }
            }

            /// How long backups are kept: up to 35 days beside the store, longer in a vault.
            backup_retention: BackupRetention (Level + MetBy<PolicyFloor>) = Days1, "backup retention" {
                /// A retention of backups that is long enough for the policy `P`.
                BackupRetentionFor
                "backups kept for `{Self}` are deleted too early for `{P}`"
                "shorter than the policy's floor: keep them longer, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.308(a)(7)(ii)(A): data backup plan; ISO/IEC 27001:2022 A.8.13: backup"
                of retention { * }
            }

            /// What may fail without the service failing: a machine, a zone, a region.
            availability: Availability (Level + MetBy<PolicyFloor>) = SingleAz, "availability" {
                /// An availability that is high enough for the policy `P`.
                AvailabilityFor
                "`{Self}` is not available enough for `{P}`"
                "below the policy's floor: spread it over more zones, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.308(a)(7)(i): contingency plan; SOC 2 A1.2: backup and recovery infrastructure; ISO/IEC 27001:2022 A.8.14: redundancy"
                chain {
                    /// Survives the loss of a machine.
                    SingleAz = 1,
                    /// Survives the loss of an availability zone.
                    MultiAz = 2,
                    /// Survives the loss of a region.
                    MultiRegion = 3,
                }
            }

            /// How much work may be lost, and how long it may take to be back: the recovery objective.
            recovery: Recovery (Level + MetBy<PolicyFloor>) = Hours24, "recovery objective" {
                /// A recovery objective that is tight enough for the policy `P`.
                RecoveryFor
                "a recovery objective of `{Self}` loses more than `{P}` allows"
                "slower than the policy's floor: recover sooner, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.308(a)(7)(ii)(B): disaster recovery; GDPR Article 32(1)(c): restoring availability"
                chain {
                    /// A day.
                    Hours24 = 1,
                    /// Four hours.
                    Hours4 = 2,
                    /// An hour.
                    Hours1 = 3,
                    /// 15 minutes.
                    Minutes15 = 4,
                    /// Five minutes, as point-in-time recovery gives.
                    Minutes5 = 5,
                }
            }

            /// Where data may be kept.
            residency: Residency ('static) = Anywhere, "residency" {}

            /// The oldest version of TLS that is spoken. Nothing below 1.2 exists here.
            tls: Tls (Level + MetBy<PolicyFloor>) = Tls12, "TLS" {
                /// A TLS version that is new enough for the policy `P`.
                TlsFor
                "`{Self}` is older than the TLS that `{P}` asks for"
                "below the policy's floor: use a newer version, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.7: transmission and removal"
                chain {
                    /// TLS 1.2 or newer.
                    Tls12 = 1,
                    /// TLS 1.3 or newer.
                    Tls13 = 2,
                }
            }

            /// Who holds the encryption key: the cloud provider or its customer.
            key_custody: KeyCustody (Level + MetBy<PolicyFloor>) = AwsManaged, "key custody" {
                /// A key custody that is strict enough for the policy `P`.
                KeyCustodyFor
                "a key that is `{Self}` does not meet the key custody of `{P}`"
                "below the policy's floor: encrypt with a `CustomerKey`"
                "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
                chain {
                    /// A key that the provider makes, rotates and shares among its customer's services.
                    AwsManaged = 1,
                    /// A key with the customer's own key policy and rotation.
                    CustomerManaged = 2,
                }
            }

            /// How long a secret lives before it is replaced.
            ///
            /// The markers have names of their own: the compiler prints `Days90` by its short name only if there is one.
            secret_rotation: SecretRotation (Level + MetBy<PolicyFloor>) = Every365Days, "secret rotation" {
                /// A rotation that is frequent enough for the policy `P`.
                SecretRotationFor
                "a secret rotated `{Self}` lives too long for `{P}`"
                "rarer than the policy's floor: rotate more often, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
                chain {
                    /// Once a year.
                    Every365Days = 1 (365),
                    /// Twice a year.
                    Every180Days = 2 (180),
                    /// Once a quarter.
                    Every90Days = 3 (90),
                    /// Once a month.
                    Every30Days = 4 (30),
                }
            }

            /// What happens to a store when it leaves the program.
            deletion: Deletion (Level + MetBy<PolicyFloor>) = Destroyable, "deletion" {
                /// A deletion rule that is strict enough for the policy `P`.
                DeletionFor
                "a store that is `{Self}` can be lost too easily for `{P}`"
                "below the policy's floor: protect it, or leave this out and the policy decides"
                "HIPAA 45 CFR 164.312(c)(1): integrity; FDA 21 CFR 11.10(c): protection of records"
                chain {
                    /// It is deleted with its stack.
                    Destroyable = 1,
                    /// It stays behind when its stack is deleted.
                    Retained = 2,
                    /// It stays behind, and cannot be deleted by hand either before its protection is lifted.
                    Protected = 3,
                }
            }

            /// How long a waiver may hold, from the day on which the program runs. A year has 366 days, as every fourth does.
            waiver_term: WaiverTerm (Level + MetBy<PolicyFloor>) = Within2Years, "longest term of a waiver" {
                /// A term of waivers that is short enough for the policy `P`.
                WaiverTermFor
                "a waiver that holds `{Self}` holds too long for `{P}`"
                "longer than the policy's floor: let it end sooner, and have it renewed"
                "HIPAA 45 CFR 164.308(a)(8): evaluation; SOC 2 CC8.1: change management"
                chain {
                    /// Two years.
                    Within2Years = 1 (731),
                    /// A year.
                    Within1Year = 2 (366),
                    /// Half a year.
                    Within180Days = 3 (180),
                    /// A quarter.
                    Within90Days = 4 (90),
                    /// A month.
                    Within30Days = 5 (30),
                }
            }
        }
    };
}

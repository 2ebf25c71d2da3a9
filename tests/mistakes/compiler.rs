//! Mistakes that the compiler refuses, each with its program in `compile_fail/`.

use super::Kind::{self, Compliance, Security, Wiring};

/// What a mistake is about, what it is, and its program.
pub(super) const ALL: &[(Kind, &str, &str)] = &[
    (
        Security,
        "a password stands in an address that a variable has",
        "secrets_by_reference/an_address_with_a_password_is_no_plain_variable",
    ),
    (
        Security,
        "the address of a hook stands in a variable",
        "secrets_by_reference/an_address_of_a_hook_is_no_plain_variable",
    ),
    (
        Security,
        "a key stands in a variable with a harmless name",
        "secrets_by_reference/a_value_that_looks_like_a_key_is_no_plain_variable",
    ),
    (Security, "pods with health data reach all of the internet", "k8s_literals/all_of_the_internet_is_no_network"),
    (Security, "production is deployed to without anybody's approval", "delivery_proof/somebody_approves_a_deployment"),
    (
        Compliance,
        "health data goes to a party in another country than the policy lets it",
        "residency/health_data_goes_to_no_party_elsewhere",
    ),
    (Compliance, "the secret of a British system has a copy in Virginia", "residency/a_secret_is_not_copied_elsewhere"),
    (
        Compliance,
        "audit records are kept for less time than HIPAA asks",
        "audit_retention/ninety_days_are_too_short_for_hipaa",
    ),
    (
        Compliance,
        "health data is held under a policy that says nothing of it",
        "data_class/health_data_takes_a_regulation",
    ),
    (Compliance, "personal data is copied into staging", "data_class/personal_data_is_not_for_staging"),
    (Compliance, "files of patients are on a website", "data_class/a_website_is_not_for_patients"),
    (Compliance, "a password is replaced once a year", "secret_rotation/a_year_is_too_long_for_hipaa"),
    (Compliance, "the backups of a database are kept for a week", "backup_retention/a_week_is_too_short_for_hipaa"),
    (
        Compliance,
        "copies for a disaster are kept for a week",
        "k8s_recovery/copies_stay_as_long_as_the_policy_asks_for",
    ),
    (Wiring, "work is done on 31 February", "k8s_literals/a_schedule_has_a_day_that_comes"),
    (Wiring, "a network is too small for its subnets", "network/subnets_do_not_fit_into_a_small_network"),
    (Wiring, "a task has more memory than Fargate has for its processors", "fargate_size/memory_fits_its_cpu"),
];

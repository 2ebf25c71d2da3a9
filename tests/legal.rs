//! The legal twins of the programs in `compile_fail`: that this file compiles is the test.

#![allow(dead_code, unused_imports, unused_variables, clippy::pedantic, reason = "the programs are compiled, not run")]

mod compile_fail {
    mod audit_retention {
        mod legal {
            mod a_joined_policy_keeps_the_longer_floor;
            mod ninety_days_are_too_short_for_hipaa;
        }
    }
    mod audit_trail_logs {
        mod legal {
            mod a_trail_that_does_not_log_needs_a_waiver;
            mod an_audit_trail_is_not_turned_off;
        }
    }
    mod availability {
        mod legal {
            mod a_production_database_stands_in_several_zones;
            mod a_production_service_stands_in_several_zones;
        }
    }
    mod backup_retention {
        mod legal {
            mod a_databases_backups_are_kept_for_a_month;
            mod a_week_is_too_short_for_hipaa;
        }
    }
    mod data_class {
        mod legal {
            mod a_joined_ceiling_is_the_lowest;
            mod health_data_is_not_for_development;
            mod personal_data_is_not_for_staging;
        }
    }
    mod data_flow {
        mod legal {
            mod a_public_workload_does_not_read_health_data;
            mod a_workload_connects_to_stores_only;
            mod an_internal_workload_does_not_write_health_data;
        }
    }
    mod deletion {
        mod legal {
            mod a_database_is_not_deleted_with_its_stack;
            mod production_wants_more_than_retained;
        }
    }
    mod encrypted_at_rest {
        mod legal {
            mod a_backup_plan_needs_a_key;
            mod a_log_group_needs_a_key;
            mod a_network_needs_a_key_for_its_flow_logs;
            mod an_audit_trail_needs_a_key;
        }
    }
    mod encrypted_in_transit {
        mod legal {
            mod an_endpoint_needs_a_certificate;
        }
    }
    mod fargate_size {
        mod legal {
            mod a_cpu_of_300_units_does_not_exist;
            mod memory_fits_its_cpu;
        }
    }
    mod image {
        mod legal {
            mod a_digest_has_64_digits;
            mod an_image_is_named_by_digest_and_not_by_tag;
        }
    }
    mod key_custody {
        mod legal {
            mod a_providers_key_is_not_the_customers;
        }
    }
    mod least_privilege {
        mod legal {
            mod an_action_has_no_wildcard;
            mod an_action_has_no_wildcard_at_its_end;
            mod an_action_names_its_service;
        }
    }
    mod log_retention {
        mod legal {
            mod a_week_is_too_short_for_hipaa;
        }
    }
    mod network {
        mod legal {
            mod a_database_does_not_take_the_load_balancers_group;
            mod a_database_is_not_in_public_subnets;
            mod a_public_range_is_not_ours;
            mod a_text_is_no_network;
            mod a_vpc_is_no_larger_than_16_bits;
            mod an_address_has_parts_up_to_255;
            mod no_bits_are_set_behind_the_prefix;
            mod nobody_opens_a_port_by_hand;
            mod nothing_listens_on_port_0;
            mod subnets_do_not_fit_into_a_small_network;
        }
    }
    mod perimeter {
        mod legal {
            mod a_bucket_needs_a_perimeter;
            mod a_database_needs_a_perimeter;
            mod a_perimeter_is_for_one_class_of_data;
            mod a_perimeter_needs_a_key;
            mod a_perimeter_needs_a_network;
            mod a_perimeter_needs_a_trail;
            mod a_service_needs_a_perimeter;
        }
    }
    mod policy {
        mod legal {
            mod a_policy_names_dimensions_that_exist;
            mod a_position_belongs_to_its_dimension;
            mod tls_below_12_does_not_exist;
        }
    }
    mod recovery {
        mod legal {
            mod a_day_is_too_slow_for_production;
            mod the_stricter_policy_of_a_join_counts;
        }
    }
    mod residency {
        mod legal {
            mod a_join_of_residencies_is_their_intersection;
            mod personal_data_of_europeans_does_not_go_to_virginia;
            mod uk_health_records_do_not_go_to_virginia;
        }
    }
    mod secret_rotation {
        mod legal {
            mod a_year_is_too_long_for_hipaa;
        }
    }
    mod secrets_by_reference {
        mod legal {
            mod a_password_is_no_plain_variable;
            mod a_secret_is_not_written_as_text;
            mod a_value_that_looks_like_a_key_is_no_plain_variable;
        }
    }
    mod tls {
        mod legal {
            mod a_team_that_asks_for_tls_13_gets_it;
        }
    }
    mod typed_references {
        mod legal {
            mod a_key_is_no_network;
            mod a_key_is_no_role;
            mod a_share_of_100_is_no_number_of_requests;
            mod a_text_is_no_arn;
            mod a_url_is_no_domain;
            mod an_endpoint_does_not_serve_a_database;
            mod the_arn_of_a_certificate_is_no_key;
            mod the_arn_of_a_role_is_no_key;
        }
    }
    mod waiver {
        mod legal {
            mod a_join_with_a_regulation_is_regulated;
            mod a_raw_resource_needs_a_waiver;
            mod a_waiver_ends_on_a_day_that_exists;
            mod a_waiver_has_an_end;
            mod a_waiver_is_of_a_known_clause;
            mod raw_resources_are_for_development_only;
        }
    }
    mod web_acl_attached {
        mod legal {
            mod a_web_acl_is_not_left_unattached;
        }
    }
}

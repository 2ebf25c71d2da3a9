//! The legal twins of the programs in `compile_fail`: that this file compiles is the test.

#![allow(
    dead_code,
    unused_imports,
    unused_must_use,
    unused_variables,
    clippy::pedantic,
    reason = "the programs are compiled, not run"
)]

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
            mod a_tables_backups_are_kept_as_long_as_the_policy_asks;
            mod a_week_is_too_short_for_hipaa;
        }
    }
    mod data_class {
        mod legal {
            mod a_joined_ceiling_is_the_lowest;
            mod health_data_is_not_for_development;
            mod health_data_takes_a_regulation;
            mod personal_data_is_not_for_staging;
        }
    }
    mod data_flow {
        mod legal {
            mod a_database_is_not_for_reading_only;
            mod a_public_workload_does_not_read_health_data;
            mod a_route_does_not_lead_to_a_store;
            mod a_service_does_not_use_a_workload_of_a_cluster;
            mod a_workload_connects_to_stores_only;
            mod a_workload_does_not_write_down;
            mod a_workload_reads_what_it_is_cleared_for;
            mod an_internal_workload_does_not_write_health_data;
        }
    }
    mod deletion {
        mod legal {
            mod a_database_is_not_deleted_with_its_stack;
            mod a_file_system_refuses_to_be_deleted;
            mod a_table_is_not_deleted_with_its_stack;
            mod production_wants_more_than_retained;
        }
    }
    mod delivery_actions {
        mod legal {
            mod a_commit_has_40_digits;
            mod a_step_uses_no_tag;
            mod a_version_is_one_word;
            mod an_action_is_named_by_its_commit;
            mod an_action_is_somebodys;
        }
    }
    mod delivery_permissions {
        mod legal {
            mod a_job_names_what_its_token_may_do;
            mod a_token_does_not_write_everything;
            mod a_workflow_runs_no_foreign_code;
        }
    }
    mod delivery_proof {
        mod legal {
            mod a_job_says_what_it_does_to_an_image;
            mod a_joined_policy_asks_for_what_its_parts_do;
            mod an_image_is_built_first;
            mod an_image_is_not_signed_twice;
            mod an_image_is_scanned_before_it_is_signed;
            mod an_image_is_tested_before_it_is_scanned;
            mod an_image_that_is_only_built_is_not_deployed;
            mod an_image_that_is_only_scanned_is_not_deployed;
            mod an_image_that_is_only_tested_is_not_deployed;
            mod made_up_data_asks_for_no_approval;
            mod somebody_approves_a_deployment;
            mod staging_is_built_like_production;
        }
    }
    mod delivery_secrets {
        mod legal {
            mod a_cloud_knows_a_run_by_its_identity;
            mod a_repository_keeps_no_key_of_aws;
            mod a_repository_keeps_no_key_of_azure;
            mod a_repository_keeps_no_key_of_google;
            mod a_secret_has_a_name_of_capitals;
            mod a_secret_is_given_by_name;
        }
    }
    mod delivery_shell {
        mod legal {
            mod a_script_has_a_line;
            mod a_shell_line_has_no_expression;
            mod a_step_runs_a_script_that_was_checked;
        }
    }
    mod delivery_target {
        mod legal {
            mod a_chart_takes_no_workflow;
            mod a_raw_workflow_is_not_for_a_regulated_stack;
            mod a_raw_workflow_needs_a_waiver;
        }
    }
    mod encrypted_at_rest {
        mod legal {
            mod a_backup_plan_needs_a_key;
            mod a_cluster_needs_a_key;
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
    mod k8s_access {
        mod legal {
            mod a_right_does_not_reach_secrets;
            mod a_right_is_some_accounts;
            mod a_right_names_its_kinds;
            mod a_right_names_its_verbs;
            mod the_default_account_is_nobodys;
        }
    }
    mod k8s_alerts {
        mod legal {
            mod an_alert_says_how_bad_it_is;
            mod an_alert_says_what_to_do;
        }
    }
    mod k8s_confined {
        mod legal {
            mod a_container_does_not_run_as_root;
            mod a_folder_to_write_to_has_a_size;
            mod an_image_is_named_by_digest;
            mod nothing_has_added_capabilities;
            mod nothing_is_in_the_network_of_its_node;
            mod nothing_is_privileged;
            mod nothing_mounts_a_path_of_its_node;
            mod the_root_file_system_is_not_writable;
        }
    }
    mod k8s_data_flow {
        mod legal {
            mod a_workload_connects_to_what_it_reaches;
            mod a_workload_does_not_write_down;
            mod a_workload_is_of_the_class_of_its_namespace;
            mod a_workload_needs_clearance;
            mod a_workload_needs_clearance_for_a_database;
            mod a_workload_needs_clearance_for_what_is_outside;
            mod health_data_is_not_for_development;
            mod what_is_outside_is_for_the_data_of_the_workload;
            mod what_is_outside_is_not_for_reading_only;
        }
    }
    mod k8s_literals {
        mod legal {
            mod a_domain_is_no_wildcard;
            mod a_port_is_a_number;
            mod a_schedule_has_five_fields;
            mod a_schedule_has_hours_up_to_23;
            mod a_span_of_time_has_a_unit;
            mod all_of_the_internet_is_no_network;
            mod an_amount_of_cpu_is_whole;
            mod an_amount_of_memory_has_a_unit;
            mod memory_is_not_counted_in_thousandths;
            mod the_name_of_a_variable_has_no_hyphen;
        }
    }
    mod k8s_policy {
        mod legal {
            mod a_cluster_somewhere_is_not_in_the_uk;
            mod a_disk_of_health_data_has_the_customers_key;
            mod a_disk_of_production_is_not_thrown_away;
            mod a_team_that_asks_for_tls_13_gets_it;
            mod one_zone_is_not_enough_for_production;
        }
    }
    mod k8s_routes {
        mod legal {
            mod a_route_has_a_certificate;
            mod a_route_is_not_given_a_domain_without_certificate;
            mod a_route_leads_to_a_workload;
            mod workloads_behind_a_route_are_of_one_class;
        }
    }
    mod k8s_secrets {
        mod legal {
            mod a_password_is_no_plain_variable;
            mod a_secret_is_not_written_as_text;
            mod a_secret_says_where_it_is_kept;
            mod a_store_is_read_by_an_account;
        }
    }
    mod k8s_waiver {
        mod legal {
            mod an_untyped_object_is_no_construct;
            mod an_untyped_object_needs_a_waiver;
            mod what_is_for_a_cloud_is_not_for_a_cluster;
            mod what_is_for_a_cluster_is_not_for_a_cloud;
        }
    }
    mod k8s_workload {
        mod legal {
            mod a_container_is_asked_in_one_way;
            mod a_workload_is_asked_whether_it_lives;
            mod a_workload_is_in_a_namespace;
            mod a_workload_states_what_it_takes;
            mod pods_are_counted_or_scaled_and_not_both;
            mod what_a_chart_takes_is_built;
            mod what_has_a_memory_says_where;
            mod what_runs_on_every_node_is_not_scaled;
            mod what_stays_is_on_encrypted_disks;
            mod work_that_ends_does_not_listen;
            mod work_that_ends_is_not_asked_whether_it_lives;
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
    mod parameters {
        mod legal {
            mod a_network_that_is_given_is_private;
            mod a_port_that_is_given_is_one_of_a_task;
            mod a_subnet_has_16_addresses_at_least;
            mod an_image_that_is_given_is_named_by_digest;
            mod the_name_of_a_secret_has_no_blanks;
        }
    }
    mod perimeter {
        mod legal {
            mod a_bucket_needs_a_perimeter;
            mod a_database_needs_a_perimeter;
            mod a_file_system_needs_a_perimeter;
            mod a_perimeter_is_for_one_class_of_data;
            mod a_perimeter_needs_a_key;
            mod a_perimeter_needs_a_network;
            mod a_perimeter_needs_a_trail;
            mod a_service_needs_a_perimeter;
            mod a_table_needs_a_partition_key;
            mod a_table_needs_a_perimeter;
            mod an_access_point_needs_a_file_system;
        }
    }
    mod policy {
        mod legal {
            mod a_policy_names_dimensions_that_exist;
            mod a_position_belongs_to_its_dimension;
            mod a_position_is_not_made_up;
            mod tls_below_12_does_not_exist;
        }
    }
    mod recovery {
        mod legal {
            mod a_day_is_too_slow_for_production;
            mod files_are_not_a_day_behind;
            mod the_stricter_policy_of_a_join_counts;
        }
    }
    mod residency {
        mod legal {
            mod a_cluster_is_where_the_data_may_be;
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
            mod a_bucket_is_no_file_system;
            mod a_key_is_no_network;
            mod a_key_is_no_role;
            mod a_key_of_a_table_has_a_type;
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
            mod a_waiver_names_the_rule_that_is_broken;
            mod raw_resources_are_for_development_only;
            mod what_a_stack_takes_is_built;
        }
    }
    mod web_acl_attached {
        mod legal {
            mod a_web_acl_is_not_left_unattached;
        }
    }
    mod workload {
        mod legal {
            mod a_worker_answers_no_requests;
            mod a_worker_listens_on_no_port;
            mod work_that_ends_listens_on_no_port;
        }
    }
}

//! The legal twins of the programs in `compile_fail` that are about clouds other than AWS: that this file compiles is the test.

#![allow(unused, clippy::pedantic, reason = "the programs are compiled, not run")]

hc_cdk_tests::legal! {
    gcp_cluster:
        a_cluster_has_no_public_endpoint
        a_cluster_needs_a_perimeter
        a_cluster_needs_nodes
        a_live_cluster_stands_in_several_zones
        a_tag_means_one_image
        images_are_encrypted;
    gcp_database:
        a_cache_always_asks_for_a_password
        a_cache_has_a_size
        a_cache_needs_a_perimeter
        a_database_has_a_version
        a_database_has_no_public_address
        a_database_is_not_for_reading_only
        a_database_is_of_the_class_of_its_perimeter
        a_database_needs_a_perimeter
        a_database_of_aws_is_in_no_stack_on_google_cloud
        a_database_of_google_cloud_is_in_no_stack_on_aws
        a_database_outlives_its_stack
        a_live_database_stands_in_several_zones
        a_perimeter_of_aws_is_none_on_google_cloud
        a_service_on_aws_uses_no_database_on_google_cloud
        a_workload_needs_clearance_for_a_database
        backups_of_a_database_are_kept_for_a_month;
    gcp_edge:
        a_load_balancer_needs_a_domain
        a_load_balancer_needs_pods
        a_load_balancer_takes_tls_only;
    gcp_monitoring:
        an_alert_is_about_something
        an_alert_tells_somebody;
    gcp_perimeter:
        a_name_of_a_project_is_one
        a_network_has_addresses
        a_perimeter_on_google_cloud_needs_a_key
        a_perimeter_on_google_cloud_needs_a_network
        a_perimeter_on_google_cloud_needs_records
        a_project_has_a_number
        british_records_stay_in_britain
        records_are_kept_six_years
        records_are_never_turned_off
        records_have_a_key;
}

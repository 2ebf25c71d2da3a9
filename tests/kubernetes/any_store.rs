//! A store of any stack and a workload of any chart: nothing is wrong with the objects of their connection either.

use hc_cdk::{
    data::Phi,
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region, user_name};
use hc_cdk_k8s::{
    assertions::{Manifest, json},
    prelude::*,
};
use proptest::prelude::*;

use crate::{
    oracle::{Asked, mutations::all_are_seen, wrongs},
    stores::{app, cluster, objects},
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const ASKED: Asked = Asked { zones: true, disks_kept: true, log_days: 365, backup_days: 30, tls: "1.2" };

#[test]
fn nothing_is_wrong_with_the_objects() {
    assert_eq!(wrongs(&objects(&app()), ASKED), Vec::<String>::new());
    let peers = "/spec/egress/*/to";
    all_are_seen(
        &objects(&app()),
        vec![
            (
                "CronJob claims",
                "/spec/jobTemplate/spec/template/spec/volumes/*/secret/secretName",
                json!("nobody"),
                "what exists",
            ),
            (
                "CronJob claims",
                "/spec/jobTemplate/spec/template/spec/volumes/*/secret/defaultMode",
                json!(0o444),
                "what exists",
            ),
            (
                "CronJob claims",
                "/spec/jobTemplate/spec/template/spec/containers/0/env/2/name",
                json!("A_SECRET"),
                "no secret as text",
            ),
            ("ExternalSecret claims-patient-records", "/spec/target/name", json!("other"), "what exists"),
            ("NetworkPolicy claims-to-patient-records", peers, json!([{}]), "one peer"),
            (
                "NetworkPolicy claims-to-patient-records",
                peers,
                json!([{ "ipBlock": { "cidr": "10.0.0.0/8" } }, { "podSelector": {} }]),
                "one peer, or networks",
            ),
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_of_any_stack_fits_into_any_chart(
        stack in hc_cdk_aws::proptest::programs(),
        chart in hc_cdk_k8s::proptest::programs(),
    ) {
        let (mut stack, perimeter) = stack.stack::<Prod, Phi, _>(region::UsEast1);
        let records = EncryptedDatabase::builder().perimeter(&perimeter).engine(Postgres::V17).build();
        let records = stack.add("Records", records);
        let ledger = EncryptedDatabase::builder().perimeter(&perimeter).engine(Mysql::V8_4).build();
        let clerk = stack.add("Ledger", ledger).user(user_name!("clerk"));
        let scans = stack.add("Scans", SecureBucket::builder().perimeter(&perimeter).build());
        let visits = EncryptedTable::builder().perimeter(&perimeter).partition_key(TableKey::text("patient"));
        let visits = stack.add("Visits", visits.build());
        let opened = stack.add("Opened", Cache::builder().perimeter(&perimeter).build());
        let letters = stack.add("LettersWaiting", Queue::builder().perimeter(&perimeter).build());
        let (mut chart, zone) = chart.chart_in::<Prod, Phi, _>(&cluster().services_in([cidr!("10.20.64.0/20")]));
        let reader = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let reader = reader.resources(cpu!("250m"), memory!("256Mi")).connect(&records).connect(&scans);
        chart.add("Reader", reader.connect(&visits).connect(&letters).connect(&opened).connect(&clerk).build());
        let files = App::new("program").stack(stack).stack(chart).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        prop_assert_eq!(wrongs(&Manifest::from_files(&files.unwrap(), "workloads"), ASKED), Vec::<String>::new());
    }
}

//! Any legal program synthesizes, twice to the same bytes, to objects that nothing is wrong with.

use std::collections::BTreeSet;

use hc_cdk::{
    app::App,
    data::{AllowedUnder, DataClass, Phi},
    dimension::residency::ResidencyFor,
    image,
    policy::{Hipaa, Policy, Production},
    target::Region,
};
use hc_cdk_k8s::{
    assertions::{Manifest, json},
    chart::Somewhere,
    prelude::*,
    proptest::{Program, programs},
};
use hc_cdk_tests::setting::{AnyProgram, Setting, settings};
use proptest::prelude::*;

use crate::oracle::{Asked, wrongs};
use hc_cdk_aws::stack::Aws;

type Prod = (Hipaa, Production);

#[derive(Debug)]
struct Cluster(Program);

impl AnyProgram for Cluster {
    fn add_to<P, D, R>(&self, app: App, region: R) -> App
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>,
    {
        app.stack(self.0.chart::<P, D, R>(region).0)
    }
}

/// What the policies of a setting ask of a chart.
pub(crate) fn asked(setting: Setting) -> Asked {
    let hipaa = Asked { zones: true, disks_kept: true, log_days: 365, backup_days: 30, tls: "1.2" };
    match setting {
        Setting::Hipaa => hipaa,
        Setting::Everything => Asked { backup_days: 35, ..hipaa },
        Setting::Team => Asked { log_days: 731, tls: "1.3", ..hipaa },
        Setting::Staging => Asked { zones: false, ..hipaa },
        Setting::Development => Asked { zones: false, disks_kept: false, log_days: 7, backup_days: 0, ..hipaa },
    }
}

/// The objects of a chart as texts. The first line of each names its construct.
fn texts(chart: Chart<Prod>) -> Vec<String> {
    let files = App::new("program").stack(chart).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == "k8s/workloads.yaml").unwrap();
    String::from_utf8_lossy(&file.bytes).split("---\n").map(str::to_owned).collect()
}

/// A workload of that name that is right but for what follows.
macro_rules! workload {
    ($chart:expr, $zone:expr, $name:literal, $($rest:tt)*) => {
        $chart.add($name, Workload::builder().perimeter($zone)
            .image(image!("registry.example/more@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
            .port(8080).probes(Probes::tcp()).resources(cpu!("100m"), memory!("64Mi"))$($rest)*.build())
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_legal_program_is_sound((setting, program) in (settings(), programs().prop_map(Cluster))) {
        let files = setting.app(&program).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        let manifest = Manifest::from_files(&files.unwrap(), "workloads");
        prop_assert_eq!(wrongs(&manifest, asked(setting)), Vec::<String>::new());
    }

    #[test]
    fn the_same_program_gives_the_same_bytes((setting, program) in (settings(), programs().prop_map(Cluster))) {
        prop_assert_eq!(setting.app(&program).synthesize(), setting.app(&program).synthesize());
    }

    #[test]
    fn a_new_construct_changes_no_other(program in programs()) {
        let chart = |with_more: bool| {
            let (mut chart, zone) = program.chart::<Prod, Phi, _>(Somewhere);
            let base = workload!(chart, &zone, "Base", );
            if with_more {
                let config = chart.add("Rates", ConfigMap::builder().perimeter(&zone).file("a", "b").build());
                workload!(chart, &zone, "More", .connect(&base).config("/etc/rates", &config));
            }
            chart
        };
        let (before, after) = (texts(chart(false)), texts(chart(true)));
        let mut new = after.clone();
        for object in &before {
            let place = new.iter().position(|it| it == object);
            prop_assert!(place.is_some(), "changed or gone: {}", object);
            new.remove(place.unwrap());
        }
        for object in &new {
            prop_assert!(object.starts_with("# workloads/More") || object.starts_with("# workloads/Rates"), "{}", object);
        }
        prop_assert!(new.len() > 3);
    }

    #[test]
    fn a_change_of_a_configuration_rolls_what_reads_it_and_nothing_else(
        program in programs(),
        texts in proptest::collection::vec("\\PC{0,9}", 2),
    ) {
        let pods = |text: &String| {
            let (mut chart, zone) = program.chart::<Prod, Phi, _>(Somewhere);
            let config = ConfigMap::builder().perimeter(&zone).file("rates", text.clone()).build();
            let config = chart.add("Rates", config);
            workload!(chart, &zone, "Reader", .config("/etc/rates", &config));
            let manifest = Manifest::of_chart(chart);
            let pods = |it: &hc_cdk_k8s::assertions::Object| Some((it.name().to_owned(), it.pods()?.to_string()));
            manifest.objects().filter_map(pods).collect::<BTreeSet<_>>()
        };
        let (one, other) = (pods(&texts[0]), pods(&texts[1]));
        let changed: Vec<&str> = one.difference(&other).map(|(name, _)| name.as_str()).collect();
        prop_assert_eq!(changed, if texts[0] == texts[1] { vec![] } else { vec!["reader"] });
    }

    #[test]
    fn what_no_program_connects_stays_closed(program in programs()) {
        let (mut chart, zone) = program.chart::<Prod, Phi, _>(Somewhere);
        workload!(chart, &zone, "Alone", );
        let manifest = Manifest::of_chart(chart);
        let policies = manifest.find_objects("NetworkPolicy", json!({}));
        let of_it = |policy: &&&hc_cdk_k8s::assertions::Object| policy.json().to_string().contains("\"alone\"");
        prop_assert_eq!(policies.iter().filter(of_it).count(), 0);
    }
}

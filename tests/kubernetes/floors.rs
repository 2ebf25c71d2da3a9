//! What a policy asks for is answered in a chart as in a stack, and for what a user declares as well.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::Phi,
    dimension::availability::MultiRegion,
    policy,
    policy::{FdaPart11, Hipaa, Production},
    rule::Rule,
    stack::Within,
};
use hc_cdk_k8s::{
    api_object::ApiObject,
    assertions::{Manifest, Ward, json},
    chart::Kubernetes,
    prelude::*,
    storage::EncryptedStorage,
};

use crate::rules::{Own, Prod, found, here, is_seen, made_at, makes, object, pod, set};

const IMAGE: hc_cdk::image::Image =
    hc_cdk::image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A set of pods that keep something on disks of that class, and the class.
fn keeping(class: &'static str) -> ApiObject {
    let claim = object(&[("spec", object(&[("storageClassName", class.into())]).into())]);
    let set_of = makes(&pod(), ("apps/v1", "StatefulSet", "template/spec"));
    let spec = made_at("template/spec", pod());
    let spec = set(set(spec, "replicas", 2), "volumeClaimTemplates", vec![claim]);
    set_of.with("spec", spec)
}

#[test]
fn what_is_kept_without_a_backup_is_found() {
    let found = found::<Prod>(Own(keeping("gp2")));
    for message in [
        "keeps data of which there is no backup",
        "keeps data that is backed up more rarely",
        "keeps data on disks that are not known to be encrypted",
        "has disks that are not encrypted with a key of the customer's own",
        "has disks that are deleted with what claims them",
        "5 findings",
    ] {
        assert!(found.contains(message), "no `{message}` in {found}");
    }
}

/// What has backups go when the schedule that makes them does.
const OF_SCHEDULE: &str = "useOwnerReferencesInBackup";

#[test]
fn a_backup_is_one_of_what_it_selects() {
    let labels = |names: &[(&'static str, &'static str)]| {
        let all = names.iter().fold(hc_cdk::value::Object::new(), |all, (name, value)| all.with(*name, *value));
        hc_cdk::value::Json::from(object(&[("matchLabels", all.into())]))
    };
    let kept_with = |selector: Option<hc_cdk::value::Json>, beside: &[(&'static str, hc_cdk::value::Json)]| {
        let claim = object(&[("spec", object(&[("storageClassName", "gp2".into())]).into())]);
        let spec = set(set(made_at("template/spec", pod()), "replicas", 2), "volumeClaimTemplates", vec![claim]);
        let spec = set(spec, "selector", labels(&[("app", "own"), ("track", "stable")]));
        let template = object(&[
            ("includedNamespaces", vec!["clinic-clinical"].into()),
            ("ttl", "720h".into()),
            ("snapshotVolumes", true.into()),
        ]);
        let template = selector.into_iter().fold(template, |all, it| all.with("labelSelector", it));
        let template = beside
            .iter()
            .filter(|(name, _)| *name != OF_SCHEDULE)
            .fold(template, |all, (name, it)| all.with(*name, it.clone()));
        let schedule = object(&[("schedule", "0 * * * *".into()), ("template", template.into())]);
        let own = beside.iter().filter(|(name, _)| *name == OF_SCHEDULE);
        let schedule = own.fold(schedule, |all, (name, it)| all.with(*name, it.clone()));
        let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
        let backups = ApiObject::new("velero.io/v1", "Schedule", "own").in_namespace("velero");
        chart.add("Backups", Own(backups.with("spec", schedule)));
        chart.add("Own", Own(makes(&pod(), ("apps/v1", "StatefulSet", "template/spec")).with("spec", spec)));
        let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
        !found.contains("keeps data of which there is no backup") && !found.contains("backed up more rarely")
    };
    let kept = |selector| kept_with(selector, &[]);
    assert!(kept(None), "a whole namespace");
    for (name, value) in [
        (OF_SCHEDULE, true.into()),
        ("resourcePolicy", object(&[("name", "less".into())]).into()),
        ("orderedResources", object(&[("pods", "a".into())]).into()),
        ("defaultVolumesToFsBackup", true.into()),
    ] {
        assert!(!kept_with(None, &[(name, value)]), "{name}");
    }
    assert!(kept(Some(labels(&[("app", "own")]))));
    assert!(kept(Some(labels(&[("track", "stable"), ("app", "own")]))));
    for other in [labels(&[("app", "another")]), labels(&[("app", "own"), ("track", "canary")])] {
        assert!(!kept(Some(other)));
    }
}

#[test]
fn a_workload_that_keeps_something_is_backed_up_as_the_policy_asks() {
    fn manifest<P>() -> Manifest
    where
        Phi: hc_cdk::data::AllowedUnder<P>,
        hc_cdk::dimension::PolicyFloor:
            hc_cdk::dimension::deletion::DeletionFor<P> + hc_cdk::dimension::availability::AvailabilityFor<P>,
        P: hc_cdk::policy::Policy + hc_cdk_k8s::chart::LetsResideAnywhere,
    {
        let Ward { mut chart, zone } = Ward::<P, Phi>::new("clinic");
        let disks = chart.add("Disks", EncryptedStorage::google("projects/a/key"));
        let index = StatefulWorkload::builder().perimeter(&zone).image(IMAGE).probes(Probes::tcp()).port(9200);
        let index = index.resources(cpu!("1"), memory!("2Gi")).keep("/data", memory!("20Gi"), &disks);
        chart.add("Index", index.build());
        Manifest::of_chart(chart)
    }
    let asked = |ttl: &str, often: &str| json!({ "spec": { "schedule": often, "template": { "ttl": ttl, "snapshotVolumes": true } } });
    manifest::<(Hipaa, Production)>().has_object("Schedule", asked("720h0m0s", "0 * * * *"));
    manifest::<Hipaa>().has_object("Schedule", asked("720h0m0s", "0 */4 * * *"));
    manifest::<FdaPart11>().has_object("Schedule", asked("840h0m0s", "0 3 * * *"));
}

#[test]
fn pods_that_the_loss_of_a_zone_takes_are_found() {
    let gone = "has fewer than two pods, has them in one zone";
    let with = |path: &str, value: hc_cdk::value::Json| {
        let spec = set(made_at("template/spec", pod()), "replicas", 2);
        makes(&pod(), ("apps/v1", "Deployment", "template/spec")).with("spec", set(spec, path, value))
    };
    is_seen(&with("replicas", 1.into()), gone);
    is_seen(&with("template/spec/topologySpreadConstraints", hc_cdk::value::Json::Null), gone);
    is_seen(&with("template/spec/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway".into()), gone);
    let days = object(&[("app", "own".into()), ("hc-cdk/log-retention-days", "1".into())]);
    is_seen(&with("template/metadata/labels", days.into()), "kept for fewer days");
    let others = object(&[("app", "another".into())]);
    is_seen(&with("template/metadata/labels", others.into()), gone);
    let constraint = "template/spec/topologySpreadConstraints/0";
    let some = || vec![object(&[("key", "app".into()), ("operator", "Exists".into())])];
    let required = "requiredDuringSchedulingIgnoredDuringExecution";
    for (path, value) in [
        ("template/spec/nodeName", "node-1".into()),
        ("template/spec/nodeSelector", object(&[("topology.kubernetes.io/zone", "a".into())]).into()),
        ("template/spec/schedulerName", "own".into()),
        ("template/spec/schedulingGates", some().into()),
        ("template/spec/affinity", "hidden".into()),
        (&format!("template/spec/affinity/nodeAffinity/{required}/nodeSelectorTerms"), some().into()),
        (&format!("template/spec/affinity/podAffinity/{required}"), some().into()),
        (&format!("{constraint}/labelSelector/matchExpressions"), some().into()),
        (&format!("{constraint}/matchLabelKeys"), vec!["pod-template-hash", "app"].into()),
    ] {
        is_seen(&with(path, value), gone);
    }
    let preferred = "template/spec/affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution";
    assert_eq!(found::<Prod>(Own(with(preferred, some().into()))), "");
    assert_eq!(found::<Prod>(Own(with(&format!("{constraint}/matchLabelKeys"), vec!["pod-template-hash"].into()))), "");
    assert_eq!(found::<Prod>(Own(with("replicas", 3.into()))), "");
    let scaler = |least: i64| {
        let spec = object(&[("minReplicas", least.into()), ("maxReplicas", 9.into())]);
        here("autoscaling/v2", "HorizontalPodAutoscaler").with("spec", spec)
    };
    is_seen(&scaler(1), gone);
    assert_eq!(found::<Prod>(Own(scaler(2))), "");
    let keda = |least: i64| {
        let value = object(&[("value", "70".into())]);
        let cpu = object(&[("type", "cpu".into()), ("metricType", "Utilization".into()), ("metadata", value.into())]);
        let spec = object(&[("minReplicaCount", least.into()), ("triggers", vec![cpu].into())]);
        here("keda.sh/v1alpha1", "ScaledObject").with("spec", spec)
    };
    is_seen(&keda(1), gone);
    assert_eq!(found::<Prod>(Own(keda(2))), "");
}

/// A deployment of one pod, and an autoscaler that refers to it as something of a kind.
struct Scaled(&'static str);

impl Spec for Scaled {
    type Handle = ();
    const KIND: &'static str = "Scaled";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Scaled {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let spec = set(made_at("template/spec", pod()), "replicas", 1);
        let pods = scope.resource("Pods", makes(&pod(), ("apps/v1", "Deployment", "template/spec")).with("spec", spec));
        let target = object(&[("kind", self.0.into()), ("name", pods.id().into())]);
        let spec = object(&[("minReplicas", 2.into()), ("maxReplicas", 9.into()), ("scaleTargetRef", target.into())]);
        scope.resource("Scaler", here("autoscaling/v2", "HorizontalPodAutoscaler").with("spec", spec));
    }
}

#[test]
fn an_autoscaler_for_something_else_makes_no_more_pods() {
    let gone = "has fewer than two pods, has them in one zone";
    assert!(!found::<Prod>(Scaled("Deployment")).contains(gone));
    assert!(found::<Prod>(Scaled("StatefulSet")).contains(gone));
}

#[test]
fn a_budget_of_some_of_the_pods_is_found() {
    let budget = |selector: hc_cdk::value::Json| {
        let spec = object(&[("maxUnavailable", 1.into()), ("selector", selector)]);
        here("policy/v1", "PodDisruptionBudget").with("spec", spec)
    };
    let labels: hc_cdk::value::Json = object(&[("matchLabels", object(&[("app", "own".into())]).into())]).into();
    assert_eq!(found::<Prod>(Own(budget(labels.clone()))), "");
    let some = vec![object(&[("key", "track".into()), ("operator", "Exists".into())])];
    is_seen(&budget(set(labels, "matchExpressions", some)), "lets more than one pod be taken away at a time");
}

#[test]
fn what_runs_on_every_node_stands_any_taint_and_what_starts_slowly_is_waited_for() {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let agent = NodeAgent::builder().perimeter(&zone).image(IMAGE).port(4317).probes(Probes::grpc());
    chart.add("Agent", agent.resources(cpu!("1"), memory!("1Gi")).build());
    let slow = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp().start_within(1800));
    chart.add("Slow", slow.resources(cpu!("1"), memory!("1Gi")).build());
    let manifest = Manifest::of_chart(chart);
    manifest.has_object(
        "DaemonSet",
        json!({ "spec": { "template": { "spec": { "tolerations": [{ "operator": "Exists" }] } } } }),
    );
    manifest.has_object("Deployment", json!({ "spec": { "progressDeadlineSeconds": 2340 } }));
}

policy! {
    /// What a team asks for that stands in two regions.
    pub Everywhere {
        availability: MultiRegion,
        ..
    }
}

#[test]
fn no_chart_survives_the_loss_of_a_region() {
    let workload = |zone: &Namespace<Phi>| {
        let claims = Workload::builder().perimeter(zone).image(IMAGE).port(8080).probes(Probes::tcp());
        claims.resources(cpu!("1"), memory!("1Gi")).build()
    };
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    chart.add("Claims", workload(&zone).availability(MultiRegion));
    let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(found.contains("would survive the loss of a region, and a cluster is in one"), "{found}");
    let Ward { mut chart, zone } = Ward::<(Hipaa, Everywhere), Phi>::new("clinic");
    chart.add("Claims", workload(&zone));
    let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    assert!(found.contains("or would have to be in two regions"), "{found}");
}

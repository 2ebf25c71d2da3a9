//! What holds for every legal chart.

use std::collections::BTreeSet;

use proptest::prelude::*;
use yaml_rust2::Yaml;

use crate::{
    objects::{Object, items, matches, members, objects, text},
    program::{Made, app, workload},
};

fn workloads() -> impl Strategy<Value = Vec<Made>> {
    proptest::collection::vec(workload(), 0..8)
}

/// Members that would give a pod more than it needs, or open a way past the constructs.
const FORBIDDEN: [&str; 14] = [
    "privileged",
    "hostNetwork",
    "hostPID",
    "hostIPC",
    "hostPath",
    "hostPort",
    "hostUsers",
    "nodePort",
    "externalIPs",
    "add",
    "procMount",
    "stringData",
    "clusterRole",
    "loadBalancerIP",
];

fn confined(template: &Yaml) -> Result<(), TestCaseError> {
    let spec = &template["spec"];
    let security = &spec["securityContext"];
    prop_assert_eq!(security["runAsNonRoot"].as_bool(), Some(true));
    prop_assert!(security["runAsUser"].as_i64().is_some_and(|user| user > 0));
    prop_assert_eq!(security["seccompProfile"]["type"].as_str(), Some("RuntimeDefault"));
    prop_assert_ne!(spec["serviceAccountName"].as_str().unwrap_or("default"), "default");
    for container in items(&spec["containers"]) {
        let security = &container["securityContext"];
        prop_assert_eq!(security["allowPrivilegeEscalation"].as_bool(), Some(false));
        prop_assert_eq!(security["readOnlyRootFilesystem"].as_bool(), Some(true));
        prop_assert_eq!(security["runAsNonRoot"].as_bool(), Some(true));
        prop_assert_eq!(items(&security["capabilities"]["drop"])[0].as_str(), Some("ALL"));
        prop_assert!(container["image"].as_str().is_some_and(|image| image.contains("@sha256:")));
        for amounts in ["requests", "limits"] {
            for amount in ["cpu", "memory"] {
                prop_assert!(container["resources"][amounts][amount].as_str().is_some());
            }
        }
        for variable in items(&container["env"]) {
            let name = variable["name"].as_str().unwrap_or_default();
            prop_assert_eq!(name.contains("PASSWORD"), variable["value"].is_badvalue(), "{}", name);
        }
    }
    Ok(())
}

fn mounted(object: &Object, template: &Yaml) -> Result<(), TestCaseError> {
    let mut volumes: BTreeSet<&str> =
        items(&template["spec"]["volumes"]).iter().filter_map(|it| it["name"].as_str()).collect();
    let claims = items(&object.0["spec"]["volumeClaimTemplates"]);
    volumes.extend(claims.iter().filter_map(|it| it["metadata"]["name"].as_str()));
    let mut mounts = BTreeSet::new();
    for container in items(&template["spec"]["containers"]) {
        mounts.extend(items(&container["volumeMounts"]).iter().filter_map(|it| it["name"].as_str()));
    }
    prop_assert_eq!(&volumes, &mounts);
    for volume in items(&template["spec"]["volumes"]) {
        let sized = volume["emptyDir"]["sizeLimit"].as_str().is_some();
        prop_assert!(sized || volume["configMap"]["name"].as_str().is_some());
    }
    Ok(())
}

/// The templates of the pods in a namespace that a selector selects.
fn selected<'a>(all: &'a [Object], namespace: &str, selector: &Yaml) -> Vec<&'a Yaml> {
    all.iter()
        .filter(|object| object.namespace() == namespace)
        .filter_map(Object::pods)
        .filter(|template| matches(selector, &template["metadata"]["labels"]))
        .collect()
}

fn ports(template: &Yaml) -> Vec<(&str, i64)> {
    let containers = items(&template["spec"]["containers"]);
    let ports = containers.iter().flat_map(|container| items(&container["ports"]));
    ports.filter_map(|port| Some((port["name"].as_str()?, port["containerPort"].as_i64()?))).collect()
}

/// Every way out to pods has a way in at its other end, and the other way round.
fn pairs(all: &[Object]) -> Result<(), TestCaseError> {
    let mut ways: [BTreeSet<String>; 2] = Default::default();
    for policy in all.iter().filter(|it| it.kind() == "NetworkPolicy") {
        let own = &policy.0["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"];
        let Some(own) = own.as_str() else { continue };
        for (side, rules, peers) in [(0, "egress", "to"), (1, "ingress", "from")] {
            for rule in items(&policy.0["spec"][rules]) {
                for peer in items(&rule[peers]) {
                    let other = peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"].as_str();
                    let zone = peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"].as_str();
                    let (Some(other), Some(zone)) = (other, zone) else { continue };
                    let ends = [format!("{}/{own}", policy.namespace()), format!("{zone}/{other}")];
                    let port = items(&rule["ports"])[0]["port"].as_i64().unwrap_or_default();
                    let [here, there] = ends;
                    let (from, to) = if side == 0 { (here, there) } else { (there, here) };
                    ways[side].insert(format!("{from} -> {to}:{port}"));
                }
            }
        }
    }
    let [out, into] = ways;
    prop_assert_eq!(out, into);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_program_gives_the_same_bytes(workloads in workloads()) {
        prop_assert_eq!(app(&workloads).synthesize(), app(&workloads).synthesize());
    }

    #[test]
    fn every_pod_is_confined_and_every_mount_has_its_volume(workloads in workloads()) {
        for object in objects(&app(&workloads)) {
            if let Some(template) = object.pods() {
                confined(template)?;
                mounted(&object, template)?;
            }
            let mut found = Vec::new();
            members(&object.0, &mut |name, value| {
                if FORBIDDEN.contains(&name) || value.as_str() == Some("*") {
                    found.push(name.to_owned());
                }
            });
            prop_assert!(found.is_empty(), "{} {}: {:?}", object.kind(), object.name(), found);
            prop_assert!(!["Secret", "ClusterRole", "ClusterRoleBinding"].contains(&object.kind()));
        }
    }

    #[test]
    fn what_selects_finds_and_what_refers_has_its_target(workloads in workloads()) {
        let all = objects(&app(&workloads));
        let exists = |kind: &str, namespace: &str, name: &str| {
            all.iter().any(|it| it.kind() == kind && it.namespace() == namespace && it.name() == name)
        };
        for object in &all {
            let spec = &object.0["spec"];
            if let Some(template) = object.pods() {
                if matches!(object.kind(), "Deployment" | "StatefulSet" | "DaemonSet") {
                    prop_assert!(matches(&spec["selector"]["matchLabels"], &template["metadata"]["labels"]));
                }
                let account = template["spec"]["serviceAccountName"].as_str().unwrap_or_default();
                prop_assert!(exists("ServiceAccount", object.namespace(), account));
            }
            match object.kind() {
                "Service" => {
                    let pods = selected(&all, object.namespace(), &spec["selector"]);
                    prop_assert_eq!(pods.len(), 1);
                    for port in items(&spec["ports"]) {
                        let target = (port["targetPort"].as_str().unwrap_or_default(), port["port"].as_i64().unwrap_or_default());
                        prop_assert!(ports(pods[0]).contains(&target));
                    }
                }
                "PodDisruptionBudget" => {
                    prop_assert_eq!(selected(&all, object.namespace(), &spec["selector"]["matchLabels"]).len(), 1);
                    prop_assert!(spec["minAvailable"].is_badvalue() != spec["maxUnavailable"].is_badvalue());
                }
                "NetworkPolicy" if spec["podSelector"]["matchLabels"].as_hash().is_some() => {
                    prop_assert_eq!(selected(&all, object.namespace(), &spec["podSelector"]["matchLabels"]).len(), 1);
                }
                "HorizontalPodAutoscaler" => {
                    let target = &spec["scaleTargetRef"];
                    let (kind, name) = (target["kind"].as_str().unwrap_or_default(), target["name"].as_str().unwrap_or_default());
                    let found = all.iter().find(|it| it.kind() == kind && it.namespace() == object.namespace() && it.name() == name);
                    prop_assert!(found.is_some_and(|it| it.0["spec"]["replicas"].is_badvalue()));
                    prop_assert!(spec["minReplicas"].as_i64() <= spec["maxReplicas"].as_i64());
                    prop_assert!(spec["minReplicas"].as_i64() >= Some(2));
                }
                "Ingress" => {
                    let tls = &items(&spec["tls"])[0];
                    prop_assert_eq!(items(&tls["hosts"])[0].as_str(), items(&spec["rules"])[0]["host"].as_str());
                    prop_assert!(exists("Certificate", object.namespace(), tls["secretName"].as_str().unwrap_or_default()));
                    let path = &items(&items(&spec["rules"])[0]["http"]["paths"])[0];
                    prop_assert!(exists("Service", object.namespace(), path["backend"]["service"]["name"].as_str().unwrap_or_default()));
                }
                "HTTPRoute" => {
                    let gateway = items(&spec["parentRefs"])[0]["name"].as_str().unwrap_or_default();
                    prop_assert!(exists("Gateway", object.namespace(), gateway));
                    let service = &items(&items(&spec["rules"])[0]["backendRefs"])[0]["name"];
                    prop_assert!(exists("Service", object.namespace(), service.as_str().unwrap_or_default()));
                }
                "Gateway" => {
                    let listener = &items(&spec["listeners"])[0];
                    prop_assert_eq!(listener["protocol"].as_str(), Some("HTTPS"));
                    let secret = items(&listener["tls"]["certificateRefs"])[0]["name"].as_str().unwrap_or_default();
                    prop_assert!(exists("Certificate", object.namespace(), secret));
                }
                "VerticalPodAutoscaler" => {
                    prop_assert_eq!(spec["updatePolicy"]["updateMode"].as_str(), Some("Off"));
                    let (kind, name) = (spec["targetRef"]["kind"].as_str(), spec["targetRef"]["name"].as_str());
                    prop_assert!(exists(kind.unwrap_or_default(), object.namespace(), name.unwrap_or_default()));
                }
                _ => {}
            }
        }
        pairs(&all)?;
    }

    #[test]
    fn names_are_labels_of_dns_and_given_once(workloads in workloads()) {
        let mut seen = BTreeSet::new();
        let all = objects(&app(&workloads));
        for object in &all {
            let name = object.name();
            prop_assert!(name.len() <= 63 && !name.starts_with('-') && !name.ends_with('-'), "{}", name);
            prop_assert!(name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-'), "{}", name);
            prop_assert!(seen.insert((object.kind(), object.namespace(), name)));
        }
        // What is in a namespace comes after it.
        let mut there = BTreeSet::from([""]);
        for object in &all {
            prop_assert!(there.contains(object.namespace()));
            if object.kind() == "Namespace" {
                there.insert(object.name());
                let labels = &object.0["metadata"]["labels"];
                for mode in ["enforce", "audit", "warn"] {
                    let label = format!("pod-security.kubernetes.io/{mode}");
                    prop_assert_eq!(labels[label.as_str()].as_str(), Some("restricted"));
                }
                let closed = |it: &&Object| it.namespace() == object.name() && it.name() == "closed";
                let closed = all.iter().find(closed).expect("a policy that closes the namespace");
                prop_assert_eq!(items(&closed.0["spec"]["policyTypes"]).len(), 2);
            }
        }
    }

    #[test]
    fn one_more_workload_changes_no_other(workloads in workloads(), more in workload()) {
        let before = text(&app(&workloads));
        let mut workloads = workloads;
        workloads.push(more);
        let after = text(&app(&workloads));
        for object in before.split("---\n") {
            prop_assert!(after.contains(object), "{}", object);
        }
    }
}

//! What of Kubernetes' own objects a cluster does not let change.
//!
//! Source: the functions `Validate..Update` of Kubernetes' own `pkg/apis/{apps,batch,core,networking,node,rbac,scheduling,storage}/validation`,
//! the rules on `oldSelf` in the schemas of operators, and what CloudNativePG answers to a smaller disk.

use hc_cdk_manifest::dialect::{Fixed, Rises};

/// What grows and never shrinks.
pub(super) const RISES: [Rises; 2] = [
    Rises {
        kinds: &["PersistentVolumeClaim"],
        amounts: &["spec.resources.requests.storage"],
        versions: &[],
        help: "make a claim of another name and copy the data: disks grow and do not shrink",
    },
    Rises {
        kinds: &["Cluster"],
        amounts: &["spec.storage.size", "spec.walStorage.size"],
        versions: &[],
        help: "make another cluster and restore a backup into it: disks grow and do not shrink",
    },
];

pub(super) const FIXED: [Fixed; 15] = [
    // What objects that call themselves immutable do not let change.
    Fixed {
        kinds: &["ConfigMap", "Secret"],
        when: Some("immutable"),
        paths: &["binaryData", "data", "immutable", "stringData", "type"],
        but: &[],
        help: "delete it and apply again: pods that start in between wait for it",
    },
    Fixed {
        kinds: &["StatefulSet"],
        when: None,
        paths: &["spec"],
        but: &[
            "spec.minReadySeconds",
            "spec.ordinals",
            "spec.persistentVolumeClaimRetentionPolicy",
            "spec.replicas",
            "spec.revisionHistoryLimit",
            "spec.template",
            "spec.updateStrategy",
        ],
        help: "delete it with `kubectl delete statefulset NAME --cascade=orphan`, which leaves its pods and disks, and apply again; claims that exist keep their size and class, so ask each of them for more room as well, and a claim of another name begins empty",
    },
    Fixed {
        kinds: &["Deployment", "DaemonSet", "ReplicaSet", "Rollout"],
        when: None,
        paths: &["spec.selector"],
        but: &[],
        help: "delete it and apply again: its pods are away in between",
    },
    Fixed {
        kinds: &["Job"],
        when: None,
        paths: &[
            "spec.backoffLimitPerIndex",
            "spec.completionMode",
            "spec.completions",
            "spec.managedBy",
            "spec.podFailurePolicy",
            "spec.selector",
            "spec.successPolicy",
            "spec.template",
        ],
        but: &[],
        help: "delete the job and apply again: it runs once more",
    },
    Fixed {
        kinds: &["StorageClass"],
        when: None,
        paths: &["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
        but: &[],
        help: "delete the class and apply again: disks that exist stay as they are, and only new ones follow it",
    },
    Fixed {
        kinds: &["PersistentVolumeClaim"],
        when: None,
        paths: &["spec"],
        but: &["spec.resources.requests", "spec.volumeAttributesClassName"],
        help: "make a claim of another name and copy the data: to delete this one may delete its disk",
    },
    Fixed {
        kinds: &["RoleBinding", "ClusterRoleBinding"],
        when: None,
        paths: &["roleRef"],
        but: &[],
        help: "delete the binding and apply again: its subjects are without the role in between",
    },
    Fixed {
        kinds: &["Service"],
        when: None,
        paths: &["spec.clusterIP"],
        but: &[],
        help: "delete the service and apply again: its name leads nowhere in between",
    },
    Fixed {
        kinds: &["Secret"],
        when: None,
        paths: &["type"],
        but: &[],
        help: "delete the secret and apply again: pods that start in between wait for it",
    },
    Fixed {
        kinds: &["PriorityClass"],
        when: None,
        paths: &["preemptionPolicy", "value"],
        but: &[],
        help: "make a class of another name, and let pods name that",
    },
    Fixed {
        kinds: &["VolumeAttributesClass"],
        when: None,
        paths: &["driverName", "parameters"],
        but: &[],
        help: "make a class of another name, and let claims name that",
    },
    Fixed {
        kinds: &["RuntimeClass"],
        when: None,
        paths: &["handler"],
        but: &[],
        help: "make a class of another name, and let pods name that",
    },
    Fixed {
        kinds: &["IngressClass"],
        when: None,
        paths: &["spec.controller"],
        but: &[],
        help: "make a class of another name, and let what is reached from outside name that",
    },
    Fixed {
        kinds: &["Cluster", "Pooler"],
        when: None,
        paths: &["spec.serviceAccountName"],
        but: &[],
        help: "keep the account, or make another one and move the data",
    },
    Fixed {
        kinds: &["GrafanaDashboard", "GrafanaDatasource"],
        when: None,
        paths: &["spec.instanceSelector", "spec.uid"],
        but: &[],
        help: "delete it and apply again: Grafana is without it in between",
    },
];

#[cfg(test)]
mod tests {
    use hc_cdk_manifest::dialect::Earlier;

    use hc_cdk::diff::Values;

    use super::{FIXED, Fixed, RISES, Rises};

    #[test]
    fn disks_of_claims_and_databases_do_not_shrink() {
        let refused = |kind: &str, property: &str, before: &str, after: &str| {
            let (before, after) = (Some(before.to_owned()), Some(after.to_owned()));
            Rises::refused(&RISES, kind, &[Values { property: property.to_owned(), before, after }]).is_some()
        };
        assert!(refused("PersistentVolumeClaim", "spec.resources.requests.storage", "20Gi", "10Gi"));
        assert!(!refused("PersistentVolumeClaim", "spec.resources.requests.storage", "10Gi", "20Gi"));
        assert!(refused("Cluster", "spec.storage.size", "1Ti", "500Gi"));
    }

    #[test]
    fn what_cannot_change_is_told_from_what_can() {
        let of = |kind: &str, immutable, paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
            let text = format!("---\n# clinic/It\nkind: {kind}\nimmutable: {immutable}\n");
            let found = Earlier::all(&text).iter().find_map(|it| Fixed::refused(&FIXED, it, &paths));
            found.map_or_else(Vec::new, |(refused, _)| refused)
        };
        let set = ["spec.replicas", "spec.serviceName", "spec.template.spec", "spec.volumeClaimTemplates"];
        assert_eq!(of("StatefulSet", false, &set), ["spec.serviceName", "spec.volumeClaimTemplates"]);
        assert!(of("StatefulSet", false, &["metadata.labels.a", "spec.replicas"]).is_empty());
        assert_eq!(of("Deployment", false, &["spec.selector.matchLabels.app", "spec.template"]).len(), 1);
        assert!(of("Deployment", false, &["spec.selectors"]).is_empty());
        assert_eq!(of("Job", false, &["spec.parallelism", "spec.template.spec.containers"]).len(), 1);
        assert_eq!(
            of("StorageClass", false, &["allowVolumeExpansion", "parameters.kmsKeyId"]),
            ["parameters.kmsKeyId"]
        );
        let claim = ["spec.resources.requests.storage", "spec.storageClassName"];
        assert_eq!(of("PersistentVolumeClaim", false, &claim), ["spec.storageClassName"]);
        assert_eq!(of("RoleBinding", false, &["roleRef.name", "subjects"]), ["roleRef.name"]);
        assert!(of("ConfigMap", false, &["data.a"]).is_empty());
        assert_eq!(of("ConfigMap", true, &["data.a", "metadata.labels"]), ["data.a"]);
        assert_eq!(of("PriorityClass", false, &["description", "value"]), ["value"]);
        assert_eq!(of("Rollout", false, &["spec.selector.matchLabels.app", "spec.strategy"]).len(), 1);
        assert_eq!(of("Service", false, &["spec.clusterIP", "spec.loadBalancerClass"]), ["spec.clusterIP"]);
        assert!(of("CronJob", false, &["spec.jobTemplate.spec"]).is_empty());
    }
}

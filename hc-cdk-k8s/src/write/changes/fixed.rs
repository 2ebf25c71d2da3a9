//! What of an object a cluster does not let change: `kubectl apply` of such a change fails.
//!
//! Source: the functions `Validate..Update` of Kubernetes' own `pkg/apis/{apps,batch,core,rbac,storage}/validation`. Not
//! here: what depends on the values, such as a claim that would become smaller, and kinds that operators bring.

/// What of a kind is fixed.
struct Fixed {
    kinds: &'static [&'static str],
    /// Paths that cannot change, with what is below them.
    paths: &'static [&'static str],
    /// Paths below those that can.
    but: &'static [&'static str],
    help: &'static str,
}

const FIXED: [Fixed; 8] = [
    Fixed {
        kinds: &["StatefulSet"],
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
        kinds: &["Deployment", "DaemonSet", "ReplicaSet"],
        paths: &["spec.selector"],
        but: &[],
        help: "delete it and apply again: its pods are away in between",
    },
    Fixed {
        kinds: &["Job"],
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
        paths: &["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
        but: &[],
        help: "delete the class and apply again: disks that exist stay as they are, and only new ones follow it",
    },
    Fixed {
        kinds: &["PersistentVolumeClaim"],
        paths: &["spec"],
        but: &["spec.resources.requests", "spec.volumeAttributesClassName"],
        help: "make a claim of another name and copy the data: to delete this one may delete its disk",
    },
    Fixed {
        kinds: &["RoleBinding", "ClusterRoleBinding"],
        paths: &["roleRef"],
        but: &[],
        help: "delete the binding and apply again: its subjects are without the role in between",
    },
    Fixed {
        kinds: &["Service"],
        paths: &["spec.clusterIP"],
        but: &[],
        help: "delete the service and apply again: its name leads nowhere in between",
    },
    Fixed {
        kinds: &["Secret"],
        paths: &["type"],
        but: &[],
        help: "delete the secret and apply again: pods that start in between wait for it",
    },
];

/// What objects that call themselves immutable do not let change.
const IMMUTABLE: Fixed = Fixed {
    kinds: &["ConfigMap", "Secret"],
    paths: &["binaryData", "data", "immutable", "stringData", "type"],
    but: &[],
    help: "delete it and apply again: pods that start in between wait for it",
};

/// Those of the paths that cannot change, and what to do about it; nothing if all can.
pub(super) fn refused(kind: &str, immutable: bool, paths: &[String]) -> Option<(Vec<String>, &'static str)> {
    let fixed = if immutable { std::slice::from_ref(&IMMUTABLE) } else { &[] };
    let fixed = fixed.iter().chain(&FIXED).find(|it| it.kinds.contains(&kind))?;
    let is_in = |path: &str, list: &[&str]| list.iter().any(|it| path.strip_prefix(it).is_some_and(is_end));
    let refused: Vec<String> =
        paths.iter().filter(|path| is_in(path, fixed.paths) && !is_in(path, fixed.but)).cloned().collect();
    (!refused.is_empty()).then_some((refused, fixed.help))
}

/// Whether a name of a path ends here.
fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn what_cannot_change_is_told_from_what_can() {
        let of = |kind: &str, immutable, paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
            refused(kind, immutable, &paths).map_or_else(Vec::new, |(refused, _)| refused)
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
        assert!(of("CronJob", false, &["spec.jobTemplate.spec"]).is_empty());
    }
}

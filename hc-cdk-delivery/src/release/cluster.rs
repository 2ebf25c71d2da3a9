//! A chart in a cluster as a place of deployments.

use super::place::{Place, run};
use crate::workflow::{Identity, Input, IsIdentity, Step};

/// A cluster, and as whom it is reached.
#[derive(Debug, Clone)]
pub struct Cluster {
    identity: Identity,
    find: Step,
}

/// A chart of the app in a cluster.
///
/// ```
/// use hc_cdk_delivery::{prelude::*, release::Cluster};
///
/// let deploys = Identity::aws(Input::variable("STAGING_ROLE"), "us-east-1");
/// let staging = Cluster::eks("hms", &deploys).chart("hms", "hms-clinical").backed_up().migrates();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a place is for a deployment: `deployment.rolled_out(&place)`"]
pub struct InCluster {
    cluster: Cluster,
    chart: Input,
    namespace: &'static str,
    is_backed_up: bool,
    migrates: bool,
}

const BACK_UP: &str = "velero backup create \"before-$GITHUB_RUN_ID\" --include-namespaces \"$NAMESPACE\" --wait\n";
const ENDED: &str = "kubectl --namespace \"$NAMESPACE\" wait job --all --for condition=complete --timeout 30m\n";
const RUNS: &str = "kubectl --namespace \"$NAMESPACE\" rollout status deployment --timeout 10m\n";
const UNDO: &str = "kubectl --namespace \"$NAMESPACE\" rollout undo deployment\n";

impl Cluster {
    /// A cluster on EKS, by its name.
    pub fn eks(name: impl Into<Input>, identity: &impl IsIdentity) -> Self {
        let find = run("Find the cluster", "aws eks update-kubeconfig --name \"$CLUSTER\"\n");
        Self { identity: identity.it().clone(), find: find.env("CLUSTER", name) }
    }

    /// A cluster on AKS, by the names of its resource group and its own.
    pub fn aks(group: impl Into<Input>, name: impl Into<Input>, identity: &impl IsIdentity) -> Self {
        let find = "az aks get-credentials --resource-group \"$GROUP\" --name \"$CLUSTER\"\n";
        let find = run("Find the cluster", find).env("GROUP", group).env("CLUSTER", name);
        Self { identity: identity.it().clone(), find }
    }

    /// A chart of the app in it. `namespace` is where its pods are.
    pub fn chart(self, chart: &'static str, namespace: &'static str) -> InCluster {
        InCluster { cluster: self, chart: Input::stack(chart), namespace, is_backed_up: false, migrates: false }
    }
}

impl InCluster {
    /// Keeps what is in the namespace before, by Velero.
    pub fn backed_up(self) -> Self {
        Self { is_backed_up: true, ..self }
    }

    /// Waits until its jobs, such as those that change schemas, have ended well.
    pub fn migrates(self) -> Self {
        Self { migrates: true, ..self }
    }

    fn inside(&self, name: &'static str, lines: &str) -> Step {
        run(name, lines).env("NAMESPACE", self.namespace)
    }
}

impl Place for InCluster {
    fn identity(&self) -> &Identity {
        &self.cluster.identity
    }

    fn minutes(&self) -> u32 {
        60
    }

    fn steps(&self) -> Vec<Step> {
        let written = Input::join(["cdk.out/k8s/".into(), self.chart.clone(), ".yaml".into()]);
        let keep = self.is_backed_up.then(|| self.inside("Keep what there is", BACK_UP));
        let ended = self.migrates.then(|| self.inside("Wait for the schemas", ENDED));
        let apply = run("Apply", "kubectl apply -f \"$CHART\"\n").env("CHART", written);
        let steps = [Some(self.cluster.find.clone()), keep, Some(apply), ended];
        steps.into_iter().flatten().chain([self.inside("Wait until it runs", RUNS)]).collect()
    }

    fn back(&self) -> Step {
        self.inside("Take back", UNDO)
    }
}

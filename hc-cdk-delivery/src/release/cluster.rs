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
    chart: &'static str,
    namespace: &'static str,
    front: &'static str,
    is_backed_up: bool,
    migrates: bool,
    shifts: bool,
}

const BACK_UP: &str = "velero backup create \"before-$GITHUB_RUN_ID\" --include-namespaces \"$NAMESPACE\" --wait\n";
const ENDED: &str = "kubectl --namespace \"$NAMESPACE\" wait job --all --for condition=complete --timeout 30m\n";
const RUNS: &str = "kubectl --namespace \"$NAMESPACE\" rollout status deployment --timeout 10m\n";
const UNDO: &str = "kubectl --namespace \"$NAMESPACE\" rollout undo deployment\n";

impl Cluster {
    /// A cluster on EKS, by its name.
    pub fn eks(name: impl Into<Input>, identity: &(impl IsIdentity + ?Sized)) -> Self {
        let find = run("Find the cluster", "aws eks update-kubeconfig --name \"$CLUSTER\"\n");
        Self { identity: identity.it().clone(), find: find.env("CLUSTER", name) }
    }

    /// A cluster on AKS, by the names of its resource group and its own.
    pub fn aks(group: impl Into<Input>, name: impl Into<Input>, identity: &(impl IsIdentity + ?Sized)) -> Self {
        let find = run("Find the cluster", include_str!("lines/aks.sh")).env("GROUP", group).env("CLUSTER", name);
        Self { identity: identity.it().clone(), find }
    }

    /// A cluster on GKE, by the names of its project and its place and its own.
    pub fn gke(
        project: impl Into<Input>,
        place: impl Into<Input>,
        name: impl Into<Input>,
        identity: &(impl IsIdentity + ?Sized),
    ) -> Self {
        let find = run("Find the cluster", include_str!("lines/gke.sh")).env("PROJECT", project).env("PLACE", place);
        Self { identity: identity.it().clone(), find: find.env("CLUSTER", name) }
    }

    /// A chart of the app in it. `namespace` is where its pods are.
    pub fn chart(self, chart: &'static str, namespace: &'static str) -> InCluster {
        InCluster { cluster: self, chart, namespace, front: chart, is_backed_up: false, migrates: false, shifts: false }
    }
}

impl InCluster {
    /// The stack whose front answers for it, where that is not the chart itself, such as one with the load balancer of a cloud.
    pub fn answers_at(self, front: &'static str) -> Self {
        Self { front, ..self }
    }

    /// Keeps what is in the namespace before, by Velero.
    pub fn backed_up(self) -> Self {
        Self { is_backed_up: true, ..self }
    }

    /// Waits until its jobs, such as those that change schemas, have ended well.
    pub fn migrates(self) -> Self {
        Self { migrates: true, ..self }
    }

    /// Waits until what is blue and green has shifted its requests after its trials, and knows what to go back to.
    pub fn shifts(self) -> Self {
        Self { shifts: true, ..self }
    }

    fn inside(&self, name: &'static str, lines: &str) -> Step {
        run(name, lines).env("NAMESPACE", self.namespace)
    }
}

impl Place for InCluster {
    fn identity(&self) -> &Identity {
        &self.cluster.identity
    }

    fn addresses(&self) -> Input {
        Input::addresses_of(self.front)
    }

    fn minutes(&self) -> u32 {
        60
    }

    fn steps(&self) -> Vec<Step> {
        let written = Input::join(["cdk.out/k8s/".into(), Input::stack(self.chart), ".yaml".into()]);
        let keep = self.is_backed_up.then(|| self.inside("Keep what there is", BACK_UP));
        let note = self.shifts.then(|| self.inside("Note what runs", include_str!("lines/note_rollouts.sh")));
        let shifted = || self.inside("Wait for the trials", include_str!("lines/shifted.sh")).env("PAUSE", "5");
        let try_out = run("Ask whether it would be taken", "kubectl apply --dry-run=server -f \"$CHART\"\n");
        let ended = self.migrates.then(|| self.inside("Wait for the schemas", ENDED));
        let apply = run("Apply", "kubectl apply -f \"$CHART\"\n").env("CHART", written.clone());
        let try_out = try_out.env("CHART", written);
        let wait = self.inside("Wait until it runs", RUNS);
        let steps = [Some(self.cluster.find.clone()), Some(try_out), keep, note, Some(apply), ended, Some(wait)];
        steps.into_iter().flatten().chain(self.shifts.then(shifted)).collect()
    }

    fn back(&self) -> Step {
        self.inside("Take back", if self.shifts { include_str!("lines/pods_back.sh") } else { UNDO })
    }
}

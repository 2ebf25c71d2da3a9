//! Where the nodes of clusters pull images from: a network that lets them reach no registry starts none of the pods that a chart declares.
//!
//! Charts and networks are of different targets. A chart's target says which images there are (`Judge::pulls`), the core by which
//! cluster they are run, and the target of a network whether its nodes get there.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{Checked, rules::Subject, ways::Place};
use crate::value::{image, sorted};

/// What the nodes of a cluster pull.
#[derive(Debug)]
pub struct Pulls<'a> {
    /// What tells its hosts from others, as the chart's cluster says it: a resource of the app, of the cluster's cloud.
    pub hosts: Subject<'a>,
    /// The hosts of registries, each with the paths of the constructs that run an image of there.
    pub from: BTreeMap<&'a str, Vec<String>>,
}

impl Pulls<'_> {
    /// The hosts that are not reached.
    pub fn but(&self, reached: impl Fn(&str) -> bool) -> Vec<&str> {
        self.from.keys().copied().filter(|it| !reached(it)).collect()
    }

    /// The constructs that run images of these hosts, in words; of many the first.
    pub fn run_by(&self, hosts: &[&str]) -> String {
        match sorted(hosts.iter().filter_map(|it| self.from.get(it)).flatten()).as_slice() {
            [] => String::new(),
            [one] => format!("`{one}`"),
            [one, others @ ..] => format!("`{one}` and {} more", others.len()),
        }
    }
}

impl Checked<'_> {
    /// The images that nodes of clusters pull, as they are named, each with a resource that names it.
    pub fn pulled(&self) -> impl Iterator<Item = (Subject<'_>, &str)> {
        let all = self.judges().iter().flat_map(|judge| judge.pulls(self));
        all.filter_map(|((at, place), named)| Some((self.subject(at, place)?, named)))
    }

    /// What the nodes of each cluster pull whose hosts a resource of the app tells from others.
    pub fn pulls(&self) -> Vec<Pulls<'_>> {
        let mut all: IndexMap<Place, Pulls<'_>> = IndexMap::new();
        for (run, named) in self.pulled() {
            let Some((named, _)) = named.split_once("@sha256:") else { continue };
            let hosts = run.stack.cluster.as_deref().and_then(|it| run.referred(&it.hosts));
            let Some(hosts) = hosts else { continue };
            let path = run.stack.path_of(run.resource.construct);
            let pulls = all.entry(hosts.place()).or_insert_with(|| Pulls { hosts, from: BTreeMap::new() });
            for host in image::hosts(named) {
                pulls.from.entry(host).or_default().push(path.clone());
            }
        }
        let places = sorted(all.keys().copied());
        places.iter().filter_map(|it| all.swap_remove(it)).collect()
    }
}

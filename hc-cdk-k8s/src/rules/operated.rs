//! Stores that operators run: where the object of each kind says what its pods are. A rule about pods or disks reads it there.

use hc_cdk::value::{Json, Object};

/// A kind of object by which an operator makes the pods of a store. Paths go through members of objects and, by `*`, through all of
/// a list or an object; what stands in an object of several groups of pods stands in each of them.
pub(crate) struct Operated {
    pub(super) kind: &'static str,
    /// Where its groups of pods are.
    pub(super) groups: &'static str,
    /// In a group, how many pods it has.
    pub(super) count: &'static str,
    /// In a group, what says over which zones and nodes they are spread.
    pub(super) pod: &'static str,
    /// The labels of their pods, group by group.
    pub(super) labels: &'static str,
    /// The labels that the operator gives them besides; an empty value is the name of the object.
    pub(crate) gives: &'static [(&'static str, &'static str)],
    /// The claims of disks, as far as they say which disks they want.
    pub(super) claims: &'static str,
    /// Members that say of disks what counts before the claims, or that there are more of them.
    pub(super) other_disks: &'static [&'static str],
    pub(super) images: &'static [&'static str],
    /// What each container may do.
    pub(super) containers: &'static [&'static str],
    /// What each container takes.
    pub(super) takes: &'static [&'static str],
    /// The accounts that the pods run as.
    pub(super) accounts: &'static [&'static str],
    /// The secrets by which it asks who somebody is.
    pub(super) secrets: &'static [&'static str],
    /// The secrets with passwords for it, or keys that let somebody in, that its operator makes; `*` is the name of the object.
    pub(crate) makes: &'static [&'static str],
    /// The members that objects at a path may have. What else can be said runs something beside it, mounts something, or lets somebody in.
    pub(super) known: &'static [(&'static str, &'static [&'static str])],
    /// The texts that may stand at a path, such as names of containers.
    pub(super) named: &'static [(&'static str, &'static [&'static str])],
}

impl Operated {
    /// What the containers of the pods that an object makes take, with how many there are of each.
    pub(crate) fn room<'a>(&self, object: &'a Json) -> Vec<(u64, &'a Json)> {
        let count = |group: &&Json| match group.at(self.count) {
            Some(Json::Int(number)) => u64::try_from(*number).unwrap_or_default(),
            _ => 1,
        };
        let counts: Vec<u64> = all(object, self.groups).iter().map(count).collect();
        let of_path = |path: &&'static str| {
            let found = all(object, path);
            // What stands once is beside the pods of all groups.
            let each =
                if found.len() == counts.len() { counts.clone() } else { vec![counts.iter().sum(); found.len()] };
            each.into_iter().zip(found)
        };
        self.takes.iter().flat_map(of_path).collect()
    }

    /// How many groups of pods an object has.
    pub(super) fn groups(&self, object: &Json) -> usize {
        all(object, self.groups).len()
    }

    /// The labels of the pods that an object makes, group by group.
    pub(crate) fn labels<'a>(&self, object: &'a Json) -> Vec<&'a Json> {
        all(object, self.labels)
    }

    /// The labels that the operator gives to what it makes of an object of that name.
    pub(super) fn given(&self, name: &str) -> Object {
        let value = |value: &'static str| if value.is_empty() { name.to_owned() } else { value.to_owned() };
        self.gives.iter().fold(Object::new(), |all, (label, it)| all.with(*label, value(it)))
    }

    /// What an object says of the disks that its pods claim.
    pub(crate) fn claimed<'a>(&self, object: &'a Json) -> Vec<&'a Json> {
        all(object, self.claims)
    }

    /// The secrets whose passwords open a store.
    pub(crate) fn opened_by<'a>(&self, object: &'a Json) -> Vec<&'a Json> {
        self.secrets.iter().flat_map(|path| all(object, path)).collect()
    }

    /// Whether there are so many pods, and something holds for each group of pods and their labels.
    pub(super) fn every_group(&self, object: &Json, least: i64, holds: impl Fn(&Json, Option<&Json>) -> bool) -> bool {
        let groups = all(object, self.groups);
        let labels = self.labels(object);
        let counted = |group: &&Json| match group.at(self.count) {
            Some(Json::Int(number)) => *number,
            _ => 0,
        };
        let holds = |(group, labels): (&&Json, &&Json)| {
            let pod = if self.pod.is_empty() { Some(*group) } else { group.at(self.pod) };
            pod.is_some_and(|pod| holds(pod, Some(labels)))
        };
        groups.len() == labels.len()
            && groups.iter().map(counted).sum::<i64>() >= least
            && groups.iter().zip(&labels).all(holds)
    }
}

/// Whether an object has no members at a path but these.
pub(super) fn has_only(object: &Json, path: &str, known: &[&str]) -> bool {
    let plain = |it: &Json| it.as_object().is_some_and(|it| it.iter().all(|(name, _)| known.contains(&name)));
    all(object, path).iter().all(|it| plain(it))
}

/// Whether something holds at a path wherever what it is a member of is. A name that ends in `?` may be missing there.
pub(super) fn each(object: &Json, path: &str, holds: impl Fn(&Json) -> bool) -> bool {
    let (found, of) = (all(object, path), path.rsplit_once('/').map_or("", |(of, _)| of));
    (path.contains('?') || !found.is_empty())
        && (path.ends_with('*') || found.len() == all(object, of).len())
        && found.iter().all(|it| holds(it))
}

/// What stands at a path; `*` is every item of a list, and every member of an object. What is on the way and is neither counts as
/// what stands there.
pub(super) fn all<'a>(object: &'a Json, path: &str) -> Vec<&'a Json> {
    path.split('/')
        .filter(|it| !it.is_empty())
        .fold(vec![object], |found, name| found.into_iter().flat_map(|it| below(it, name)).collect())
}

fn below<'a>(json: &'a Json, name: &str) -> Vec<&'a Json> {
    match json {
        Json::List(items) if name == "*" => items.iter().collect(),
        Json::Object(members) if name == "*" => members.iter().map(|(_, it)| it).collect(),
        Json::Object(members) => {
            members.get(name.trim_end_matches('?')).filter(|it| !matches!(it, Json::Null)).into_iter().collect()
        }
        // What cannot be read is not what is asked for.
        other => vec![other],
    }
}

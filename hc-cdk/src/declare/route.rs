//! What takes requests from outside and hands them to workloads: a load balancer, a gateway.
//!
//! Each is described alike, and what is said here holds for each: a path is compared whole, or up to a `*`; the first route that
//! fits counts; what fits none goes to one workload that answers the rest. Which characters a path may have, and where a `*` may
//! stand, is the target's matter.

use crate::{
    declare::scope::Scope,
    model::{ConstructRef, Role},
    policy::data::Class,
};

/// A workload that answers requests.
pub trait Answers {
    /// Its construct.
    fn this(&self) -> &ConstructRef;

    /// Its name.
    fn name(&self) -> &str;

    /// The class of data that it is cleared for.
    fn class(&self) -> Class;
}

/// A path, such as `/billing/*`, and its place among all that are compared, from 1.
pub type Numbered = (usize, &'static str);

/// What takes requests from outside and hands them to workloads by their paths.
pub trait TakesRequests {
    /// The workloads.
    type To: Answers;

    /// Which paths it can compare, in words.
    const PATHS: &'static str;

    /// Whether it can compare such a path.
    fn is_path(path: &str) -> bool;

    /// The workload that answers what no route takes.
    fn rest(&self) -> &Self::To;

    /// The routes in the order in which they are compared.
    fn routes(&self) -> &[(&'static str, Self::To)];

    /// The workloads besides the one that answers the rest, each once in the order in which they were first given, with their
    /// paths.
    fn others(&self) -> Vec<(&Self::To, Vec<Numbered>)> {
        let mut others: Vec<(&Self::To, Vec<Numbered>)> = Vec::new();
        let routes = (1..).zip(self.routes()).filter(|(_, (_, to))| to.this() != self.rest().this());
        for (number, (path, to)) in routes {
            match others.iter_mut().find(|(other, _)| other.this() == to.this()) {
                Some((_, paths)) => paths.push((number, path)),
                None => others.push((to, vec![(number, path)])),
            }
        }
        others
    }

    /// Says what the construct is to the data that flows, as an endpoint for the highest class that is behind it, and that data
    /// goes to each workload. Reports the routes that are none, and those that no request would ever take.
    fn lead(&self, scope: &mut Scope<'_>) {
        let (rest, others) = (self.rest(), self.others());
        let behind = || std::iter::once(rest).chain(others.iter().map(|(to, _)| *to));
        scope.plays(Role::Endpoint, behind().fold(rest.class(), |highest, it| highest.max(it.class())));
        behind().for_each(|it| scope.flow_of(it.class(), it.this()));
        for (at, (path, to)) in self.routes().iter().enumerate() {
            if let Some((message, help)) = wrong(self, at, path, to) {
                scope.reject(None, message, help);
            }
        }
    }
}

/// What is wrong with a route, and what helps.
fn wrong<T: TakesRequests + ?Sized>(it: &T, at: usize, path: &str, to: &T::To) -> Option<(String, &'static str)> {
    let (name, rest) = (to.name(), it.rest());
    let wide = || it.routes().iter().take(at).map(|(wide, _)| *wide).find(|wide| takes_all(wide, path));
    if !T::is_path(path) {
        Some((format!("hands `{path}` to `{name}`, which is not a path"), T::PATHS))
    } else if to.this() == rest.this() {
        Some((format!("hands `{path}` to `{name}`, which answers everything else already"), "leave the route out"))
    } else if path == "/*" {
        let message = format!("hands `/*` to `{name}`, which leaves nothing to `{}`", rest.name());
        Some((message, "make it the target instead of a route"))
    } else {
        let message = format!("hands `{path}` to `{name}`, but `{}` before it takes all of that", wide()?);
        Some((message, "put the narrower path first, or leave one of them out"))
    }
}

/// Whether what fits the second path fits the first, too. Of the first, only a `*` at the end is looked at.
fn takes_all(wide: &str, narrow: &str) -> bool {
    let start = wide.strip_suffix('*').filter(|it| !it.contains(['*', '?']));
    wide == narrow || start.is_some_and(|it| narrow.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::takes_all;

    #[test]
    fn a_path_takes_all_of_what_is_behind_its_star() {
        for (wide, narrow) in [("/a", "/a"), ("/a/*", "/a/*"), ("/a/*", "/a/b"), ("/a/*", "/a/b/*"), ("/a*", "/ab?")] {
            assert!(takes_all(wide, narrow), "{wide} {narrow}");
        }
        for (wide, narrow) in [("/a", "/a/*"), ("/a/b/*", "/a/*"), ("/a/*", "/a"), ("/a/*", "/ab"), ("/?/*", "/a/*")] {
            assert!(!takes_all(wide, narrow), "{wide} {narrow}");
        }
    }
}

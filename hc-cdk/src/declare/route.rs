//! Routes: which of several workloads behind one address a request goes to, by its path.
//!
//! Every target's way in is described alike, and what is said here holds for each: a path is compared whole, or up to a `*`;
//! the first route that fits counts; what fits none goes to the way in's own workload. Which characters a path may have, and
//! where a `*` may stand, is the target's matter.

use crate::{declare::scope::Scope, model::ConstructRef};

/// A workload behind an address, with a path that leads to it.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    /// The path, such as `/billing/*`.
    pub path: &'static str,
    /// The workload.
    pub to: &'a ConstructRef,
    /// The workload's name.
    pub name: &'a str,
}

/// Reports the routes that are none, and those that no request would ever take. `rest` is the workload that answers what no
/// route takes, and its name. `is_path` says which paths the target can compare, and `help` the same in words.
pub fn check(
    scope: &mut Scope<'_>,
    rest: (&ConstructRef, &str),
    routes: &[Route<'_>],
    is_path: fn(&str) -> bool,
    help: &'static str,
) {
    for (at, Route { path, to, name }) in routes.iter().enumerate() {
        if !is_path(path) {
            scope.reject(None, format!("hands `{path}` to `{name}`, which is not a path"), help);
        } else if *to == rest.0 {
            scope.reject(
                None,
                format!("hands `{path}` to `{name}`, which answers everything else already"),
                "leave the route out",
            );
        } else if *path == "/*" {
            let message = format!("hands `/*` to `{name}`, which leaves nothing to `{}`", rest.1);
            scope.reject(None, message, "make it the target instead of a route");
        } else if let Some(wide) = routes.iter().take(at).find(|it| takes_all(it.path, path)) {
            scope.reject(
                None,
                format!("hands `{path}` to `{name}`, but `{}` before it takes all of that", wide.path),
                "put the narrower path first, or leave one of them out",
            );
        }
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

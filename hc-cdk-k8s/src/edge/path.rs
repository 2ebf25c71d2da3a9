//! Paths of routes, as the objects of a cluster say them.
//!
//! An Ingress and the Gateway API compare a path whole, or its segments one by one: `/auth/*` is the prefix `/auth`, which takes
//! `/auth` and `/auth/login` but not `/authors`. The load balancer of AWS, for which a route is written in the same words, does
//! not take `/auth` for `/auth/*`; that is the one request that goes another way. A cluster prefers a whole path to a prefix
//! and a longer prefix to a shorter one: the narrowest path counts, as everywhere.

/// A path of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// This path and no other.
    Whole(&'static str),
    /// This path and all below it.
    Below(&'static str),
}

impl Path {
    pub(crate) fn of(written: &'static str) -> Self {
        match written.strip_suffix("/*") {
            Some("") => Self::Below("/"),
            Some(start) => Self::Below(start),
            None => Self::Whole(written),
        }
    }
}

/// What a path is, for whoever wrote something else.
pub(crate) const HELP: &str =
    "begin with `/`, use letters, digits, `-`, `_` and `.`, and end in `/*` for all below: `/billing/*`";

/// Whether every controller compares a path as it is written.
///
/// The characters are those that the admission check of ingress-nginx lets through for `Exact` and `Prefix`; the cluster itself
/// and the Gateway API refuse empty segments, `.` and `..`. The Gateway API takes 1024 characters.
pub(crate) fn is_path(written: &str) -> bool {
    let path = written.strip_suffix('*').filter(|it| it.ends_with('/')).unwrap_or(written);
    let fits = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
    let dots = |it: &str| it == "." || it == "..";
    path.starts_with('/')
        && path.len() <= 1024
        && path.chars().all(fits)
        && !path.contains("//")
        && !path.split('/').any(dots)
}

/// Where requests for a path go.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) path: Path,
    pub(crate) service: String,
    pub(crate) port: u16,
}

#[cfg(test)]
mod tests {
    use super::{Path, is_path};

    #[test]
    fn what_is_a_path_and_what_is_not() {
        for path in ["/", "/*", "/a", "/a/", "/a/*", "/a-b_c/v1.0/*", "/.well-known/security.txt"] {
            assert!(is_path(path), "{path}");
        }
        for path in
            ["", "*", "a/*", "/a*", "/*/b", "/a/?", "/a b", "/a%2Fb", "//", "//*", "/a//b", "/a/../b", "/./*", "/a/.."]
        {
            assert!(!is_path(path), "{path}");
        }
        assert!(is_path(&format!("/{}", "a".repeat(1023))));
        assert!(!is_path(&format!("/{}", "a".repeat(1024))));
    }

    #[test]
    fn a_star_stands_for_all_below() {
        assert_eq!(Path::of("/*"), Path::Below("/"));
        assert_eq!(Path::of("/a/b/*"), Path::Below("/a/b"));
        assert_eq!(Path::of("/a/"), Path::Whole("/a/"));
        assert_eq!(Path::of("/"), Path::Whole("/"));
    }
}

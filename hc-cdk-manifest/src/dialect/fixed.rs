//! What of an object a cluster does not let change: `kubectl apply` of such a change fails.

use super::earlier::Earlier;

/// What of some kinds is fixed. Of an object, the first entry of a list counts that is about it.
#[derive(Debug)]
pub struct Fixed {
    /// The kinds.
    pub kinds: &'static [&'static str],
    /// The member that has to be `true`, so that this is about an object; nothing if it is about all.
    pub when: Option<&'static str>,
    /// Paths that cannot change, with what is below them.
    pub paths: &'static [&'static str],
    /// Paths below those that can.
    pub but: &'static [&'static str],
    /// What to do instead, and what becomes of the object's data.
    pub help: &'static str,
}

impl Fixed {
    /// Of the paths that differ, those that cannot change, and what to do about it; nothing if all can.
    pub fn refused(list: &[Self], old: &Earlier<'_>, paths: &[String]) -> Option<(Vec<String>, &'static str)> {
        let fixed = list.iter().find(|it| it.is_about(old))?;
        let refused: Vec<String> =
            paths.iter().filter(|path| is_in(path, fixed.paths) && !is_in(path, fixed.but)).cloned().collect();
        (!refused.is_empty()).then_some((refused, fixed.help))
    }

    fn is_about(&self, object: &Earlier<'_>) -> bool {
        self.kinds.contains(&object.kind()) && self.when.is_none_or(|name| object.member(name) == "true")
    }
}

fn is_in(path: &str, list: &[&str]) -> bool {
    list.iter().any(|it| path.strip_prefix(it).is_some_and(is_end))
}

/// Whether a name of a path ends here.
fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::{super::earlier::Earlier, Fixed};

    const DATA: [Fixed; 2] = [
        Fixed { kinds: &["Map"], when: Some("immutable"), paths: &["data"], but: &[], help: "delete it" },
        Fixed { kinds: &["Set", "Map"], when: None, paths: &["spec"], but: &["spec.size"], help: "make another" },
    ];

    fn refused(object: &str, paths: &[&str]) -> Vec<String> {
        let paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
        let text = format!("---\n# clinic/It\n{object}\n");
        let found = Earlier::all(&text).iter().find_map(|it| Fixed::refused(&DATA, it, &paths));
        found.map_or_else(Vec::new, |(refused, _)| refused)
    }

    #[test]
    fn a_path_is_fixed_with_what_is_below_it_and_without_what_is_excepted() {
        assert_eq!(refused("kind: Set", &["spec.a.b", "spec.size.most", "specs", "data"]), ["spec.a.b"]);
        assert_eq!(refused("kind: Set", &["spec", "spec.sizes"]), ["spec", "spec.sizes"]);
        assert!(refused("kind: Other", &["spec"]).is_empty());
    }

    #[test]
    fn the_first_entry_counts_that_is_about_the_object() {
        assert_eq!(refused("kind: Map\nimmutable: true", &["data.a", "spec.a"]), ["data.a"]);
        assert_eq!(refused("kind: Map\nimmutable: false", &["data.a", "spec.a"]), ["spec.a"]);
    }
}

//! What `kubectl apply -k` reads: the files of the charts, each after those that it needs.

use hc_cdk::{
    check::Checked,
    target::File,
    value::{Json, Object},
};

use crate::{
    dialect::{Dialect, file_name},
    yaml,
};

/// The file that names those of the charts.
pub(super) fn file(dialect: &Dialect, checked: &Checked<'_>) -> File {
    let charts = checked.stacks_of(dialect.target);
    let resources: Vec<Json> = charts.map(|(_, chart)| file_name(chart.name()).into()).collect();
    let members = Object::new()
        .with("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .with("kind", "Kustomization")
        // Kustomize would bring the objects into an order of its own.
        .with("sortOptions", Object::new().with("order", "fifo"))
        .with("resources", resources);
    let mut text = String::new();
    yaml::document(members.iter(), &|_| None, &mut text);
    File { path: dialect.kustomization(), bytes: text.into_bytes() }
}

/// The charts that a `kustomization.yaml` of ours names.
pub(super) fn charts(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_prefix("- ")?.strip_suffix(".yaml"))
}

#[cfg(test)]
mod tests {
    use super::charts;

    #[test]
    fn the_charts_of_an_earlier_run_are_known() {
        let text = "kind: Kustomization\nsortOptions:\n  order: fifo\nresources:\n- data.yaml\n- portal.yaml\n";
        assert_eq!(charts(text).collect::<Vec<_>>(), ["data", "portal"]);
    }
}

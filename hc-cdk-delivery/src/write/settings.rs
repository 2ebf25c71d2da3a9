//! The texts of settings: variables by name, and the project of an analysis.

use std::fmt::Write;

use hc_cdk::{check::Checked, model::ResourceModel, value::Json};

use super::graph;

/// The variables of the services: plain ones with their values, secret ones by their names.
pub(super) fn example(checked: &Checked<'_>) -> String {
    let mut text = String::from(
        "# The variables of the services. Copy this to `.env`, which no repository has, and fill it in.\n",
    );
    for service in graph::services(checked) {
        let Some(runs) = service.runs.filter(|it| !it.variables.is_empty() || !it.secrets.is_empty()) else { continue };
        let _ = write!(text, "\n# {}\n", service.name());
        for (name, value) in &runs.variables {
            let _ = writeln!(text, "{name}={}", value.as_deref().filter(|it| is_plain(it)).unwrap_or_default());
        }
        for name in &runs.secrets {
            let _ = writeln!(text, "# A secret.\n{name}=");
        }
    }
    text
}

/// Whether a value stands behind a name as it is.
fn is_plain(value: &str) -> bool {
    value.chars().all(|it| it.is_ascii_alphanumeric() || "-_./:@,".contains(it))
}

/// The project of an analysis, with the folders of the services.
pub(super) fn sonar(checked: &Checked<'_>, resource: &ResourceModel) -> String {
    let text = |name| resource.properties.get(name).and_then(Json::as_text).unwrap_or_default();
    let folders: Vec<String> = graph::names(checked).iter().map(|it| format!("services/{it}")).collect();
    let reports: Vec<String> = folders.iter().map(|it| format!("{it}/{}", text("coverage"))).collect();
    let reported = if text("coverage").contains("lcov") { "sonar.javascript.lcov" } else { "sonar.python.coverage" };
    format!(
        "# Written by hc-cdk. Change the program and not this file.\nsonar.projectKey={}\nsonar.sources={}\nsonar.exclusions=**/tests/**,**/migrations/**\n{reported}.reportPaths={}\n",
        text("key"),
        folders.join(","),
        reports.join(",")
    )
}

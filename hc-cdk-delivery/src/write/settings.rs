//! The texts of settings: variables by name, and the project of an analysis.

use std::fmt::Write;

use hc_cdk::{check::Checked, model::ResourceModel, value::Json};

use super::{compose, graph};

/// The variables of the services that run on a developer's machine, each once, with who has them: plain ones with their values, secret ones by their names.
pub(super) fn example(checked: &Checked<'_>) -> String {
    let mut who: Vec<(String, Vec<String>)> = Vec::new();
    for service in graph::all(checked).into_iter().filter(|it| !compose::is_nowhere(checked, it.construct)) {
        let Some(runs) = service.runs else { continue };
        let plain = runs
            .variables
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_deref().filter(|it| is_plain(it)).unwrap_or_default()));
        let secret = |name: &String| {
            if runs.secrets_are_files {
                let file = compose::secret(name);
                return format!("# A secret: the file `{file}` has it.\n# {name}=");
            }
            format!("# A secret.\n{name}=")
        };
        for line in plain.chain(runs.secrets.iter().map(secret)) {
            match who.iter_mut().find(|(it, _)| *it == line) {
                Some((_, services)) => services.push(service.name()),
                None => who.push((line, vec![service.name()])),
            }
        }
    }
    let mut text = String::from(
        "# The variables of the services. Copy this to `.env`, which no repository has, and fill it in.\n",
    );
    let mut last: &[String] = &[];
    for (line, services) in &who {
        if last != services {
            let _ = write!(text, "\n# {}\n", services.join(", "));
            last = services;
        }
        let _ = writeln!(text, "{line}");
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

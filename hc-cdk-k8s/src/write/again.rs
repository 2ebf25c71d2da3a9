//! What a cluster runs again and again.

use hc_cdk::{check::Checked, target::Target, value::Json};

use crate::chart::Kubernetes;

/// When jobs of charts run, and which.
pub(super) fn comes_again(checked: &Checked<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        for job in chart.resources.iter().filter(|it| it.kind() == "CronJob") {
            let text = |path| job.properties.at(path).and_then(Json::as_text);
            if let (Some(construct), Some(cron)) = (chart.construct_of(job), text("spec/schedule")) {
                let zone = text("spec/timeZone").map_or_else(String::new, |zone| format!(", {zone}"));
                all.push((format!("cron `{cron}`{zone}"), format!("{}/{} runs", chart.name(), construct.path)));
            }
        }
    }
    all
}

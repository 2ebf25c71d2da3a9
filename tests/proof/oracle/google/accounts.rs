//! Where things are, who may do what, and who is let in from elsewhere.

use super::{is_in_full, number_of_the_project, project};
use crate::{
    document::Thing,
    oracle::{Table, when},
};

pub(super) const TABLE: Table = &[
    ("GrantIsNarrow", |it| {
        let role = it.text("spec/role").unwrap_or_default();
        let wide = ["roles/editor", "roles/iam.serviceAccountTokenCreator", "roles/owner", "roles/viewer"];
        when(
            wide.contains(&role) || role.to_ascii_lowercase().ends_with("admin"),
            format!("`{role}` is for all things"),
        )
        .or_else(|| when(!is_of_the_app(it), "somebody who is not of the app has it"))
        .or_else(|| is_on_more(it, role))
    }),
    ("ProviderTrustsOneEnvironment", |it| {
        let condition = it.text("spec/attributeCondition").unwrap_or_default();
        let subject = condition.strip_prefix("assertion.sub == \"repo:").and_then(|it| it.strip_suffix('"'));
        let parts: Vec<&str> = subject.unwrap_or_default().split(':').collect();
        let is_one = matches!(parts.as_slice(), [repository, "environment", environment]
            if repository.split('/').count() == 2 && ![repository, environment].iter().any(|it| it.is_empty() || it.contains(['*', '"'])));
        let mapped = it.at("spec/attributeMapping").and_then(|it| it.get("google.subject"));
        when(!is_one, format!("`{condition}` lets in others"))
            .or_else(|| {
                when(!it.says("spec/oidc/issuerUri", "https://token.actions.githubusercontent.com"), "others sign")
            })
            .or_else(|| when(!it.is_empty("spec/oidc/allowedAudiences"), "it takes tokens that were made for others"))
            .or_else(|| when(mapped.is_none_or(|it| it != "assertion.sub"), "it knows them by something else"))
            .or_else(|| {
                let pool = it.named("IAMWorkloadIdentityPool", "spec/workloadIdentityPoolRef/name");
                when(pool.is_none(), "it is of no pool of the app")
            })
    }),
    ("InItsProject", |it| {
        if it.kind() == "Namespace" {
            let says = it.note("cnrm.cloud.google.com/project-id");
            return when(says != Some(it.name()), "it says another project than it is called");
        }
        let mut homes = it.others("Namespace").filter(|home| home.written.stack == it.written.stack);
        let of_another = |path: &str| {
            let named = it.text(path).map(|it| it.trim_start_matches("projects/"));
            named.is_some_and(|it2| it2 != project(it))
        };
        when(!homes.any(|home| home.name() == project(it)), "it is in no namespace of the app")
            .or_else(|| when(of_another("spec/projectRef/external"), "it is in another project"))
    }),
    ("InItsRegion", |it| {
        let region = it.region();
        let places = ["spec/region", "spec/location", "spec/settings/backupConfiguration/location"];
        let said: Vec<&str> = places.iter().filter_map(|path| it.text(path)).collect();
        let elsewhere = said.iter().find(|it| !it.eq_ignore_ascii_case(region));
        // Without a word, backups of a database are in several regions.
        let scattered = it.kind() == "SQLInstance" && it.is_empty("spec/settings/backupConfiguration/location");
        let plans = it.others("GKEBackupBackupPlan");
        let is_of_it =
            |plan: &Thing<'_>| plan.text("spec/cluster").is_some_and(|full| is_in_full(full, it, "clusters"));
        let away = plans
            .filter(is_of_it)
            .any(|plan| plan.text("spec/location").is_none_or(|it| !it.eq_ignore_ascii_case(region)));
        when(said.is_empty() || scattered, "nothing says where it is")
            .or_else(|| elsewhere.map(|it| format!("it is in `{it}`")))
            .or_else(|| when(it.kind() == "ContainerCluster" && away, "its backups are elsewhere"))
    }),
];

/// Whether somebody is one account of the app, of its clusters or workflows, or of a service of Google's in its project.
fn is_of_the_app(it: Thing<'_>) -> bool {
    let number = number_of_the_project(it);
    let Some(member) = it.text("spec/member") else {
        return it.named("IAMServiceAccount", "spec/memberFrom/serviceAccountRef/name").is_some()
            || it.named("LoggingLogSink", "spec/memberFrom/logSinkRef/name").is_some();
    };
    let of_google = !number.is_empty() && member.starts_with(&format!("serviceAccount:service-{number}@"));
    let of_cluster = member.starts_with(&format!("serviceAccount:{}.svc.id.goog[", project(it)));
    let of_pool =
        !number.is_empty() && member.starts_with(&format!("principal://iam.googleapis.com/projects/{number}/"));
    (of_google || of_cluster || of_pool) && !member.contains('*')
}

/// Why a role is on more than one thing of the app. Nodes write logs for the whole project, and who deploys finds its clusters.
fn is_on_more(it: Thing<'_>, role: &str) -> Option<String> {
    let kind = it.text("spec/resourceRef/kind").unwrap_or_default();
    if kind != "Project" {
        return when(it.named(kind, "spec/resourceRef/name").is_none(), "it is on nothing of the app");
    }
    let own = it.says("spec/resourceRef/external", &format!("projects/{}", project(it)));
    let of_all = ["roles/container.clusterViewer", "roles/container.defaultNodeServiceAccount"].contains(&role);
    let one = it.text("spec/condition/expression").is_some_and(|it| it.contains("resource.name == "));
    when(!own, "it is on another project").or_else(|| when(!of_all && !one, "it is on the whole project"))
}

//! Who acts as an account of a cloud, and what that may do: read by what refers to it, whatever else has its name.

use hc_cdk::{
    data::Phi,
    date,
    prelude::*,
    rule::{NOT_CLEARED, UNDECLARED_WAY},
    value::Object,
};
use hc_cdk_k8s::{
    api_object::ApiObject,
    chart::Chart,
    cpu, memory,
    namespace::Namespace,
    workload::{Probes, Workload},
};
use hc_cdk_manifest::tree;

use super::{azure, google};

/// What is found of ways.
fn of_ways(mut found: Vec<String>) -> Vec<String> {
    found.retain(|it| it == NOT_CLEARED.code || it == UNDECLARED_WAY.code);
    found.dedup();
    found
}

mod on_google {
    use hc_cdk_gcp::{literal::ProjectId, project, rule};

    use super::*;

    const IAM: &str = "iam.cnrm.cloud.google.com/v1beta1";
    const ACTS: &str = "roles/iam.workloadIdentityUser";
    const MENUS: &str = "serviceAccount:clinic-prod.svc.id.goog[wards-zone/menus]";

    fn object(kind: &'static str, name: &'static str, spec: Object) -> ApiObject {
        ApiObject::new(IAM, kind, name).in_namespace("clinic-prod").with("spec", spec)
    }

    /// What is found of ways where there is an account that may read each database, with other objects beside it.
    fn with(more: Vec<ApiObject>) -> Vec<String> {
        let (mut stack, patients, cluster) = google::stack();
        let reads = tree! {
            memberFrom: { serviceAccountRef: { name: "reader" } },
            role: "roles/cloudsql.client",
            resourceRef: { kind: "Project", external: "projects/clinic-prod" },
        };
        let own = [object("IAMServiceAccount", "reader", Object::new()), object("IAMPolicyMember", "reads", reads)];
        for (number, it) in own.into_iter().chain(more).enumerate() {
            let waiver = Waiver::new(rule::GRANT_IS_NARROW, "to see what is found", "nobody", date!("2027-01-31"));
            let waiver = waiver.and(rule::JUDGED_MEMBERS).and(rule::JUDGED_KIND).and(rule::IN_ITS_PROJECT);
            stack.add(format!("Object{number}"), waiver.resource(it));
        }
        let chart = google::chart(&patients, &cluster);
        of_ways(google::codes(&App::new("clinic").stack(stack).stack(chart)))
    }

    fn acts(on: Object) -> ApiObject {
        object("IAMPolicyMember", "acts", tree! { member: MENUS, role: ACTS, resourceRef: on })
    }

    #[test]
    fn whoever_may_act_as_an_account_has_what_that_has() {
        assert_eq!(with(Vec::new()), Vec::<String>::new());
        let by = |external: &'static str| acts(tree! { kind: "IAMServiceAccount", external: external });
        let all = |external: &'static str| acts(tree! { kind: "Project", external: external });
        for one in [
            acts(tree! { kind: "IAMServiceAccount", name: "reader" }),
            by("projects/clinic-prod/serviceAccounts/reader@clinic-prod.iam.gserviceaccount.com"),
            by("reader@clinic-prod.iam.gserviceaccount.com"),
            by("projects/-/serviceAccounts/112233445566778899000"),
            all("projects/clinic-prod"),
            all("clinic-prod"),
            all("projects/112233445566"),
            acts(tree! { kind: "Folder", external: "folders/1122334455" }),
        ] {
            assert_eq!(with(vec![one.clone()]), [UNDECLARED_WAY.code], "{one:?}");
        }
        for other in [
            by("projects/clinic-prod/serviceAccounts/writer@clinic-prod.iam.gserviceaccount.com"),
            by("projects/other/serviceAccounts/reader@other.iam.gserviceaccount.com"),
            all("projects/other"),
        ] {
            assert_eq!(with(vec![other.clone()]), Vec::<String>::new(), "{other:?}");
        }
        let binding = tree! { role: ACTS, members: vec![tree! { member: MENUS }] };
        let on = tree! { kind: "Project", external: "projects/clinic-prod" };
        let policy = tree! { resourceRef: on, bindings: vec![binding] };
        assert_eq!(with(vec![object("IAMPolicy", "acts", policy)]), [UNDECLARED_WAY.code]);
    }

    #[test]
    fn whoever_has_the_key_of_an_account_is_somebody() {
        let key = |of: &'static str| {
            let of = tree! { serviceAccountRef: { name: of } };
            with(vec![object("IAMServiceAccountKey", "key", of)])
        };
        assert_eq!(key("reader"), [NOT_CLEARED.code]);
        assert_eq!(key("writer"), Vec::<String>::new());
    }

    #[test]
    fn an_account_that_the_app_does_not_declare_is_somebody() {
        let whom = tree! { serviceAccountRef: { name: "elsewhere" } };
        let on = tree! { kind: "Project", external: "projects/clinic-prod" };
        let grant = tree! { memberFrom: whom, role: "roles/editor", resourceRef: on };
        assert_eq!(with(vec![object("IAMPolicyMember", "other", grant)]), [NOT_CLEARED.code]);
    }

    #[test]
    fn two_databases_of_one_name_are_two() {
        let found = |project: ProjectId| {
            let (first, patients, cluster) = google::stack();
            let (second, others, other) = google::stack_in("hospital", project);
            let charts = (google::chart(&patients, &cluster), google::chart_of("beds", "gcr.io", &others, &other));
            of_ways(google::codes(&App::new("clinic").stack(first).stack(second).stack(charts.0).stack(charts.1)))
        };
        assert_eq!(found(project!("hospital-prod")), Vec::<String>::new());
        assert_eq!(found(project!("clinic-prod")), Vec::<String>::new());
    }
}

mod on_azure {
    use hc_cdk_azure::{region, rule};

    use super::*;

    const CONTRIBUTES: &str = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    const MANAGED: &str = "managedidentity.azure.com/v1api20230131";

    /// What is found of ways where objects in namespaces are beside a workload that uses the database and one that uses the cache.
    fn with(more: Vec<(&'static str, ApiObject)>) -> Vec<String> {
        let (mut stack, patients, sessions, cluster) = azure::with_cache();
        for (number, (space, it)) in more.into_iter().enumerate() {
            let waiver = Waiver::new(rule::GRANT_IS_NARROW, "to see what is found", "nobody", date!("2027-01-31"));
            let waiver = waiver.and(rule::JUDGED_MEMBERS).and(rule::IN_ITS_GROUP).and(rule::JUDGED_KIND);
            stack.add(format!("Object{number}"), waiver.resource(it.in_namespace(space)));
        }
        let mut chart = Chart::<azure::Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
        let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
        let image = hc_cdk::image!(
            "clinicprodimages.azurecr.io/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        );
        let workload = || {
            let workload = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
            workload.resources(cpu!("250m"), memory!("256Mi"))
        };
        chart.add("Wards", workload().connect(&patients));
        chart.add("Menus", workload().connect(&sessions));
        of_ways(azure::codes(&App::new("clinic").stack(stack).stack(chart)))
    }

    fn on_the_database(whom: &'static str) -> ApiObject {
        let server = tree! { group: "dbforpostgresql.azure.com", kind: "FlexibleServer", name: "patients" };
        azure::assigned(CONTRIBUTES, server, &tree! { principalIdFromConfig: { name: whom, key: "principal" } })
    }

    fn identity(name: &'static str) -> ApiObject {
        let said = tree! { configMaps: { principalId: { name: name, key: "principal" } } };
        let spec = tree! { location: "eastus2", owner: { name: "clinic-prod" }, operatorSpec: said };
        ApiObject::new(MANAGED, "UserAssignedIdentity", name).with("spec", spec)
    }

    fn credential(owner: Object) -> ApiObject {
        let spec = tree! {
            owner: owner,
            issuerFromConfig: { name: "cluster-issuer", key: "issuer" },
            subject: "system:serviceaccount:wards-zone:menus",
            audiences: vec!["api://AzureADTokenExchange"],
        };
        ApiObject::new(MANAGED, "FederatedIdentityCredential", "api").with("spec", spec)
    }

    #[test]
    fn an_identity_of_one_name_in_another_namespace_is_another() {
        let on = || ("clinic-prod", on_the_database("wards-menus"));
        assert_eq!(with(vec![on()]), [UNDECLARED_WAY.code]);
        assert_eq!(with(vec![on(), ("other", identity("wards-menus"))]), [UNDECLARED_WAY.code]);
        // Whoever acts as the other one acts as that alone.
        let (of_both, of_one) = (identity("wards-wards"), credential(tree! { name: "wards-wards" }));
        let elsewhere = of_both.clone().with("spec", tree! { location: "eastus2", owner: { name: "other" } });
        assert_eq!(with(vec![("other", elsewhere), ("other", of_one)]), Vec::<String>::new());
    }

    #[test]
    fn whoever_may_act_as_an_identity_has_what_that_has() {
        const PATH: &str = "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/";
        let acts = |owner: Object| {
            let all = [identity("api"), on_the_database("api"), credential(owner)];
            with(all.into_iter().map(|it| ("clinic-prod", it)).collect())
        };
        let by = |group: &str, name: &str| {
            let path = format!("{PATH}{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}");
            acts(tree! { armId: path })
        };
        assert_eq!(acts(tree! { name: "api" }), [UNDECLARED_WAY.code]);
        assert_eq!(by("clinic-prod", "api"), [UNDECLARED_WAY.code]);
        assert_eq!(by("Clinic-Prod", "API"), [UNDECLARED_WAY.code]);
        assert_eq!(acts(tree! { armId: "unknown" }), [UNDECLARED_WAY.code]);
        assert_eq!(by("clinic-prod", "other"), Vec::<String>::new());
        assert_eq!(by("other", "api"), Vec::<String>::new());
    }
}

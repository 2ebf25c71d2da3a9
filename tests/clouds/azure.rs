//! Workloads of a cluster on AKS, and a database that they use.

use hc_cdk::{
    data::Phi,
    date, image,
    outputs::Outputs,
    policy::{Hipaa, Production},
    prelude::*,
    rule::{NOT_CLEARED, UNDECLARED_WAY},
    value::Object,
};
use hc_cdk_azure::{
    audit::Audit,
    cluster::AksHandle,
    database::{ManagedStore, ServerStore},
    perimeter::Perimeter,
    prelude::*,
    region, rule,
};
use hc_cdk_k8s::{
    api_object::ApiObject,
    chart::Chart,
    cpu, memory,
    namespace::Namespace,
    workload::{Probes, Workload},
};
use hc_cdk_manifest::tree;

pub(super) type Prod = (Hipaa, Production);

/// A stack with a database and a cluster.
fn stack() -> (Stack<Prod>, ServerStore<Phi>, AksHandle<Phi>) {
    let (stack, patients, _, cluster) = with_cache();
    (stack, patients, cluster)
}

/// The same with a cache.
pub(super) fn with_cache() -> (Stack<Prod>, ServerStore<Phi>, ManagedStore<Phi>, AksHandle<Phi>) {
    with_way_out(None)
}

/// The same with a network that lets nodes out to a port of another one.
pub(super) fn with_way_out(port: Option<u16>) -> (Stack<Prod>, ServerStore<Phi>, ManagedStore<Phi>, AksHandle<Phi>) {
    let (mut stack, zone, audit) = ground(port);
    let locked = "the platform team has locked the resource group";
    let locked = Waiver::new(rule::STORE_STAYS, locked, "jane.roe", date!("2027-01-31"));
    let patients = FlexibleServer::builder().perimeter(&zone).version(PostgresVersion::V16).build();
    let patients = stack.add("Patients", locked.construct(patients));
    stack.add("Images", ContainerRegistry::builder().audit(&audit));
    let sessions = stack.add("Sessions", ManagedRedis::builder().perimeter(&zone));
    let cluster = cluster(&mut stack, &zone);
    (stack, patients, sessions, cluster)
}

/// A stack with a perimeter.
pub(super) fn ground(port: Option<u16>) -> (Stack<Prod>, Perimeter<Phi>, Audit) {
    let mut stack = Stack::<Prod>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    let network = Network::builder().group(&group).cidr(cidr!("10.50.0.0/16"));
    let network = match port {
        Some(port) => network.allow_out(cidr!("203.0.113.0/24"), port),
        None => network,
    };
    let network = stack.add("Network", network.build());
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")).build());
    let audit = stack.add("Audit", AuditLogs::builder().key(&key).build());
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let zone = stack.add("Clinical", zone);
    (stack, zone, audit)
}

/// A cluster in a perimeter.
pub(super) fn cluster(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>) -> AksHandle<Phi> {
    let cluster = AksCluster::builder().perimeter(zone).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
    stack.add("Cluster", cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5")))
}

/// A chart with a workload that uses the database, and one that does not.
fn chart(patients: &ServerStore<Phi>, cluster: &AksHandle<Phi>) -> Chart<Prod> {
    chart_of("clinicprodimages.azurecr.io", patients, cluster)
}

/// The same with images of a registry.
pub(super) fn chart_of(registry: &str, patients: &ServerStore<Phi>, cluster: &AksHandle<Phi>) -> Chart<Prod> {
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
    let workload = || {
        let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let image = Image::parse(format!("{registry}/wards@{digest}")).unwrap();
        let workload = Workload::builder().perimeter(&zone).image(image).port(8080).probes(Probes::tcp());
        workload.resources(cpu!("250m"), memory!("256Mi"))
    };
    chart.add("Wards", workload().connect(patients).build());
    chart.add("Menus", workload().build());
    chart
}

pub(super) fn file(app: &App, path: &str) -> String {
    let all = app.synthesize().unwrap();
    let found = all.iter().find(|it| it.path.ends_with(path));
    found.map(|it| String::from_utf8(it.bytes.clone()).unwrap()).unwrap_or_default()
}

pub(super) fn codes(app: &App) -> Vec<String> {
    app.check()
        .map(|_| ())
        .map_or_else(|found| found.0.into_iter().map(|it| it.code.to_owned()).collect(), |()| Vec::new())
}

#[test]
fn a_workload_signs_in_as_an_identity_of_its_own() {
    let (stack, patients, cluster) = stack();
    let chart = chart(&patients, &cluster);
    let app = App::new("clinic").stack(stack).stack(chart);
    let (cloud, pods) = (file(&app, "azure/clinic.yaml"), file(&app, "k8s/wards.yaml"));
    for part in [
        "azureName: wards_wards\n",
        "system:serviceaccount:wards-zone:wards",
        "issuerFromConfig:\n    name: cluster-issuer\n    key: issuer",
        "oidcIssuerProfile:\n        name: cluster-issuer\n        key: issuer",
        "key: hc-cdk.clinic.WardsWardsClientId",
    ] {
        assert!(cloud.contains(part), "{part}");
    }
    for part in [
        "azure.workload.identity/client-id: \"${clinic_WardsWardsClientId}\"",
        "azure.workload.identity/tenant-id: \"72f988bf-86f1-41af-91ab-2d7cd011db47\"",
        "value: clinic-prod-patients.postgres.database.azure.com",
        "name: PATIENTS_USERNAME\n          value: wards_wards",
        "name: PATIENTS_DATABASE\n          value: main",
        "port: 5432",
        "20.190.128.0/18",
    ] {
        assert!(pods.contains(part), "{part}");
    }
    // Pods of the other workload get no token, and nobody takes on an identity for it.
    assert_eq!(pods.matches("azure.workload.identity/use: \"true\"").count(), 1);
    assert_eq!(cloud.matches("kind: FederatedIdentityCredential").count(), 1);
    assert!(file(&app, "user.sql").contains("pgaadauth_create_principal('wards_wards', false, false)"));
}

#[test]
fn a_workload_uses_a_cache_and_a_database_as_one_identity() {
    let (stack, patients, sessions, cluster) = with_cache();
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
    let image = image!(
        "clinicprodimages.azurecr.io/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    let workload = |name: &'static str, chart: &mut Chart<Prod>, records: bool| {
        let it = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
        let it = it.resources(cpu!("250m"), memory!("256Mi")).connect(&sessions);
        if records {
            chart.add(name, it.connect(&patients))
        } else {
            chart.add(name, it)
        };
    };
    workload("Wards", &mut chart, true);
    workload("Menus", &mut chart, false);
    let app = App::new("clinic").stack(stack).stack(chart);
    let (cloud, pods) = (file(&app, "azure/clinic.yaml"), file(&app, "k8s/wards.yaml"));
    for part in [
        "azureName: WardsWards\n",
        "azureName: WardsMenus\n",
        "accessPolicyName: default",
        "objectIdFromConfig:\n      name: wards-wards\n      key: principal",
        "clusteringPolicy: EnterpriseCluster",
    ] {
        assert!(cloud.contains(part), "{part}\n{cloud}");
    }
    // One identity for each workload, whatever that uses.
    assert_eq!(cloud.matches("kind: FederatedIdentityCredential").count(), 2);
    assert_eq!(cloud.matches("kind: RedisEnterpriseDatabaseAccessPolicyAssignment").count(), 2);
    for part in [
        "value: clinic-prod-sessions.eastus2.redis.azure.net",
        "name: SESSIONS_IDENTITY\n          value: wards_wards",
        "name: SESSIONS_PORT\n          value: \"10000\"",
        "port: 10000",
    ] {
        assert!(pods.contains(part), "{part}\n{pods}");
    }
    assert_eq!(pods.matches("azure.workload.identity/use: \"true\"").count(), 2);
}

#[test]
fn nobody_else_is_let_into_a_cache() {
    let found = |policy: &'static str, name: &'static str, key: &'static str| {
        let (mut stack, patients, _, cluster) = with_cache();
        let chart = chart(&patients, &cluster);
        let spec = tree! {
            owner: tree! { name: "sessions-database" },
            azureName: "Somebody",
            accessPolicyName: policy,
            user: { objectIdFromConfig: { name: name, key: key } },
        };
        let group = "cache.azure.com/v20250401";
        let let_in = ApiObject::new(group, "RedisEnterpriseDatabaseAccessPolicyAssignment", "somebody");
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
        stack.add("Somebody", waiver.resource(let_in.in_namespace("clinic-prod").with("spec", spec)));
        codes(&App::new("clinic").stack(stack).stack(chart))
    };
    let code = "AzureCacheIsForOneWorkload".to_owned();
    assert!(!found("default", "wards-wards", "principal").contains(&code));
    for (policy, name, key) in [
        ("other", "wards-wards", "principal"),
        ("default", "cluster-identity", "principal"),
        ("default", "somebody", "principal"),
        ("default", "wards-wards", "number"),
    ] {
        assert!(found(policy, name, key).contains(&code), "{policy} {name} {key}");
    }
}

/// What is found of ways where somebody is let in by hand, beside a workload that uses the database and one that uses the cache.
fn ways(let_in: ApiObject) -> Vec<String> {
    let (mut stack, patients, sessions, cluster) = with_cache();
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let zone = chart.add("Zone", Namespace::<Phi>::builder().build());
    let image =
        image!("registry.example/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let workload = || {
        let workload = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
        workload.resources(cpu!("250m"), memory!("256Mi"))
    };
    chart.add("Wards", workload().connect(&patients));
    chart.add("Menus", workload().connect(&sessions));
    let waiver = Waiver::new(rule::GRANT_IS_NARROW, "to see what is found", "nobody", date!("2027-01-31"));
    let waiver = waiver.and(rule::JUDGED_MEMBERS).and(rule::IN_ITS_GROUP).and(rule::JUDGED_KIND);
    stack.add("Somebody", waiver.resource(let_in.in_namespace("clinic-prod")));
    let mut found = codes(&App::new("clinic").stack(stack).stack(chart));
    found.retain(|it| it == NOT_CLEARED.code || it == UNDECLARED_WAY.code);
    found
}

/// Whoever a config map or a number names has a role on something.
pub(super) fn assigned(role: &'static str, on: Object, whom: &Object) -> ApiObject {
    let path = format!(
        "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/providers/Microsoft.Authorization/roleDefinitions/{role}"
    );
    let mut spec = tree! { owner: on, principalType: "ServicePrincipal", roleDefinitionReference: { armId: path } };
    for (name, value) in whom.iter() {
        spec.insert(name.to_owned(), value.clone());
    }
    ApiObject::new("authorization.azure.com/v1api20220401", "RoleAssignment", "somebody").with("spec", spec)
}

#[test]
fn whoever_is_let_into_a_store_has_to_be_known() {
    const CONTRIBUTES: &str = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    const PULLS: &str = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    let server = || tree! { group: "dbforpostgresql.azure.com", kind: "FlexibleServer", name: "patients" };
    let group = || tree! { group: "resources.azure.com", kind: "ResourceGroup", name: "clinic-prod" };
    let workload = |name: &'static str| tree! { principalIdFromConfig: { name: name, key: "principal" } };
    let by_number = || tree! { principalId: "11111111-2222-4333-8444-555555555555" };
    // Who is connected to the database may do more with it than that.
    assert_eq!(ways(assigned(CONTRIBUTES, server(), &workload("wards-wards"))), Vec::<String>::new());
    assert_eq!(ways(assigned(PULLS, group(), &workload("wards-menus"))), Vec::<String>::new());
    assert_eq!(ways(assigned(CONTRIBUTES, server(), &workload("wards-menus"))), [UNDECLARED_WAY.code]);
    assert_eq!(ways(assigned(CONTRIBUTES, group(), &workload("wards-wards"))), [UNDECLARED_WAY.code]);
    assert_eq!(ways(assigned(CONTRIBUTES, server(), &workload("elsewhere"))), [NOT_CLEARED.code]);
    assert_eq!(ways(assigned(CONTRIBUTES, server(), &by_number())), [NOT_CLEARED.code]);
    // What runs as an identity may do what that may.
    assert_eq!(ways(assigned(CONTRIBUTES, server(), &workload("cluster-identity"))).len(), 1);

    let user = |name: &'static str| {
        let spec = tree! {
            owner: { name: "sessions-database" },
            azureName: "Somebody",
            accessPolicyName: "default",
            user: { objectIdFromConfig: { name: name, key: "principal" } },
        };
        let kind = "RedisEnterpriseDatabaseAccessPolicyAssignment";
        ApiObject::new("cache.azure.com/v20250401", kind, "somebody").with("spec", spec)
    };
    assert_eq!(ways(user("wards-menus")), Vec::<String>::new());
    assert_eq!(ways(user("wards-wards")), [UNDECLARED_WAY.code]);
    let administrator = ApiObject::new("dbforpostgresql.azure.com/v20250801", "FlexibleServersAdministrator", "admin");
    let spec = tree! { owner: { name: "patients" }, principalName: "somebody", principalType: "User" };
    assert_eq!(ways(administrator.with("spec", spec)), [NOT_CLEARED.code]);
}

#[test]
fn what_the_operator_wrote_down_is_filled_in() {
    let (stack, patients, cluster) = stack();
    let chart = chart(&patients, &cluster);
    let outputs =
        Outputs::parse(r#"{"clinic": {"WardsWardsClientId": "11111111-2222-4333-8444-555555555555"}}"#).unwrap();
    let app = App::new("clinic").stack(stack).stack(chart).deployed(outputs);
    let pods = file(&app, "k8s/wards.yaml");
    assert!(pods.contains("azure.workload.identity/client-id: \"11111111-2222-4333-8444-555555555555\""), "{pods}");
}

#[test]
fn a_database_is_of_the_network_of_the_cluster() {
    let (first, patients, _) = stack();
    let (second, _, cluster) = stack();
    let chart = chart(&patients, &cluster);
    let found = App::new("clinic").stack(first).stack(chart).check().map(|_| ()).unwrap_err();
    assert!(found.to_string().contains("is in another network than the cluster `cluster`"), "{found}");
    drop(second);
}

/// The codes of an app with an identity that was made by hand, what lets somebody take it on, and more objects.
fn by_hand(credential: Object, more: Vec<ApiObject>) -> Vec<String> {
    let (mut stack, ..) = stack();
    let identity = tree! { location: "eastus2", owner: tree! { name: "clinic-prod" }, azureName: "ward" };
    let identity = ApiObject::new("managedidentity.azure.com/v1api20230131", "UserAssignedIdentity", "ward")
        .with("spec", identity);
    let credential = ApiObject::new("managedidentity.azure.com/v1api20230131", "FederatedIdentityCredential", "ward")
        .with("spec", credential);
    for (number, it) in [identity, credential].into_iter().chain(more).enumerate() {
        let waiver = Waiver::new(rule::JUDGED_MEMBERS, "to see what is found", "nobody", date!("2027-01-31"));
        stack.add(format!("Object{number}"), waiver.resource(it.in_namespace("clinic-prod")));
    }
    codes(&App::new("clinic").stack(stack))
}

fn issuer(name: &'static str) -> Object {
    tree! { name: name, key: "issuer" }
}

/// What lets one account of the cluster take on the identity.
fn credential(issuer: Object, subject: &'static str, audience: &'static str) -> Object {
    let owner = tree! { name: "ward" };
    tree! { owner: owner, issuerFromConfig: issuer, subject: subject, audiences: vec![audience] }
}

const WARD: &str = "system:serviceaccount:wards:ward";
const AZURE: &str = "api://AzureADTokenExchange";

#[test]
fn one_account_of_a_cluster_of_the_app_takes_on_an_identity() {
    let code = rule::CREDENTIAL_TRUSTS_ONE_ACCOUNT.code.to_owned();
    let right = by_hand(credential(issuer("cluster-issuer"), WARD, AZURE), Vec::new());
    assert!(!right.contains(&code), "{right:?}");
    for wrong in [
        credential(issuer("elsewhere"), WARD, AZURE),
        credential(issuer("cluster-issuer"), "system:serviceaccount:wards:*", AZURE),
        credential(issuer("cluster-issuer"), "system:serviceaccount:wards", AZURE),
        credential(issuer("cluster-issuer"), "repo:clinic/hms:environment:production", AZURE),
        credential(issuer("cluster-issuer"), WARD, "api://elsewhere"),
        credential(issuer("cluster-issuer"), WARD, AZURE).with("issuer", "https://elsewhere.example"),
        credential(issuer("cluster-issuer"), WARD, AZURE).with("owner", tree! { name: "elsewhere" }),
    ] {
        assert!(by_hand(wrong.clone(), Vec::new()).contains(&code), "{wrong:?}");
    }
    // Another object of the same identity, which somebody else takes on.
    let second = tree! { location: "eastus2", owner: tree! { name: "clinic-prod" }, azureName: "ward" };
    let second = ApiObject::new("managedidentity.azure.com/v1api20230131", "UserAssignedIdentity", "second")
        .with("spec", second);
    let other = credential(issuer("cluster-issuer"), "system:serviceaccount:other:other", AZURE);
    let other = other.with("owner", tree! { name: "second" });
    let other = ApiObject::new("managedidentity.azure.com/v1api20230131", "FederatedIdentityCredential", "other")
        .with("spec", other);
    let both = by_hand(credential(issuer("cluster-issuer"), WARD, AZURE), vec![second, other]);
    assert_eq!(both.iter().filter(|it| **it == code).count(), 2, "{both:?}");
}

#[test]
fn an_account_of_a_cluster_has_no_role_that_is_for_workflows() {
    let role = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
    let path = format!(
        "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/providers/Microsoft.Authorization/roleDefinitions/{role}"
    );
    let on = tree! { group: "containerservice.azure.com", kind: "ManagedCluster", name: "cluster" };
    let spec = tree! {
        owner: on,
        principalIdFromConfig: tree! { name: "ward", key: "principal" },
        principalType: "ServicePrincipal",
        roleDefinitionReference: tree! { armId: path },
    };
    let said = tree! { configMaps: { principalId: { name: "ward", key: "principal" } } };
    let identity = |name: &'static str| {
        let spec = tree! { location: "eastus2", owner: tree! { name: "clinic-prod" }, operatorSpec: said.clone() };
        ApiObject::new("managedidentity.azure.com/v1api20230131", "UserAssignedIdentity", name).with("spec", spec)
    };
    let grant =
        ApiObject::new("authorization.azure.com/v1api20220401", "RoleAssignment", "signs-in").with("spec", spec);
    let of = credential(issuer("cluster-issuer"), WARD, AZURE).with("owner", tree! { name: "known" });
    let code = rule::GRANT_IS_NARROW.code.to_owned();
    assert!(by_hand(of, vec![identity("known"), grant.clone()]).contains(&code));
    let of = tree! {
        owner: tree! { name: "known" },
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:clinic/hms:environment:production",
        audiences: vec![AZURE],
    };
    let workflows = by_hand(of, vec![identity("known"), grant]);
    assert!(!workflows.contains(&code), "{workflows:?}");
}

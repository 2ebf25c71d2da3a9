//! When sentences are false of where things are, of networks, of grants and of the settings of clusters: from the reference of Config
//! Connector, VPC, Cloud DNS, IAM and GKE.

use yaml_rust2::Yaml;

use super::{is, says};
use crate::weakened::oracle::{Readers, at, is_empty, is_there, items, of_kind};

/// The project of the program, its number and the region of its stack.
const PROJECT: &str = "clinic-prod";
const NUMBER: &str = "112233445566";
const REGION: &str = "us-central1";

fn texts(it: &Yaml) -> Vec<&str> {
    items(it).iter().filter_map(Yaml::as_str).collect()
}

/// Whether all of these are enabled components of one kind.
fn enables(it: &Yaml, path: &str, all: &[&str]) -> bool {
    let enabled = texts(at(it, path));
    all.iter().all(|it| enabled.contains(it))
}

/// Whether an address is one that the internet does not know, or one by which Google's services are reached from inside alone.
fn is_inside(address: &str) -> bool {
    let parsed = address.parse::<std::net::Ipv4Addr>();
    parsed.is_ok_and(|it| it.is_private() || it.octets()[..3] == [199, 36, 153] && (4..8).contains(&it.octets()[3]))
}

/// Whether somebody who is not an account of this project or of a service of Google's has a role, or it is one for all things.
fn is_wide(it: &Yaml, all: &[Yaml]) -> bool {
    const WIDE: [&str; 4] = ["roles/editor", "roles/owner", "roles/viewer", "roles/iam.serviceAccountTokenCreator"];
    let role = at(it, "spec/role").as_str().unwrap_or_default();
    let from = at(it, "spec/memberFrom");
    let is_ours = match at(it, "spec/member").as_str() {
        Some(member) => {
            let of_google = member.starts_with(&format!("serviceAccount:service-{NUMBER}@"));
            let of_cluster = member.starts_with(&format!("serviceAccount:{PROJECT}.svc.id.goog["));
            let of_pool = member.starts_with(&format!("principal://iam.googleapis.com/projects/{NUMBER}/"))
                && !member.contains('*');
            of_google || of_cluster || of_pool
        }
        None => {
            is_there(all, "IAMServiceAccount", at(from, "serviceAccountRef/name"))
                || is_there(all, "LoggingLogSink", at(from, "logSinkRef/name"))
        }
    };
    let on = at(it, "spec/resourceRef");
    let on_another = match on["external"].as_str() {
        Some(project) => project != format!("projects/{PROJECT}"),
        None => !all.iter().any(|it| it["kind"] == on["kind"] && it["metadata"]["name"] == on["name"]),
    };
    !is_ours || WIDE.contains(&role) || role.to_ascii_lowercase().ends_with("admin") || on_another
}

/// Under HIPAA and production, in Iowa.
pub(crate) const READERS: Readers = &[
    ("BalancerCertificateRenews", |it, all| match it["kind"].as_str() {
        Some("CertificateManagerCertificate") => {
            is_empty(at(it, "spec/managed/domains")) || !is_empty(at(it, "spec/selfManaged"))
        }
        Some("CertificateManagerCertificateMapEntry") => {
            let certificates = items(at(it, "spec/certificatesRefs"));
            certificates.is_empty()
                || !certificates.iter().all(|it| is_there(all, "CertificateManagerCertificate", &it["name"]))
        }
        _ => is_empty(at(it, "spec/certificateMapRef")) || !is_empty(at(it, "spec/sslCertificates")),
    }),
    ("ChannelKeepsItsSecret", |it, _| {
        // Labels that are not sensitive are shown to whoever may read the channel.
        let shown = at(it, "spec/labels").as_hash().is_some_and(|all| {
            all.keys().any(|it| matches!(it.as_str(), Some("auth_token" | "authToken" | "password" | "service_key")))
        });
        let written =
            at(it, "spec/sensitiveLabels").as_hash().is_some_and(|all| all.values().any(|it| !is_empty(&it["value"])));
        shown || written || is(it, "spec/enabled", false)
    }),
    ("DataAccessIsRecorded", |it, _| {
        let kinds = items(at(it, "spec/auditLogConfigs"));
        let whole = |kind: &str| kinds.iter().any(|it| says(it, "logType", kind) && is_empty(&it["exemptedMembers"]));
        !says(it, "spec/service", "allServices")
            || !["ADMIN_READ", "DATA_READ", "DATA_WRITE"].iter().all(|it| whole(it))
            || kinds.iter().any(|it| !is_empty(&it["exemptedMembers"]))
    }),
    ("FlowsAreRecorded", |it, _| {
        let log = at(it, "spec/logConfig");
        match it["kind"].as_str() {
            Some("ComputeRouterNAT") => !is(log, "enable", true) || !says(log, "filter", "ALL"),
            Some("ComputeSubnetwork") => {
                let share = &log["flowSampling"];
                is_empty(log)
                    || share.as_f64().or(share.as_i64().map(|_| 1.0)).is_none_or(|it| it < 1.0)
                    || share.as_i64() == Some(0)
            }
            _ => is_empty(log),
        }
    }),
    ("GkeIsRenewed", |it, _| match it["kind"].as_str() {
        Some("ContainerNodePool") => {
            !is(it, "spec/management/autoRepair", true) || !is(it, "spec/management/autoUpgrade", true)
        }
        _ => at(it, "spec/releaseChannel/channel").as_str().is_none_or(|it| it == "UNSPECIFIED"),
    }),
    ("GkeKnowsItsWorkloads", |it, _| match it["kind"].as_str() {
        Some("ContainerNodePool") => !says(it, "spec/nodeConfig/workloadMetadataConfig/mode", "GKE_METADATA"),
        _ => {
            !says(it, "spec/workloadIdentityConfig/workloadPool", &format!("{PROJECT}.svc.id.goog"))
                || is(it, "spec/enableLegacyAbac", true)
                || is(it, "spec/masterAuth/clientCertificateConfig/issueClientCertificate", true)
        }
    }),
    ("GkeLogsEverything", |it, _| {
        if it["kind"].as_str() == Some("ContainerNodePool") {
            let scopes = items(at(it, "spec/nodeConfig/oauthScopes"));
            let logs =
                |it: &Yaml| it.as_str().is_some_and(|it| it.ends_with("cloud-platform") || it.contains("/logging"));
            return !scopes.is_empty() && !scopes.iter().any(logs);
        }
        let parts = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"];
        !enables(it, "spec/loggingConfig/enableComponents", &parts)
            || !enables(it, "spec/monitoringConfig/enableComponents", &["SYSTEM_COMPONENTS"])
    }),
    ("GkeNodesAreShielded", |it, _| match it["kind"].as_str() {
        Some("ContainerNodePool") => {
            let shielded = at(it, "spec/nodeConfig/shieldedInstanceConfig");
            !is(shielded, "enableSecureBoot", true)
                || is(shielded, "enableIntegrityMonitoring", false)
                || at(it, "spec/nodeConfig/imageType").as_str().is_some_and(|it| !it.to_uppercase().starts_with("COS"))
        }
        _ => is(it, "spec/enableShieldedNodes", false),
    }),
    ("GkeRunsAllowedImages", |it, _| {
        !says(it, "spec/binaryAuthorization/evaluationMode", "PROJECT_SINGLETON_POLICY_ENFORCE")
            || at(it, "spec/securityPostureConfig/vulnerabilityMode")
                .as_str()
                .is_none_or(|it| it == "VULNERABILITY_DISABLED")
    }),
    ("GrantIsNarrow", is_wide),
    ("InItsProject", |it, all| match it["kind"].as_str() {
        Some("Namespace") => !says(it, "metadata/name", PROJECT),
        _ => !is_there(all, "Namespace", &it["metadata"]["namespace"]),
    }),
    ("InItsRegion", |it, _| {
        let places = ["spec/region", "spec/location", "spec/settings/backupConfiguration/location"];
        let said: Vec<&str> = places.iter().filter_map(|path| at(it, path).as_str()).collect();
        // Without a word, backups of a database are in several regions.
        let scattered = it["kind"].as_str() == Some("SQLInstance")
            && is_empty(at(it, "spec/settings/backupConfiguration/location"));
        said.is_empty() || scattered || !said.iter().all(|it| it.eq_ignore_ascii_case(REGION))
    }),
    ("NamesArePrivate", |it, all| match it["kind"].as_str() {
        Some("DNSManagedZone") => {
            let networks = items(at(it, "spec/privateVisibilityConfig/networks"));
            !says(it, "spec/visibility", "private")
                || !networks.iter().all(|it| is_there(all, "ComputeNetwork", at(it, "networkRef/name")))
        }
        _ => !texts(at(it, "spec/rrdatas")).into_iter().all(is_inside),
    }),
    ("ServicesArePrivate", |it, all| {
        let of_network = is_there(all, "ComputeNetwork", at(it, "spec/networkRef/name"));
        let address = at(it, "spec/address").as_str().unwrap_or("10.0.0.0");
        let ranges = items(at(it, "spec/reservedPeeringRanges"));
        !of_network
            || says(it, "spec/addressType", "EXTERNAL")
            || !is_inside(address)
            || !ranges
                .iter()
                .all(|range| of_kind(all, "ComputeAddress").any(|it| it["metadata"]["name"] == range["name"]))
    }),
];

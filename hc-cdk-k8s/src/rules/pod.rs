//! What an object that makes pods must not be.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    image::Image,
    literal::{plain::secret_in_words, variable::Variable},
    rule::{Must, Verdict, real_data},
    value::{Json, Token, Value},
};

use super::{
    operators::reads,
    read::{at, is, is_amount, is_named_account, items, pods, text},
};

/// The clauses on which most of the rules rest.
pub(super) const CONFINED: &[Control] = &[
    hipaa::ACCESS_CONTROL,
    hipaa::MALICIOUS_SOFTWARE,
    soc2::MALICIOUS_SOFTWARE,
    iso27001::PRIVILEGED_ACCESS,
    iso27001::CONFIGURATION,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub APART_FROM_ITS_NODE = "ApartFromItsNode" {
        sentence: "a pod shares no network, process, folder or port of its node",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| in_its_node(it))),
        message: "shares the network, processes, folders or ports of its node",
        help: "leave out `hostNetwork`, `hostPID`, `hostIPC`, `hostPort`, `host` of probes and hooks, and volumes of the kind `hostPath`",
    }

    pub NO_PRIVILEGES = "NoPrivileges" {
        sentence: "a container has no privileges, no added capabilities, and no way to get them",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| any(it, |_, container| is_privileged(container)))),
        message: "has privileges, added capabilities, or a way to get them",
        help: "drop all capabilities, and set `allowPrivilegeEscalation` to false",
    }

    pub NOT_ROOT = "NotRoot" {
        sentence: "a container does not run as root",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| any(it, |pod, container| !is_user(pod, container)))),
        message: "may run as root",
        help: "set `runAsNonRoot`, and `runAsUser` to a number above 0",
    }

    pub READ_ONLY_ROOT = "ReadOnlyRoot" {
        sentence: "a container does not write to its root file system",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| any(it, |_, container| !is(container, &["securityContext", "readOnlyRootFilesystem"], true)))),
        message: "can write to its root file system",
        help: "set `readOnlyRootFilesystem`, and mount a folder of its own where it writes",
    }

    pub SECCOMP_PROFILE = "SeccompProfile" {
        sentence: "a container has a seccomp profile",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| {
            any(it, |pod, container| {
                let profile = either(pod, container, &["seccompProfile", "type"]).and_then(Json::as_text);
                !matches!(profile, Some("RuntimeDefault" | "Localhost"))
            })
        })),
        message: "has no seccomp profile",
        help: "set its `seccompProfile` to `RuntimeDefault`",
    }

    pub IMAGE_BY_DIGEST = "ImageByDigest" {
        sentence: "an image is named by its digest",
        controls: &[
            soc2::CHANGE_MANAGEMENT,
            iso27001::CHANGE_MANAGEMENT,
            iso27001::CONFIGURATION,
            part11::VALIDATION,
        ],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| {
            let named = is_by_digest;
            let unnamed = |_: &Json, container: &Json| !container.get("image").is_some_and(named);
            // An image can be a volume, too.
            let mounted = |it: &Json| it.get("image").is_some_and(|it| !at(it, &["reference"]).is_some_and(named));
            reads(it, |kind| kind.images, named).unwrap_or_else(|| {
                pods(it, |it, _| any(it, unnamed) || items(it, &["volumes"]).iter().any(mounted))
            })
        }),
        message: "has an image that is not named by digest",
        help: "name it by digest, `registry/name@sha256:..`",
    }

    pub STATES_WHAT_IT_TAKES = "StatesWhatItTakes" {
        sentence: "a container states what it takes of a node",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CAPACITY, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| {
            let silent = |_: &Json, container: &Json| !container.get("resources").is_some_and(states_what_it_takes);
            reads(it, |kind| kind.takes, states_what_it_takes)
                .unwrap_or_else(|| pods(it, |it, _| any(it, silent) || has_endless_folder(it)))
        }),
        message: "does not state what it takes of a node",
        help: "set requests and limits of CPU and memory, and the `sizeLimit` of every `emptyDir`",
    }

    pub ASKED_WHETHER_IT_LIVES = "AskedWhetherItLives" {
        sentence: "a container is asked whether it lives and is ready",
        controls: &[
            hipaa::EMERGENCY_MODE,
            soc2::MONITORING,
            iso27001::MONITORING,
            iso27001::CONFIGURATION,
            gdpr::RESILIENCE,
        ],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| match it.kind() {
            // What ends is not asked while it runs.
            "AnalysisTemplate" | "CronJob" | "Job" => Verdict::NotApplicable,
            _ => pods(it, |it, _| !runs_on(it).all(is_asked)),
        }),
        message: "is not asked whether it lives and is ready",
        help: "set its `livenessProbe` and `readinessProbe`",
    }

    pub SECRET_IN_VARIABLE = "SecretInVariable" {
        sentence: "no variable has a secret as text",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| any(it, |_, container| items(container, &["env"]).iter().any(|it| is_secret(container, it))))),
        message: "has a secret as text in a variable",
        help: "refer to a key of an `ExternalSecret`",
    }

    pub SECRET_IN_COMMAND = "SecretInCommand" {
        sentence: "no command has a secret as text",
        controls: &[hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| {
            any(it, |_, container| {
                COMMANDS.iter().any(|place| {
                    let words: Option<Vec<&str>> = items(container, place).iter().map(Json::as_text).collect();
                    words.is_none_or(|words| secret_in_words(words).is_some())
                })
            })
        })),
        message: "has a secret as text in its command, or one that cannot be read",
        help: "refer to a key of an `ExternalSecret` in a variable, and write `$(NAME)` for its value",
    }

    pub ACCOUNT_OF_ITS_OWN = "AccountOfItsOwn" {
        sentence: "a pod has an account that is named, and not the default one",
        controls: &[hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_CONTROL, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| {
            let own = |name: &Json| is_named_account(it, Some(name));
            reads(it, |kind| kind.accounts, own)
                .unwrap_or_else(|| pods(it, |pod, _| !at(pod, &["serviceAccountName"]).is_some_and(own)))
        }),
        message: "runs as the default account of its namespace",
        help: "give it a `serviceAccountName` of its own",
    }

    pub TOKEN_IS_ASKED_FOR = "TokenIsAskedFor" {
        sentence: "a pod says whether it has the token of its account",
        controls: &[hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_CONTROL, iso27001::CONFIGURATION],
        on: &[],
        when: real_data,
        must: Must::Judge(|it| pods(it, |it, _| match it.get("automountServiceAccountToken") {
            Some(Json::Bool(has)) => !has && has_token(it),
            _ => true,
        })),
        message: "leaves it open whether it has the token of its account, or says no and has it in a volume",
        help: "set `automountServiceAccountToken`",
    }
}

/// Whether an image is named by its digest, in a repository whose address may be known to the deployment only.
fn is_by_digest(image: &Json) -> bool {
    let named = |text: String| Image::parse(text).is_ok();
    match image {
        Json::Text(text) => named(text.clone().into()),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                parts.last().and_then(Json::as_text).is_some_and(|end| named(format!("repository{end}")))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Where a container has commands. What its `command` leaves out, its `args` say.
const COMMANDS: [&[&str]; 7] = [
    &["command"],
    &["args"],
    &["livenessProbe", "exec", "command"],
    &["readinessProbe", "exec", "command"],
    &["startupProbe", "exec", "command"],
    &["lifecycle", "postStart", "exec", "command"],
    &["lifecycle", "preStop", "exec", "command"],
];

/// The containers that run as long as the pod does: those of the program, and those that start before it and stay.
fn runs_on(pod: &Json) -> impl Iterator<Item = &Json> {
    let beside = items(pod, &["initContainers"]).iter().filter(|it| text(it, &["restartPolicy"]) == Some("Always"));
    items(pod, &["containers"]).iter().chain(beside)
}

fn is_asked(container: &Json) -> bool {
    const WAYS: [[&str; 2]; 4] = [["httpGet", "port"], ["tcpSocket", "port"], ["grpc", "port"], ["exec", "command"]];
    let asks = |probe: &Json| WAYS.iter().any(|way| at(probe, way).is_some()) && !asks_another(probe);
    ["livenessProbe", "readinessProbe"].iter().all(|probe| at(container, &[probe]).is_some_and(asks))
}

/// Whether a probe or a hook asks another host than the pod.
fn asks_another(handler: &Json) -> bool {
    let names = |way: &&str| at(handler, &[way, "host"]).is_some_and(|it| it.as_text() != Some(""));
    ["httpGet", "tcpSocket"].iter().any(names)
}

/// Whether something holds for one of all containers of the pod, whatever they are for.
pub(super) fn any(pod: &Json, test: impl Fn(&Json, &Json) -> bool) -> bool {
    let lists = ["containers", "initContainers", "ephemeralContainers"];
    lists.iter().any(|list| items(pod, &[list]).iter().any(|container| test(pod, container)))
}

/// What the container's security context says, or else that of the pod.
fn either<'a>(pod: &'a Json, container: &'a Json, path: &[&str]) -> Option<&'a Json> {
    let said = |of: &'a Json| at(of.get("securityContext")?, path);
    said(container).or_else(|| said(pod))
}

fn in_its_node(pod: &Json) -> bool {
    let host = |name: &&str| pod.get(name).is_some_and(|it| *it != Json::Bool(false));
    let port = |_: &Json, container: &Json| items(container, &["ports"]).iter().any(|it| it.get("hostPort").is_some());
    ["hostNetwork", "hostPID", "hostIPC"].iter().any(host)
        || items(pod, &["volumes"]).iter().any(may_be_of_the_node)
        || any(pod, port)
        || any(pod, |_, container| asks_from_its_node(container))
}

/// Whether something that a node does for a container asks another host than its pod, which it does in its own network.
///
/// Source: Kubernetes, "Pod Security Standards": host probes and lifecycle hooks, from 1.34 on.
fn asks_from_its_node(container: &Json) -> bool {
    const HANDLERS: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    HANDLERS.iter().any(|path| at(container, path).is_some_and(asks_another))
}

/// Volumes that are no folder of a node, but for a claim, which has rules of its own.
const APART: [&str; 16] = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "configMap",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "gcePersistentDisk",
    "image",
    "iscsi",
    "nfs",
    "persistentVolumeClaim",
    "projected",
    "rbd",
    "secret",
];

/// Whether a volume is a folder of the node, or made by a driver that may give one.
fn may_be_of_the_node(volume: &Json) -> bool {
    volume.as_object().is_none_or(|it| it.iter().any(|(kind, _)| kind != "name" && !APART.contains(&kind)))
}

/// Whether a pod has a token of its account in a volume, whatever it says of it.
fn has_token(pod: &Json) -> bool {
    let is_token = |source: &Json| source.as_object().is_none_or(|it| it.get("serviceAccountToken").is_some());
    let sources = |volume: &Json| match at(volume, &["projected", "sources"]) {
        Some(sources) => sources.as_list().is_none_or(|all| all.iter().any(is_token)),
        None => at(volume, &["projected"]).is_some_and(|it| it.as_object().is_none()),
    };
    items(pod, &["volumes"]).iter().any(sources)
}

fn is_privileged(container: &Json) -> bool {
    let Some(security) = container.get("securityContext") else { return true };
    let drops_all = items(security, &["capabilities", "drop"]).iter().any(|it| it.as_text() == Some("ALL"));
    security.get("privileged").is_some_and(|it| *it != Json::Bool(false))
        || !is(security, &["allowPrivilegeEscalation"], false)
        || at(security, &["capabilities", "add"]).is_some()
        || !drops_all
}

fn is_user(pod: &Json, container: &Json) -> bool {
    either(pod, container, &["runAsNonRoot"]) == Some(&Json::Bool(true))
        && matches!(either(pod, container, &["runAsUser"]), Some(Json::Int(id)) if *id > 0)
}

fn states_what_it_takes(resources: &Json) -> bool {
    let sides = [["requests", "cpu"], ["requests", "memory"], ["limits", "cpu"], ["limits", "memory"]];
    sides.iter().all(|side| at(resources, side).is_some_and(is_amount))
}

fn has_endless_folder(pod: &Json) -> bool {
    // Without a word about what it is, a volume is such a folder.
    let is_folder = |volume: &Json| volume.as_object().is_none_or(|it| it.len() < 2 || it.get("emptyDir").is_some());
    let endless = |volume: &Json| is_folder(volume) && !at(volume, &["emptyDir", "sizeLimit"]).is_some_and(is_amount);
    items(pod, &["volumes"]).iter().any(endless)
}

/// Whether a variable has a secret in it. Where the files of one are is none, and neither is one of these.
fn is_secret(container: &Json, variable: &Json) -> bool {
    let (Some(name), Some(value)) = (text(variable, &["name"]), at(variable, &["value"])) else { return false };
    let folder = value.as_text().and_then(|it| Some(it.rsplit_once('/')?.0));
    let is_there = |path: &Json| path == value || path.as_text().is_some_and(|it| Some(it) == folder);
    let is_file = items(container, &["volumeMounts"]).iter().any(|it| at(it, &["mountPath"]).is_some_and(is_there));
    // Kubernetes takes more names than shells do: `db.password` is one as well.
    let name: String = name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let name = if name.starts_with(|it: char| it.is_ascii_digit()) { format!("_{name}") } else { name };
    Variable::new(name, Value::<String>::from_json(value.clone())).is_err() && !is_file
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Token};

    use super::is_by_digest;

    #[test]
    fn an_address_may_be_known_later_and_a_digest_may_not() {
        let end = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let image = |parts: &[&str]| {
            Json::Token(Box::new(Token::Concat(parts.iter().map(|it| Json::from((*it).to_owned())).collect())))
        };
        assert!(is_by_digest(&image(&["registry", end])));
        assert!(!is_by_digest(&image(&[end, "registry"])));
        assert!(!is_by_digest(&image(&["registry", ":latest"])));
        assert!(!is_by_digest(&Json::Token(Box::new(Token::Nothing))));
    }
}

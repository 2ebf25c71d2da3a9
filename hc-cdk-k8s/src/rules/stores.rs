//! What a store is that an operator runs: how it is reached, who is let in, what of it is encrypted, and what its pods may do.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    operated::{Operated, all, each, has_only},
    operators::{OF_NODES, reads},
    read::{at, items, named, namespace_name, text},
};

const ENCRYPTED: &[Control] = &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub STORE_SPEAKS_TLS = "StoreSpeaksTls" {
        sentence: "a store that an operator runs takes no connection that is not encrypted",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "Pooler", "RedisReplication", "RedisSentinel"],
        when: real_data,
        must: Must::Hold(|it| match it.kind() {
            "Cluster" => postgres_speaks_tls(it),
            "Pooler" => pooler_speaks_tls(it),
            "Elasticsearch" => elastic_speaks_tls(it),
            "PerconaServerMongoDB" => mongo_speaks_tls(it),
            _ => redis_speaks_tls(it),
        }),
        message: "takes connections that are not encrypted",
        help: "use a `MongoDb`, a `PostgresCluster`, a `Redis` or a `Search`, which take TLS only",
    }

    pub STORE_ASKS_WHO = "StoreAsksWho" {
        sentence: "a store that an operator runs asks everybody for a password, and its passwords are secrets of the app",
        controls: &[hipaa::AUTHENTICATION, hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["Cluster", "Elasticsearch", "PerconaServerMongoDB", "RedisReplication", "RedisSentinel"],
        when: real_data,
        must: Must::Judge(|it| {
            let is_ours = |name: &Json| named(it, Some(name), "ExternalSecret").is_some();
            // Its operator makes a user that may do everything, and a password for that, unless it is told not to.
            if it.is("Elasticsearch") && it.property("spec/auth/disableElasticUser") != Some(&Json::Bool(true)) {
                return Verdict::Broken;
            }
            // Other settings let in whoever asks, or take what is no password for one.
            if it.is("PerconaServerMongoDB") && !is_configured_plainly(it) {
                return Verdict::Broken;
            }
            reads(it, |kind| kind.secrets, is_ours).unwrap_or(Verdict::NotApplicable)
        }),
        message: "has a password that is no secret of the app, or may let in somebody without one",
        help: "name an `ExternalSecret` of its namespace for each of its users",
    }

    pub STORE_IS_CONFINED = "StoreIsConfined" {
        sentence: "the pods of a store that an operator runs have no rights, no user of the system, and nothing beside them",
        controls: &[
            hipaa::ACCESS_CONTROL,
            hipaa::MALICIOUS_SOFTWARE,
            soc2::MALICIOUS_SOFTWARE,
            iso27001::PRIVILEGED_ACCESS,
            iso27001::CONFIGURATION,
        ],
        on: &["Elasticsearch", "PerconaServerMongoDB", "Pooler", "RedisReplication", "RedisSentinel"],
        when: real_data,
        must: Must::Hold(is_confined),
        message: "lets its pods have rights, run as root, or have something beside them that no rule judges",
        help: "leave out what the construct does not set, and give each container the security context of a plain user",
    }

    pub STORE_ENCRYPTS_ITS_FILES = "StoreEncryptsItsFiles" {
        sentence: "a database encrypts its files itself, with a key that is a secret of the app",
        controls: ENCRYPTED,
        on: &["PerconaServerMongoDB"],
        when: real_data,
        must: Must::Hold(encrypts_its_files),
        message: "does not encrypt its files, or with a key that is no secret of the app",
        help: "use a `MongoDb` with `.encrypted_with(..)`",
    }

    pub BACKUP_IS_ENCRYPTED = "BackupIsEncrypted" {
        sentence: "backups of a store go over TLS to a bucket that encrypts them with a key of the customer's own",
        controls: ENCRYPTED,
        on: &["ObjectStore", "PerconaServerMongoDB"],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is("ObjectStore") {
                return is_encrypted_archive(it);
            }
            let places = all(&it.resource.properties, "spec/backup/storages/*");
            !places.is_empty() && places.iter().all(|place| is_encrypted_bucket(place))
        }),
        message: "sends backups to a bucket that does not encrypt them with a key of the customer's own, or without TLS",
        help: "use an `Archive`, which has a key",
    }

    pub POLICY_OF_SNAPSHOTS = "PolicyOfSnapshots" {
        sentence: "a policy of Elasticsearch sends snapshots to buckets that encrypt them, says how long indices stay, and nothing else",
        controls: ENCRYPTED,
        on: &["StackConfigPolicy"],
        when: real_data,
        must: Must::Hold(|it| {
            const KNOWN: [&str; 3] = ["indexLifecyclePolicies", "snapshotLifecyclePolicies", "snapshotRepositories"];
            let object = &it.resource.properties;
            let places = all(object, "spec/elasticsearch/snapshotRepositories/*");
            has_only(object, "spec", &["elasticsearch", "resourceSelector"])
                && has_only(object, "spec/elasticsearch", &KNOWN)
                && places.iter().all(|it| {
                    text(it, &["type"]) == Some("s3")
                        && at(it, &["settings", "server_side_encryption"]) == Some(&Json::Bool(true))
                        && has_only(it, "settings", &["base_path", "bucket", "server_side_encryption"])
                })
        }),
        message: "sends snapshots to buckets that do not encrypt them, or changes more than snapshots and indices",
        help: "use a `Search`, which has one",
    }
}

/// Elasticsearch takes TLS only, unless somebody has it configured otherwise.
fn elastic_speaks_tls(store: &Subject<'_>) -> bool {
    let object = &store.resource.properties;
    let variables = all(object, "spec/nodeSets/*/podTemplate/spec/containers/*/env/*/name");
    ["spec/http", "spec/transport"].iter().all(|it| store.property(it).is_none())
        && has_only(object, "spec/nodeSets/*/config", OF_NODES)
        && variables.iter().all(|it| it.as_text() == Some("ZONE"))
}

fn mongo_speaks_tls(store: &Subject<'_>) -> bool {
    let tls = store.property("spec/tls");
    // What a configuration says of modes is not what the operator thinks.
    let configured = all(&store.resource.properties, "spec/replsets/*/configuration");
    let quiet = |it: &&Json| {
        let says_mode = |it: &str| setting_lines(it).any(|(_, name, _)| name == "mode");
        it.as_text().is_some_and(|it| is_plain(it) && !says_mode(it))
    };
    tls.is_some_and(|it| text(it, &["mode"]) == Some("requireTLS"))
        && tls
            .and_then(Json::as_object)
            .is_some_and(|it| it.iter().all(|(name, _)| ["certValidityDuration", "issuerConf", "mode"].contains(&name)))
        && configured.iter().all(quiet)
        && ["spec/allowUnsafeConfigurations", "spec/unsafeFlags"].iter().all(|it| store.property(it).is_none())
}

/// Redis takes TLS only where it is given a certificate, unless somebody has it configured otherwise.
fn redis_speaks_tls(store: &Subject<'_>) -> bool {
    let secret = store.property("spec/TLS/secret/secretName");
    let others =
        ["spec/acl", "spec/env", "spec/redisConfig/dynamicConfig", "spec/redisSentinelConfig/additionalSentinelConfig"];
    secret.is_some_and(|secret| {
        store.of_stack().any(|it| {
            it.is("Certificate")
                && it.property("spec/secretName") == Some(secret)
                && namespace_name(&it) == namespace_name(store)
        })
    }) && others.iter().all(|it| store.property(it).is_none())
        && store.property("spec/redisConfig/additionalRedisConfig").is_none_or(|it| is_about_memory(store, it))
}

/// Whether what Redis is configured with besides is of the app, and says what is left out of memory and nothing else.
fn is_about_memory(store: &Subject<'_>, name: &Json) -> bool {
    let Some(config) = named(store, Some(name), "ConfigMap") else { return false };
    let files = all(&config.resource.properties, "data/*");
    let about_memory = |it: &&Json| {
        it.as_text().is_some_and(|it| it.lines().all(|line| line.starts_with("maxmemory-") && !line.contains('$')))
    };
    !files.is_empty() && files.iter().all(about_memory) && config.property("binaryData").is_none()
}

pub(super) fn is_confined(store: &Subject<'_>) -> bool {
    let object = &store.resource.properties;
    let Some(kind) = Operated::of(store.kind()) else { return false };
    kind.known.iter().all(|(path, known)| has_only(object, path, known))
        && kind.named.iter().all(|(path, known)| {
            let is_one_of = |it: &Json| it.as_text().is_some_and(|it| known.contains(&it));
            all(object, path).is_empty() && all(object, path.trim_end_matches("/name")).is_empty()
                || each(object, path, is_one_of)
        })
        && kind.containers.iter().all(|path| each(object, path, is_plain_user))
}

/// Whether a container runs as a plain user without rights.
fn is_plain_user(context: &Json) -> bool {
    const KNOWN: [&str; 7] = [
        "allowPrivilegeEscalation",
        "capabilities",
        "readOnlyRootFilesystem",
        "runAsGroup",
        "runAsNonRoot",
        "runAsUser",
        "seccompProfile",
    ];
    let is = |name: &str, wanted: bool| at(context, &[name]) == Some(&Json::Bool(wanted));
    has_only(context, "", &KNOWN)
        && is("allowPrivilegeEscalation", false)
        && is("runAsNonRoot", true)
        && matches!(at(context, &["runAsUser"]), Some(Json::Int(1..)))
        && at(context, &["capabilities", "add"]).is_none()
        && items(context, &["capabilities", "drop"]).iter().any(|it| it.as_text() == Some("ALL"))
        && text(context, &["seccompProfile", "type"]) == Some("RuntimeDefault")
}

fn encrypts_its_files(store: &Subject<'_>) -> bool {
    let configured = all(&store.resource.properties, "spec/replsets/*/configuration");
    let sets = all(&store.resource.properties, "spec/replsets/*");
    let encrypts = |it: &&Json| {
        let Some(text) = it.as_text().filter(|it| is_plain(it)) else { return false };
        let mut said = setting_lines(text).filter(|(_, name, _)| *name == "enableEncryption").peekable();
        said.peek().is_some() && said.all(|(part, _, value)| part == "security" && value == "true")
    };
    // What is generated in the cluster is lost with it, and the backups are of no use without it.
    let is_kept = |it: Subject<'_>| it.property("spec/dataFrom").is_none();
    named(store, store.property("spec/secrets/encryptionKey"), "ExternalSecret").is_some_and(is_kept)
        && !sets.is_empty()
        && configured.len() == sets.len()
        && configured.iter().all(encrypts)
}

/// What may be set of MongoDB beside what its operator sets: what a client is known by, and how its files are encrypted. Who connects
/// without a certificate is asked for a password.
const OF_MONGO: [&str; 6] =
    ["allowConnectionsWithoutCertificates", "enableEncryption", "encryptionCipherMode", "net", "security", "tls"];

/// Whether nothing is set of MongoDB that says whom it lets in.
fn is_configured_plainly(store: &Subject<'_>) -> bool {
    let is_known = |it: &&Json| {
        let known = |text: &str| setting_lines(text).all(|(_, name, _)| OF_MONGO.contains(&name));
        it.as_text().is_some_and(|it| is_plain(it) && known(it))
    };
    all(&store.resource.properties, "spec/replsets/*/configuration").iter().all(is_known)
}

/// Whether a configuration has each setting in a line of its own, under a name without quotes.
fn is_plain(text: &str) -> bool {
    !text.contains(['{', '"', '\'', '?'])
}

/// The lines of a configuration: the part of the whole that each is in, its name and its value.
fn setting_lines(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().filter_map(|line| line.split_once(':').map(|(name, value)| (line, name, value))).scan(
        "",
        |part, (line, name, value)| {
            if !line.starts_with(' ') {
                *part = name;
            }
            Some((*part, name.trim(), value.trim()))
        },
    )
}

/// Whether a place of backups is a bucket that is reached by TLS and encrypts.
fn is_encrypted_bucket(place: &Json) -> bool {
    let Some(bucket) = at(place, &["s3"]) else { return false };
    text(place, &["type"]) == Some("s3")
        && at(bucket, &["insecureSkipTLSVerify"]).is_none_or(|it| *it == Json::Bool(false))
        && at(bucket, &["endpointUrl"]).is_none_or(is_https)
        && text(bucket, &["serverSideEncryption", "sseAlgorithm"]) == Some("aws:kms")
        && at(bucket, &["serverSideEncryption", "kmsKeyID"]).is_some_and(is_own_key)
}

/// PostgreSQL lets in without TLS whoever a line lets in before one that turns him away.
fn postgres_speaks_tls(store: &Subject<'_>) -> bool {
    let lines = store.list("spec/postgresql/pg_hba");
    let settings = store.property("spec/postgresql/parameters");
    matches!(lines, [only] if only.as_text() == Some("hostnossl all all all reject"))
        && settings.and_then(Json::as_object).is_some_and(|it| it.iter().all(|(name, _)| !chooses_ciphers(name)))
}

/// Whether a setting of PostgreSQL says whether connections are encrypted, or by what. Upper case is lower case for it.
fn chooses_ciphers(setting: &str) -> bool {
    setting.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("ssl")) && setting != "ssl_min_protocol_version"
}

/// Who shares connections speaks TLS on both sides, and knows the database by its certificate.
fn pooler_speaks_tls(store: &Subject<'_>) -> bool {
    let setting = |name: &str| store.text(&format!("spec/pgbouncer/parameters/{name}"));
    let asked = ["client_tls_sslmode", "server_tls_protocols", "server_tls_sslmode"].map(setting);
    // Others say by what connections are encrypted, and there are ciphers that do not.
    let others = store.property("spec/pgbouncer/parameters").and_then(Json::as_object).is_some_and(|it| {
        let is_asked =
            |name: &str| ["client_tls_sslmode", "server_tls_protocols", "server_tls_sslmode"].contains(&name);
        it.iter().all(|(name, _)| is_asked(name) || !name.contains("tls"))
    });
    asked == [Some("require"), Some("tlsv1.3"), Some("verify-ca")]
        && others
        && has_only(&store.resource.properties, "spec/pgbouncer", &["parameters", "poolMode"])
        && setting("auth_type").is_none()
}

/// Whether an archive of PostgreSQL is a bucket that is reached by TLS and encrypts whole backups and pieces of the log.
fn is_encrypted_archive(archive: &Subject<'_>) -> bool {
    const BUCKET: [&str; 5] = ["data", "destinationPath", "endpointURL", "s3Credentials", "wal"];
    const KNOWN: [&str; 3] = ["configuration", "instanceSidecarConfiguration", "retentionPolicy"];
    let encrypts = |it: &str, words: &'static str| {
        let Some(part) = archive.property(&format!("spec/configuration/{it}")) else { return false };
        let words = items(part, &[words]);
        text(part, &["encryption"]) == Some("aws:kms")
            && matches!(words, [option, key] if option.as_text() == Some("--sse-kms-key-id") && is_own_key(key))
    };
    let object = &archive.resource.properties;
    // Other settings of whoever sends them say where they go, and how.
    let beside = all(object, "spec/instanceSidecarConfiguration/env/*");
    has_only(object, "spec", &KNOWN)
        && has_only(object, "spec/instanceSidecarConfiguration", &["env", "resources"])
        && beside.iter().all(|it| text(it, &["name"]) == Some("AWS_DEFAULT_REGION"))
        && has_only(object, "spec/configuration", &BUCKET)
        && archive.text("spec/configuration/destinationPath").is_some_and(|it| it.starts_with("s3://"))
        && archive.property("spec/configuration/endpointURL").is_none_or(is_https)
        && encrypts("data", "additionalCommandArgs")
        && encrypts("wal", "archiveAdditionalCommandArgs")
}

pub(super) fn is_https(address: &Json) -> bool {
    address.as_text().is_some_and(|it| it.starts_with("https://"))
}

pub(super) fn is_own_key(key: &Json) -> bool {
    match key {
        // What is a key that AWS holds has such a name.
        Json::Text(key) => !key.is_empty() && !key.contains("alias/aws/"),
        Json::Token(_) => true,
        _ => false,
    }
}

//! Secrets and configurations: no file of ours has a secret in it, and who reads secrets does so as an account.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    literal::plain::secret_in_text,
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::read::{KEEPS_KEY, at, has_members, has_only, items, named, selects, text};

/// The clauses on which these rules rest.
const PASSWORDS: &[Control] = &[
    hipaa::PASSWORDS,
    hipaa::ENCRYPTION,
    soc2::LOGICAL_ACCESS,
    iso27001::AUTHENTICATION,
    iso27001::CRYPTOGRAPHY,
    iso27001::CONFIGURATION,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SECRET_IN_MANIFEST = "SecretInManifest" {
        sentence: "no secret has its data in the file, and none is a token that does not end",
        controls: PASSWORDS,
        on: &["Secret"],
        when: real_data,
        must: Must::Hold(|it| {
            let json = &it.resource.properties;
            let data = ["data", "stringData", "binaryData"].iter().any(|name| has_members(json, &[name]));
            !data && text(json, &["type"]) != Some("kubernetes.io/service-account-token")
        }),
        message: "has its secret in the file, or is a token that does not end",
        help: "use an `ExternalSecret`, which says where it is kept",
    }

    pub SECRET_IN_CONFIGURATION = "SecretInConfiguration" {
        sentence: "no file of a configuration has what looks like a secret",
        controls: PASSWORDS,
        on: &["ConfigMap"],
        when: real_data,
        must: Must::Hold(|it| {
            let json = &it.resource.properties;
            let files = at(json, &["data"]).and_then(Json::as_object);
            let secret = |name: &str, text: &Json| text.as_text().is_none_or(|text| is_secret(name, text));
            !has_members(json, &["binaryData"]) && !files.is_some_and(|files| files.iter().any(|(name, text)| secret(name, text)))
        }),
        message: "has a secret as text in a file, or a file that cannot be read",
        help: "leave it out of the file, and refer to a key of an `ExternalSecret` in a variable",
    }

    pub KEY_IN_OBJECT = "KeyInObject" {
        sentence: "no text of an object has the shape of a key or token, and no header that it sends has one for its value",
        controls: PASSWORDS,
        on: &[],
        when: real_data,
        must: Must::Hold(|it| !it.marks().has(KEEPS_KEY)),
        message: "has a key or token as text",
        help: "refer to a key of an `ExternalSecret`; a probe asks at an address that lets it in",
    }

    pub READ_BY_AN_ACCOUNT = "ReadByAnAccount" {
        sentence: "secrets are read over TLS, by an account and not with a key that is kept in the cluster",
        controls: PASSWORDS,
        on: &["SecretStore"],
        when: real_data,
        must: Must::Hold(is_read_by_an_account),
        message: "reads secrets without TLS, or with a key that is kept in the cluster",
        help: "use a `SecretStore`, which reads as a `ServiceAccount`",
    }

    pub SECRET_BY_REFERENCE = "SecretByReference" {
        sentence: "a secret of the cluster is read from a store of the chart again and again, or generated once by a generator of the chart",
        controls: PASSWORDS,
        on: &["ExternalSecret"],
        when: real_data,
        must: Must::Hold(|it| if it.property("spec/dataFrom").is_some() { is_generated(it) } else { is_by_reference(it) }),
        message: "is made something else than a secret, is not read from a store of the chart, is read once only, or has text in the file",
        help: "use an `ExternalSecret`, which names its store and its keys, or a `GeneratedSecret`",
    }

    pub GENERATED_PASSWORD_IS_LONG = "GeneratedPasswordIsLong" {
        sentence: "a generated password has 32 characters or more, half of which or more are letters",
        controls: PASSWORDS,
        on: &["Password"],
        when: real_data,
        must: Must::Hold(is_long),
        message: "generates passwords that are short, or hardly have letters",
        help: "use a `GeneratedSecret`, or say a `length` of 32 or more and few `digits` and `symbols`",
    }
}

/// Of how many characters a generated password is at least.
pub(crate) const FEWEST_CHARACTERS: i64 = 32;

/// The version of the operator's generators.
pub(crate) const GENERATORS: &str = "generators.external-secrets.io/v1alpha1";

/// The key under which a generator of passwords gives one.
pub(crate) const GENERATED: &str = "password";

/// The type of secret by which a cluster pulls images.
pub(crate) const LOGIN_TYPE: &str = "kubernetes.io/dockerconfigjson";

/// The key that such a secret is made of, and the file that it has.
pub(crate) const LOGIN: (&str, &str) = ("config", ".dockerconfigjson");

/// Whether what a secret is made of is a login to registries, and has no text beside it.
fn is_login(template: &Json) -> bool {
    let (key, file) = LOGIN;
    let text_of = |it: &Json| text(it, &["data", file]).map(str::to_owned);
    has_only(template, &["data", "type"])
        && text(template, &["type"]) == Some(LOGIN_TYPE)
        && at(template, &["data"]).is_some_and(|it| has_only(it, &[file]))
        && text_of(template) == Some(format!("{{{{ .{key} | toString }}}}"))
}

/// Whether a file has a secret in it: in one of its lines, or in its name and all that it says.
fn is_secret(name: &str, text: &str) -> bool {
    let text = text.trim_end();
    let alone = !text.contains('\n') && secret_in_text(&format!("{name}={text}")).is_some();
    alone || secret_in_text(text).is_some()
}

fn is_read_by_an_account(store: &Subject<'_>) -> bool {
    let Some(provider) = store.property("spec/provider").and_then(Json::as_object) else { return false };
    provider.len() == 1
        && provider.iter().all(|(name, it)| match name {
            "aws" => selects(it, &["auth", "jwt", "serviceAccountRef"]) && it.get("auth").is_some_and(is_alone),
            "gcpsm" => {
                selects(it, &["auth", "workloadIdentity", "serviceAccountRef"]) && it.get("auth").is_some_and(is_alone)
            }
            "vault" => {
                text(it, &["server"]).is_some_and(|server| server.starts_with("https://"))
                    && selects(it, &["auth", "kubernetes", "serviceAccountRef"])
                    && it.get("auth").is_some_and(is_alone)
            }
            _ => false,
        })
}

/// Whether a way of signing in stands alone.
fn is_alone(auth: &Json) -> bool {
    auth.as_object().is_some_and(|ways| ways.len() == 1)
}

fn is_by_reference(secret: &Subject<'_>) -> bool {
    let kind = secret.text("spec/secretStoreRef/kind").unwrap_or("SecretStore");
    let store = named(secret, secret.property("spec/secretStoreRef/name"), "SecretStore");
    let again =
        secret.text("spec/refreshInterval").is_none_or(|it| it.starts_with(|it: char| ('1'..='9').contains(&it)));
    let again = again && secret.property("spec/refreshPolicy").is_none_or(|it| it.as_text() == Some("Periodic"));
    let elsewhere =
        items(&secret.resource.properties, &["spec", "data"]).iter().any(|it| it.get("sourceRef").is_some());
    // What is made and never changed is not read again, and what is made of another kind is no secret.
    let target = secret.property("spec/target");
    let is_plain = target.is_none_or(|it| has_only(it, &["creationPolicy", "deletionPolicy", "name", "template"]));
    kind == "SecretStore"
        && store.is_some()
        && is_plain
        && again
        && !elsewhere
        && secret.property("spec/target/template").is_none_or(is_login)
}

/// Whether a secret is generated once: by generators of its namespace, with nothing beside that is or may be one, and nothing that makes
/// another one of it later, such as a change of the object.
fn is_generated(secret: &Subject<'_>) -> bool {
    let Some(spec) = secret.property("spec") else { return false };
    let target = at(spec, &["target"]);
    let ways = items(spec, &["dataFrom"]);
    has_only(spec, &["dataFrom", "refreshPolicy", "target"])
        && text(spec, &["refreshPolicy"]) == Some("CreatedOnce")
        && target.is_some_and(|it| has_only(it, &["creationPolicy", "immutable", "name", "template"]))
        && at(spec, &["target", "immutable"]) == Some(&Json::Bool(true))
        && text(spec, &["target", "creationPolicy"]) == Some("Orphan")
        && at(spec, &["target", "template"]).is_none_or(is_plain)
        && !ways.is_empty()
        && ways.iter().all(|it| is_of_a_generator(secret, it))
}

/// Whether a password comes of a generator of passwords in the namespace of its secret.
fn is_of_a_generator(secret: &Subject<'_>, way: &Json) -> bool {
    let by = ["sourceRef", "generatorRef"];
    has_only(way, &["rewrite", "sourceRef"])
        && at(way, &by[..1]).is_some_and(|it| has_only(it, &by[1..]))
        && at(way, &by).is_some_and(|by| {
            text(by, &["apiVersion"]) == Some(GENERATORS)
                && text(by, &["kind"]) == Some("Password")
                && named(secret, by.get("name"), "Password").is_some()
        })
}

/// Whether what stands beside what is generated is no secret, and is not put together from any.
fn is_plain(template: &Json) -> bool {
    let is_open = |name: &str, it: &Json| it.as_text().is_some_and(|it| !it.contains("{{") && !is_secret(name, it));
    has_only(template, &["data", "mergePolicy"])
        && text(template, &["mergePolicy"]) == Some("Merge")
        && at(template, &["data"])
            .and_then(Json::as_object)
            .is_some_and(|it| it.iter().all(|(name, it)| is_open(name, it)))
}

/// Whether a generator makes long passwords. A quarter of one is digits and another one symbols, unless it says otherwise.
fn is_long(generator: &Subject<'_>) -> bool {
    const KNOWN: [&str; 6] = ["allowRepeat", "digits", "length", "noUpper", "symbolCharacters", "symbols"];
    let Some(Json::Int(length)) = generator.property("spec/length") else { return false };
    let part = |it: Option<&Json>| match it {
        None => Some(length / 4),
        Some(Json::Int(it)) => Some(*it),
        Some(_) => None,
    };
    let parts = part(generator.property("spec/digits")).zip(part(generator.property("spec/symbols")));
    *length >= FEWEST_CHARACTERS
        && parts.is_some_and(|(digits, symbols)| {
            digits >= 0 && symbols >= 0 && digits <= length / 2 && digits + symbols <= length / 2
        })
        && generator.property("spec").is_some_and(|it| has_only(it, &KNOWN))
}

//! What a program names and does not make: certificates, secrets, functions, images, zones, networks. It is read in all properties, as
//! text, so that what a construct of a user's own names is there, too.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    need::{Need, Needs, Sort},
    value::{Json, Token, Value},
};

use super::found::{all_at, resources};

/// What ARNs name: the service, how its resource begins, and what it is called.
const KINDS: [(&str, &str, &str); 14] = [
    ("acm", "certificate/", "the certificate"),
    ("cloudtrail", "trail/", "the audit trail"),
    ("codeconnections", "connection/", "the connection"),
    ("codestar-connections", "connection/", "the connection"),
    ("ecr", "repository/", "the repository"),
    ("iam", "oidc-provider/", "the identity provider"),
    ("iam", "policy/", "the policy"),
    ("iam", "role/", "the role"),
    ("kms", "key/", "the key"),
    ("lambda", "function:", "the function"),
    ("rds", "cluster-snapshot:", "the snapshot"),
    ("rds", "snapshot:", "the snapshot"),
    ("secretsmanager", "secret:", "the secret"),
    ("sns", "", "the topic"),
];

/// What identifiers begin with, and what they are of.
const IDENTIFIERS: [(&str, &str); 4] =
    [("pl-", "the prefix list"), ("sg-", "the security group"), ("subnet-", "the subnet"), ("vpc-", "the network")];

/// Texts that name something at a path of a type.
const TEXTS: [(&str, &str, &str); 6] = [
    ("AWS::CertificateManager::Certificate", "DomainValidationOptions/*/HostedZoneId", "the hosted zone"),
    ("AWS::ECS::TaskDefinition", "ContainerDefinitions/*/Image", "the image"),
    ("AWS::Lambda::Function", "Code/ImageUri", "the image"),
    ("AWS::Lambda::Function", "Code/S3Bucket", "the code in the bucket"),
    ("AWS::Route53::RecordSet", "HostedZoneId", "the hosted zone"),
    ("AWS::Route53::RecordSet", "HostedZoneName", "the hosted zone"),
];

/// Adds all that is named.
pub(super) fn needs(checked: &Checked<'_>, needs: &mut Needs) {
    for (stack, resource) in resources(checked) {
        for (_, path, what) in TEXTS.iter().filter(|(kind, ..)| *kind == resource.kind()) {
            for text in all_at(&resource.properties, path).into_iter().filter_map(Json::as_text) {
                add((stack, resource), "", &format!("{what} `{text}`"), needs);
            }
        }
        walk((stack, resource), &resource.properties, needs);
    }
}

fn add((stack, resource): (&StackModel, &ResourceModel), region: &str, what: &str, needs: &mut Needs) {
    needs.add(Need::new(Sort::Existing, region, what), stack, resource.construct);
}

fn walk(of: (&StackModel, &ResourceModel), tree: &Json, needs: &mut Needs) {
    match tree {
        Json::Text(text) => named(of, text, needs),
        Json::List(items) => items.iter().for_each(|it| walk(of, it, needs)),
        Json::Object(members) => members.iter().for_each(|(_, it)| walk(of, it, needs)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                let usual = Value::<String>::concat(parts.iter().map(|it| default(of.0, it).unwrap_or(it).clone()));
                let parts = match usual.json() {
                    Json::Token(token) => match token.as_ref() {
                        Token::Concat(parts) => parts.as_slice(),
                        _ => &[],
                    },
                    whole => return walk(of, whole, needs),
                };
                if let Some(secret) = secret(parts) {
                    add(of, of.0.region, &format!("the secret `{secret}`"), needs);
                }
                for it in parts {
                    walk(of, it, needs);
                }
            }
            Token::Function { arguments, .. } => walk(of, arguments, needs),
            Token::Parameter { .. } => {
                if let Some(usual) = default(of.0, tree) {
                    walk(of, usual, needs);
                }
            }
            Token::Attribute { .. } | Token::Nothing => {}
        },
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Float(_) => {}
    }
}

/// The text that a parameter is when nothing is given. Whoever deploys and says nothing needs what that names.
fn default<'a>(stack: &'a StackModel, value: &Json) -> Option<&'a Json> {
    stack.parameter(value)?.default.as_ref().filter(|it| it.as_text().is_some())
}

/// What a text names.
fn named(of: (&StackModel, &ResourceModel), text: &str, needs: &mut Needs) {
    if let Some(name) = text.split("{{resolve:secretsmanager:").nth(1) {
        let name = name.split([':', '}']).next().unwrap_or_default();
        // The ARN of a secret stands there as it is, and is read as one.
        if !name.is_empty() && name != "arn" {
            add(of, of.0.region, &format!("the secret `{name}`"), needs);
        }
    }
    if let Some((_, what)) = IDENTIFIERS.iter().find(|(prefix, _)| is_identifier(text, prefix)) {
        return add(of, of.0.region, &format!("{what} `{text}`"), needs);
    }
    let mut parts = text.splitn(6, ':');
    let mut part = || parts.next().unwrap_or_default();
    let (arn, _, service, region, account, resource) = (part(), part(), part(), part(), part(), part());
    if arn != "arn" || text.contains(['*', '?', '$']) {
        return;
    }
    if service == "bedrock" && resource.starts_with("foundation-model/") {
        return add(
            of,
            region,
            &format!("access to the model `{}`", resource.trim_start_matches("foundation-model/")),
            needs,
        );
    }
    let is_number = account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit());
    let kind = KINDS.iter().find(|(of, begins, _)| *of == service && resource.starts_with(begins));
    if let Some((_, _, what)) = kind.filter(|_| is_number) {
        add(of, region, &format!("{what} `{text}`"), needs);
    }
    // A bucket's says no account; what is behind a slash is in it.
    if service == "s3" && !resource.is_empty() && !resource.contains('/') {
        add(of, "", &format!("the bucket `{resource}`"), needs);
    }
}

fn is_identifier(text: &str, prefix: &str) -> bool {
    let digits = text.strip_prefix(prefix);
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')))
}

/// The name of a secret in an ARN whose account is that of the deployment: before its name, the ARN has what only that knows.
fn secret(parts: &[Json]) -> Option<String> {
    let is_one = parts.iter().filter_map(Json::as_text).any(|it| it.contains(":secretsmanager:"));
    let known = parts.iter().rposition(|it| it.as_text().is_none()).filter(|_| is_one)? + 1;
    let text: String = parts.get(known..)?.iter().filter_map(Json::as_text).collect();
    let (_, name) = text.split_once("secret:")?;
    // Behind the name there are the characters that Secrets Manager adds, or a field.
    let name = name.trim_end_matches("-??????").split(':').next()?;
    (!name.is_empty() && !name.contains('*')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        prelude::Parameter,
        value::{Json, Object, Value},
        waiver::Raw,
    };

    use super::super::{account, found::Plain};
    use crate::{parameters::SecretName, prelude::*, pseudo, region, secret_name};

    fn named(kind: &'static str, properties: Object) -> Vec<String> {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        stack.add("It", Raw(Plain(kind, properties)));
        let app = App::new("test").stack(stack);
        let needs = account::needs(&app.check().unwrap_or_else(|findings| panic!("{findings}")));
        needs.into_iter().map(|it| format!("{} in {}", it.what, it.place)).collect()
    }

    fn text(text: impl Into<Json>) -> Vec<String> {
        named("Other", Object::new().with("Inside", vec![text.into()]))
    }

    #[test]
    fn what_a_text_names_has_to_be_there() {
        for (it, what) in [
            ("arn:aws:acm:us-east-1:111122223333:certificate/1a2b", "the certificate `{}` in us-east-1"),
            ("arn:aws:lambda:us-east-1:111122223333:function:rotate", "the function `{}` in us-east-1"),
            ("arn:aws:iam::111122223333:role/deploys", "the role `{}` in "),
            ("arn:aws:s3:::admissions", "the bucket `admissions` in "),
            ("arn:aws:bedrock:us-east-1::foundation-model/it.v1", "access to the model `it.v1` in us-east-1"),
            ("vpc-0a1b2c3d", "the network `{}` in us-east-1"),
            ("{{resolve:secretsmanager:clinic/lab:SecretString:key}}", "the secret `clinic/lab` in us-east-1"),
        ] {
            assert_eq!(text(it), [what.replace("{}", it)]);
        }
    }

    #[test]
    fn what_names_nothing_in_particular_is_not_asked_for() {
        for it in [
            "arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess",
            "arn:aws:iam::111122223333:root",
            "arn:aws:s3:::admissions/*",
            "arn:aws:kms:us-east-1:111122223333:key/*",
            "sg-",
            // An add-on of EKS.
            "vpc-cni",
            "the network vpc-1a",
        ] {
            assert_eq!(text(it), Vec::<String>::new(), "{it}");
        }
    }

    #[test]
    fn a_secret_is_named_by_its_name_alone() {
        for rest in ["", "-??????", ":password::"] {
            let arn = pseudo::arn_here("secretsmanager", [format!("secret:clinic/lab{rest}").into()]);
            assert_eq!(text(Json::from(arn)), ["the secret `clinic/lab` in us-east-1"]);
        }
    }

    #[test]
    fn what_a_parameter_is_by_itself_is_named() {
        let needs = |with: fn(Value<SecretName>) -> Json| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let name = Parameter::<SecretName>::new("the login").default_value(secret_name!("clinic/lab"));
            let name = stack.parameter("Login", name);
            stack.add("It", Raw(Plain("Other", Object::new().with("Inside", with(name)))));
            let app = App::new("test").stack(stack);
            let needs = account::needs(&app.check().unwrap_or_else(|findings| panic!("{findings}")));
            needs.into_iter().map(|it| format!("{} in {}", it.what, it.place)).collect::<Vec<_>>()
        };
        let resolved = |name: Value<SecretName>| {
            let parts = ["{{resolve:secretsmanager:".into(), name.json().clone(), ":SecretString:key}}".into()];
            Json::from(Value::<String>::concat(parts))
        };
        let arn = |name: Value<SecretName>| {
            Json::from(pseudo::arn_here("secretsmanager", ["secret:".into(), name.json().clone(), "-??????".into()]))
        };
        for with in [resolved, arn] as [fn(Value<SecretName>) -> Json; 2] {
            assert_eq!(needs(with), ["the secret `clinic/lab` in us-east-1"]);
        }
    }

    #[test]
    fn zones_are_named_by_their_property() {
        let record = Object::new().with("HostedZoneId", "Z0123456789");
        assert_eq!(named("AWS::Route53::RecordSet", record), ["the hosted zone `Z0123456789` in "]);
    }
}

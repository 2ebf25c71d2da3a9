//! What gives somebody the password of a database's first user: the secret with it, by reference or by name, and every permission to read
//! that, wherever it is written.

use hc_cdk::{
    rule::{Index, Subject, at, one_or_many},
    value::{Json, Token},
};

use super::{
    called::is_reference,
    database::EITHER,
    least_privilege::has_known_policies,
    permission::{allowed, allowed_in, is_open, is_written_out},
    possible::{may_be, means},
    read::{REFERENCE, flat, is_open_in},
    roles::{policies_of, taken_on},
};

const SECRET: &str = "AWS::SecretsManager::Secret";
const SECRET_POLICY: &str = "AWS::SecretsManager::ResourcePolicy";
const ATTACHMENT: &str = "AWS::SecretsManager::SecretTargetAttachment";
const SCHEDULE: &str = "AWS::SecretsManager::RotationSchedule";

/// The databases whose first user has a password in a secret that is named by a text.
static LOOKED_UP: Index = Index::by(|it| {
    let password = it.properties.get("MasterUserPassword").filter(|_| EITHER.contains(&it.kind()))?;
    (!secrets_in(password).is_empty()).then(String::new)
});

/// Secrets by the names that the program gives them.
static CALLED: Index = Index::by(|it| {
    let name = it.properties.get("Name").filter(|_| it.kind() == SECRET)?;
    name.as_text().map(str::to_owned)
});

/// Policies of secrets that let somebody in who is not named by a reference alone.
static OPEN: Index = Index::by(|it| {
    let is_closed = |statement: &&Json| {
        at(statement, "Principal").and_then(Json::as_object).is_some_and(|all| {
            all.iter().all(|(kind, who)| kind == "Service" || one_or_many(Some(who)).iter().all(is_reference))
        })
    };
    let is_closed = |properties: &Json| is_open_in(properties) && allowed_in(properties).iter().all(is_closed);
    (it.kind() == SECRET_POLICY && !is_closed(&it.properties)).then(String::new)
});

/// Whether a tree names the secret of a first user: that which RDS makes, or another one from which a database has its password. Those that
/// somebody is there to replace are left out.
pub(super) fn names_first_user(subject: &Subject<'_>, json: &Json, replaced: &[Subject<'_>]) -> bool {
    let is_replaced = |it: &Subject<'_>| replaced.iter().any(|by| is_same(by, it));
    let mut made_by_rds = Vec::new();
    json.tokens(&mut |token| {
        if let Token::Attribute { name: Some("MasterUserSecret.SecretArn"), .. } = token {
            made_by_rds.extend(subject.references_in(&Json::Token(Box::new(token.clone()))));
        }
    });
    let mut referred = subject.references_in(json).into_iter();
    made_by_rds.iter().any(|it| !is_replaced(it))
        || referred.any(|it| is_of_first_user(&it) && !is_replaced(&it))
        || secrets_in(json).iter().any(|name| is_name_of_first_user(subject, name, replaced))
}

/// Whether a tree names a secret that RDS made for a first user by its text. Whose it is nobody here knows.
pub(super) fn names_one_of_rds(json: &Json) -> bool {
    secrets_in(json).iter().any(|name| name.starts_with(RDS))
}

/// Whether a database looks its password up in a secret, or in what attaches that to it.
fn is_of_first_user(secret: &Subject<'_>) -> bool {
    if secret.is(ATTACHMENT) {
        return secret.property("SecretId").is_some_and(|it| secret.references_in(it).iter().any(is_of_first_user));
    }
    let gives = |database: Subject<'_>| gives_password(secret, &database);
    secret.is(SECRET)
        && (EITHER.iter().any(|kind| secret.users_of(kind).any(gives))
            || secret.text("Name").is_some_and(|name| looked_up(secret).any(|it| it == name)))
}

fn gives_password(secret: &Subject<'_>, database: &Subject<'_>) -> bool {
    let password = database.property("MasterUserPassword");
    password.is_some_and(|it| database.references_in(it).iter().any(|it| is_same(it, secret)))
}

/// The names of secrets by which databases look up passwords.
fn looked_up<'a>(of: &Subject<'a>) -> impl Iterator<Item = String> + use<'a> {
    of.found_in_app(&LOOKED_UP, "").filter_map(|it| it.property("MasterUserPassword")).flat_map(secrets_in)
}

/// Whether a name, or a pattern of names, is that of the secret of a first user.
fn is_name_of_first_user(subject: &Subject<'_>, name: &str, replaced: &[Subject<'_>]) -> bool {
    let of_program = |it: &Subject<'_>| is_of_first_user(it) && !replaced.iter().any(|by| is_same(by, it));
    looked_up(subject).any(|it| means(name, &it)) || subject.found_in_app(&CALLED, name).any(|it| of_program(&it))
}

/// What stands before a secret's name where a text names one: in its ARN, and where CloudFormation looks one up.
const BEFORE: [&str; 2] = [":secret:", "{{resolve:secretsmanager:"];

/// The names of secrets in the texts of a tree, without what Secrets Manager puts behind them.
fn secrets_in(json: &Json) -> Vec<String> {
    let mut names = Vec::new();
    each_text(json, &mut |text| {
        for before in BEFORE {
            let found = text.split(before).skip(1).filter_map(|rest| rest.split([':', '}', '\u{1}']).next());
            names.extend(found.filter(|it| !matches!(*it, "" | "arn")).map(|it| without_ending(it).to_owned()));
        }
    });
    names
}

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((name, "*")) => name,
        Some((name, ending))
            if ending.len() == 6 && ending.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'?') =>
        {
            name
        }
        _ => name,
    }
}

/// Calls `visit` for each text of a tree, with a sign for what stands in it by reference.
fn each_text(json: &Json, visit: &mut dyn FnMut(&str)) {
    match json {
        Json::Text(text) => visit(text),
        Json::List(items) => items.iter().for_each(|it| each_text(it, visit)),
        Json::Object(members) => members.iter().for_each(|(_, it)| each_text(it, visit)),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                let part = |it: &Json| it.as_text().map_or_else(|| REFERENCE.to_string(), str::to_owned);
                visit(&parts.iter().map(part).collect::<String>());
                parts.iter().filter(|it| it.as_text().is_none()).for_each(|it| each_text(it, visit));
            }
            Token::Function { arguments, .. } => each_text(arguments, visit),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
        },
        _ => {}
    }
}

/// Whether a role that something runs as may read the secret of a first user, or has permissions that are written elsewhere; so of every role
/// that it can take on. One that exists already is its owner's to answer for.
pub(super) fn may_read(of: &Subject<'_>, role: &str, replaced: &[Subject<'_>]) -> bool {
    let Some(role) = of.target(role) else {
        return of.property(role).is_some_and(|it| it.as_text().is_none());
    };
    let mut roles = vec![role];
    let mut at = 0;
    while let Some(role) = roles.get(at).copied() {
        at += 1;
        if !has_known_policies(&role) || is_let_in(&role, replaced) {
            return true;
        }
        for holder in policies_of(&role) {
            let mut allowed = allowed(&holder).into_iter();
            if !is_written_out(&holder) || allowed.any(|it| reads_first_user(&holder, it, replaced)) {
                return true;
            }
        }
        let Some(more) = taken_on(&role) else { return true };
        let new: Vec<_> = more.into_iter().filter(|it| !roles.iter().any(|known| is_same(known, it))).collect();
        roles.extend(new);
    }
    false
}

/// Whether the policy of a secret lets a role read what a first user has.
fn is_let_in(role: &Subject<'_>, replaced: &[Subject<'_>]) -> bool {
    let reads = |statement: &Json| {
        at(statement, "NotAction").is_some() || one_or_many(at(statement, "Action")).iter().any(reads_secrets)
    };
    let mut policies = role.users_of(SECRET_POLICY).chain(role.found_in_app(&OPEN, ""));
    policies.any(|policy| {
        let of_first_user = policy.property("SecretId").is_none_or(|it| {
            is_unknown(&policy, it) || names_first_user(&policy, it, replaced) || is_bare_name(&policy, it, replaced)
        });
        of_first_user && (!is_open(&policy) || allowed(&policy).into_iter().any(reads))
    })
}

/// Whether a secret is named by its name alone, and is a first user's.
fn is_bare_name(policy: &Subject<'_>, secret: &Json, replaced: &[Subject<'_>]) -> bool {
    secret.as_text().is_some_and(|name| is_name_of_first_user(policy, name, replaced))
}

/// Whether only the deployment knows what a value names.
fn is_unknown(of: &Subject<'_>, value: &Json) -> bool {
    flat(value).is_none() && of.references_in(value).is_empty()
}

fn reads_secrets(action: &Json) -> bool {
    may_be(action, |it| means(it, "secretsmanager:GetSecretValue"))
}

fn reads_first_user(holder: &Subject<'_>, statement: &Json, replaced: &[Subject<'_>]) -> bool {
    let is_any = |arn: &Json| {
        flat(arn).is_none_or(|arn| match arn.split_once(":secret:") {
            Some((_, name)) => may_be_of_rds(name),
            None => !arn.starts_with(REFERENCE) && arn.contains(['*', '?']),
        })
    };
    let (actions, resources) = (one_or_many(at(statement, "Action")), one_or_many(at(statement, "Resource")));
    let all_but_some = ["NotAction", "NotResource"].iter().any(|it| at(statement, it).is_some());
    (all_but_some || actions.iter().any(reads_secrets))
        && at(statement, "Principal").is_none()
        && (all_but_some || resources.iter().any(|it| is_any(it) || names_first_user(holder, it, replaced)))
}

const RDS: &str = "rds!";

/// Whether a name, or a pattern of names, is one that RDS gives to the secrets that it makes.
fn may_be_of_rds(name: &str) -> bool {
    let plain = name.split(['*', '?']).next().unwrap_or(name);
    plain.starts_with(RDS) || plain.len() < name.len() && RDS.starts_with(plain)
}

/// The secrets that a function is there to replace, and the databases that have one of RDS.
pub(super) fn replaced_by<'a>(function: &Subject<'a>) -> Vec<Subject<'a>> {
    let schedules = function.users_of(SCHEDULE).filter(|it| function.is_named_in(it, "RotationLambdaARN"));
    let named: Vec<Subject<'a>> =
        schedules.filter_map(|it| it.property("SecretId").map(|id| it.references_in(id))).flatten().collect();
    let behind = named.iter().filter(|it| it.is(ATTACHMENT)).filter_map(|it| it.target("SecretId"));
    let behind: Vec<Subject<'a>> = behind.collect();
    named.into_iter().chain(behind).collect()
}

pub(super) fn is_same(one: &Subject<'_>, other: &Subject<'_>) -> bool {
    std::ptr::eq(one.resource, other.resource)
}

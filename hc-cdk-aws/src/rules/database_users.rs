//! Rules about who somebody is in a database: what serves is itself there, and not the first user, who may do everything.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Index, Must, Subject, Verdict, at, one_or_many, real_data},
    value::{Json, Token},
};

use super::{
    database::EITHER,
    least_privilege::has_known_policies,
    permission::{HOLDERS, allowed, allowed_in, is_written_out, is_written_out_in},
    possible::{may_be, means},
    read::{REFERENCE, flat},
};
use crate::literal::user_name::UserName;

/// What is called again and again, by whoever.
const SERVES: &[&str] = &["AWS::ECS::Service", "AWS::Lambda::Function"];

/// Policies that are resources of their own.
const POLICIES: [&str; 3] = ["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];

const TOLD_APART: &[Control] = &[
    hipaa::UNIQUE_USER,
    hipaa::ACCESS_ISOLATION,
    hipaa::ACCESS_CONTROL,
    soc2::LEAST_PRIVILEGE,
    iso27001::PRIVILEGED_ACCESS,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SERVICE_IS_NOT_FIRST_USER = "ServiceIsNotFirstUser" {
        sentence: "it has no password of the first user of a database of the program, and may not read it, unless it is what replaces it",
        controls: TOLD_APART,
        on: SERVES,
        when: real_data,
        must: Must::Judge(|it| {
            if it.is("AWS::ECS::Service") {
                serves_as_itself(it)
            } else if replaces_secrets(it) {
                Verdict::Held
            } else {
                is_itself(it, &["Role"])
            }
        }),
        message: "has the password of the first user of a database, who may do everything in there, or may read it",
        help: "`.connect(&records)` makes it a user of its own; `records.administrator()` is for a task that comes to an end",
    }

    pub DATABASE_TELLS_USERS_APART = "DatabaseTellsUsersApart" {
        sentence: "each role that connects to the database is another user of it, by name, and none is one that the engine has",
        controls: TOLD_APART,
        on: EITHER,
        when: real_data,
        must: Must::Hold(tells_users_apart),
        message: "takes several roles for one user, or some for a user that nobody names",
        help: "let each workload connect as a user of its own: `.connect(&records)`, or `records.user(user_name!(\"lab\"))` with another name for each",
    }
}

fn serves_as_itself(service: &Subject<'_>) -> Verdict {
    let Some(task) = service.target("TaskDefinition") else {
        // Something that exists already is its owner's to answer for, and so is what another controller gives.
        let is_known = service.property("TaskDefinition").is_none_or(|it| it.as_text().is_some());
        return if is_known { Verdict::NotApplicable } else { Verdict::Broken };
    };
    is_itself(&task, &["TaskRoleArn", "ExecutionRoleArn"])
}

/// Whether the password of a first user is neither in what a program runs as, nor for its roles to read. Of a role that exists already
/// nobody here knows.
fn is_itself(task: &Subject<'_>, roles: &[&str]) -> Verdict {
    if names_first_user(task, &task.resource.properties) || roles.iter().any(|role| may_read(task, role)) {
        return Verdict::Broken;
    }
    let exists = |role: &&str| task.text(role).is_some();
    if roles.iter().any(exists) { Verdict::NotApplicable } else { Verdict::Held }
}

/// Whether a tree names the secret of a first user: that which RDS makes, or another one from which a database has its password.
fn names_first_user(subject: &Subject<'_>, json: &Json) -> bool {
    let mut is_made_by_rds = false;
    json.tokens(&mut |token| {
        is_made_by_rds |= matches!(token, Token::Attribute { name: Some("MasterUserSecret.SecretArn"), .. });
    });
    is_made_by_rds || subject.references_in(json).iter().any(is_of_first_user)
}

/// Whether a database looks its password up in a secret.
fn is_of_first_user(secret: &Subject<'_>) -> bool {
    secret.is("AWS::SecretsManager::Secret")
        && EITHER.iter().any(|kind| secret.users_of(kind).any(|database| gives_password(secret, &database)))
}

fn gives_password(secret: &Subject<'_>, database: &Subject<'_>) -> bool {
    let password = database.property("MasterUserPassword");
    password.is_some_and(|it| database.references_in(it).iter().any(|it| std::ptr::eq(it.resource, secret.resource)))
}

/// Whether a role that something runs as may read the secret of a first user, or has permissions that are written elsewhere. One that exists
/// already is its owner's to answer for.
fn may_read(of: &Subject<'_>, role: &str) -> bool {
    let Some(role) = of.target(role) else {
        return of.property(role).is_some_and(|it| it.as_text().is_none());
    };
    let attached = one_or_many(role.property("ManagedPolicyArns")).iter().filter_map(|it| role.referred(it));
    let named = POLICIES.iter().flat_map(|kind| role.users_of(kind));
    !has_known_policies(&role)
        || std::iter::once(role).chain(attached).chain(named).any(|holder| {
            !is_written_out(&holder) || allowed(&holder).into_iter().any(|it| reads_first_user(&holder, it))
        })
}

fn reads_first_user(holder: &Subject<'_>, statement: &Json) -> bool {
    let reads = |action: &Json| may_be(action, |it| means(it, "secretsmanager:GetSecretValue"));
    let is_any = |arn: &Json| {
        flat(arn).is_none_or(|arn| match arn.split_once(":secret:") {
            Some((_, name)) => may_be_of_rds(name),
            None => !arn.starts_with(REFERENCE) && arn.contains(['*', '?']),
        })
    };
    let (actions, resources) = (one_or_many(at(statement, "Action")), one_or_many(at(statement, "Resource")));
    let all_but_some = ["NotAction", "NotResource"].iter().any(|it| at(statement, it).is_some());
    (all_but_some || actions.iter().any(reads))
        && at(statement, "Principal").is_none()
        && (all_but_some || resources.iter().any(|it| is_any(it) || names_first_user(holder, it)))
}

/// Whether a name, or a pattern of names, is one that RDS gives to the secrets that it makes.
fn may_be_of_rds(name: &str) -> bool {
    const RDS: &str = "rds!";
    let plain = name.split(['*', '?']).next().unwrap_or(name);
    plain.starts_with(RDS) || plain.len() < name.len() && RDS.starts_with(plain)
}

/// Whether it is a function that Secrets Manager has replace a secret.
fn replaces_secrets(function: &Subject<'_>) -> bool {
    function
        .users_of("AWS::SecretsManager::RotationSchedule")
        .any(|schedule| function.is_named_in(&schedule, "RotationLambdaARN"))
}

/// Whether no two roles are one user, and each user has a name.
fn tells_users_apart(database: &Subject<'_>) -> bool {
    if database.found_in_app(&OF_ANY, "").next().is_some() {
        return false;
    }
    let mut users: Vec<(String, Option<Subject<'_>>)> = Vec::new();
    for holder in ["AWS::IAM::Role"].iter().chain(&POLICIES).flat_map(|kind| database.users_of(kind)) {
        if !is_written_out(&holder) {
            return false;
        }
        for statement in allowed(&holder) {
            let Some(names) = names(database, &holder, statement) else { return false };
            for role in roles(&holder) {
                users.extend(names.iter().map(|name| (name.clone(), role)));
            }
        }
    }
    let is_same = |one: &Subject<'_>, other: &Subject<'_>| std::ptr::eq(one.resource, other.resource);
    let is_told = |(name, role): &(String, Option<Subject<'_>>)| {
        let mut others = users.iter().filter(|(it, _)| it == name).map(|(_, role)| role);
        role.is_some_and(|role| others.all(|other| other.is_some_and(|other| is_same(&other, &role))))
    };
    users.iter().all(is_told)
}

/// Who may be somebody in databases that are not named: in each of the program, too.
static OF_ANY: Index = Index::by(|it| {
    let anywhere = || allowed_in(&it.properties).into_iter().any(connects_anywhere);
    (HOLDERS.contains(&it.kind()) && (!is_written_out_in(&it.properties) || anywhere())).then(String::new)
});

fn connects_anywhere(statement: &Json) -> bool {
    let is_any = |arn: &Json| {
        flat(arn).is_none_or(|arn| {
            let database =
                arn.split_once(":dbuser:").map_or(arn.as_str(), |(_, it)| it.split('/').next().unwrap_or(it));
            database.contains(['*', '?'])
        })
    };
    one_or_many(at(statement, "Action")).iter().any(connects)
        && (at(statement, "NotResource").is_some() || one_or_many(at(statement, "Resource")).iter().any(is_any))
}

fn connects(action: &Json) -> bool {
    may_be(action, |it| means(it, "rds-db:connect"))
}

/// The users that a statement lets somebody be in a database; nothing if they cannot be read, or are none.
fn names(database: &Subject<'_>, holder: &Subject<'_>, statement: &Json) -> Option<Vec<String>> {
    if !one_or_many(at(statement, "Action")).iter().any(connects) {
        return Some(Vec::new());
    }
    let is_here = |it: &&Json| holder.references_in(it).iter().any(|it| std::ptr::eq(it.resource, database.resource));
    let resources = one_or_many(at(statement, "Resource")).iter().filter(is_here);
    resources
        .map(|it| {
            let arn = flat(it)?;
            let (_, name) = arn.split_once(&format!(":dbuser:{REFERENCE}/"))?;
            UserName::parse(name).ok().map(|name| name.as_str().to_owned())
        })
        .collect()
}

/// Whose a policy is; nothing stands for somebody whom nobody knows.
fn roles<'a>(holder: &Subject<'a>) -> Vec<Option<Subject<'a>>> {
    if holder.is("AWS::IAM::Role") {
        return vec![Some(*holder)];
    }
    let named = ["RoleName", "Roles"].iter().flat_map(|path| one_or_many(holder.property(path)));
    named.map(|it| holder.referred(it)).collect()
}

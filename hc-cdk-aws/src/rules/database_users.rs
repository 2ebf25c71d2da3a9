//! Rules about who somebody is in a database: what serves is itself there, and not the first user, who may do everything.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Index, Must, Subject, Verdict, at, one_or_many, real_data},
    value::Json,
};

use super::{
    database::EITHER,
    first_user::{is_same, may_read, names_first_user, names_one_of_rds, replaced_by},
    permission::{HOLDERS, allowed, allowed_in, is_written_out, is_written_out_in},
    possible::{may_be, means},
    read::{REFERENCE, flat},
    roles::POLICIES,
};
use crate::literal::user_name::UserName;

/// What is called again and again, by whoever.
const SERVES: &[&str] = &["AWS::ECS::Service", "AWS::Lambda::Function"];

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
            if it.is("AWS::ECS::Service") { serves_as_itself(it) } else { is_itself(it, &["Role"], &replaced_by(it)) }
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
    is_itself(&task, &["TaskRoleArn", "ExecutionRoleArn"], &[])
}

/// Whether the password of a first user is neither in what a program runs as, nor for its roles to read, but for what it replaces. Of a
/// role that exists already nobody here knows, nor whose secret of RDS it is that is named by a text.
fn is_itself(task: &Subject<'_>, roles: &[&str], replaced: &[Subject<'_>]) -> Verdict {
    let properties = &task.resource.properties;
    if names_first_user(task, properties, replaced) || roles.iter().any(|role| may_read(task, role, replaced)) {
        return Verdict::Broken;
    }
    let exists = |role: &&str| task.text(role).is_some();
    if roles.iter().any(exists) || names_one_of_rds(properties) { Verdict::NotApplicable } else { Verdict::Held }
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

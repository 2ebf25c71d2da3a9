//! Which workflows take on a role: runs on GitHub are known by what their tokens say of them.

use hc_cdk::{
    literal::workflows::Workflows,
    rule::{Must, Subject, Verdict, at, one_or_many, real_data},
    value::{Json, Object},
};

use super::{permission::allowed, principal::LET_IN, read::flat};

/// Who signs the tokens of runs on GitHub.
pub(crate) const ISSUER: &str = "token.actions.githubusercontent.com";

/// Whom such a token is made for, if that is AWS.
const AUDIENCE: &str = "sts.amazonaws.com";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TRUSTS_ONE_ENVIRONMENT = "TrustsOneEnvironment" {
        sentence: "workflows on GitHub take it on in one environment of one repository, by a token that was made for AWS",
        controls: LET_IN,
        on: &["AWS::IAM::Role"],
        when: real_data,
        must: Must::Judge(judged),
        message: "may be taken on by workflows on GitHub that are in no environment, or in several",
        help: "compare the whole subject of the token, `repo:owner/name:environment:production`, and its audience, as `GithubRole` does",
    }
}

fn judged(subject: &Subject<'_>) -> Verdict {
    let statements: Vec<&Json> = allowed(subject).into_iter().filter(|it| is_for_workflows(it)).collect();
    if statements.is_empty() {
        return Verdict::NotApplicable;
    }
    let environments: Vec<Option<&str>> = statements.into_iter().map(environment).collect();
    Verdict::of(environments.iter().all(|it| it.is_some() && environments.first() == Some(it)))
}

/// Whether a statement lets in who has a token of GitHub's, by the name of who signs it or by what is asked of it.
fn is_for_workflows(statement: &Json) -> bool {
    let Some(signers) = at(statement, "Principal/Federated") else { return false };
    let named = one_or_many(Some(signers)).iter().filter_map(flat).any(|it| it.contains(ISSUER));
    let operators = at(statement, "Condition").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let mut keys = operators.filter_map(|(_, it)| it.as_object()).flat_map(Object::iter).map(|(key, _)| key);
    named || keys.any(|it| it.to_ascii_lowercase().contains(ISSUER))
}

/// The one environment that a token has to be of.
fn environment(statement: &Json) -> Option<&str> {
    let asked = at(statement, "Condition/StringEquals")?.as_object()?;
    let said = |claim: &str| {
        let key = format!("{ISSUER}:{claim}");
        let (_, it) = asked.iter().find(|(it, _)| it.eq_ignore_ascii_case(&key))?;
        match one_or_many(Some(it)) {
            [one] => one.as_text(),
            _ => None,
        }
    };
    let is_one = Workflows::parse(said("sub")?).is_ok();
    (said("aud") == Some(AUDIENCE) && is_one).then(|| said("sub"))?
}

//! What the reference knows of an action, and whether an ARN has a form that it takes.

use std::{
    cmp::Ordering,
    sync::{LazyLock, OnceLock},
};

use super::reference::SERVICES;
use crate::rules::possible::is_pattern_of;

/// The actions of a service by their names.
type Named = Vec<(&'static str, Known)>;

/// The actions of each service in alphabetical order, once somebody asks for one of them by its name.
static NAMED: LazyLock<Vec<OnceLock<Named>>> = LazyLock::new(|| SERVICES.iter().map(|_| OnceLock::new()).collect());

/// An action that a service has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The forms of the service's resources, and the places of those that the action takes, or `-`.
    forms: &'static str,
    places: &'static str,
}

impl Known {
    /// What is known of an action, which counts in upper and lower case as one.
    pub(super) fn of(action: &str) -> Option<Self> {
        let (service, name) = action.split_once(':')?;
        let all = named(service);
        let at = all.binary_search_by(|(it, _)| in_order(it, name)).ok()?;
        all.get(at).map(|(_, known)| *known)
    }

    /// What is known of each action that a text with wildcards may mean.
    pub(super) fn meant(action: &str) -> Vec<Self> {
        let Some((service, name)) = action.split_once(':') else { return Vec::new() };
        if !name.contains(['*', '?']) {
            return Self::of(action).into_iter().collect();
        }
        let (forms, actions) = section(service).unwrap_or_default();
        let lines = actions.lines().filter_map(|line| line.split_once(' '));
        let is_meant = |names: &str| names.split(' ').any(|it| is_pattern_of(name.as_bytes(), it.as_bytes()));
        lines.filter(|(_, names)| is_meant(names)).map(|(places, _)| Self { forms, places }).collect()
    }

    /// Whether it takes no resource, so that `*` is what there is to say. Of what says who may do what, somebody signs for that.
    pub(super) fn takes_none(self) -> bool {
        self.places == "-"
    }

    /// Whether it takes a resource of which that much is known: signs that may stand for anything are `*`, and `?` for one.
    pub(super) fn takes(self, arn: &str) -> bool {
        let places = self.places.split(',').filter_map(|it| it.parse::<usize>().ok());
        places.filter_map(|at| self.forms.split(' ').nth(at)).any(|form| has_form(arn, form))
    }
}

/// Whether a service has an action that a text with wildcards may mean.
pub(super) fn is_met(action: &str) -> bool {
    let (service, name) = action.split_once(':').unwrap_or_default();
    action == "*" || named(service).iter().any(|(it, _)| is_pattern_of(name.as_bytes(), it.as_bytes()))
}

/// Whether the reference has a service of that name.
pub(super) fn is_service(name: &str) -> bool {
    section(name).is_some()
}

/// The form of a service's resource that is called as a kind is, such as `access-point/name` for an `AccessPoint`.
pub(super) fn named_as(service: &str, kind: &str) -> Option<String> {
    let (forms, _) = section(service)?;
    forms.split(' ').find_map(|form| {
        let name = form.strip_prefix(service)?.strip_prefix(':')?;
        let called = name.strip_suffix('*')?.trim_end_matches(['/', ':']);
        let is_one = !called.contains('*') && called.replace('-', "").eq_ignore_ascii_case(kind);
        is_one.then(|| name.replace('*', "name"))
    })
}

/// The actions of a service by their names, in alphabetical order.
fn named(service: &str) -> &'static [(&'static str, Known)] {
    let all = place(service).and_then(|at| NAMED.get(at).zip(SERVICES.get(at)));
    let Some((named, (_, text))) = all else { return &[] };
    named.get_or_init(|| {
        let (forms, actions) = text.split_once('\n').unwrap_or_default();
        let lines = actions.lines().filter_map(|line| line.split_once(' '));
        let all = lines.flat_map(|(places, names)| names.split(' ').map(move |it| (it, Known { forms, places })));
        let mut all: Vec<_> = all.collect();
        all.sort_by(|(one, _), (other, _)| in_order(one, other));
        all
    })
}

/// How the names of two actions follow on one another: those count in upper and lower case as one.
fn in_order(one: &str, other: &str) -> Ordering {
    let small = |it: u8| it.to_ascii_lowercase();
    one.bytes().map(small).cmp(other.bytes().map(small))
}

fn section(service: &str) -> Option<(&'static str, &'static str)> {
    SERVICES.get(place(service)?).and_then(|(_, text)| text.split_once('\n'))
}

/// The place of a service by its name, which counts in upper and lower case as one.
fn place(service: &str) -> Option<usize> {
    SERVICES.binary_search_by(|(name, _)| name.bytes().cmp(service.bytes().map(|it| it.to_ascii_lowercase()))).ok()
}

/// Whether an ARN may be of a form, such as `sns:*`.
fn has_form(arn: &str, form: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let (["arn", _, service, region, _, name], Some((of, named))) = (&parts[..], form.split_once(':')) else {
        return may_be_both(arn.as_bytes(), b"arn:*:*:*:*:*");
    };
    // The name of a bucket has no slash, and that of an object comes behind one.
    let whole = of != "s3" || named.contains('/') || !name.contains('/');
    // An access point is in a region, and what is inside of a bucket is in none.
    let inside = named != "*/*" || region.is_empty() || !name.starts_with("accesspoint/");
    whole && inside && may_be_both(service.as_bytes(), of.as_bytes()) && may_be_both(name.as_bytes(), named.as_bytes())
}

/// Whether there is a text that both may be: `*` stands for any number of signs, `?` for one.
fn may_be_both(one: &[u8], other: &[u8]) -> bool {
    // What of `other` may be used up where so much of `one` is.
    let mut used = vec![false; other.len() + 1];
    if let Some(first) = used.first_mut() {
        *first = true;
    }
    spread(&mut used, other);
    for sign in one {
        let mut next = vec![*sign == b'*' && used.first() == Some(&true)];
        for (at, it) in other.iter().enumerate() {
            let (here, behind) = (used.get(at) == Some(&true), used.get(at + 1) == Some(&true));
            let same = sign == it || *sign == b'?' || *it == b'?';
            let stays = *sign == b'*' && (behind || next.get(at) == Some(&true));
            next.push(here && same && *it != b'*' && *sign != b'*' || stays || *it == b'*' && behind);
        }
        used = next;
        spread(&mut used, other);
    }
    used.last() == Some(&true)
}

/// A star may stand for nothing.
fn spread(used: &mut [bool], other: &[u8]) {
    for (at, it) in other.iter().enumerate() {
        if *it == b'*'
            && used.get(at) == Some(&true)
            && let Some(behind) = used.get_mut(at + 1)
        {
            *behind = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, SERVICES, is_met, may_be_both};

    #[test]
    fn services_are_found_by_name() {
        assert!(SERVICES.is_sorted_by_key(|(name, _)| *name));
        assert!(Known::of("s3:GetObject").is_some() && Known::of("S3:getobject").is_some());
        assert!(Known::of("s3:getobject").is_some());
        for wrong in ["s3:ReadObject", "s4:GetObject", "GetObject", "s3:", ":GetObject", "s3:-", "s3:0"] {
            assert!(Known::of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn an_action_takes_what_the_reference_says() {
        let takes = |action: &str, arn: &str| Known::of(action).unwrap().takes(arn);
        for (action, arn) in [
            ("s3:GetObject", "arn:aws:s3:::records/*"),
            ("s3:GetObject", "arn:aws:s3:::accesspoint/a"),
            ("s3:GetObject", "arn:aws:s3:eu-west-2:111122223333:accesspoint/records/object/*"),
            ("s3:ListBucket", "arn:aws:s3:::records"),
            ("s3:ListBucket", "arn:*:s3:*:*:*"),
            ("sqs:SendMessage", "arn:*:sqs:*:*:*"),
            ("kms:Decrypt", "arn:aws:kms:eu-west-2:111122223333:key/0b"),
            ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-2:111122223333:secret:lab-??????"),
            ("logs:PutLogEvents", "arn:aws:logs:eu-west-2:111122223333:log-group:/clinic:*"),
            ("rds-db:connect", "arn:aws:rds-db:eu-west-2:111122223333:dbuser:*/app"),
            ("kms:Decrypt", "*"),
        ] {
            assert!(takes(action, arn), "{action} {arn}");
        }
        for (action, arn) in [
            ("s3:GetObject", "arn:aws:s3:::records"),
            ("s3:ListBucket", "arn:aws:s3:::records/*"),
            ("s3:GetObject", "arn:aws:s3:eu-west-2:111122223333:accesspoint/records"),
            ("elasticfilesystem:ClientMount", "arn:*:elasticfilesystem:*:*:access-point/name"),
            ("sqs:SendMessage", "arn:aws:sns:eu-west-2:111122223333:news"),
            ("kms:Decrypt", "arn:aws:kms:eu-west-2:111122223333:alias/records"),
            ("ecs:RunTask", "arn:aws:ecs:eu-west-2:111122223333:cluster/clinic"),
            ("kms:Decrypt", "records"),
        ] {
            assert!(!takes(action, arn), "{action} {arn}");
        }
        assert!(Known::of("ecr:GetAuthorizationToken").unwrap().takes_none());
        assert!(!Known::of("sqs:SendMessage").unwrap().takes_none());
        assert!(!Known::of("s3:PutAccountPublicAccessBlock").unwrap().takes_none());
    }

    #[test]
    fn two_patterns_meet_where_one_text_is_of_both() {
        for (one, other) in [("a*c", "abc"), ("*", ""), ("a*", "*b"), ("a?c", "a*"), ("**", "x"), ("", "")] {
            assert!(may_be_both(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert!(may_be_both(other.as_bytes(), one.as_bytes()), "{other} {one}");
        }
        for (one, other) in [("a*c", "ab"), ("", "a"), ("a*", "b*"), ("a?", "a"), ("*x", "*y")] {
            assert!(!may_be_both(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert!(!may_be_both(other.as_bytes(), one.as_bytes()), "{other} {one}");
        }
        assert!(is_met("kms:GenerateDataKey*") && is_met("s3:*") && is_met("*"));
        assert!(!is_met("kms:MakeKey*") && !is_met("kmz:*"));
    }
}

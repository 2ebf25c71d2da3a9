//! Reading again what is written: whether alerts say what to do, and what they read. Rules of every target that writes alerts are made
//! of this.

mod selected;

use hc_cdk::value::Json;

pub use selected::{Read, selected};

/// The alerts of what may have recorded series as well, if all of it can be read: of a file of rules, or of the specification of a
/// `PrometheusRule`.
pub fn alerts(rules: &Json) -> Option<Vec<&Json>> {
    Some(all(rules)?.into_iter().filter(|it| it.get("alert").is_some()).collect())
}

/// The alerts and the recorded series, if all of it can be read.
pub fn all(rules: &Json) -> Option<Vec<&Json>> {
    let mut found = Vec::new();
    for group in rules.get("groups")?.as_list()? {
        for rule in group.get("rules")?.as_list()? {
            rule.as_object()?;
            found.push(rule);
        }
    }
    Some(found)
}

/// Whether an alert says how bad it is, what is wrong and where it says what to do.
pub fn says_what_to_do(alert: &Json) -> bool {
    let said = |path: &str| alert.at(path).and_then(Json::as_text).map(str::trim).filter(|it| !it.is_empty());
    let asks = matches!(alert.get("expr"), Some(Json::Int(_) | Json::Float(_))) || said("expr").is_some();
    asks && said("labels/severity").is_some()
        && said("annotations/summary").is_some()
        && said("annotations/runbook_url").is_some_and(|it| it.starts_with("https://"))
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::Object;

    use super::*;

    fn alert(page: &str) -> Json {
        let labels = Object::new().with("severity", "high");
        let annotations = Object::new().with("summary", "slow").with("runbook_url", page.to_owned());
        let alert = Object::new().with("alert", "Slow").with("expr", "a > 1");
        alert.with("labels", labels).with("annotations", annotations).into()
    }

    #[test]
    fn an_alert_has_a_page() {
        assert!(says_what_to_do(&alert("https://runbooks.example.org/Slow.md")));
        assert!(!says_what_to_do(&alert("")));
        assert!(!says_what_to_do(&alert("http://runbooks.example.org/Slow.md")));
    }

    #[test]
    fn what_cannot_be_read_has_no_alerts_that_are_known() {
        let rules = |rules: Json| Json::from(Object::new().with("groups", vec![Object::new().with("rules", rules)]));
        assert_eq!(alerts(&rules(vec![alert("")].into())).map(|it| it.len()), Some(1));
        assert_eq!(alerts(&rules("all".into())), None);
        assert_eq!(alerts(&rules(vec![Json::from(1)].into())), None);
    }
}

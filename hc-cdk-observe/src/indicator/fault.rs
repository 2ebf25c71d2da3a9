//! What is wrong with an indicator, such as what Prometheus would refuse to read.

use super::{Measured, Side};
use crate::series::Selected;

impl Measured {
    /// What is wrong with it, and what to do.
    pub(crate) fn fault(&self) -> Option<(String, &'static str)> {
        let labels = self.reading.series().into_iter().flat_map(Selected::label_names).chain(self.by);
        let mut labels = labels.filter(|it| !is_label(it));
        if !is_label(self.name) {
            let what = format!("has an indicator called `{}`", self.name);
            return Some((what, "use lower-case letters, digits and `_`, and begin with a letter"));
        }
        if let Some(label) = labels.next() {
            let what = format!("measures `{}` by the label `{label}`, which is no name", self.name);
            return Some((what, "use lower-case letters, digits and `_`, and begin with a letter"));
        }
        if !self.reading.series().into_iter().all(Selected::is_known) {
            let what = format!("measures `{}` by a label of which only the deployment knows what it is", self.name);
            return Some((what, "compare labels with text: rules are written before anything is deployed"));
        }
        if self.period < 60 {
            let what = format!("measures `{}` over no time", self.name);
            return Some((what, "measure over a minute or longer: `.over_minutes(1)`"));
        }
        let bands = self.bands?;
        let is_turned = (bands.yellow > bands.red) != (bands.worse == Side::Below)
            && (bands.yellow - bands.red).abs() > f64::EPSILON;
        let turned = format!("shows `{}` red before it is yellow", self.name);
        is_turned.then_some((turned, "give the limit of yellow first, and then that of red"))
    }
}

/// Whether Prometheus takes a text as the name of a label. It takes upper case, too; names of ours are all alike.
fn is_label(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Token, Value};

    use crate::{Compared, Counter, Metric, PerMinute, Selected};

    const REQUESTS: Counter = Counter::named("requests_total");

    #[test]
    fn what_prometheus_refuses_is_found() {
        let requests = || REQUESTS.everywhere();
        let fault = |it: crate::Indicator<PerMinute>| it.measured.fault().map(|(what, _)| what);
        assert_eq!(fault(requests().per_minute("requests").by("service")), None);
        let token = Token::Function { name: "Ref", arguments: "Service".into() };
        let token: Value<String> = Value::from_json(Json::Token(Box::new(token)));
        let unknown = Selected::of("requests_total").with("service", Compared::Is, token);
        for (it, said) in [
            (requests().per_minute("Requests"), "has an indicator called `Requests`"),
            (requests().per_minute("requests").by("my service"), "by the label `my service`"),
            (requests().is("a-b", "c").per_minute("requests"), "by the label `a-b`"),
            (REQUESTS.selected(unknown).per_minute("requests"), "only the deployment knows"),
            (requests().per_minute("requests").over_minutes(0), "over no time"),
            (requests().per_minute("requests").worse_below(PerMinute(1.0), PerMinute(2.0)), "red before it is yellow"),
        ] {
            let found = fault(it).unwrap_or_default();
            assert!(found.contains(said), "{said}: {found}");
        }
    }
}

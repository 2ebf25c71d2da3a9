//! What CloudWatch says of measured values: statistics of periods, and the state of an alarm.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::grammar::{Node, parse};

/// Values by metric, each with the moment at which it was measured.
#[derive(Debug, Default, Clone)]
pub(crate) struct CloudWatch {
    values: BTreeMap<String, Vec<(i64, f64)>>,
}

impl CloudWatch {
    pub(crate) fn measured(&mut self, name: &str, at: i64, value: f64) {
        self.values.entry(name.to_owned()).or_default().push((at, value));
    }

    /// Whether an alarm is raised when the period ends that ends at a moment.
    pub(crate) fn is_raised(&self, alarm: &Value, at: i64) -> bool {
        let period = alarm["Metrics"][0]["MetricStat"]["Period"].as_i64().unwrap();
        let limit = alarm["Threshold"].as_f64().unwrap();
        let beyond = (0..alarm["EvaluationPeriods"].as_i64().unwrap()).filter(|back| {
            match self.value(alarm, at - back * period, period) {
                Some(value) if alarm["ComparisonOperator"] == "GreaterThanThreshold" => value > limit,
                Some(value) => value < limit,
                None => alarm["TreatMissingData"] == "breaching",
            }
        });
        beyond.count() >= usize::try_from(alarm["DatapointsToAlarm"].as_i64().unwrap()).unwrap()
    }

    fn value(&self, alarm: &Value, end: i64, period: i64) -> Option<f64> {
        let queries = alarm["Metrics"].as_array().unwrap();
        let mut named = BTreeMap::new();
        for query in queries {
            let id = query["Id"].as_str().unwrap();
            let value = if let Some(expression) = query["Expression"].as_str() {
                computed(&parse(expression), &named)
            } else {
                let stat = &query["MetricStat"];
                let name = stat["Metric"]["MetricName"].as_str().unwrap();
                self.statistic(name, stat["Stat"].as_str().unwrap(), end - period, end)
            };
            if query["ReturnData"] == true {
                return value;
            }
            named.insert(id.to_owned(), value);
        }
        panic!("the alarm compares nothing")
    }

    fn statistic(&self, name: &str, statistic: &str, start: i64, end: i64) -> Option<f64> {
        let all = self.values.get(name)?.iter().filter(|(at, _)| *at > start && *at <= end);
        let mut all: Vec<f64> = all.map(|it| it.1).collect();
        all.sort_by(f64::total_cmp);
        let count = f64::from(u32::try_from(all.len()).unwrap());
        let (least, most) = (*all.first()?, *all.last()?);
        Some(match statistic {
            "Sum" => all.iter().sum(),
            "Average" => all.iter().sum::<f64>() / count,
            "Maximum" => most,
            "Minimum" => least,
            _ => {
                let hundredths: usize = statistic.strip_prefix('p').unwrap().parse().unwrap();
                all[(all.len() * hundredths).div_ceil(100).saturating_sub(1)]
            }
        })
    }
}

fn computed(node: &Node, named: &BTreeMap<String, Option<f64>>) -> Option<f64> {
    match node {
        Node::Number(number) => Some(*number),
        Node::Name(name, _) => named[name],
        Node::Call(name, _, arguments) => {
            assert_eq!(name, "FILL");
            computed(&arguments[0], named).or_else(|| computed(&arguments[1], named))
        }
        Node::Both(operator, _, left, right) => {
            let (left, right) = (computed(left, named)?, computed(right, named)?);
            match operator.as_str() {
                "*" => Some(left * right),
                // What is divided by nothing has no value.
                "/" => (right != 0.0).then(|| left / right),
                "-" => Some(left - right),
                _ => panic!("`{operator}` is not known here"),
            }
        }
        Node::Range(..) | Node::Offset(..) => panic!("CloudWatch knows no ranges"),
    }
}

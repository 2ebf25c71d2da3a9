//! What a schedule of the account starts again and again.

use hc_cdk::{check::Checked, value::Json};

use super::found::resources;

/// When schedules start something, and which construct they are of.
pub(super) fn comes_again(checked: &Checked<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (stack, schedule) in resources(checked) {
        if !matches!(schedule.kind(), "AWS::Scheduler::Schedule" | "AWS::Events::Rule") {
            continue;
        }
        let text = |name| schedule.properties.get(name).and_then(Json::as_text);
        if let (Some(construct), Some(when)) = (stack.construct_of(schedule), text("ScheduleExpression")) {
            let zone = text("ScheduleExpressionTimezone").unwrap_or("UTC");
            all.push((format!("`{when}`, {zone}"), format!("{}/{} runs", stack.name(), construct.path)));
        }
    }
    all
}

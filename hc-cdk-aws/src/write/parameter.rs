//! What a parameter may be, in the words of a template.

use hc_cdk::{
    model::{OnlyWhere, ParameterFacts, ParameterKind},
    value::{Json, Object},
};

/// The members of a parameter of a template.
pub(super) fn members(facts: &ParameterFacts) -> Object {
    let kind = match facts.kind {
        ParameterKind::Text => "String",
        ParameterKind::Number => "Number",
    };
    let mut members = Object::new().with("Type", kind).with("Description", facts.description);
    members.put("Default", facts.default.clone());
    members.put("AllowedValues", facts.allowed.clone());
    members.put("AllowedPattern", facts.pattern);
    members.put("MinValue", facts.range.as_ref().map(|range| *range.start()));
    members.put("MaxValue", facts.range.as_ref().map(|range| *range.end()));
    members.put("ConstraintDescription", Some(facts.limits.words).filter(|it| !it.is_empty()));
    members
}

/// What may be only where something else is a certain value, as a rule of a template.
pub(super) fn rule(limit: &OnlyWhere) -> Object {
    let (limited, values) = &limit.limited;
    let condition = limit
        .looked_at
        .as_ref()
        .map(|(looked_at, value)| Object::new().with("Fn::Equals", vec![looked_at.clone(), Json::from(*value)]));
    let contains: Vec<Json> = vec![values.clone().into(), limited.clone()];
    let assertion = Object::new()
        .with("Assert", Object::new().with("Fn::Contains", contains))
        .with("AssertDescription", limit.words.clone());
    let mut rule = Object::new();
    rule.put("RuleCondition", condition);
    rule.with("Assertions", vec![Json::from(assertion)])
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, parameter::Parameter, policy::Development, waiver::Raw};

    use crate::{cfn::sns::Topic, region, stack::Stack};

    #[test]
    fn what_a_parameter_may_be_stands_in_the_template() {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        let _ = stack.parameter("Size", Parameter::<i64>::new("How many").default_value(3).range(1..=5));
        let stage = Parameter::<String>::new("Which stage").allowed(["a", "b"]).default_value("b").pattern("[ab]");
        let _ = stack.parameter("Stage", stage);
        stack.add("Topic", Raw(Topic::default()));
        let files = App::new("clinic").stack(stack).synthesize().unwrap();
        let template: serde_json::Value = serde_json::from_slice(&files[1].bytes).unwrap();
        let expected = serde_json::json!({
            "Size": { "Type": "Number", "Description": "How many", "Default": 3, "MinValue": 1, "MaxValue": 5 },
            "Stage": {
                "Type": "String", "Description": "Which stage", "Default": "b", "AllowedValues": ["a", "b"],
                "AllowedPattern": "[ab]"
            },
        });
        assert_eq!(template["Parameters"], expected);
    }
}

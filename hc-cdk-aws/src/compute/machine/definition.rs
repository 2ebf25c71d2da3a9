//! Steps as Step Functions reads them: in Amazon States Language, with `JSONata`.
//!
//! Source: the guide to Step Functions, "Transforming data with `JSONata`". Nothing in it is `null`, which a template cannot have.

use hc_cdk::value::{Json, Object};

use super::{
    called::StepCall,
    steps::{Does, Next, Step},
    when::{input, query},
};
use crate::pseudo;

/// The definition of a state machine, which comes to its end within so many seconds.
pub(super) fn of(steps: &[Step], seconds: u32) -> Json {
    level(steps).with("QueryLanguage", "JSONata").with("TimeoutSeconds", seconds).into()
}

/// Steps that are done by themselves.
fn level(steps: &[Step]) -> Object {
    let mut states = Object::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        states.insert(step.name, state(step, steps.get(at + 1).map(|it| it.name)));
    }
    Object::new().with("StartAt", steps.first().map_or("", |it| it.name)).with("States", states)
}

fn state(step: &Step, following: Option<&'static str>) -> Object {
    let state = match &step.does {
        Does::Call(call) => task(call),
        Does::Wait(seconds) => typed("Wait").with("Seconds", *seconds),
        Does::Choose(ways, otherwise) => {
            let way = |(when, name): &(super::When, &'static str)| {
                Json::from(Object::new().with("Condition", when.expression()).with("Next", *name))
            };
            typed("Choice").with("Choices", Json::List(ways.iter().map(way).collect())).with("Default", *otherwise)
        }
        Does::Each { of, at_once, steps } => {
            let processor = level(steps).with("ProcessorConfig", Object::new().with("Mode", "INLINE"));
            typed("Map")
                .with("Items", query(&input(of)))
                .with("MaxConcurrency", *at_once)
                .with("ItemProcessor", processor)
        }
        Does::Together(branches) => {
            typed("Parallel").with("Branches", Json::List(branches.iter().map(|it| level(it).into()).collect()))
        }
        Does::Succeed => return typed("Succeed"),
        Does::Fail { error, cause } => return typed("Fail").with("Error", *error).with("Cause", *cause),
    };
    let mut state = state;
    state.put("Retry", retries(step));
    state.put("Catch", step.failed.map(caught));
    match (&step.does, step.next, following) {
        (Does::Choose(..), ..) => state,
        (_, Next::To(name), _) | (_, Next::Following, Some(name)) => state.with("Next", name),
        (_, Next::End, _) | (_, Next::Following, None) => state.with("End", true),
    }
}

fn typed(name: &'static str) -> Object {
    Object::new().with("Type", name)
}

fn task(call: &StepCall) -> Object {
    let resource = Json::from(hc_cdk::value::Value::<String>::concat([
        "arn:".into(),
        pseudo::partition().into(),
        format!(":states:::{}", call.integration).into(),
    ]));
    typed("Task")
        .with("Resource", resource)
        .with("Arguments", call.arguments.clone())
        .with("Output", query(call.output))
}

/// What is tried again, the longer after each time: what is the service's own fault, and what the program asks for.
fn retries(step: &Step) -> Option<Json> {
    let passing = match &step.does {
        Does::Call(call) => call.passing,
        _ => &[],
    };
    let again = |errors: &[&'static str], times: u32| {
        Object::new()
            .with("ErrorEquals", Json::List(errors.iter().map(|it| Json::from(*it)).collect()))
            .with("IntervalSeconds", 2)
            .with("MaxAttempts", times)
            .with("BackoffRate", 2)
    };
    let own = (!passing.is_empty()).then(|| again(passing, 6));
    let asked = (step.retries > 0).then(|| again(&["States.ALL"], step.retries));
    let all: Vec<Json> = own.into_iter().chain(asked).map(Into::into).collect();
    (!all.is_empty()).then_some(Json::List(all))
}

/// What comes if a step fails: another one, with what this one was given and what went wrong.
fn caught(name: &'static str) -> Json {
    let output = query("$merge([$states.input, {'error': $states.errorOutput}])");
    let catcher = Object::new()
        .with("ErrorEquals", Json::List(vec!["States.ALL".into()]))
        .with("Next", name)
        .with("Output", output);
    Json::List(vec![catcher.into()])
}

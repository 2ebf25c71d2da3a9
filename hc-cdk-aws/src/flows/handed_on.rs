//! Where queues, topics and buses hand on what they have by themselves, without a right of whoever gets it: to what is subscribed to a
//! topic or a target of a rule, to archives, and to the queue of what failed. Of those that are in no perimeter, such as the topic of an alarm, nothing is said.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::Json,
};

use super::world::World;

const TOPIC: &str = "AWS::SNS::Topic";
const SUBSCRIPTION: &str = "AWS::SNS::Subscription";
const QUEUE: &str = "AWS::SQS::Queue";
const BUS: &str = "AWS::Events::EventBus";
const RULE: &str = "AWS::Events::Rule";
const ARCHIVE: &str = "AWS::Events::Archive";

/// Reads who hears a topic, and where goes what nobody handled.
pub(super) fn read(world: &World<'_>, place: Place, ways: &mut Vec<Way>) {
    let Some(resource) = world.resource(place) else { return };
    match resource.kind() {
        SUBSCRIPTION => {
            let topic = world.property(place, "TopicArn").and_then(|it| world.referred(place.0, it));
            if let Some(topic) = topic.filter(|topic| has_data(world, *topic)) {
                heard(world, topic, place, &resource.properties, ways);
                failed(world, topic, place, ways);
            }
        }
        TOPIC if has_data(world, place) => {
            for one in one_or_many(world.property(place, "Subscription")) {
                heard(world, place, place, one, ways);
            }
        }
        QUEUE if has_data(world, place) => failed(world, place, place, ways),
        RULE => {
            if let Some(bus) = bus_of(world, place, "EventBusName") {
                ruled(world, bus, place, ways);
            }
        }
        ARCHIVE => {
            if let Some(bus) = bus_of(world, place, "SourceArn") {
                let (who, to) = (Who::OfApp(place), To::OneStore(bus));
                ways.push(Way { who, to, by: place, reads: true, writes: false, is_said: false });
            }
        }
        BUS if has_data(world, place) => lost(world, place, place, world.property(place, DEAD_LETTERS), ways),
        _ => {}
    }
}

/// Whether what it hands on is data of a class.
fn has_data(world: &World<'_>, place: Place) -> bool {
    world.stack(place).zip(world.resource(place)).is_some_and(|(stack, it)| stack.class_of(it).is_some())
}

fn heard(world: &World<'_>, topic: Place, by: Place, subscription: &Json, ways: &mut Vec<Way>) {
    let endpoint = at(subscription, "Endpoint").and_then(|it| world.referred(by.0, it));
    let protocol = at(subscription, "Protocol").and_then(Json::as_text).unwrap_or("some protocol");
    let who = endpoint.map_or_else(|| Who::Elsewhere(format!("a subscriber by `{protocol}`")), Who::OfApp);
    ways.push(Way { who, to: To::OneStore(topic), by, reads: true, writes: false, is_said: false });
}

/// Where it is said what becomes of events that cannot be handed over.
const DEAD_LETTERS: &str = "DeadLetterConfig/Arn";

/// The bus with data that a property names.
fn bus_of(world: &World<'_>, place: Place, path: &str) -> Option<Place> {
    let bus = world.referred(place.0, world.property(place, path)?)?;
    (world.kind(bus) == BUS && has_data(world, bus)).then_some(bus)
}

/// The targets of a rule get what its bus has. A list that cannot be read has somebody in it.
fn ruled(world: &World<'_>, bus: Place, by: Place, ways: &mut Vec<Way>) {
    for target in one_or_many(world.property(by, "Targets")) {
        let to = at(target, "Arn").and_then(|it| world.referred(by.0, it));
        let who = to.map_or_else(|| Who::Elsewhere("a target of a rule".to_owned()), Who::OfApp);
        ways.push(Way { who, to: To::OneStore(bus), by, reads: true, writes: false, is_said: false });
        lost(world, bus, by, at(target, DEAD_LETTERS), ways);
    }
}

/// What nobody handled is written to another queue, as the one that it comes from.
fn failed(world: &World<'_>, from: Place, by: Place, ways: &mut Vec<Way>) {
    lost(world, from, by, world.property(by, "RedrivePolicy/deadLetterTargetArn"), ways);
}

fn lost(world: &World<'_>, from: Place, by: Place, target: Option<&Json>, ways: &mut Vec<Way>) {
    if let Some(to) = target.and_then(|it| world.referred(by.0, it)) {
        let to = To::OneStore(to);
        ways.push(Way { who: Who::OfApp(from), to, by, reads: false, writes: true, is_said: false });
    }
}

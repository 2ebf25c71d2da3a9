//! Where queues, topics, buses and buckets hand on what they have by themselves, without a right of whoever gets it: to what is subscribed to
//! a topic or a target of a rule, to archives, to copies, and to the queue of what failed. Of those that are in no perimeter, such as the topic of
//! an alarm, nothing is said.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::Json,
};

use super::{
    named::{HERE, Named},
    stores::Stores,
    world::{World, choices},
};
use crate::rules::possible::may_be;

const TOPIC: &str = "AWS::SNS::Topic";
const SUBSCRIPTION: &str = "AWS::SNS::Subscription";
const QUEUE: &str = "AWS::SQS::Queue";
const BUS: &str = "AWS::Events::EventBus";
const RULE: &str = "AWS::Events::Rule";
const ARCHIVE: &str = "AWS::Events::Archive";
const BUCKET: &str = "AWS::S3::Bucket";
const TABLE: &str = "AWS::DynamoDB::Table";

/// What nobody can read.
static UNREADABLE: Json = Json::Null;

/// Reads who hears a topic, and where goes what nobody handled.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, place: Place, ways: &mut Vec<Way>) {
    let Some(resource) = world.resource(place) else { return };
    match resource.kind() {
        SUBSCRIPTION => {
            let topics = world.property(place, "TopicArn").map(|it| world.each_referred(it)).unwrap_or_default();
            for topic in topics.into_iter().filter(|topic| has_data(world, *topic)) {
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
            let named = world.property(place, "EventBusName").map(|it| Named::of(world, it));
            let buses = named.iter().flat_map(|it| buses_of(world, stores, it));
            buses.for_each(|bus| ruled(world, bus, place, ways));
            // Buckets tell the account's own bus, which has no name or this one.
            if named.is_none_or(|it| it.is_unknown || it.text.rsplit('/').next() == Some("default")) {
                told(world, stores, place, ways);
            }
        }
        ARCHIVE => {
            let named = world.property(place, "SourceArn").map(|it| Named::of(world, it));
            for bus in named.iter().flat_map(|it| buses_of(world, stores, it)) {
                let (who, to) = (Who::OfApp(place), To::OneStore(bus));
                ways.push(Way { who, to, by: place, reads: true, writes: false, is_said: false });
            }
        }
        TABLE if has_data(world, place) => {
            sends(world, stores, place, "KinesisStreamSpecification/StreamArn", "", ways);
        }
        BUCKET if has_data(world, place) => {
            for (list, end) in TOLD {
                sends(world, stores, place, list, end, ways);
            }
            if world.property(place, "AccessControl").is_some_and(|it| may_be(it, |it| OPEN_LISTS.contains(&it))) {
                let who = Who::Elsewhere("whoever its list of access names".to_owned());
                ways.push(Way { who, to: To::OneStore(place), by: place, reads: true, writes: false, is_said: false });
            }
        }
        BUS if has_data(world, place) => lost(world, place, place, world.property(place, DEAD_LETTERS), ways),
        _ => {}
    }
}

/// Whom a bucket tells of its objects by itself, and where it lists them.
const TOLD: [(&str, &str); 6] = [
    ("InventoryConfigurations", "Destination/BucketArn"),
    ("MetadataTableConfiguration", "S3TablesDestination/TableBucketArn"),
    ("NotificationConfiguration/LambdaConfigurations", "Function"),
    ("NotificationConfiguration/QueueConfigurations", "Queue"),
    ("NotificationConfiguration/TopicConfigurations", "Topic"),
    ("ReplicationConfiguration/Rules", "Destination/Bucket"),
];

/// Lists of access by which others read the objects of a bucket.
const OPEN_LISTS: [&str; 4] = ["AuthenticatedRead", "AwsExecRead", "PublicRead", "PublicReadWrite"];

/// Where a store sends by itself what it has. A list that cannot be read has somebody in it.
fn sends(world: &World<'_>, stores: &Stores<'_>, from: Place, list: &str, end: &str, ways: &mut Vec<Way>) {
    let whole = list.split('/').next().and_then(|it| world.property(from, it));
    let unread = whole.filter(|it| it.as_object().is_none() && it.as_list().is_none());
    for one in one_or_many(world.property(from, list).or(unread)) {
        let end = if end.is_empty() { Some(one) } else { at(one, end) };
        let named = end.and_then(|it| bucket(stores, it)).map(|it| vec![Who::OfApp(it)]);
        for who in named.unwrap_or_else(|| world.whom(end, &format!("whoever is named in `{list}`"))) {
            ways.push(Way { who, to: To::OneStore(from), by: from, reads: true, writes: false, is_said: false });
        }
    }
}

/// The bucket of the app whose ARN a text is. No two accounts have one of the same name.
fn bucket(stores: &Stores<'_>, arn: &Json) -> Option<Place> {
    let name = arn.as_text()?.split_once(":s3:::")?.1;
    stores.called("s3", Some(name)).first().copied()
}

/// Whether what it hands on is data of a class.
pub(super) fn has_data(world: &World<'_>, place: Place) -> bool {
    world.stack(place).zip(world.resource(place)).is_some_and(|(stack, it)| stack.class_of(it).is_some())
}

fn heard(world: &World<'_>, topic: Place, by: Place, subscription: &Json, ways: &mut Vec<Way>) {
    let protocol = at(subscription, "Protocol").and_then(Json::as_text).unwrap_or("some protocol");
    for who in world.whom(at(subscription, "Endpoint"), &format!("a subscriber by `{protocol}`")) {
        ways.push(Way { who, to: To::OneStore(topic), by, reads: true, writes: false, is_said: false });
    }
}

/// Where it is said what becomes of events that cannot be handed over.
const DEAD_LETTERS: &str = "DeadLetterConfig/Arn";

/// The buses with data that a value names: by reference, by the name that the program gives one or an ARN with that; each, if only the
/// deployment knows.
fn buses_of(world: &World<'_>, stores: &Stores<'_>, named: &Named) -> Vec<Place> {
    let mut buses = if named.resources.is_empty() {
        let name = named.text.rsplit('/').next().filter(|it| !named.is_unknown && !it.contains(HERE));
        stores.called("events", name)
    } else {
        named.resources.clone()
    };
    buses.retain(|bus| world.kind(*bus) == BUS && has_data(world, *bus));
    buses
}

/// The targets of a rule get what its bus has. A list that cannot be read has somebody in it.
fn ruled(world: &World<'_>, bus: Place, by: Place, ways: &mut Vec<Way>) {
    for target in one_or_many(world.property(by, "Targets")) {
        for who in world.whom(at(target, "Arn"), "a target of a rule") {
            ways.push(Way { who, to: To::OneStore(bus), by, reads: true, writes: false, is_said: false });
        }
        lost(world, bus, by, at(target, DEAD_LETTERS), ways);
    }
}

/// Whom a rule tells of the objects of buckets. What starts a pipeline is told of nothing but a start.
fn told(world: &World<'_>, stores: &Stores<'_>, by: Place, ways: &mut Vec<Way>) {
    let pattern = world.property(by, "EventPattern").unwrap_or(&UNREADABLE);
    let sources = one_or_many(at(pattern, "source"));
    let is_other = |it: &Json| !may_be(it, |it| it == "aws.s3");
    if !sources.is_empty() && sources.iter().all(is_other) {
        return;
    }
    let buckets: Vec<Place> = buckets(world, stores, pattern).into_iter().filter(|it| has_data(world, *it)).collect();
    for target in one_or_many(world.property(by, "Targets")) {
        let arn = at(target, "Arn").unwrap_or(&UNREADABLE);
        // Of a pipeline, as its ARN says in so many words.
        if Named::of(world, arn).text.split(':').nth(2) == Some("codepipeline") {
            continue;
        }
        for who in world.whom(Some(arn), "a target of events") {
            let way = |to: &Place| Way {
                who: who.clone(),
                to: To::OneStore(*to),
                by,
                reads: true,
                writes: false,
                is_said: false,
            };
            ways.extend(buckets.iter().map(way));
        }
        for bucket in &buckets {
            lost(world, *bucket, by, at(target, DEAD_LETTERS), ways);
        }
    }
}

/// The buckets that a pattern names; all that tell anybody, if it names some that nobody knows.
fn buckets(world: &World<'_>, stores: &Stores<'_>, pattern: &Json) -> Vec<Place> {
    let names: Vec<&Json> = one_or_many(at(pattern, "detail/bucket/name")).iter().flat_map(choices).collect();
    let found: Vec<Place> = names.iter().filter_map(|it| world.referred(it)).collect();
    if !found.is_empty() && found.len() == names.len() {
        return found;
    }
    let mut all = stores.called("s3", None);
    all.retain(|it| world.kind(*it) == BUCKET && world.property(*it, "NotificationConfiguration").is_some());
    all
}

/// What nobody handled is written to another queue, as the one that it comes from.
fn failed(world: &World<'_>, from: Place, by: Place, ways: &mut Vec<Way>) {
    lost(world, from, by, world.property(by, "RedrivePolicy/deadLetterTargetArn"), ways);
}

fn lost(world: &World<'_>, from: Place, by: Place, target: Option<&Json>, ways: &mut Vec<Way>) {
    for to in target.map(|it| world.each_referred(it)).unwrap_or_default() {
        let to = To::OneStore(to);
        ways.push(Way { who: Who::OfApp(from), to, by, reads: false, writes: true, is_said: false });
    }
}

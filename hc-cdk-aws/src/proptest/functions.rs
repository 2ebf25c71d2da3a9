//! Functions of a program: what they connect to, what runs them, and who calls them.

use hc_cdk::{
    data::{AllowedUnder, DataClass},
    image::Image,
    policy::Policy,
};
use proptest::{prelude::*, sample::subsequence};

use crate::{
    compute::{Deployment, Function, Schedule, StateMachine, Steps, Telemetry},
    edge::UserPool,
    messages::{Bus, Queue, Topic},
    observe::{Alarms, Contact, Count},
    perimeter::Perimeter,
    stack::Stack,
    storage::Table,
};

pub(super) const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What a function is made of, whether a queue, a topic, a bus or the clock runs it, whether a state machine calls it, and
/// whether it looks after people.
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone)]
pub(super) struct FunctionPlan {
    at_once: i32,
    tables: Vec<usize>,
    queue: bool,
    topic: bool,
    bus: bool,
    clock: bool,
    machine: bool,
    shifted: bool,
    telemetry: bool,
    users: bool,
}

impl FunctionPlan {
    /// Adds the function, with what runs it.
    pub(super) fn add<P: Policy, D>(
        &self,
        stack: &mut Stack<P>,
        zone: &Perimeter<D>,
        number: usize,
        region: &str,
        tables: &[Table<D>],
    ) where
        D: DataClass + AllowedUnder<P>,
    {
        let image = format!("111122223333.dkr.ecr.{region}.amazonaws.com/program@{DIGEST}");
        let Ok(image) = Image::parse(image) else { return };
        let mut function = Function::builder().perimeter(zone).code(image).concurrency(self.at_once);
        for table in self.tables.iter().filter_map(|at| tables.get(*at)) {
            function = function.connect(table);
        }
        if self.users {
            let users = UserPool::builder().perimeter(zone).build();
            function = function.connect(&stack.add(format!("Users{number}"), users));
        }
        if self.telemetry {
            function = function.telemetry(&Telemetry::in_image());
        }
        if self.queue {
            function = function.on(&stack.add(format!("Queue{number}"), Queue::builder().perimeter(zone).build()));
        }
        if self.topic {
            function = function.on(&stack.add(format!("Topic{number}"), Topic::builder().perimeter(zone).build()));
        }
        let bus = self.bus.then(|| stack.add(format!("Bus{number}"), Bus::builder().perimeter(zone).build()));
        let heard = bus.map(|it| it.from("program").named("Happened"));
        if let Some(heard) = &heard {
            stack.add(format!("Heard{number}"), Queue::builder().perimeter(zone).on(heard).build());
            function = function.on(heard);
        }
        if self.shifted {
            function = function.deployment(Deployment::canary(10, 15));
        }
        if self.clock {
            function = function.schedule(Schedule::daily_at(2, 30));
        }
        let function = stack.add(format!("Function{number}"), function.build());
        if self.shifted {
            let alarms = Alarms::builder().key(zone.key()).notify(Contact::email("on-call@example.org"));
            let alarms = alarms.watch("Failing", function.errors().above(Count(1.0))).build();
            let alarms = stack.add(format!("Watch{number}"), alarms);
            stack.add(format!("Rollback{number}"), alarms.roll_back("Failing", &function));
        }
        if self.machine {
            let steps = Steps::new().waits("Wait", 60).calls("Call", &function).or("Fail").ends();
            let machine = StateMachine::builder().perimeter(zone).steps(steps.fails("Fail", "Failed", "it says why"));
            let machine = if let Some(heard) = &heard { machine.on(heard) } else { machine };
            stack.add(format!("Machine{number}"), machine.build());
        }
    }
}

/// A function that may connect to so many tables.
pub(super) fn function(tables: usize) -> impl Strategy<Value = FunctionPlan> {
    let tables = subsequence((0..tables).collect::<Vec<_>>(), 0..=tables);
    (1_i32..=100, tables, any::<[bool; 8]>()).prop_map(
        |(at_once, tables, [queue, topic, bus, clock, machine, shifted, telemetry, users])| FunctionPlan {
            at_once,
            tables,
            queue,
            topic,
            bus,
            clock,
            machine,
            shifted,
            telemetry,
            users,
        },
    )
}

//! How many tasks a service runs.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::{iso27001, soc2},
    dimension::{
        Position,
        availability::{MultiAz, MultiRegion},
    },
    stack::Scope,
    value::Value,
};

use crate::parameters::TaskCount;

/// How many tasks run at most, if the program does not say.
const MOST: u32 = 10;

/// How many tasks run at least and at most: `2..=10`, or a parameter and a number.
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_aws::{compute::Tasks, parameters::TaskCount, prelude::*, region};
///
/// let mut stack = Stack::<Development>::new("try", region::EuSouth1);
/// let desired = Parameter::<TaskCount>::new("how many tasks run").default_value(1).range(1..=10);
/// let tasks = Tasks::between(stack.parameter("DesiredCount", desired), 10);
/// ```
#[derive(Debug, Clone)]
pub struct Tasks {
    pub(super) least: Value<TaskCount>,
    pub(super) most: u32,
}

impl From<RangeInclusive<u32>> for Tasks {
    fn from(range: RangeInclusive<u32>) -> Self {
        let (least, most) = range.into_inner();
        Self::between(least, most)
    }
}

impl From<u32> for Tasks {
    fn from(number: u32) -> Self {
        Self::between(number, number)
    }
}

/// How many tasks there are: always so many, or as many as the load asks for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of tasks",
    label = "write a number, `3`, or the least and the most of them, `2..=10`"
)]
pub trait NumberOfTasks {
    /// The least and the most.
    fn it(self) -> Tasks;
}

#[diagnostic::do_not_recommend]
impl<N: Into<Tasks>> NumberOfTasks for N {
    fn it(self) -> Tasks {
        self.into()
    }
}

impl Tasks {
    /// As many as the first says at least, which may be a parameter that is never more than the second.
    pub fn between(least: impl Into<Value<TaskCount>>, most: u32) -> Self {
        Self { least: least.into(), most }
    }

    /// As many as the program says, or up to ten and as few as the availability lets. Reports what cannot be.
    pub(super) fn of(scope: &mut Scope<'_>, scale: Option<Self>, availability: Position) -> Self {
        let tasks = scale.unwrap_or_else(|| Self::between(fewest(availability), MOST));
        tasks.check(scope, availability);
        one_region(scope, availability);
        tasks
    }

    /// Reports what the numbers, and the limits of parameters, show to be wrong.
    fn check(&self, scope: &mut Scope<'_>, availability: Position) {
        let most = Value::<TaskCount>::from(self.most);
        if !scope.holds(&most, Some(iso27001::CAPACITY), |it| format!("is scaled to `{it}` tasks")) {
            return;
        }
        let literal = self.least.json().as_int().map(|it| (it, it));
        let given = scope.parameter(&self.least).and_then(|it| it.least().zip(it.most()));
        let Some((least, greatest)) = literal.or(given) else {
            let help = "use a number, or a parameter of this stack";
            scope.reject(Some(iso27001::CAPACITY), "is scaled from a number of tasks that nobody knows", help);
            return;
        };
        let fewest = i64::from(fewest(availability));
        if i64::from(self.most) < greatest {
            scope.reject(
                Some(iso27001::CAPACITY),
                format!("is scaled from `{greatest}` to `{}` tasks", self.most),
                "let the first number be at most the second",
            );
        } else if least < fewest && fewest > 1 {
            scope.reject(
                Some(soc2::BACKUP_AND_RECOVERY),
                format!("may be scaled down to `{least}`, and is asked to survive the loss of a zone"),
                format!("let at least {fewest} tasks run"),
            );
        } else if least < fewest {
            scope.reject(Some(iso27001::CAPACITY), "may be scaled down to `0` tasks", "let at least 1 task run");
        }
    }
}

/// Reports that what runs in one region is asked to survive its loss.
pub(super) fn one_region(scope: &mut Scope<'_>, availability: Position) {
    if availability >= MultiRegion::POSITION {
        scope.reject(
            Some(iso27001::REDUNDANCY),
            "is asked to survive the loss of a region, and runs in one region only",
            "declare a stack with this service in each region, and ask for `MultiAz` here",
        );
    }
}

/// How many tasks it takes to survive the loss of a zone. Fargate spreads them over the subnets of the service.
fn fewest(availability: Position) -> u32 {
    if availability >= MultiAz::POSITION { 2 } else { 1 }
}

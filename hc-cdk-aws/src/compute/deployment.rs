//! How a new version of a service takes the place of the old one.

use hc_cdk::{control::iso27001, stack::Scope, value::Value};

use crate::cfn::{
    codedeploy::deployment_config::{TimeBasedCanary, TimeBasedLinear, TrafficRoutingConfig},
    ecs::service::{CanaryConfiguration, DeploymentCircuitBreaker, DeploymentConfiguration, LinearConfiguration},
};

/// How a new version of a service takes the place of the old one: task by task, or beside it, and then by requests.
///
/// A version that fails to start is rolled back in each case; one that starts and fails its users is, if an alarm says so
/// (`alarms.roll_back("LabFailing", &lab)`). Of versions that stand beside each other both run until the new one was in use for as long as
/// it is to bake, and till then going back takes no new tasks. It takes a route of its own: `front.route("/lab/*", &lab)`.
///
/// A function is deployed by `canary` or `linear`: whoever calls it calls an alias, which goes from version to version, and an alarm rolls
/// that back. It does not bake: an old version takes no requests and costs nothing.
///
/// ```
/// use hc_cdk_aws::compute::Deployment;
///
/// let at_once = Deployment::blue_green().bake(30);
/// let a_tenth_first = Deployment::canary(10, 15);
/// let by_fifths = Deployment::linear(20, 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployment {
    shift: Shift,
    bake: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shift {
    /// There is none: tasks are replaced one after the other.
    Rolling,
    AtOnce,
    Canary {
        percent: u32,
        minutes: u32,
    },
    Linear {
        percent: u32,
        minutes: u32,
    },
}

/// The longest that a step or the end of a deployment may take: a day.
const LONGEST: u32 = 1440;

impl Default for Deployment {
    fn default() -> Self {
        Self::rolling()
    }
}

impl Deployment {
    const fn of(shift: Shift) -> Self {
        Self { shift, bake: 10 }
    }

    /// Tasks of the old version are replaced one after the other.
    pub const fn rolling() -> Self {
        Self::of(Shift::Rolling)
    }

    /// All requests go to the new version at once, when all its tasks are there and well.
    pub const fn blue_green() -> Self {
        Self::of(Shift::AtOnce)
    }

    /// So many percent of the requests go to the new version first, and all of them after so many minutes.
    pub const fn canary(percent: u32, minutes: u32) -> Self {
        Self::of(Shift::Canary { percent, minutes })
    }

    /// So many percent more of the requests go to the new version every so many minutes.
    pub const fn linear(percent: u32, minutes: u32) -> Self {
        Self::of(Shift::Linear { percent, minutes })
    }

    /// How many minutes the old version still runs when all requests go to the new one; ten by default.
    #[must_use]
    pub const fn bake(self, minutes: u32) -> Self {
        Self { shift: self.shift, bake: minutes }
    }

    /// Whether requests are shifted from one group of tasks to another.
    pub(crate) fn shifts(self) -> bool {
        self.shift != Shift::Rolling
    }

    /// Reports figures that ECS does not take.
    ///
    /// Source: `CanaryConfiguration` and `LinearConfiguration` of `AWS::ECS::Service`.
    pub(super) fn check(self, scope: &mut Scope<'_>) {
        let (least, percent, minutes) = match self.shift {
            Shift::Rolling | Shift::AtOnce => (0, 0, 0),
            Shift::Canary { percent, minutes } => (1, percent, minutes),
            Shift::Linear { percent, minutes } => (3, percent, minutes),
        };
        if percent < least || percent > 99 || minutes > LONGEST || self.bake > LONGEST {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!(
                    "is deployed by steps of `{percent}` percent and `{minutes}` minutes, and bakes for `{}`",
                    self.bake
                ),
                format!("use {least} to 99 percent, and {LONGEST} minutes at most"),
            );
        }
    }

    /// Reports figures that `CodeDeploy` does not take.
    ///
    /// Source: `TimeBasedCanary` and `TimeBasedLinear` of the API of `CodeDeploy`.
    pub(super) fn check_of_function(self, scope: &mut Scope<'_>) {
        if let Shift::Canary { percent, minutes } | Shift::Linear { percent, minutes } = self.shift
            && (!(1..=99).contains(&percent) || !(1..=LONGEST).contains(&minutes))
        {
            scope.reject(
                Some(iso27001::CHANGE_MANAGEMENT),
                format!("is deployed by steps of `{percent}` percent and `{minutes}` minutes"),
                format!("use 1 to 99 percent, and 1 to {LONGEST} minutes"),
            );
        }
    }

    /// How `CodeDeploy` moves requests to a new version of a function; nothing if it moves them at once.
    pub(super) fn routing(self) -> Option<TrafficRoutingConfig> {
        let number = |it: u32| Some(Value::from(i64::from(it)));
        match self.shift {
            Shift::Rolling | Shift::AtOnce => None,
            Shift::Canary { percent, minutes } => Some(TrafficRoutingConfig {
                time_based_canary: Some(TimeBasedCanary {
                    canary_interval: number(minutes),
                    canary_percentage: number(percent),
                }),
                r#type: Some("TimeBasedCanary".into()),
                ..Default::default()
            }),
            Shift::Linear { percent, minutes } => Some(TrafficRoutingConfig {
                time_based_linear: Some(TimeBasedLinear {
                    linear_interval: number(minutes),
                    linear_percentage: number(percent),
                }),
                r#type: Some("TimeBasedLinear".into()),
                ..Default::default()
            }),
        }
    }

    /// As ECS takes it. What fails to start is rolled back.
    pub(super) fn configuration(self) -> DeploymentConfiguration {
        let yes = || Some(true.into());
        let minutes = |minutes: u32| Some(Value::from(i64::from(minutes)));
        let mut it = DeploymentConfiguration {
            deployment_circuit_breaker: Some(DeploymentCircuitBreaker {
                enable: yes(),
                rollback: yes(),
                ..Default::default()
            }),
            maximum_percent: Some(200.into()),
            minimum_healthy_percent: Some(100.into()),
            ..Default::default()
        };
        let strategy = match self.shift {
            Shift::Rolling => return it,
            Shift::AtOnce => "BLUE_GREEN",
            Shift::Canary { percent, minutes: bake } => {
                it.canary_configuration = Some(CanaryConfiguration {
                    canary_bake_time_in_minutes: minutes(bake),
                    canary_percent: Some(f64::from(percent).into()),
                });
                "CANARY"
            }
            Shift::Linear { percent, minutes: bake } => {
                it.linear_configuration = Some(LinearConfiguration {
                    step_bake_time_in_minutes: minutes(bake),
                    step_percent: Some(f64::from(percent).into()),
                });
                "LINEAR"
            }
        };
        it.strategy = Some(strategy.into());
        it.bake_time_in_minutes = minutes(self.bake);
        it
    }
}

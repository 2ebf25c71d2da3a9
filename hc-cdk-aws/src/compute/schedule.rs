//! When something is started: every so often, or at a time of the day.

use hc_cdk::{control::iso27001, resource::Made, stack::Scope, value::nearest};

use crate::{
    cfn::{
        iam,
        scheduler::{
            self,
            schedule::{FlexibleTimeWindow, RetryPolicy, Target},
        },
    },
    iam::{Statement, role},
};

/// The names of time zones, one in a line.
///
/// Source: the time zone database of IANA, version 2025b, with its old names.
pub(crate) const TIME_ZONES: &str = include_str!("time_zones.txt");

/// When something is started.
///
/// ```
/// use hc_cdk_aws::compute::{Schedule, Weekday};
///
/// let often = Schedule::every_minutes(15);
/// let nightly = Schedule::daily_at(2, 30).in_zone("Europe/London");
/// let weekly = Schedule::weekly_at(Weekday::Sunday, 4, 0);
/// ```
#[derive(Debug, Clone)]
pub struct Schedule {
    when: When,
    zone: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum When {
    Every(u32),
    At { day: Option<Weekday>, hour: u8, minute: u8 },
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    const fn name(self) -> &'static str {
        match self {
            Self::Monday => "MON",
            Self::Tuesday => "TUE",
            Self::Wednesday => "WED",
            Self::Thursday => "THU",
            Self::Friday => "FRI",
            Self::Saturday => "SAT",
            Self::Sunday => "SUN",
        }
    }
}

impl Schedule {
    /// Every so many minutes, from the deployment on.
    pub const fn every_minutes(minutes: u32) -> Self {
        Self { when: When::Every(minutes), zone: "UTC" }
    }

    /// Each day at that hour and minute, in UTC.
    pub const fn daily_at(hour: u8, minute: u8) -> Self {
        Self { when: When::At { day: None, hour, minute }, zone: "UTC" }
    }

    /// Each week on that day, at that hour and minute, in UTC.
    pub const fn weekly_at(day: Weekday, hour: u8, minute: u8) -> Self {
        Self { when: When::At { day: Some(day), hour, minute }, zone: "UTC" }
    }

    /// In that time zone instead, such as `Europe/London`, by its name in the time zone database.
    #[must_use]
    pub const fn in_zone(self, zone: &'static str) -> Self {
        Self { when: self.when, zone }
    }

    /// Declares what starts something by the clock, with a role that may do that and nothing else. A start that fails is tried again
    /// for an hour.
    pub(super) fn declare(
        &self,
        scope: &mut Scope<'_>,
        purpose: &'static str,
        starts: Vec<Statement>,
        target: Target,
    ) -> Made<scheduler::Schedule> {
        let starter = role(scope, "Starter", "scheduler.amazonaws.com", purpose, starts);
        let (expression, zone) = (self.expression(scope), self.zone(scope));
        let made = scope.resource(
            "Schedule",
            scheduler::Schedule {
                flexible_time_window: Some(FlexibleTimeWindow { mode: Some("OFF".into()), ..Default::default() }),
                schedule_expression: Some(expression.into()),
                schedule_expression_timezone: Some(zone.into()),
                state: Some("ENABLED".into()),
                target: Some(Target {
                    retry_policy: Some(RetryPolicy {
                        maximum_event_age_in_seconds: Some(3600.0.into()),
                        maximum_retry_attempts: Some(10.0.into()),
                    }),
                    role_arn: Some(starter.get(iam::Role::ARN)),
                    ..target
                }),
                ..Default::default()
            },
        );
        scope.after(&made, "StarterPolicy");
        made
    }

    /// As the scheduler takes it. Reports what is no time, and takes another one in its place, of which nobody else reports anything.
    ///
    /// Source: the guide to `EventBridge` Scheduler, "Schedule types".
    fn expression(&self, scope: &mut Scope<'_>) -> String {
        let wrong = match self.when {
            When::Every(minutes) => (minutes == 0).then(|| format!("every {minutes} minutes")),
            When::At { hour, minute, .. } => (hour > 23 || minute > 59).then(|| format!("at {hour}:{minute:02}")),
        };
        if let Some(when) = wrong {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("is started at a time that there is not: {when}"),
                "use hours up to 23, minutes up to 59, and at least one minute between",
            );
            return "rate(1 day)".to_owned();
        }
        match self.when {
            When::Every(1) => "rate(1 minute)".to_owned(),
            When::Every(minutes) => format!("rate({minutes} minutes)"),
            When::At { day: None, hour, minute } => format!("cron({minute} {hour} * * ? *)"),
            When::At { day: Some(day), hour, minute } => format!("cron({minute} {hour} ? * {} *)", day.name()),
        }
    }

    /// The time zone. Reports what is none, and takes another one in its place.
    fn zone(&self, scope: &mut Scope<'_>) -> &'static str {
        if !TIME_ZONES.lines().any(|it| it == self.zone) {
            let nearest = nearest(self.zone, TIME_ZONES.lines());
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("is started by the clocks of `{}`, which is no time zone", self.zone),
                nearest.map_or_else(
                    || "use a name such as `Europe/London`".to_owned(),
                    |it| format!("did you mean `{it}`?"),
                ),
            );
            return "UTC";
        }
        self.zone
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a time at which work is done",
        label = "write it as `Schedule::daily_at(2, 30)`, or another one of `Schedule`"
    )]
    /// A schedule.
    IsSchedule: Schedule;
}

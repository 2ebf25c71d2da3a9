//! Routes: who is told of what, who is told next if it lasts, and when nobody is disturbed.

use crate::{alert::Severity, channel::Channel};

/// Who is told of what.
///
/// Whoever is given first is told of whatever no other route takes, so that no alert is without a channel. An alert that is
/// critical mutes what is less bad about the same indicator; one about compliance mutes nothing and is never muted.
#[derive(Debug, Clone, PartialEq)]
pub struct Routes {
    default: Channel,
    severities: Vec<(Severity, Channel)>,
    escalations: Vec<(Severity, u32, Channel)>,
    quiet: Vec<Quiet>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "a day is called what it is called")]
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
    /// Its name, in lower-case letters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// A time of maintenance each week, in which only what is critical or about compliance is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The day.
    pub day: Weekday,
    /// The hour at which it begins, in coordinated universal time.
    pub from: u8,
    /// The hour at which it ends.
    pub to: u8,
}

impl Routes {
    /// Whoever is told of whatever no other route takes.
    pub fn to(channel: &Channel) -> Self {
        Self { default: channel.clone(), severities: Vec::new(), escalations: Vec::new(), quiet: Vec::new() }
    }

    /// Tells somebody of alerts of a severity. May be said several times: all are told.
    #[must_use]
    pub fn on(mut self, severity: Severity, channel: &Channel) -> Self {
        self.severities.push((severity, channel.clone()));
        self
    }

    /// Tells somebody else, too, if an alert of a severity lasts for so many minutes.
    #[must_use]
    pub fn escalate(mut self, severity: Severity, minutes: u32, channel: &Channel) -> Self {
        self.escalations.push((severity, minutes, channel.clone()));
        self
    }

    /// Keeps what is neither critical nor about compliance for later, each week in those hours of coordinated universal time.
    #[must_use]
    pub fn quiet(mut self, day: Weekday, hours: std::ops::Range<u8>) -> Self {
        self.quiet.push(Quiet { day, from: hours.start, to: hours.end });
        self
    }

    /// Who is told of alerts of a severity at once.
    pub fn told(&self, severity: Severity) -> Vec<&Channel> {
        let told: Vec<&Channel> = self.severities.iter().filter(|it| it.0 == severity).map(|(_, it)| it).collect();
        if told.is_empty() { vec![&self.default] } else { told }
    }

    /// Who is told next of alerts of a severity, and after how many minutes.
    pub fn told_next(&self, severity: Severity) -> impl Iterator<Item = (u32, &Channel)> {
        let these = self.escalations.iter().filter(move |it| it.0 == severity);
        these.map(|(_, minutes, channel)| (*minutes, channel))
    }

    /// Whoever is told of whatever no other route takes.
    pub fn default_channel(&self) -> &Channel {
        &self.default
    }

    /// The times in which little is told.
    pub fn quiet_times(&self) -> &[Quiet] {
        &self.quiet
    }

    /// All channels, each once.
    pub fn channels(&self) -> Vec<&Channel> {
        let all = std::iter::once(&self.default)
            .chain(self.severities.iter().map(|(_, it)| it))
            .chain(self.escalations.iter().map(|(_, _, it)| it));
        let mut found: Vec<&Channel> = Vec::new();
        for channel in all {
            if !found.contains(&channel) {
                found.push(channel);
            }
        }
        found
    }

    /// What is wrong with them, and what to do.
    pub fn faults(&self) -> Vec<(String, &'static str)> {
        let channels = self.channels();
        let mut faults: Vec<_> = channels.iter().filter_map(|it| it.fault()).collect();
        for (at, channel) in channels.iter().enumerate() {
            if channels.iter().take(at).any(|it| it.name == channel.name) {
                faults.push((format!("has two channels called `{}`", channel.name), "give one of them another name"));
            }
        }
        for (severity, minutes, _) in &self.escalations {
            if *minutes == 0 {
                let what = format!("tells somebody else of what is {} after no time", severity.name());
                faults.push((what, "give the minutes after which it is not dealt with"));
            }
        }
        for quiet in &self.quiet {
            if quiet.from >= quiet.to || quiet.to > 24 {
                let what = format!("is quiet from {} to {} o'clock", quiet.from, quiet.to);
                faults.push((what, "give hours of one day, such as `2..4`"));
            }
        }
        faults
    }
}

//! At which times a workflow runs by itself. GitHub counts in UTC, and begins late when it is busy.

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    /// Sunday.
    Sunday,
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
}

/// When a workflow runs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Every day at that hour and minute.
    Daily(u8, u8),
    /// Every week on that day, at that hour and minute.
    Weekly(Weekday, u8, u8),
    /// Every month on that day, from the 1st to the 28th, at that hour and minute.
    Monthly(u8, u8, u8),
    /// In January, April, July and October on that day, at that hour and minute.
    Quarterly(u8, u8, u8),
    /// Every year in that month, on that day, at that hour and minute.
    Yearly(u8, u8, u8, u8),
}

impl Schedule {
    /// The five fields that GitHub reads; nothing if there is no such time.
    pub(crate) fn cron(self) -> Option<String> {
        let (hour, minute, day, rest) = match self {
            Self::Daily(hour, minute) => (hour, minute, 1, "* * *".to_owned()),
            Self::Weekly(day, hour, minute) => (hour, minute, 1, format!("* * {}", day as u8)),
            Self::Monthly(day, hour, minute) => (hour, minute, day, format!("{day} * *")),
            Self::Quarterly(day, hour, minute) => (hour, minute, day, format!("{day} 1,4,7,10 *")),
            Self::Yearly(month @ 1..=12, day, hour, minute) => (hour, minute, day, format!("{day} {month} *")),
            Self::Yearly(..) => return None,
        };
        (matches!(day, 1..=28) && hour < 24 && minute < 60).then(|| format!("{minute} {hour} {rest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Schedule, Weekday};

    #[test]
    fn a_time_is_five_fields() {
        assert_eq!(Schedule::Daily(3, 30).cron().as_deref(), Some("30 3 * * *"));
        assert_eq!(Schedule::Weekly(Weekday::Monday, 0, 0).cron().as_deref(), Some("0 0 * * 1"));
        assert_eq!(Schedule::Monthly(28, 23, 59).cron().as_deref(), Some("59 23 28 * *"));
        assert_eq!(Schedule::Quarterly(2, 4, 0).cron().as_deref(), Some("0 4 2 1,4,7,10 *"));
        assert_eq!(Schedule::Yearly(12, 1, 4, 0).cron().as_deref(), Some("0 4 1 12 *"));
        for none in [
            Schedule::Daily(24, 0),
            Schedule::Daily(0, 60),
            Schedule::Monthly(29, 0, 0),
            Schedule::Monthly(0, 0, 0),
            Schedule::Quarterly(29, 0, 0),
            Schedule::Yearly(13, 1, 0, 0),
            Schedule::Yearly(2, 29, 0, 0),
        ] {
            assert_eq!(none.cron(), None, "{none:?}");
        }
    }
}

//! Calendar dates that are checked when the program is compiled.

use std::fmt;

/// A day of the Gregorian calendar, of the years 0 to 9999. It is written as `2027-01-31`.
///
/// ```
/// use hc_cdk::date::Date;
///
/// let leap = Date::new(2028, 2, 29).ok_or("no such day")?;
/// assert_eq!(leap.to_string(), "2028-02-29");
/// assert!(leap > hc_cdk::date!("2027-12-31"));
/// assert_eq!(Date::new(2027, 2, 29), None);
/// # Ok::<_, &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Days of 400 years, after which the calendar is the same again, and of 100 and 4 years of which only the last has a leap day.
const DAYS_OF_400_YEARS: u64 = 146_097;

impl Date {
    /// The day of a year (0 to 9999), a month (1 to 12) and a day of the month (from 1), if there is one.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= last(year, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// The day that is so many days after the first of January 1970, if it is of these years.
    ///
    /// ```
    /// use hc_cdk::date::Date;
    ///
    /// assert_eq!(Date::since_1970(20_819), Some(hc_cdk::date!("2027-01-01")));
    /// ```
    pub fn since_1970(days: u64) -> Option<Self> {
        // Of a year that begins with March, so that a leap day is its last.
        let days = days.checked_add(719_468)?;
        let (eras, day) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        // Every five months from March on have 153 days.
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Self::new((eras * 400 + year + next_year).try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
    }

    /// The day that comes so many days later, if it is of these years.
    ///
    /// ```
    /// assert_eq!(hc_cdk::date!("2027-12-31").after(60), Some(hc_cdk::date!("2028-02-29")));
    /// ```
    #[must_use]
    pub fn after(mut self, mut days: u32) -> Option<Self> {
        loop {
            let left = u32::from(last(self.year, self.month) - self.day);
            if days <= left {
                return Self::new(self.year, self.month, self.day + u8::try_from(days).ok()?);
            }
            days -= left + 1;
            let (year, month) = if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
            self = Self::new(year, month, 1)?;
        }
    }

    /// The year, 0 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }
}

/// The last day of a month.
const fn last(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A date of the form `2027-01-31`, checked by `cargo check`.
///
/// ```
/// let end = hc_cdk::date!("2027-01-31");
/// assert_eq!(end.year(), 2027);
/// ```
#[macro_export]
macro_rules! date {
    ($text:expr) => {{
        const HC_CDK_DATE: $crate::date::Date = $crate::date::parse($text);
        HC_CDK_DATE
    }};
}

/// For [`date!`](crate::date!): parses a date of the form `2027-01-31`.
///
/// # Panics
///
/// If the text is no such date; in a constant that is a compile error.
#[doc(hidden)]
#[allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a panic is the error message"
)]
pub const fn parse(text: &str) -> Date {
    let it = text.as_bytes();
    assert!(it.len() == 10 && it[4] == b'-' && it[7] == b'-', "a date is written year-month-day, such as `2027-01-31`");
    let year = digits(it, 0, 4);
    let month = digits(it, 5, 7);
    let day = digits(it, 8, 10);
    assert!(month >= 1 && month <= 12, "a month is a number from 01 to 12");
    #[allow(clippy::cast_possible_truncation, reason = "two digits")]
    match Date::new(year, month as u8, day as u8) {
        Some(date) => date,
        None => panic!("this month does not have that day"),
    }
}

#[allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a panic is the error message"
)]
const fn digits(text: &[u8], mut at: usize, end: usize) -> u16 {
    let mut number = 0;
    while at < end {
        assert!(text[at].is_ascii_digit(), "a date is written year-month-day, such as `2027-01-31`");
        number = number * 10 + (text[at] - b'0') as u16;
        at += 1;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_follow_one_another_and_end_with_the_calendar() {
        let first = Date::new(1970, 1, 1).unwrap();
        let (mut day, mut number) = (first, 0);
        while let Some(next) = day.after(1).filter(|it| it.year() < 2500) {
            number += 1;
            assert!(next > day);
            assert_eq!(Date::since_1970(number), Some(next));
            day = next;
        }
        assert_eq!(first.after(2_932_896), Date::new(9999, 12, 31));
        assert_eq!(Date::since_1970(2_932_896), Date::new(9999, 12, 31));
        assert_eq!(Date::since_1970(2_932_897), None);
        assert_eq!(Date::since_1970(u64::MAX), None);
        assert_eq!(Date::new(9999, 12, 31).unwrap().after(1), None);
        assert_eq!(Date::new(2027, 1, 1).unwrap().after(u32::MAX), None);
    }

    #[test]
    fn every_fourth_year_has_a_leap_day_and_of_centuries_every_fourth() {
        let leaps = |year| Date::new(year, 2, 29).is_some();
        assert!(leaps(2028) && leaps(2000) && leaps(0));
        assert!(!leaps(2027) && !leaps(1900) && !leaps(2100));
        for (month, days) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            assert!(Date::new(2027, month, days).is_some() && Date::new(2027, month, days + 1).is_none());
        }
        assert!(Date::new(2027, 0, 1).is_none() && Date::new(2027, 13, 1).is_none());
        assert!(Date::new(2027, 1, 0).is_none() && Date::new(10_000, 1, 1).is_none());
    }

    /// Days that others know: `date --utc --date=@86400N +%F`.
    #[test]
    fn days_have_the_names_that_others_give_them() {
        for (days, name) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_819, "2027-01-01")] {
            assert_eq!(Date::since_1970(days).unwrap().to_string(), name);
        }
    }
}

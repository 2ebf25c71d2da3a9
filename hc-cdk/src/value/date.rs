//! Calendar dates that are checked when the program is compiled.

pub use time::Date;

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
    let month = match month {
        1 => time::Month::January,
        2 => time::Month::February,
        3 => time::Month::March,
        4 => time::Month::April,
        5 => time::Month::May,
        6 => time::Month::June,
        7 => time::Month::July,
        8 => time::Month::August,
        9 => time::Month::September,
        10 => time::Month::October,
        11 => time::Month::November,
        12 => time::Month::December,
        _ => panic!("a month is a number from 01 to 12"),
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "two digits, four digits")]
    match Date::from_calendar_date(year as i32, month, day as u8) {
        Ok(date) => date,
        Err(_) => panic!("this month does not have that day"),
    }
}

#[allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a panic is the error message"
)]
const fn digits(text: &[u8], mut at: usize, end: usize) -> u32 {
    let mut number = 0;
    while at < end {
        assert!(text[at].is_ascii_digit(), "a date is written year-month-day, such as `2027-01-31`");
        number = number * 10 + (text[at] - b'0') as u32;
        at += 1;
    }
    number
}

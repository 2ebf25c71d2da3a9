//! When something runs again and again: minute, hour, day of the month, month, day of the week.

super::literal! {
    /// A schedule, in Coordinated Universal Time.
    Cron,
    wrong
}

/// A schedule such as `0 3 * * *`, checked by `cargo check`.
///
/// ```
/// let nightly = hc_cdk_k8s::cron!("0 3 * * *");
/// assert!(hc_cdk_k8s::literal::cron::Cron::parse("0 24 * * *").is_err());
/// ```
#[macro_export]
macro_rules! cron {
    ($text:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_TEXT: $crate::literal::cron::Cron = $crate::literal::cron::Cron::literal($text);
        HC_CDK_TEXT
    }};
}

const WRONG: &str = "a schedule has five fields (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-6), such as `0 3 * * *`";

const NEVER: &str = "this day is in none of these months: the work would never be done";

const fn wrong(text: &[u8]) -> Option<&'static str> {
    match malformed(text) {
        None if is_never(text) => Some(NEVER),
        other => other,
    }
}

/// Whether it is a day, by one number, of a month, by one number, that has no such day, and of no day of the week.
const fn is_never(text: &[u8]) -> bool {
    const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let Some((day, [b' ', rest @ ..])) = number(behind_blanks(text, 2)) else { return false };
    let Some((month, [b' ', b'*'])) = number(rest) else { return false };
    let (mut days, mut at): (&[u32], u32) = (&DAYS, 1);
    while let [most, rest @ ..] = days {
        if at == month {
            return day > *most;
        }
        at += 1;
        days = rest;
    }
    false
}

/// What comes behind so many blanks.
const fn behind_blanks(mut text: &[u8], mut blanks: u32) -> &[u8] {
    while let [first, rest @ ..] = text
        && blanks > 0
    {
        if *first == b' ' {
            blanks -= 1;
        }
        text = rest;
    }
    text
}

const fn malformed(mut text: &[u8]) -> Option<&'static str> {
    const FIELDS: [(u32, u32); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
    let mut fields: &[(u32, u32)] = &FIELDS;
    while let [(lowest, highest), others @ ..] = fields {
        fields = others;
        match field(text, *lowest, *highest) {
            Some([b' ', rest @ ..]) if !others.is_empty() => text = rest,
            Some([]) if others.is_empty() => {}
            _ => return Some(WRONG),
        }
    }
    None
}

/// What is left behind a field: items joined by commas, each a star, a number or a range, and maybe a step.
const fn field(mut text: &[u8], lowest: u32, highest: u32) -> Option<&[u8]> {
    loop {
        text = match text {
            [b'*', rest @ ..] => rest,
            _ => match number(text) {
                Some((from, rest)) if from >= lowest && from <= highest => match rest {
                    [b'-', behind @ ..] => match number(behind) {
                        Some((to, rest)) if to >= from && to <= highest => rest,
                        _ => return None,
                    },
                    rest => rest,
                },
                _ => return None,
            },
        };
        if let [b'/', behind @ ..] = text {
            text = match number(behind) {
                Some((step, rest)) if step >= 1 && step <= highest => rest,
                _ => return None,
            };
        }
        match text {
            [b',', rest @ ..] => text = rest,
            rest => return Some(rest),
        }
    }
}

/// A number of one or two digits, and what is left behind it.
const fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    match text {
        [tens, ones, rest @ ..] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            Some(((*tens - b'0') as u32 * 10 + (*ones - b'0') as u32, rest))
        }
        [ones, rest @ ..] if ones.is_ascii_digit() => Some(((*ones - b'0') as u32, rest)),
        _ => None,
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a schedule that was checked",
        label = "write it as `cron!(\"0 3 * * *\")`"
    )]
    /// A schedule.
    IsSchedule: Cron;
}

#[cfg(test)]
mod tests {
    use super::Cron;

    #[test]
    fn schedules_are_checked_field_by_field() {
        for right in [
            "* * * * *",
            "0 3 * * *",
            "*/5 0-6,12 1 1-12/2 0",
            "59 23 31 12 6",
            "0 3 31 2 1",
            "0 3 29 2 *",
            "0 3 30 4 *",
        ] {
            assert!(Cron::parse(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "5-1 * * * *",
            "*/0 * * * *",
            "@daily",
            "a * * * *",
            "1, * * * *",
            "*  * * * *",
            "100 * * * *",
            "0 3 31 2 *",
            "0 3 30 02 *",
            "0 3 31 11 *",
        ] {
            assert!(Cron::parse(wrong).is_err(), "{wrong}");
        }
    }
}

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
    match fields(text) {
        None => Some(WRONG),
        Some([_, _, days, months, week]) if week.any && is_never(days, months) => Some(NEVER),
        Some(_) => None,
    }
}

/// Whether a text is a schedule by which nothing would ever be done.
pub(crate) fn never(text: &str) -> bool {
    wrong(text.as_bytes()) == Some(NEVER)
}

/// The values that a field stands for, each as a bit, and whether it is as if nothing was said.
#[derive(Clone, Copy)]
struct Set {
    bits: u64,
    any: bool,
}

/// Whether none of the months has one of the days. A day of the week beside it would count as well, and comes in every month.
const fn is_never(days: Set, months: Set) -> bool {
    const LAST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut lasts, mut month): (&[u32], u32) = (&LAST, 1);
    while let [last, rest @ ..] = lasts {
        if months.bits >> month & 1 == 1 && days.bits & ((2 << *last) - 1) != 0 {
            return false;
        }
        month += 1;
        lasts = rest;
    }
    true
}

const fn fields(mut text: &[u8]) -> Option<[Set; 5]> {
    const LIMITS: [(u32, u32); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
    let mut sets = [Set { bits: 0, any: false }; 5];
    let (mut left, mut limits): (&mut [Set], &[(u32, u32)]) = (&mut sets, &LIMITS);
    while let ([(lowest, highest), others @ ..], [set, rest @ ..]) = (limits, left) {
        (limits, left) = (others, rest);
        match field(text, *lowest, *highest) {
            Some((found, [b' ', rest @ ..])) if !others.is_empty() => (*set, text) = (found, rest),
            Some((found, [])) if others.is_empty() => *set = found,
            _ => return None,
        }
    }
    Some(sets)
}

/// What a field says, and what is left behind it: items joined by commas, each a star, a number or a range, and maybe a step.
const fn field(mut text: &[u8], lowest: u32, highest: u32) -> Option<(Set, &[u8])> {
    let mut set = Set { bits: 0, any: false };
    loop {
        let (mut from, mut to, star) = (lowest, highest, matches!(text, [b'*', ..]));
        text = match text {
            [b'*', rest @ ..] => rest,
            _ => match number(text) {
                Some((first, rest)) if first >= lowest && first <= highest => {
                    from = first;
                    match rest {
                        [b'-', behind @ ..] => match number(behind) {
                            Some((last, rest)) if last >= from && last <= highest => {
                                to = last;
                                rest
                            }
                            _ => return None,
                        },
                        // With a step, a number is where a range up to the highest begins.
                        [b'/', ..] => rest,
                        rest => {
                            to = first;
                            rest
                        }
                    }
                }
                _ => return None,
            },
        };
        let mut step = 1;
        if let [b'/', behind @ ..] = text {
            (step, text) = match number(behind) {
                Some((step, rest)) if step >= 1 && step <= highest => (step, rest),
                _ => return None,
            };
        }
        set.any = set.any || star && step == 1;
        while from <= to {
            set.bits |= 1 << from;
            from += step;
        }
        match text {
            [b',', rest @ ..] => text = rest,
            rest => return Some((set, rest)),
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
            "0 3 29-31 2 *",
            "0 3 31 2,3 *",
            "0 3 31 1-12/2 *",
            "0 3 20/11 4 *",
            "0 3 31 2 */2",
            "0 3 */30 2 *",
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
            "0 3 30-31 2 *",
            "0 3 30,31 2-2 *",
            "0 3 31 2,4,6,9,11 *",
            "0 3 31 2-6/4,9 *",
            "0 3 30/1 2 */1",
            "0 3 31/5 2/9 *",
        ] {
            assert!(Cron::parse(wrong).is_err(), "{wrong}");
        }
    }
}

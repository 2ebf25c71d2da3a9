//! Periods for which something is kept, shared by audit records, logs and backups.
//!
//! Periods of a year and more are counted in days as CloudWatch Logs counts them (2192 days are six years).

super::chain! {
    /// One day.
    Days1 = 1,
    /// Three days.
    Days3 = 3,
    /// Five days.
    Days5 = 5,
    /// One week.
    Days7 = 7,
    /// Two weeks.
    Days14 = 14,
    /// 30 days.
    Days30 = 30,
    /// 35 days, the longest that a database keeps its own backups.
    Days35 = 35,
    /// 60 days.
    Days60 = 60,
    /// 90 days.
    Days90 = 90,
    /// 120 days.
    Days120 = 120,
    /// 150 days.
    Days150 = 150,
    /// 180 days.
    Days180 = 180,
    /// One year.
    Days365 = 365,
    /// 400 days.
    Days400 = 400,
    /// 545 days.
    Days545 = 545,
    /// Two years.
    Years2 = 731,
    /// Three years.
    Years3 = 1096,
    /// Five years.
    Years5 = 1827,
    /// Six years.
    Years6 = 2192,
    /// Seven years.
    Years7 = 2557,
    /// Eight years.
    Years8 = 2922,
    /// Nine years.
    Years9 = 3288,
    /// Ten years.
    Years10 = 3653,
}

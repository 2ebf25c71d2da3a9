//! Alerts that clinical systems keep having, as a table.
//!
//! A preset has its limit, which `at` replaces by the owner's own; its words and its runbook stay. Where no clause or owner names
//! the figure, it is ours.

use hc_cdk::control::{Control, gdpr, hipaa, iso27001, soc2};

use crate::{
    alert::{Alert, Runbook, Severity},
    indicator::{Condition, Indicator, Side},
    unit::{Amount, Count, InUnitOf, PerMinute, Percent, Seconds},
    words::{Language, Words},
};

/// An alert on an indicator in the unit `U`, as far as it is the same for every system.
#[derive(Debug, Clone, Copy)]
pub struct Preset<U> {
    text: Text,
    side: Side,
    limit: U,
    severity: Severity,
    /// In how many of the last so many periods.
    in_some_of: (u32, u32),
}

#[derive(Debug, Clone, Copy)]
struct Text {
    name: &'static str,
    summary: &'static str,
    vietnamese: &'static str,
    steps: [&'static str; 2],
    clause: Option<Control>,
}

impl<U: Amount> Preset<U> {
    /// The alert with the limit of the table.
    pub fn of(&self, indicator: &Indicator<U>) -> Alert {
        self.alert(self.condition(indicator, self.limit), self.severity, self.text.name)
    }

    /// The alert with another limit and severity. Its name is given too: an indicator may have several.
    pub fn at(
        &self,
        name: &'static str,
        indicator: &Indicator<U>,
        limit: impl InUnitOf<U>,
        severity: Severity,
    ) -> Alert {
        self.alert(self.condition(indicator, limit.it()), severity, name)
    }

    fn condition(&self, indicator: &Indicator<U>, limit: U) -> Condition {
        let condition = match self.side {
            Side::Above => indicator.above(limit),
            Side::Below => indicator.below(limit),
        };
        condition.in_some_of(self.in_some_of.0, self.in_some_of.1)
    }

    fn alert(&self, condition: Condition, severity: Severity, name: &'static str) -> Alert {
        let Text { summary, vietnamese, steps: [first, then], clause, .. } = self.text;
        let summary = Words::from(summary).and(Language::Vietnamese, vietnamese);
        let alert = Alert::builder().name(name).when(condition).severity(severity).summary(summary);
        let alert = alert.runbook(Runbook::first(first).then(then));
        match clause {
            Some(clause) => alert.clause(clause).build(),
            None => alert.build(),
        }
    }
}

macro_rules! presets {
    ($(
        $(#[$doc:meta])*
        $preset:ident: $unit:ident $side:ident $limit:expr, $some:literal of $all:literal, $severity:ident, $name:literal,
        $summary:literal, $vietnamese:literal, [$first:literal, $then:literal], $clause:expr;
    )*) => {$(
        $(#[$doc])*
        pub const $preset: Preset<$unit> = Preset {
            text: Text { name: $name, summary: $summary, vietnamese: $vietnamese, steps: [$first, $then], clause: $clause },
            side: Side::$side,
            limit: $unit($limit),
            severity: Severity::$severity,
            in_some_of: ($some, $all),
        };
    )*};
}

/// Seconds of a day.
const DAY: f64 = 86_400.0;

presets! {
    /// Hardly anybody is served: fewer than 20 requests in each of 5 minutes.
    THROUGHPUT_LOST: PerMinute Below 20.0, 5 of 5, Critical, "ThroughputLost",
        "hardly anybody is served", "hầu như không ai được phục vụ",
        ["see whether requests still arrive: load balancer, certificate, name server", "if they do, go back to the release before this one"],
        Some(hipaa::CONTINGENCY_PLAN);

    /// People wait: 5 of a hundred requests take more than a minute, in 3 of 5 minutes.
    WAITING: Seconds Above 60.0, 3 of 5, High, "Waiting",
        "people wait too long", "người dùng phải chờ quá lâu",
        ["see which service is slow, and what it waits for", "give it more pods, or take load off what it waits for"],
        Some(soc2::MONITORING);

    /// More than 2 % of the requests end in an error, in 3 of 5 minutes.
    ERROR_RATE: Percent Above 2.0, 3 of 5, High, "ErrorRate",
        "too many requests end in an error", "quá nhiều yêu cầu kết thúc bằng lỗi",
        ["see which errors there are, and since when", "if they came with a release, go back to the one before it"],
        Some(soc2::MONITORING);

    /// Less than 99.5 % of the requests or of the time are well, in 3 of 5 minutes.
    AVAILABILITY: Percent Below 99.5, 3 of 5, High, "Availability",
        "the system is not available enough", "hệ thống không đủ sẵn sàng",
        ["see which part does not answer", "start it again, or go back to the release before this one"],
        Some(hipaa::CONTINGENCY_PLAN);

    /// A pool of connections is more than 90 % in use, in 3 of 5 minutes.
    POOL_NEARLY_FULL: Percent Above 90.0, 3 of 5, High, "PoolNearlyFull",
        "a pool of connections is nearly full", "nhóm kết nối gần đầy",
        ["see who holds connections for long", "end what hangs; then make the pool or the database larger"],
        Some(iso27001::CAPACITY);

    /// Nothing is audited any more: no record in a period, which is best an hour.
    AUDIT_SILENT: Count Below 1.0, 1 of 1, Compliance, "AuditSilent",
        "nothing is audited any more", "nhật ký kiểm toán đã ngừng",
        ["see whether the audit log can still be written to", "tell the security officer since when records are missing"],
        Some(hipaa::AUDIT_CONTROLS);

    /// Health data was read by somebody who is not cleared for it, even once.
    UNCLEARED_READ: Count Above 0.0, 1 of 1, Compliance, "UnclearedRead",
        "health data was read by somebody who is not cleared for it", "dữ liệu sức khỏe bị truy cập trái phép",
        ["find in the audit log who read what, and close that access", "tell the privacy officer: a breach may have to be notified"],
        Some(hipaa::ACTIVITY_REVIEW);

    /// Data was used without the consent of whom it is about, even once.
    CONSENT_MISSING: Count Above 0.0, 1 of 1, Compliance, "ConsentMissing",
        "data was used without consent", "dữ liệu được dùng khi chưa có sự đồng ý",
        ["stop the use, and find whose data it was", "tell the data protection officer (GDPR Article 7)"],
        Some(gdpr::CONSENT);

    /// A model is right in fewer than 90 % of the cases in which somebody checked it, in 3 of 5 periods.
    MODEL_ACCURACY: Percent Below 90.0, 3 of 5, Compliance, "ModelAccuracy",
        "a model is wrong too often", "mô hình sai quá thường xuyên",
        ["take the model out of use, and let people decide", "compare what it sees with what it was tested on"],
        Some(soc2::EVALUATION);

    /// A replica is more than a minute behind, in 3 of 5 minutes.
    REPLICATION_LAG: Seconds Above 60.0, 3 of 5, High, "ReplicationLag",
        "a replica is behind", "bản sao cơ sở dữ liệu bị trễ",
        ["see whether the replica gets what it needs: disk, network, processor", "do not fail over to it until it has caught up"],
        Some(hipaa::CONTINGENCY_PLAN);

    /// Memory is more than 90 % in use, in 3 of 5 minutes: what comes next pushes out what is there, or is refused.
    MEMORY_NEARLY_FULL: Percent Above 90.0, 3 of 5, High, "MemoryNearlyFull",
        "memory is nearly full", "bộ nhớ gần đầy",
        ["see what takes it, and whether what is left out was still wanted", "let what is kept end sooner, or give more memory"],
        Some(iso27001::CAPACITY);

    /// Less than 15 % of a disk is free, in 3 of 5 minutes: below that Elasticsearch gives a node no more copies.
    DISK_NEARLY_FULL: Percent Below 15.0, 3 of 5, High, "DiskNearlyFull",
        "a disk is nearly full", "ổ đĩa gần đầy",
        ["see what grew, and delete what nobody has to keep", "make the disk larger"],
        Some(iso27001::CAPACITY);

    /// A copy of data is missing, in each of 5 minutes: the loss of one more node may lose it.
    COPIES_MISSING: Count Above 0.0, 5 of 5, High, "CopiesMissing",
        "copies of data are missing", "thiếu bản sao dữ liệu",
        ["see which node is gone, and why it does not come back", "give the copies room on another node before anything else is done"],
        Some(hipaa::CONTINGENCY_PLAN);

    /// The last backup is older than a day and two hours.
    BACKUP_MISSED: Seconds Above DAY + 7200.0, 1 of 1, High, "BackupMissed",
        "a backup was missed", "bản sao lưu bị bỏ lỡ",
        ["see why the last one failed, and make one now", "read it back once it is there"],
        Some(hipaa::DATA_BACKUP_PLAN);

    /// Snapshots are not made in time: what tells it is below 1 in each of 5 minutes, such as one that is 0 while a snapshot is missed, or
    /// how many policies there are that make any.
    SNAPSHOTS_MISSED: Count Below 1.0, 5 of 5, High, "SnapshotsMissed",
        "snapshots are not made in time", "ảnh chụp dự phòng không được tạo đúng hạn",
        ["see why the last one failed, and make one now", "read it back once it is there"],
        Some(hipaa::DATA_BACKUP_PLAN);

    /// A certificate ends within 30 days.
    CERTIFICATE_EXPIRING: Seconds Below 30.0 * DAY, 1 of 1, Medium, "CertificateExpiring",
        "a certificate is about to end", "chứng chỉ sắp hết hạn",
        ["see why it was not renewed", "renew it by hand if that cannot be mended within a week"],
        Some(hipaa::TRANSMISSION_SECURITY);

    /// More was spent than planned, by 10 %.
    BUDGET: Percent Above 10.0, 1 of 1, Medium, "Budget",
        "more is spent than planned", "chi phí vượt kế hoạch",
        ["see what grew", "stop what nobody uses, or plan for more"],
        None;
}

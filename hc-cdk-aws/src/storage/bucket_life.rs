//! What becomes of objects in the course of time, and which pages a browser lets ask for them.

use hc_cdk::{
    control::iso27001,
    literal::domain::Domain,
    stack::Scope,
    value::{Json, Object},
};

/// A class of storage in which objects cost less to keep, and more to get. All of them are in several zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colder {
    /// Got at once; each object is paid for thirty days at least (`STANDARD_IA`). Objects move there after thirty days at the earliest.
    Infrequent,
    /// S3 moves each object by how often it is asked for (`INTELLIGENT_TIERING`).
    ByUse,
    /// Got at once, about once in a quarter (`GLACIER_IR`).
    ArchivedAtHand,
    /// Asked for minutes or hours before (`GLACIER`).
    Archived,
    /// Asked for half a day before (`DEEP_ARCHIVE`).
    DeepArchived,
}

impl Colder {
    /// As S3 calls it.
    const fn name(self) -> &'static str {
        match self {
            Self::Infrequent => "STANDARD_IA",
            Self::ByUse => "INTELLIGENT_TIERING",
            Self::ArchivedAtHand => "GLACIER_IR",
            Self::Archived => "GLACIER",
            Self::DeepArchived => "DEEP_ARCHIVE",
        }
    }
}

/// What becomes of the objects of a bucket: `Lifecycle::default().colder(Colder::Infrequent, 90).previous_deleted_after(365)`. Uploads that
/// nobody ends are deleted after a week.
///
/// What is overwritten or deleted is kept for as long as the policy asks for backups: to delete it sooner is a finding.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    colder: Vec<(Colder, u32)>,
    deleted: Option<u32>,
    previous: Option<u32>,
}

/// After how many days an upload is given up that nobody has ended.
const GIVEN_UP: u32 = 7;

impl Lifecycle {
    /// Moves objects to another class of storage, so many days after they were made.
    #[must_use]
    pub fn colder(mut self, class: Colder, days: u32) -> Self {
        self.colder.push((class, days));
        self
    }

    /// Deletes objects so many days after they were made. They are then what was deleted.
    #[must_use]
    pub fn deleted_after(self, days: u32) -> Self {
        Self { deleted: Some(days), ..self }
    }

    /// Deletes what was overwritten or deleted, so many days after that, for good.
    #[must_use]
    pub fn previous_deleted_after(self, days: u32) -> Self {
        Self { previous: Some(days), ..self }
    }

    /// Reports what S3 refuses.
    pub(super) fn judge(&self, scope: &mut Scope<'_>) {
        let early = self.colder.iter().any(|(class, days)| *class == Colder::Infrequent && *days < 30);
        let backwards =
            self.colder.windows(2).any(|two| matches!(two, [one, next] if one.0 >= next.0 || one.1 >= next.1));
        let too_late = self.colder.iter().any(|(_, days)| self.deleted.is_some_and(|deleted| deleted <= *days));
        let never = [self.deleted, self.previous].contains(&Some(0));
        for (is_wrong, message, help) in [
            (early, "moves objects to infrequent access in less than thirty days", "say 30 days or more"),
            (
                backwards,
                "moves objects to a warmer class, or to two at once",
                "name the classes from warm to cold, each some days later",
            ),
            (
                too_late,
                "deletes objects before they are moved",
                "delete them later than they are moved, or do not move them",
            ),
            (never, "deletes objects after no days", "say one day or more"),
        ] {
            if is_wrong {
                scope.reject(Some(iso27001::CONFIGURATION), message, help);
            }
        }
    }

    /// As a bucket has it.
    pub(super) fn configuration(&self) -> Object {
        let moves = self.colder.iter().map(|(class, days)| {
            Json::from(Object::new().with("StorageClass", class.name()).with("TransitionInDays", *days))
        });
        let moves: Vec<Json> = moves.collect();
        let mut rule = Object::new()
            .with("AbortIncompleteMultipartUpload", Object::new().with("DaysAfterInitiation", GIVEN_UP))
            .with("Id", "Lifecycle")
            .with("Status", "Enabled");
        if !moves.is_empty() {
            rule.insert("Transitions", moves);
        }
        if let Some(days) = self.deleted {
            rule.insert("ExpirationInDays", days);
        }
        if let Some(days) = self.previous {
            rule.insert("NoncurrentVersionExpiration", Object::new().with("NoncurrentDays", days));
        }
        Object::new().with("Rules", vec![Json::from(rule)])
    }
}

/// The pages from which a browser may ask for objects of a bucket, by their hosts: `Pages::of(domain!("portal.example.org")).upload()`. Who may
/// get or put an object is another matter: a page shows a right to it, such as an address that was signed.
#[derive(Debug, Clone)]
pub struct Pages {
    hosts: Vec<Domain>,
    uploads: bool,
}

impl Pages {
    /// The pages of a host, over HTTPS.
    pub fn of(host: Domain) -> Self {
        Self { hosts: vec![host], uploads: false }
    }

    /// And those of another one.
    #[must_use]
    pub fn and(mut self, host: Domain) -> Self {
        self.hosts.push(host);
        self
    }

    /// They put objects there, too.
    #[must_use]
    pub fn upload(self) -> Self {
        Self { uploads: true, ..self }
    }

    /// As a bucket has it.
    pub(super) fn configuration(&self) -> Object {
        let origins: Vec<Json> = self.hosts.iter().map(|host| format!("https://{}", host.as_str()).into()).collect();
        let methods = ["GET", "HEAD"].into_iter().chain(self.uploads.then_some("PUT"));
        let rule = Object::new()
            .with("AllowedHeaders", vec![Json::from("*")])
            .with("AllowedMethods", methods.map(Json::from).collect::<Vec<_>>())
            .with("AllowedOrigins", origins)
            .with("ExposedHeaders", vec![Json::from("ETag")])
            .with("MaxAge", 3000);
        Object::new().with("CorsRules", vec![Json::from(rule)])
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::Phi,
        domain,
        policy::{Hipaa, Production},
    };
    use serde_json::json;

    use super::{Colder, Lifecycle, Pages};
    use crate::{
        assertions::{Clinic, Template},
        prelude::*,
        region,
    };

    fn findings(lifecycle: Lifecycle) -> String {
        let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        stack.add("Scans", SecureBucket::builder().perimeter(&zone).lifecycle(lifecycle).build());
        App::new("clinic").stack(stack).check().err().map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn objects_and_their_copies_get_colder_and_go_in_the_course_of_time() {
        let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let life = Lifecycle::default().colder(Colder::Infrequent, 90).colder(Colder::Archived, 365);
        let life = life.deleted_after(3650).previous_deleted_after(400);
        let pages = Pages::of(domain!("portal.example.org")).upload();
        let scans = SecureBucket::builder().perimeter(&zone).lifecycle(life).pages(pages).tells_events();
        stack.add("Scans", scans.build());
        let template = Template::of_stack(stack);
        let rule = json!({
            "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 },
            "ExpirationInDays": 3650,
            "Id": "Lifecycle",
            "NoncurrentVersionExpiration": { "NoncurrentDays": 400 },
            "Status": "Enabled",
            "Transitions": [
                { "StorageClass": "STANDARD_IA", "TransitionInDays": 90 },
                { "StorageClass": "GLACIER", "TransitionInDays": 365 },
            ],
        });
        for bucket in ["Scans", "ScansCopy"] {
            let made = &template.json()["Resources"][bucket]["Properties"];
            assert_eq!(made["LifecycleConfiguration"]["Rules"], json!([rule]), "{bucket}");
        }
        let made = &template.json()["Resources"]["Scans"]["Properties"];
        let cors = &made["CorsConfiguration"]["CorsRules"][0];
        assert_eq!(cors["AllowedOrigins"], json!(["https://portal.example.org"]));
        assert_eq!(cors["AllowedMethods"], json!(["GET", "HEAD", "PUT"]));
        assert_eq!(made["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"], true);
    }

    #[test]
    fn what_was_overwritten_is_kept_as_long_as_backups_are() {
        assert_eq!(findings(Lifecycle::default().previous_deleted_after(400)), "");
        let found = findings(Lifecycle::default().previous_deleted_after(3));
        assert!(found.contains("keeps what is overwritten or deleted for less time"), "{found}");
    }

    #[test]
    fn what_s3_refuses_is_found() {
        let life = Lifecycle::default;
        for (wrong, sentence) in [
            (life().colder(Colder::Infrequent, 10), "in less than thirty days"),
            (life().colder(Colder::Archived, 90).colder(Colder::Infrequent, 180), "to a warmer class"),
            (life().colder(Colder::Archived, 90).deleted_after(90), "before they are moved"),
            (life().deleted_after(0), "after no days"),
        ] {
            let found = findings(wrong);
            assert!(found.contains(sentence), "{sentence}: {found}");
        }
    }
}

//! Where buckets and secrets of clouds are and who reads them, as objects of operators name it.

use hc_cdk::{
    stack::Scope,
    value::{Json, Value},
};

/// Reports a region that AWS cannot have, such as `us-east1`: what asks there finds nobody.
pub(crate) fn check_region(scope: &mut Scope<'_>, region: &str) {
    if !is_region(region) {
        scope.reject(
            None,
            format!("asks the region `{region}`, which AWS does not have"),
            "write it as AWS does, such as `us-east-1`",
        );
    }
}

/// Reports a key of another region than the bucket that it encrypts: S3 takes none.
pub(crate) fn check_key(scope: &mut Scope<'_>, region: &str, key: &Value<String>) {
    let of =
        Json::from(key.clone()).as_text().and_then(|it| it.strip_prefix("arn:")?.split(':').nth(2).map(str::to_owned));
    if let Some(of) = of.filter(|it| it != region) {
        scope.reject(
            None,
            format!("has a bucket in `{region}`, and its key is in `{of}`"),
            "name a key of the region of the bucket",
        );
    }
}

/// Reports a key that is none of Google Cloud, or is in another place than the bucket that it encrypts: Cloud Storage takes none.
pub(crate) fn check_google_key(scope: &mut Scope<'_>, region: &str, key: &Value<String>) {
    let key = Json::from(key.clone());
    let Some(key) = key.as_text() else { return };
    match google_key_place(key) {
        None => scope.reject(
            None,
            format!("encrypts with `{key}`, which is no key of Cloud KMS"),
            "write it as `projects/clinic-prod/locations/us-east1/keyRings/copies/cryptoKeys/copies`",
        ),
        Some(place) if !place.eq_ignore_ascii_case(region) => scope.reject(
            None,
            format!("has a bucket in `{region}`, and its key is in `{place}`"),
            "name a key of the region of the bucket",
        ),
        Some(_) => {}
    }
}

/// Where a key of Cloud KMS is, if a text names one: `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
pub(crate) fn google_key_place(key: &str) -> Option<&str> {
    match *key.split('/').collect::<Vec<_>>() {
        ["projects", project, "locations", place, "keyRings", ring, "cryptoKeys", key]
            if ![project, place, ring, key].contains(&"") =>
        {
            Some(place)
        }
        _ => None,
    }
}

/// Two letters, some words and a number, with a hyphen between: `us-gov-west-1`.
fn is_region(region: &str) -> bool {
    let words: Vec<&str> = region.split('-').collect();
    let [country, names @ .., number] = words.as_slice() else { return false };
    let letters = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    country.len() == 2
        && letters(country)
        && !names.is_empty()
        && names.iter().all(|it| letters(it))
        && number.len() == 1
        && number.bytes().all(|it| it.is_ascii_digit())
}

/// Whether a text has the form `arn:aws:iam::111122223333:role/name`.
pub(crate) fn is_role(text: &str) -> bool {
    let [arn, partition, "iam", "", owner, name] = *text.splitn(6, ':').collect::<Vec<_>>() else { return false };
    arn == "arn"
        && partition.starts_with("aws")
        && owner.len() == 12
        && owner.bytes().all(|it| it.is_ascii_digit())
        && name.strip_prefix("role/").is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{google_key_place, is_region};

    #[test]
    fn keys_of_cloud_kms_are_known_by_their_form() {
        let key = "projects/clinic-prod/locations/us-east1/keyRings/copies/cryptoKeys/copies";
        assert_eq!(google_key_place(key), Some("us-east1"));
        let versions = format!("{key}/cryptoKeyVersions/1");
        for wrong in ["", "copies", "projects/a/locations/b/keyRings//cryptoKeys/d", &versions] {
            assert_eq!(google_key_place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn regions_are_known_by_their_form() {
        for right in ["us-east-1", "ap-southeast-2", "us-gov-west-1", "eu-isoe-west-1"] {
            assert!(is_region(right), "{right}");
        }
        for wrong in ["", "us-east1", "useast-1", "us-east-1a", "europe-west2", "US-EAST-1", "us-1", "eastus2"] {
            assert!(!is_region(wrong), "{wrong}");
        }
    }
}

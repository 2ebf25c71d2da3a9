//! The machines that Karpenter starts on AWS: what they run, who gets at their credentials and their disks, how many there may be, and for
//! how long.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::key_custody::CustomerManaged,
    policy::Dimension,
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::{
    read::{at, every, has_only, is, is_amount, items, named, text},
    stores::is_own_key,
};

/// For how many hours a machine runs at most. The figure is Karpenter's own for whoever says none: 30 days.
pub(crate) const LONGEST_LIFE_HOURS: u32 = 720;

/// What a class may say of its machines. What else there is changes what they run, or where.
const KNOWN: [&str; 10] = [
    "amiSelectorTerms",
    "associatePublicIPAddress",
    "blockDeviceMappings",
    "detailedMonitoring",
    "instanceProfile",
    "metadataOptions",
    "role",
    "securityGroupSelectorTerms",
    "subnetSelectorTerms",
    "tags",
];

/// What it may say of a disk.
const DISK: [&str; 8] = [
    "deleteOnTermination",
    "encrypted",
    "iops",
    "kmsKeyID",
    "throughput",
    "volumeInitializationRate",
    "volumeSize",
    "volumeType",
];

/// A disk of an image, with its size if that is the image's own.
type Disk = (&'static str, Option<&'static str>);

/// Images that are made for containers: how Karpenter calls them, and the disks that they have.
///
/// Source: `spec.blockDeviceMappings` in "`NodeClasses`" of Karpenter's documentation.
const IMAGES: [(&str, &[Disk]); 2] =
    [("al2023", &[("/dev/xvda", None)]), ("bottlerocket", &[("/dev/xvda", Some("4Gi")), ("/dev/xvdb", None)])];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub MACHINES_RUN_A_NAMED_IMAGE = "MachinesRunANamedImage" {
        sentence: "machines that Karpenter starts run one version of an image that AWS keeps for containers, and nothing else at their start",
        controls: &[hipaa::ACCESS_CONTROL, hipaa::UPDATES, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &["EC2NodeClass"],
        when: real_data,
        must: Must::Hold(|it| it.property("spec").is_some_and(|it| has_only(it, &KNOWN) && image(it).is_some())),
        message: "starts machines with an image of one's own, with whichever is newest, or with something else that no rule judges",
        help: "name one version of Bottlerocket or Amazon Linux 2023 by its alias, and leave out `userData`, or use a `NodeClass`",
    }

    pub MACHINES_KEEP_THEIR_CREDENTIALS = "MachinesKeepTheirCredentials" {
        sentence: "the credentials of a machine that Karpenter starts are given to whoever has a token of it, and to no pod with a network of its own",
        controls: &[hipaa::ACCESS_ISOLATION, hipaa::ACCESS_CONTROL, soc2::LEAST_PRIVILEGE],
        on: &["EC2NodeClass"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/metadataOptions/httpTokens") == Some("required")
                && it.property("spec/metadataOptions/httpPutResponseHopLimit") == Some(&Json::Int(1))
        }),
        message: "starts machines that give their credentials to pods",
        help: "set `httpTokens` to `required` and `httpPutResponseHopLimit` to 1 in `metadataOptions`, or use a `NodeClass`",
    }

    pub MACHINES_HAVE_ENCRYPTED_DISKS = "MachinesHaveEncryptedDisks" {
        sentence: "every disk of a machine that Karpenter starts is encrypted, with a key of the customer's where the policy asks for one",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY],
        on: &["EC2NodeClass"],
        when: real_data,
        must: Must::Hold(has_encrypted_disks),
        message: "starts machines with a disk that is not encrypted, or not with a key of the customer's",
        help: "set `encrypted` and `kmsKeyID` of each disk of the image in `blockDeviceMappings`, or use a `NodeClass`",
    }

    pub MACHINES_HAVE_NO_PUBLIC_ADDRESS = "MachinesHaveNoPublicAddress" {
        sentence: "machines that Karpenter starts have no address on the internet, and are in subnets and groups that are named, and not in whichever bear a tag",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["EC2NodeClass"],
        when: real_data,
        must: Must::Hold(|it| {
            is(&it.resource.properties, &["spec", "associatePublicIPAddress"], false)
                && ["subnetSelectorTerms", "securityGroupSelectorTerms"].iter().all(|terms| are_named(it, terms))
        }),
        message: "starts machines with an address on the internet, or in whatever bears a tag",
        help: "set `associatePublicIPAddress` to false, and name subnets and groups by `id`, or use a `NodeClass`",
    }

    pub POOL_HAS_LIMITS = "PoolHasLimits" {
        sentence: "the machines of a pool have no more CPU and memory together than it says",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::CAPACITY],
        on: &["NodePool"],
        when: real_data,
        must: Must::Hold(|it| {
            // A pool of always as many machines takes no heed of its CPU and memory.
            it.lacks("spec/replicas")
                && ["spec/limits/cpu", "spec/limits/memory"].iter().all(|at| it.property(at).is_some_and(is_amount))
        }),
        message: "starts as many machines as somebody asks for",
        help: "say how much `cpu` and `memory` they have together in `limits`, or use a `NodePool`",
    }

    pub POOL_STARTS_KNOWN_MACHINES = "PoolStartsKnownMachines" {
        sentence: "machines of a pool are started as a class of the app says, for one architecture that is named, and paid for in a way that is named",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &["NodePool"],
        when: real_data,
        must: Must::Hold(starts_known_machines),
        message: "starts machines by a class that is not of the app, or of whatever architecture or price there is",
        help: "name a `NodeClass` of the app, one `kubernetes.io/arch` and the `karpenter.sh/capacity-type`, or use a `NodePool`",
    }

    pub MACHINES_ARE_REPLACED = "MachinesAreReplaced" {
        sentence: "Karpenter begins to replace each machine of a pool after 30 days at the latest",
        controls: &[hipaa::UPDATES, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &["NodePool"],
        when: real_data,
        must: Must::Hold(|it| {
            // Who says nothing gets 720 hours.
            it.lacks("spec/template/spec/expireAfter")
                || it.text("spec/template/spec/expireAfter").and_then(seconds).is_some_and(|it| it <= u64::from(LONGEST_LIFE_HOURS) * 3600)
        }),
        message: "lets machines run for more than 30 days",
        help: "set `expireAfter` to `720h` or less",
    }

    pub MACHINES_GO_A_FEW_AT_A_TIME = "MachinesGoAFewAtATime" {
        sentence: "of the machines of a pool at most half are taken away at a time to save some or to change them",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["NodePool"],
        when: real_data,
        must: Must::Hold(|it| {
            // Who says nothing, or `null`, gets a budget of a tenth, and who says that there are none has none.
            let said = it.property("spec/disruption").and_then(|it| it.get("budgets"));
            it.lacks("spec/disruption/budgets") && said.is_none_or(|it| *it == Json::Null)
                || it.list("spec/disruption/budgets").iter().any(holds_always)
        }),
        message: "lets all machines be taken away at a time",
        help: "have a budget of at most `50%`, without `schedule` and `reasons`, or use a `NodePool`",
    }
}

/// The disks of the image that Karpenter calls so.
pub(crate) fn disks_of(alias: &str) -> &'static [Disk] {
    let family = alias.split_once('@').map_or("", |(family, _)| family);
    IMAGES.iter().find(|(name, _)| *name == family).map_or(&[], |(_, disks)| *disks)
}

/// The disks of the image of a class, if it is one version of one for containers.
fn image(spec: &Json) -> Option<&'static [Disk]> {
    let [term] = items(spec, &["amiSelectorTerms"]) else { return None };
    let alias = text(term, &["alias"]).filter(|_| has_only(term, &["alias"]))?;
    let (_, version) = alias.split_once('@')?;
    let is_one = version.strip_prefix('v').unwrap_or(version).starts_with(|it: char| it.is_ascii_digit());
    Some(disks_of(alias)).filter(|it| is_one && !it.is_empty())
}

fn has_encrypted_disks(class: &Subject<'_>) -> bool {
    let own = class.stack.policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION;
    let has_key = |key: Option<&Json>| key.map_or(!own, is_own_key);
    let encrypted = |disk: &Json| {
        at(disk, &["ebs"]).is_some_and(|it| has_only(it, &DISK) && is(it, &["encrypted"], true))
            && has_key(at(disk, &["ebs", "kmsKeyID"]))
    };
    let Some(image) = class.property("spec").and_then(image) else { return false };
    let named =
        |name: &str| class.list("spec/blockDeviceMappings").iter().any(|it| text(it, &["deviceName"]) == Some(name));
    every(&class.resource.properties, &["spec", "blockDeviceMappings"], encrypted)
        && image.iter().all(|(name, _)| named(name))
}

/// Whether each term of a list says one thing by its id.
fn are_named(class: &Subject<'_>, terms: &str) -> bool {
    let terms = class.list(&format!("spec/{terms}"));
    let is_id = |it: &Json| matches!(it, Json::Token(_)) || it.as_text().is_some_and(|it| !it.is_empty());
    !terms.is_empty() && terms.iter().all(|it| has_only(it, &["id"]) && it.get("id").is_some_and(is_id))
}

fn starts_known_machines(pool: &Subject<'_>) -> bool {
    const CLASS: &str = "spec/template/spec/nodeClassRef";
    let values = |key: &str| {
        let mut all = pool.list("spec/template/spec/requirements").iter();
        let of_key = all.find(|it| text(it, &["key"]) == Some(key) && text(it, &["operator"]) == Some("In"));
        of_key.map_or(0, |it| items(it, &["values"]).len())
    };
    pool.text(&format!("{CLASS}/group")) == Some("karpenter.k8s.aws")
        && pool.text(&format!("{CLASS}/kind")) == Some("EC2NodeClass")
        && named(pool, pool.property(&format!("{CLASS}/name")), "EC2NodeClass").is_some()
        && values("kubernetes.io/arch") == 1
        && values("karpenter.sh/capacity-type") > 0
}

/// Whether a budget counts always and for every reason, and leaves half of the machines.
fn holds_always(budget: &Json) -> bool {
    let percent = text(budget, &["nodes"]).and_then(|it| it.strip_suffix('%')).and_then(|it| it.parse::<u8>().ok());
    has_only(budget, &["nodes"]) && (percent.is_some_and(|it| it <= 50) || text(budget, &["nodes"]) == Some("0"))
}

/// The seconds of a span of time such as `1h30m`, as Karpenter writes it.
pub(crate) fn seconds(span: &str) -> Option<u64> {
    let (mut total, mut digits) = (0_u64, String::new());
    for it in span.chars() {
        let unit = match it {
            '0'..='9' => {
                digits.push(it);
                continue;
            }
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<u64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    (digits.is_empty() && !span.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn spans_are_added_up() {
        assert_eq!(seconds("720h"), Some(2_592_000));
        assert_eq!(seconds("1h30m5s"), Some(5_405));
        for wrong in ["", "Never", "5", "h", "1d", "99999999999999999999h"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}

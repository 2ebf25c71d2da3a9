//! Machines that Karpenter starts: what its documentation says of the fields of a class and of a pool, and of what is left out.

use serde_json::Value;

use super::{Table, when};
use crate::document::{Thing, is_on, list, number, value, words};

pub(super) const TABLE: Table = &[
    ("MachinesRunANamedImage", |it| {
        let terms = it.list("spec/amiSelectorTerms");
        let alias = terms.first().and_then(|it| it["alias"].as_str()).unwrap_or_default();
        let known = ["bottlerocket@", "al2023@"].iter().any(|family| alias.starts_with(family));
        when(terms.len() != 1 || !known, "its image is another")
            .or_else(|| when(alias.ends_with("@latest"), "its image is whichever is newest"))
            .or_else(|| when(it.at("spec/userData").is_some(), "something else is run at the start"))
    }),
    ("MachinesKeepTheirCredentials", |it| {
        // Left out, a token is asked for, and an answer goes one hop.
        let token = it.text("spec/metadataOptions/httpTokens").unwrap_or("required");
        let hops = it.at("spec/metadataOptions/httpPutResponseHopLimit").map_or(Some(1.0), number);
        when(token != "required", "no token is asked for")
            .or_else(|| when(hops.is_none_or(|it| it > 1.0), "pods get answers"))
    }),
    ("MachinesHaveEncryptedDisks", |it| {
        let disks = it.list("spec/blockDeviceMappings");
        let open = |disk: &Value| !value(disk, "ebs/encrypted").is_some_and(is_on);
        let key = |disk: &Value| value(disk, "ebs/kmsKeyID").map(words).unwrap_or_default();
        let of_aws = |disk: &Value| key(disk).is_empty() || key(disk).contains("alias/aws/");
        when(disks.is_empty() || disks.iter().any(open), "a disk is not encrypted")
            .or_else(|| when(disks.iter().any(of_aws), "a disk is encrypted with a key that AWS holds"))
            .or_else(|| when(missing(it, disks), "a disk of the image is as it is in the image"))
    }),
    ("MachinesHaveNoPublicAddress", |it| {
        let tagged = |terms: &str| list(it.at(terms)).iter().any(|it| it.get("id").is_none());
        when(it.at("spec/associatePublicIPAddress") != Some(&Value::Bool(false)), "a subnet may give an address")
            .or_else(|| {
                let any = tagged("spec/subnetSelectorTerms") || tagged("spec/securityGroupSelectorTerms");
                when(any, "it is wherever a tag is")
            })
    }),
    ("PoolHasLimits", |it| {
        let none = ["spec/limits/cpu", "spec/limits/memory"].into_iter().find(|at| it.at(at).is_none());
        when(it.at("spec/replicas").is_some(), "there are always so many, whatever the limits say")
            .or_else(|| none.map(|at| format!("nothing is said by `{at}`")))
    }),
    ("PoolStartsKnownMachines", |it| {
        let name = it.text("spec/template/spec/nodeClassRef/name");
        let there = it.others("EC2NodeClass").any(|it| it.text("metadata/name") == name);
        let of = |key: &str| {
            let all = it.list("spec/template/spec/requirements");
            let mut all = all.iter().filter(|it| it["key"] == key && it["operator"] == "In");
            all.next().map_or(0, |it| list(it.get("values")).len())
        };
        when(!there, "its class is not of the app")
            .or_else(|| when(of("kubernetes.io/arch") != 1, "it is of several architectures"))
            .or_else(|| when(of("karpenter.sh/capacity-type") == 0, "it is paid for in whatever way"))
    }),
    ("MachinesAreReplaced", |it| {
        let hours = it.text("spec/template/spec/expireAfter").map(|it| it.strip_suffix('h')?.parse::<u32>().ok());
        when(hours.is_some_and(|it| it.is_none_or(|it| it > 720)), "machines become older")
    }),
    ("MachinesGoAFewAtATime", |it| {
        let budgets = it.at("spec/disruption/budgets")?;
        let bounds = |it: &Value| {
            let most = it["nodes"].as_str().unwrap_or_default();
            let percent = most.strip_suffix('%').and_then(|it| it.parse::<u32>().ok());
            let always = it.get("schedule").is_none() && it.get("reasons").is_none();
            always && (most == "0" || percent.is_some_and(|it| it <= 50))
        };
        when(!list(Some(budgets)).iter().any(bounds), "all go at a time")
    }),
];

/// Whether a disk that the image has is not said: it is as the image says then.
fn missing(it: Thing<'_>, disks: &[Value]) -> bool {
    let said = |name: &str| disks.iter().any(|it| it["deviceName"] == name);
    let terms = it.list("spec/amiSelectorTerms");
    let bottlerocket = terms.iter().any(|it| it["alias"].as_str().is_some_and(|it| it.starts_with("bottlerocket@")));
    !said("/dev/xvda") || bottlerocket && !said("/dev/xvdb")
}

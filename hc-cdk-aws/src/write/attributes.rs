//! What `Fn::GetAtt` reads: each type of resource has attributes of its own, and no other can be read of it.

use hc_cdk::value::nearest;
use hc_cdk_cfn::schema;

/// No more attributes than so many are listed.
const LISTED: usize = 12;

/// What can be read of a resource, in words, if its type has facts and no attribute of that name.
pub(super) fn instead(facts: &'static str, attribute: &str) -> Option<String> {
    let names = schema::readable(facts)?;
    let is_known = |name: &str| name.strip_suffix('?').map_or(name == attribute, |begin| attribute.starts_with(begin));
    if names.clone().any(is_known) {
        return None;
    }
    if let Some(near) = nearest(attribute, names.clone()) {
        return Some(format!("did you mean `{near}`"));
    }
    let listed: Vec<String> = names.clone().take(LISTED).map(|it| format!("`{}`", it.replace('?', "NAME"))).collect();
    let more = if names.count() > LISTED { ", .." } else { "" };
    Some(match listed.as_slice() {
        [] => "refer to the resource itself: it has no attributes".to_owned(),
        listed => format!("its attributes are {}{more}", listed.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn what_somebody_else_names_is_not_known() {
        // The outputs of a nested stack, what answers for a custom resource, and types without a schema.
        let stack = ". TemplateURL\n\n@ Outputs.? StackId\n";
        assert_eq!(instead(stack, "Outputs.Address"), None);
        assert_eq!(instead(stack, "Address"), Some("its attributes are `Outputs.NAME`, `StackId`".to_owned()));
        assert_eq!(instead("*\n\n@ ? Id\n", "Address"), None);
        assert_eq!(instead("", "Address"), None);
    }

    #[test]
    fn what_nothing_is_read_of_is_referred_to() {
        let said = instead(". Name\n\n@\n", "Name");
        assert_eq!(said, Some("refer to the resource itself: it has no attributes".to_owned()));
    }
}

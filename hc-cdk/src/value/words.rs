//! The words of a name.

/// `claims-api` for `ClaimsApi`, `hl7-feed` for `HL7Feed`, `clinical-api` for `Clinical/Api`.
pub fn kebab(path: &str) -> String {
    let mut name = String::with_capacity(path.len() + 4);
    let mut before = '-';
    let mut letters = path.chars().peekable();
    while let Some(it) = letters.next() {
        let after = letters.peek().copied().unwrap_or('-');
        let begins = it.is_ascii_uppercase() && (!before.is_ascii_uppercase() || after.is_ascii_lowercase());
        if begins && before != '-' && before != '/' {
            name.push('-');
        }
        name.push(if it == '/' { '-' } else { it.to_ascii_lowercase() });
        before = it;
    }
    name
}

/// `ClinicPolicies` for `clinic-policies`: resources of a construct have names of letters and digits.
pub fn pascal(name: &str) -> String {
    let mut upper = true;
    let mut pascal = String::with_capacity(name.len());
    for it in name.chars() {
        if it.is_ascii_alphanumeric() {
            pascal.push(if upper { it.to_ascii_uppercase() } else { it });
        }
        upper = !it.is_ascii_alphanumeric();
    }
    pascal
}

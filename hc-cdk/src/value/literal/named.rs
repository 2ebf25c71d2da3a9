//! Which names are those of secrets, and which texts are a value and not where one is found.

/// What names of secrets end in, without signs between words. A name that only has such a word in it may be that of a file, a
/// limit or an address: `password_file`, `max_tokens`, `token_url`.
const ENDS: [&str; 16] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIAL",
    "CREDENTIALS",
    "APIKEY",
    "PRIVATEKEY",
    "ACCESSKEY",
    "ACCESSKEYID",
    "SECRETKEY",
    "CONNECTIONSTRING",
    "PWD",
    // What Redis calls them.
    "REQUIREPASS",
    "MASTERAUTH",
];

/// Whether what has that name is a secret: `DbPassword`, `api-key`.
pub fn names_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()).collect();
    let last_word = name.rsplit(['_', '-', '.']).next().filter(|last| last.len() < name.len()).unwrap_or_default();
    // `PWD` alone is the working directory.
    plain != "PWD" && ENDS.iter().any(|end| plain.ends_with(end)) || last_word.eq_ignore_ascii_case("PASS")
}

/// Whether a value is written there, and not nothing, a switch, or where the value is found.
pub(super) fn is_literal(value: &str) -> bool {
    let value = value.trim().trim_start_matches(['"', '\'']);
    let word = value.split([' ', '\t', ',', ';', '"', '\'', '}', ']']).next().unwrap_or_default();
    let elsewhere = word.starts_with(['$', '`', '%', '{', '[', '<', '(', '*', '!', '|', '>', '/', '~']);
    let switch =
        ["true", "false", "yes", "no", "on", "off", "null", "none"].iter().any(|it| word.eq_ignore_ascii_case(it));
    !word.is_empty() && !elsewhere && !switch && !word.starts_with("./") && !word.contains('(')
}

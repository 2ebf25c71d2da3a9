//! Logins as text: the files in which programs keep them, and what a request says of who sends it.

use super::named::{is_literal, names_secret};

/// Whether a line is a login of `.netrc` or `.pgpass`, or has one in it that is a name and a password in base64.
pub(super) fn gives_login(line: &str) -> bool {
    is_of_netrc(line) || is_of_pgpass(line) || has_basic(line)
}

/// Whether a header of a request says who sends it: `Authorization`, a cookie, or one by the name of a secret.
#[must_use]
pub fn says_who(header: &str) -> bool {
    let known = ["authorization", "proxy-authorization", "cookie"];
    known.iter().any(|it| header.eq_ignore_ascii_case(it)) || names_secret(header)
}

/// Whether such a header says it by a literal.
#[must_use]
pub fn is_secret_header(name: &str, value: &str) -> bool {
    // Before it, `Basic` or `Bearer` may stand.
    says_who(name) && is_literal(value.split_whitespace().next_back().unwrap_or_default())
}

/// `machine db.example login app password hunter2`, or the end of it in a line of its own.
fn is_of_netrc(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let begins = match words.as_slice() {
        ["machine" | "default", ..] => words.contains(&"login"),
        ["login", _, "password", _] => true,
        _ => false,
    };
    // A line of PAM begins with the name of a service, such as `login`, and says whether a password has to be right.
    let is_control =
        |it: &str| ["include", "optional", "required", "requisite", "substack", "sufficient"].contains(&it);
    let given = words.windows(2).any(|it| matches!(it, ["password", value] if is_literal(value) && !is_control(value)));
    // Two words may be a heading: a password that is one has a digit in it here.
    let alone = matches!(words.as_slice(), ["password", value] if is_literal(value) && value.contains(|it: char| it.is_ascii_digit()));
    begins && given || alone
}

/// `db.example:5432:clinic:app:hunter2`, in which each but the last may be `*`.
fn is_of_pgpass(line: &str) -> bool {
    let fields: Vec<&str> = line.split(':').collect();
    let [host, port, database, user, password] = fields.as_slice() else { return false };
    // Settings and lists of addresses have colons, too.
    let is_name = |it: &str| !it.is_empty() && !it.contains(|it: char| it.is_whitespace() || "=;,/\"'{}".contains(it));
    let named = [host, port, database, user].into_iter().all(|it| is_name(it));
    // Addresses of machines and networks have colons between numbers.
    let is_address = fields.iter().all(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
    // Other lists have five fields, too: the port is the usual one, or the host has the form of one.
    let is_host = ["5432", "6432"].contains(port) || *host == "*" || *host == "localhost" || host.contains('.');
    named && is_host && (*port == "*" || port.parse::<u16>().is_ok()) && !is_address && is_literal(password)
}

/// `Basic YXBwOmh1bnRlcjI=` of a header, or `"auth": "YXBwOmh1bnRlcjI="` of docker's and `_auth=` of npm's configuration.
fn has_basic(line: &str) -> bool {
    let words = line.split(|it: char| it.is_whitespace() || "\"'=:,{}".contains(it)).filter(|it| !it.is_empty());
    let mut before = "";
    words.into_iter().any(|word| {
        let named = ["auth", "_auth", "basic"].iter().any(|it| before.eq_ignore_ascii_case(it));
        before = word;
        named && is_login(word)
    })
}

/// Whether a word is a name and a password in base64.
fn is_login(word: &str) -> bool {
    decoded(word).is_some_and(|it| {
        let (name, password) = it.split_once(':').unwrap_or_default();
        !name.is_empty() && is_literal(password) && it.bytes().all(|it| it.is_ascii_graphic())
    })
}

/// What a word is in base64, with or without what fills it up at its end, if it is text.
#[must_use]
pub fn decoded(word: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for sign in word.trim_end_matches('=').bytes() {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{gives_login, is_secret_header};

    #[test]
    fn a_login_is_found_in_a_line() {
        for line in [
            "machine db.example login app password hunter2",
            "default login app password hunter",
            "login app password hunter",
            "  password hunter2",
            "db.example:5432:clinic:app:hunter2",
            "*:*:*:app:hunter2",
            "db:5432:clinic:app:hunter2",
            "{\"auths\": {\"ghcr.io\": {\"auth\": \"YXBwOmh1bnRlcjI=\"}}}",
            "  \"auth\":\"YXBwOmh1bnRlcjI=\",",
            "//registry.example/:_auth=YXBwOmh1bnRlcjI=",
            "proxy_set_header Authorization \"Basic YXBwOmh1bnRlcjI=\";",
        ] {
            assert!(gives_login(line), "{line}");
        }
    }

    #[test]
    fn what_is_no_login_is_left_alone() {
        for line in [
            "machine learning needs a password policy",
            "password required",
            "password required pam_unix.so",
            "machine db.example login app password ${PASSWORD}",
            "db.example:5432:clinic:app:${PASSWORD}",
            "login password required pam_unix.so",
            "login with your password and a code",
            "user:1000:orders:2024:items",
            "server.1=zoo1:2888:3888:participant;0.0.0.0:2181",
            "fe80:1:2:3:4",
            "00:11:22:33:44",
            "arn:aws:s3:us-east-1:records",
            "app:x:1000:1000:/home/app",
            "auth: basic",
            "auth: required",
            "auth basic realm",
            "basic authentication",
            "\"auth\": \"dG9rZW4=\"",
        ] {
            assert!(!gives_login(line), "{line}");
        }
    }

    #[test]
    fn a_header_says_who_sends_it() {
        for (name, value) in [
            ("Authorization", "Basic YXBwOmh1bnRlcjI="),
            ("authorization", "hunter2"),
            ("X-Api-Key", "0f1e2d"),
            ("Cookie", "session=0f1e2d"),
        ] {
            assert!(is_secret_header(name, value), "{name}");
        }
        for (name, value) in [("Accept", "text/html"), ("Authorization", "Bearer ${TOKEN}"), ("X-Api-Key", "$(KEY)")] {
            assert!(!is_secret_header(name, value), "{name}");
        }
    }
}

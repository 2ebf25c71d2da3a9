//! Secrets that are known by their shape, wherever they stand: keys that begin with the name of their owner, and tokens.

/// How keys begin that are secrets, and how many letters, digits, `_` and `-` at least come behind that.
///
/// Source: what GitHub's secret scanning lists for the owners, whose own pages say the same.
const KEYS: [(&[u8], usize); 22] = [
    (b"sk_live_", 10),
    (b"sk_test_", 10),
    (b"rk_live_", 10),
    (b"rk_test_", 10),
    (b"whsec_", 20),
    (b"ghp_", 30),
    (b"gho_", 30),
    (b"ghu_", 30),
    (b"ghs_", 30),
    (b"ghr_", 30),
    (b"github_pat_", 20),
    (b"glpat-", 20),
    (b"xoxa-", 10),
    (b"xoxb-", 10),
    (b"xoxp-", 10),
    (b"xoxr-", 10),
    (b"xoxs-", 10),
    (b"xapp-", 10),
    (b"npm_", 36),
    (b"AIza", 35),
    (b"hvs.", 20),
    (b"dop_v1_", 40),
];

/// How addresses begin that whoever knows them may write to, and how many signs of an address at least come behind that.
///
/// Source: the owners' own pages on incoming webhooks, which call the address itself a secret.
const HOOKS: [(&[u8], usize); 7] = [
    (b"hooks.slack.com/services/", 20),
    (b"hooks.slack.com/workflows/", 20),
    (b"hooks.slack.com/triggers/", 20),
    (b"discord.com/api/webhooks/", 20),
    (b"discordapp.com/api/webhooks/", 20),
    (b"webhook.office.com/webhookb2/", 20),
    (b"outlook.office.com/webhook/", 20),
];

/// What of a bearer token at least stands behind the word; among it is a digit.
const BEARER: usize = 16;

/// How long a text is at least that is a secret: a token of two parts and no signature.
pub(super) const SHORTEST: usize = 15;

/// The signs with which secrets begin.
#[allow(clippy::indexing_slicing, reason = "a table has a place for every byte")]
const STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut keys: &[(&[u8], usize)] = &KEYS;
    while let [([first, ..], _), others @ ..] = keys {
        starts[*first as usize] = true;
        keys = others;
    }
    let mut hooks: &[(&[u8], usize)] = &HOOKS;
    while let [([first, ..], _), others @ ..] = hooks {
        starts[*first as usize] = true;
        hooks = others;
    }
    starts[b'e' as usize] = true;
    starts[b'B' as usize] = true;
    starts[b'b' as usize] = true;
    starts
};

/// Whether a text has in it what looks like a secret.
#[allow(clippy::indexing_slicing, reason = "a table has a place for every byte, and the place is inside of the text")]
pub(super) const fn is_secret(it: &[u8]) -> bool {
    let mut at = 0;
    while at + SHORTEST <= it.len() {
        if STARTS[it[at] as usize] && (at == 0 || !is_of_key(it[at - 1])) {
            let (_, rest) = it.split_at(at);
            if begins(rest, &KEYS, false) || begins(rest, &HOOKS, true) || is_token(rest) || is_bearer(rest) {
                return true;
            }
        }
        at += 1;
    }
    false
}

/// Whether it begins with one of these, and enough signs of a key, or of an address, come behind that.
const fn begins(it: &[u8], mut keys: &[(&[u8], usize)], address: bool) -> bool {
    while let [(prefix, least), others @ ..] = keys {
        if let Some(rest) = behind(it, prefix)
            && length(rest, address).0 >= *least
        {
            return true;
        }
        keys = others;
    }
    false
}

/// Whether a JSON web token begins there: two parts that are JSON, and a signature.
const fn is_token(it: &[u8]) -> bool {
    let Some(rest) = behind(it, b"eyJ") else { return false };
    let (first, _) = length(rest, false);
    let Some((_, rest)) = rest.split_at_checked(first) else { return false };
    first >= 8 && behind(rest, b".eyJ").is_some()
}

const fn is_bearer(it: &[u8]) -> bool {
    let [b'B' | b'b', word @ ..] = it else { return false };
    let Some(rest) = behind(word, b"earer ") else { return false };
    let (length, digits) = length(rest, true);
    length >= BEARER && digits > 0
}

/// What is behind a beginning.
const fn behind<'a>(mut it: &'a [u8], mut start: &[u8]) -> Option<&'a [u8]> {
    while let [wanted, others @ ..] = start {
        match it {
            [first, rest @ ..] if *first == *wanted => it = rest,
            _ => return None,
        }
        start = others;
    }
    Some(it)
}

/// How many signs of a key come first, and how many of them are digits; those of a token are more.
const fn length(mut it: &[u8], token: bool) -> (usize, usize) {
    let (mut all, mut digits) = (0, 0);
    while let [first, rest @ ..] = it {
        if !(is_of_key(*first) || token && matches!(*first, b'.' | b'~' | b'+' | b'/' | b'=')) {
            break;
        }
        if first.is_ascii_digit() {
            digits += 1;
        }
        all += 1;
        it = rest;
    }
    (all, digits)
}

const fn is_of_key(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    /// Keys are put together here, so that no scanner takes this file for a leak.
    fn key(start: &str, length: usize) -> String {
        format!("{start}{}", "0aB1".repeat(length.div_ceil(4)))
    }

    #[test]
    fn keys_are_known_by_how_they_begin() {
        for (start, length) in super::KEYS {
            let key = key(std::str::from_utf8(start).unwrap(), length);
            for text in [key.clone(), format!("key = '{key}'"), format!("https://a.example/?k={key}&b=1")] {
                assert!(is_secret(text.as_bytes()), "{text}");
            }
        }
    }

    #[test]
    fn addresses_of_hooks_are_known_by_how_they_begin() {
        for (start, length) in super::HOOKS {
            let key = key(std::str::from_utf8(start).unwrap(), length);
            for text in [format!("https://{key}"), format!("url = 'https://clinic.{key}'")] {
                assert!(is_secret(text.as_bytes()), "{text}");
            }
        }
        for text in [
            "https://hooks.slack.com/services/${KEY}",
            "https://discord.com/api/webhooks",
            "see hooks.slack.com/services/T/B",
        ] {
            assert!(!is_secret(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn tokens_are_known_by_their_shape() {
        for text in [
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "Authorization: Bearer 0f1e2d3c4b5a69788796",
            "curl -H 'authorization: bearer abcdefghijklmnop1'",
        ] {
            assert!(is_secret(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn usual_texts_are_no_secrets() {
        for text in [
            "",
            "sk_live_",
            "sk_live_${KEY}",
            "use a key that begins with sk_live_ in production",
            "task_live_updates_of_wards",
            "bearer authentication is required of every caller",
            "Bearer ${TOKEN}",
            "Bearer $(TOKEN_OF_THE_SERVICE_1)",
            "Bearer token authentication, version 2",
            "npm_config_registry",
            "eyJ.eyJ",
            "hvs. or hvb.",
            "ghp_ and gho_ are GitHub's",
            "xoxb-tokens",
        ] {
            assert!(!is_secret(text.as_bytes()), "{text}");
        }
    }
}

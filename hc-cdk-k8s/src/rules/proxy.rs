//! Configurations of nginx: who asks too often is refused, and browsers are told the same with every answer.
//!
//! Source: nginx, modules `ngx_http_limit_req_module`, `ngx_http_realip_module` and `ngx_http_headers_module` (`add_header_inherit` since 1.29.3).

use std::net::IpAddr;

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::at;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REFUSES_WHO_ASKS_TOO_OFTEN = "RefusesWhoAsksTooOften" {
        sentence: "a proxy that limits how often somebody asks does so, and takes nobody's word but that of a named network for who asks",
        controls: &[soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY, iso27001::CAPACITY],
        on: &["ConfigMap"],
        when: real_data,
        must: Must::Judge(|it| read(it, "limit_req", limits)),
        message: "limits how often somebody asks, and refuses nobody, or believes whoever asks who that is",
        help: "leave out `limit_req_dry_run`, count by `$binary_remote_addr`, and name the network of the way in: `set_real_ip_from 10.0.0.0/8;`",
    }

    pub HEADERS_WITH_EVERY_ANSWER = "HeadersWithEveryAnswer" {
        sentence: "what a proxy tells browsers for their protection, it tells them with every answer",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::TRANSMISSION, iso27001::NETWORK_SECURITY],
        on: &["ConfigMap"],
        when: real_data,
        must: Must::Judge(|it| read(it, "add_header", tells_all)),
        message: "tells browsers less in one place than in what is around it, where a block with an `add_header` of its own has those of no other, or less with errors",
        help: "say the headers in one place, each with `always`, or all of them again in each block that has one",
    }
}

/// A directive of nginx: its words, and what stands in its block.
#[derive(Debug, Default)]
struct Told {
    words: Vec<String>,
    inside: Vec<Told>,
}

impl Told {
    fn is(&self, name: &str) -> bool {
        self.words.first().is_some_and(|it| it == name)
    }

    /// Shows this, and all that is inside.
    fn each<'a>(&'a self, show: &mut impl FnMut(&'a Self)) {
        show(self);
        self.inside.iter().for_each(|it| it.each(show));
    }

    /// Whether something stands in another file but the usual names of kinds of files.
    fn includes(&self) -> bool {
        self.any(&|it| it.is("include") && it.words.get(1).is_none_or(|it| !it.ends_with("mime.types")))
    }

    /// Whether something holds for this or for what is inside.
    fn any(&self, test: &impl Fn(&Self) -> bool) -> bool {
        test(self) || self.inside.iter().any(|it| it.any(test))
    }
}

/// What is said of the configurations that have the word: one that is broken breaks all, and where one cannot be read, or is about something
/// else, nothing is said of them. What is no configuration of nginx counts as one that cannot be read, since no name of a file says what it is.
fn read(config: &Subject<'_>, word: &str, judge: impl Fn(&Told) -> Verdict) -> Verdict {
    let files = at(&config.resource.properties, &["data"]).and_then(Json::as_object);
    let texts = files.into_iter().flat_map(|it| it.iter().filter_map(|(_, text)| text.as_text()));
    let texts = texts.filter(|it| it.contains(word));
    let verdicts: Vec<Verdict> = texts.map(|it| parse(it).map_or(Verdict::NotApplicable, |all| judge(&all))).collect();
    let all_held = !verdicts.is_empty() && verdicts.iter().all(|it| *it == Verdict::Held);
    if verdicts.contains(&Verdict::Broken) {
        Verdict::Broken
    } else if all_held {
        Verdict::Held
    } else {
        Verdict::NotApplicable
    }
}

/// How deep blocks may be inside of each other.
const DEEPEST: usize = 16;

/// The directives of a file, or nothing if it is none of nginx.
fn parse(text: &str) -> Option<Told> {
    let mut open = vec![Told::default()];
    let mut told = Told::default();
    for word in words(text)? {
        match word {
            Word::Text(word) => told.words.push(word),
            Word::End => open.last_mut()?.inside.push(std::mem::take(&mut told)),
            Word::Open if open.len() < DEEPEST => open.push(std::mem::take(&mut told)),
            Word::Open => return None,
            Word::Close if !told.words.is_empty() => return None,
            Word::Close => {
                let block = open.pop()?;
                open.last_mut()?.inside.push(block);
            }
        }
    }
    (open.len() == 1 && told.words.is_empty()).then(|| open.pop())?
}

enum Word {
    Text(String),
    End,
    Open,
    Close,
}

/// The words of a file, without its comments. A brace inside of a word, such as of a variable, is a part of it.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => {}
            '#' => while letters.next_if(|it| *it != '\n').is_some() {},
            ';' => words.push(Word::End),
            '{' => words.push(Word::Open),
            '}' => words.push(Word::Close),
            '"' | '\'' => {
                let mut word = String::new();
                loop {
                    match letters.next()? {
                        '\\' => word.extend(letters.next()),
                        it if it == letter => break,
                        it => word.push(it),
                    }
                }
                words.push(Word::Text(word));
            }
            _ => {
                let mut word = String::new();
                let mut next = Some(letter);
                while let Some(it) = next {
                    word.push(it);
                    if it == '$' {
                        word.extend(letters.next_if(|it| *it == '{'));
                    }
                    next = letters.next_if(|it| !it.is_whitespace() && !matches!(it, ';' | '{'));
                }
                words.push(Word::Text(word));
            }
        }
    }
    Some(words)
}

/// What of an address is known without whoever asks saying it.
const ADDRESSES: [&str; 2] = ["$binary_remote_addr", "$remote_addr"];
/// What whoever asks says of where it is, or what is put together with that.
const HEARSAY: [&str; 4] = ["forwarded", "real_ip", "client_ip", "connecting_ip"];

/// Whether what is limited is refused, by an address that not everybody can say. Of limits by something else nothing is said.
fn limits(all: &Told) -> Verdict {
    let mut keys = Vec::new();
    all.each(&mut |it| {
        if it.is("limit_req_zone") {
            keys.extend(it.words.get(1).map(|it| it.to_ascii_lowercase()));
        }
    });
    let is_off = |it: &Told| it.is("limit_req_dry_run") && it.words.iter().skip(1).any(|it| it == "on");
    let is_wide = |it: &Told| it.is("set_real_ip_from") && it.words.get(1).is_some_and(|it| is_everybody(it));
    let is_said = |key: &String| key.starts_with('$') && HEARSAY.iter().any(|it| key.contains(it));
    if !all.any(&|it| it.is("limit_req")) {
        return Verdict::NotApplicable;
    }
    if all.any(&|it| is_off(it) || is_wide(it)) || keys.iter().any(is_said) {
        return Verdict::Broken;
    }
    let by_address = !keys.is_empty() && keys.iter().all(|it| ADDRESSES.contains(&it.as_str()));
    // What is somewhere else may say more of who is believed.
    if by_address && !all.includes() { Verdict::Held } else { Verdict::NotApplicable }
}

/// Whether a range has more of the internet than a network does: those of providers that stand in front of others are of 12 bits or more,
/// and of 29 or more where addresses are long. A name is that of a host.
fn is_everybody(range: &str) -> bool {
    let (address, prefix) = range.split_once('/').unwrap_or((range, "128"));
    let Ok(prefix) = prefix.parse::<u8>() else { return true };
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => prefix < 8,
        Ok(IpAddr::V6(it)) => prefix < 16 && !(it.is_unique_local() && prefix >= 7),
        Err(_) => false,
    }
}

/// The headers by which browsers protect who reads what they show.
const PROTECT: [&str; 4] =
    ["content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options"];

/// Whether each block says all headers again that are said around it, or none of its own, and each comes with errors, too. Blocks that say
/// that theirs are added have those around them; what a block takes from another file may be any.
fn tells_all(all: &Told) -> Verdict {
    let is_header = |it: &Told| protects(it).is_some();
    let is_partial = |it: &Told| is_header(it) && it.words.iter().skip(3).all(|it| it != "always");
    if !all.any(&is_header) {
        return Verdict::NotApplicable;
    }
    if all.any(&is_partial) || drops(all, &[], false) {
        return Verdict::Broken;
    }
    if all.includes() { Verdict::NotApplicable } else { Verdict::Held }
}

/// The header by which browsers protect somebody that a directive adds.
fn protects(it: &Told) -> Option<&'static str> {
    let name = it.words.get(1).filter(|_| it.is("add_header"))?;
    PROTECT.into_iter().find(|it| name.eq_ignore_ascii_case(it))
}

/// Whether a block, or one inside of it, has fewer of the headers than what is around it. The rule of how headers are inherited is inherited itself.
fn drops(block: &Told, around: &[&str], merges: bool) -> bool {
    let how = block.inside.iter().filter(|it| it.is("add_header_inherit")).find_map(|it| it.words.get(1));
    let merges = how.map_or(merges, |it| it == "merge");
    let has_own = block.inside.iter().any(|it| it.is("add_header"));
    let mut here: Vec<&str> = block.inside.iter().filter_map(protects).collect();
    let is_cut = has_own || how.is_some_and(|it| it == "off");
    if merges || !is_cut {
        here.extend(around);
    }
    let is_open = block.inside.iter().any(|it| it.is("include"));
    !is_open && around.iter().any(|it| !here.contains(it)) || block.inside.iter().any(|it| drops(it, &here, merges))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, limits, parse, tells_all};

    #[test]
    fn a_file_of_nginx_is_read() {
        let all = parse("# a; {\nmap $a $b { default \"x; }\"; }\nserver { set $c ${d}e; location / { return 204; } }");
        let all = all.unwrap();
        assert_eq!(all.inside.len(), 2);
        assert_eq!(all.inside[0].inside[0].words, ["default", "x; }"]);
        assert_eq!(all.inside[1].inside[0].words, ["set", "$c", "${d}e"]);
        assert_eq!(all.inside[1].inside[1].words, ["location", "/"]);
        for none in ["server {", "server }", "a \"b", "no end", &"a{".repeat(100), "a { b }"] {
            assert!(parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn who_asks_too_often_is_refused() {
        let with = |key: &str, text: &str| {
            let zone = format!("limit_req_zone {key} zone=a:1m rate=1r/s;");
            limits(&parse(&format!("{zone} {text} server {{ limit_req zone=a; }}")).unwrap())
        };
        let address = "$binary_remote_addr";
        for text in
            ["", "set_real_ip_from 10.0.0.0/8;", "set_real_ip_from fc00::/7;", "set_real_ip_from 104.16.0.0/13;"]
        {
            assert_eq!(with(address, text), Verdict::Held, "{text}");
        }
        let halves = "set_real_ip_from 0.0.0.0/1; set_real_ip_from 128.0.0.0/1;";
        for text in ["set_real_ip_from 0.0.0.0/0;", halves, "set_real_ip_from 2000::/3;", "limit_req_dry_run on;"] {
            assert_eq!(with(address, text), Verdict::Broken, "{text}");
        }
        for key in ["$http_x_forwarded_for", "$proxy_add_x_forwarded_for", "$http_cf_connecting_ip"] {
            assert_eq!(with(key, ""), Verdict::Broken, "{key}");
        }
        for (key, text) in [("$server_name", ""), ("$http_x_api_key", ""), (address, "include others/*.conf;")] {
            assert_eq!(with(key, text), Verdict::NotApplicable, "{key} {text}");
        }
        assert_eq!(with(address, "include /etc/nginx/mime.types; set_real_ip_from unix:;"), Verdict::Held);
    }

    #[test]
    fn a_header_of_its_own_takes_the_others_away() {
        let hsts = "add_header Strict-Transport-Security \"max-age=1\" always;";
        let with = |more: &str, inner: &str| {
            tells_all(&parse(&format!("server {{ {hsts} {more} location / {{ {inner} }} }}")).unwrap())
        };
        let own = "add_header Cache-Control no-store;";
        assert_eq!(with("", "return 204;"), Verdict::Held);
        assert_eq!(with("", &format!("{own} {hsts}")), Verdict::Held);
        assert_eq!(with("", own), Verdict::Broken);
        assert_eq!(with("", "add_header_inherit off;"), Verdict::Broken);
        // Merged, or from another file.
        assert_eq!(with("add_header_inherit merge;", own), Verdict::Held);
        assert_eq!(with("", &format!("{own} add_header_inherit merge;")), Verdict::Held);
        assert_eq!(with("", &format!("{own} include headers.conf;")), Verdict::NotApplicable);
        // Without `always`, what is refused comes without it.
        let text = hsts.replace(" always", "");
        assert_eq!(tells_all(&parse(&format!("server {{ {text} }}")).unwrap()), Verdict::Broken);
        assert_eq!(tells_all(&parse(&format!("server {{ location / {{ {own} }} }}")).unwrap()), Verdict::NotApplicable);
    }
}

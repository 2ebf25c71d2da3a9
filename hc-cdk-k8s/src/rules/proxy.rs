//! Configurations of nginx: who asks too often is refused, and browsers are told the same with every answer.

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
        help: "leave out `limit_req_dry_run`, and name the network of the way in: `set_real_ip_from 10.0.0.0/8;`",
    }

    pub HEADERS_WITH_EVERY_ANSWER = "HeadersWithEveryAnswer" {
        sentence: "what a proxy tells browsers for their protection, it tells them with every answer",
        controls: &[hipaa::TRANSMISSION_SECURITY, soc2::TRANSMISSION, iso27001::NETWORK_SECURITY],
        on: &["ConfigMap"],
        when: real_data,
        must: Must::Judge(|it| read(it, "add_header", tells_all)),
        message: "tells browsers less in one place than in what is around it: a block with an `add_header` of its own has those of no other",
        help: "say the headers in one place, or all of them again in each block that has one",
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

    /// Whether something holds for this or for what is inside.
    fn any(&self, test: &impl Fn(&Self) -> bool) -> bool {
        test(self) || self.inside.iter().any(|it| it.any(test))
    }
}

/// Holds unless one of the configurations that have the word is broken. What cannot be read is, where it is of nginx.
fn read(config: &Subject<'_>, word: &str, holds: impl Fn(&Told) -> bool) -> Verdict {
    let files = at(&config.resource.properties, &["data"]).and_then(Json::as_object);
    let texts = files.into_iter().flat_map(|it| it.iter().filter_map(|(_, text)| text.as_text()));
    let mut verdict = Verdict::NotApplicable;
    for text in texts.filter(|it| it.contains(word)) {
        let Some(all) = parse(text).filter(|all| all.any(&|it| it.is(word))) else { continue };
        if !holds(&all) {
            return Verdict::of(false);
        }
        verdict = Verdict::of(true);
    }
    verdict
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

/// Whether what is limited is refused, by an address that not everybody can say.
fn limits(all: &Told) -> bool {
    let says = |it: &Told, name: &str, values: &[&str]| {
        it.is(name) && it.words.iter().skip(1).any(|it| values.contains(&it.as_str()))
    };
    !all.any(&|it| says(it, "limit_req_dry_run", &["on"]) || says(it, "set_real_ip_from", &["0.0.0.0/0", "::/0"]))
}

/// The headers by which browsers protect who reads what they show.
const PROTECT: [&str; 4] =
    ["content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options"];

/// Whether each block says all headers again that are said around it, or none of its own.
fn tells_all(all: &Told) -> bool {
    fn below(block: &Told, around: &[String]) -> bool {
        let said = block.inside.iter().filter(|it| it.is("add_header"));
        let own: Vec<String> = said.filter_map(|it| it.words.get(1)).map(|it| it.to_ascii_lowercase()).collect();
        let drops = !own.is_empty()
            && PROTECT.iter().any(|it| around.iter().any(|said| said == it) && !own.iter().any(|said| said == it));
        let here = if own.is_empty() { around } else { &own };
        !drops && block.inside.iter().all(|it| below(it, here))
    }
    below(all, &[])
}

#[cfg(test)]
mod tests {
    use super::{limits, parse, tells_all};

    #[test]
    fn a_file_of_nginx_is_read() {
        let all = parse("# a; {\nmap $a $b { default \"x; }\"; }\nserver { set $c ${d}e; location / { return 204; } }");
        let all = all.unwrap();
        assert_eq!(all.inside.len(), 2);
        assert_eq!(all.inside[0].inside[0].words, ["default", "x; }"]);
        assert_eq!(all.inside[1].inside[0].words, ["set", "$c", "${d}e"]);
        assert_eq!(all.inside[1].inside[1].words, ["location", "/"]);
        for none in ["server {", "server }", "a \"b", "no end", &"a{".repeat(100)] {
            assert!(parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn who_asks_too_often_is_refused() {
        let with = |text: &str| limits(&parse(text).unwrap());
        assert!(with("set_real_ip_from 10.0.0.0/8; server { limit_req zone=a; limit_req_dry_run off; }"));
        assert!(!with("set_real_ip_from 0.0.0.0/0; server { limit_req zone=a; }"));
        assert!(!with("server { location / { limit_req zone=a; limit_req_dry_run on; } }"));
    }

    #[test]
    fn a_header_of_its_own_takes_the_others_away() {
        let hsts = "add_header Strict-Transport-Security \"max-age=1\" always;";
        let with = |inner: &str| tells_all(&parse(&format!("server {{ {hsts} location / {{ {inner} }} }}")).unwrap());
        assert!(with("return 204;"));
        assert!(with(&format!("add_header Cache-Control no-store; {hsts}")));
        assert!(!with("add_header Cache-Control no-store;"));
        assert!(tells_all(&parse("server { location / { add_header Cache-Control no-store; } }").unwrap()));
    }
}

//! Rules about pages of other origins, to which browsers show what an interface of API Gateway answers.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    literal::domain::is_domain,
    rule::{Must, Subject, Verdict, real_data},
    value::{Json, Token},
};

use super::possible::may_be;

/// What stands before the origins among which an answer chooses, as a template of API Gateway.
///
/// Source: "Use overrides to change an API's request and response parameters and status codes".
pub(crate) const CHOSEN_BEFORE: &str = "#set($origin = $input.params().header.get(\"Origin\"))\n\
    #if(!$origin || $origin == \"\")\n#set($origin = $input.params().header.get(\"origin\"))\n#end\n#if(";

/// What stands behind them.
pub(crate) const CHOSEN_BEHIND: &str =
    ")\n#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end\n";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub API_NAMES_ITS_PAGES = "ApiNamesItsPages" {
        sentence: "what an interface answers by itself is shown to pages of origins that it names, over HTTPS, and not to those of all",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::DATA_LEAKAGE],
        on: &["AWS::ApiGateway::RestApi", "AWS::ApiGateway::Method", "AWS::ApiGateway::GatewayResponse"],
        when: real_data,
        must: Must::Judge(names_its_pages),
        message: "lets pages of any origin read what it answers, or of origins that nobody knows",
        help: "name one origin in `Access-Control-Allow-Origin`, such as `'https://www.example.org'`, or use `.pages(..)` of a `RestApi`",
    }
}

fn names_its_pages(it: &Subject<'_>) -> Verdict {
    let mut said = Vec::new();
    origins(&it.resource.properties, "", &mut said);
    if said.is_empty() { Verdict::NotApplicable } else { Verdict::of(said.into_iter().all(|is_named| is_named)) }
}

/// Of each place that says an origin, whether it names one. What a function chooses is read with all that there is to choose from.
fn origins(json: &Json, name: &str, said: &mut Vec<bool>) {
    if name.to_ascii_lowercase().ends_with(".header.access-control-allow-origin") {
        // Which headers there are is said by a flag.
        if matches!(json, Json::Bool(_)) {
            return;
        }
        // What a resource of the app says of itself is one name.
        let is_one = |it: &str| is_origin(&it.replace('\u{fffc}', "named.example"));
        let is_named = |it: &str| it.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).is_some_and(is_one);
        return said.push(!may_be(json, |it| !is_named(it)));
    }
    match json {
        Json::Object(members) => members.iter().for_each(|(name, it)| origins(it, name, said)),
        Json::List(all) => all.iter().for_each(|it| origins(it, "", said)),
        Json::Text(template) if says_an_origin(template) => said.push(chooses(template)),
        Json::Token(token) => match token.as_ref() {
            // What a macro makes of it nobody knows.
            Token::Function { name: "Fn::Transform", .. } => said.push(false),
            Token::Function { arguments, .. } => origins(arguments, "", said),
            Token::Concat(parts) => parts.iter().for_each(|it| origins(it, "", said)),
            _ => {}
        },
        _ => {}
    }
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://");
    let host =
        host.map(|it| it.split_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(it, |(it, _)| it));
    host.is_some_and(|it| is_domain(&it.to_ascii_lowercase()))
}

/// Whether a template says instead of a header what may be an origin.
fn says_an_origin(template: &str) -> bool {
    let says_another = |behind: &str| {
        behind.starts_with(".status")
            || behind.strip_prefix(".header.").is_some_and(|it| {
                let end = it.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(it.len());
                let (name, behind) = it.split_at(end);
                name != "access-control-allow-origin" && behind.trim_start().starts_with('=')
            })
    };
    template.to_ascii_lowercase().split("responseoverride").skip(1).any(|behind| !says_another(behind))
}

/// How the CDK begins and ends such a template, with one blank between words.
const OF_CDK: (&str, &str) = (
    "#set($origin = $input.params().header.get(\"Origin\")) \
     #if($origin == \"\") #set($origin = $input.params().header.get(\"origin\")) #end #if(",
    ") #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end",
);

/// Whether a template says an origin only if it is one of those that it names.
fn chooses(template: &str) -> bool {
    let words = template.split_whitespace().collect::<Vec<_>>().join(" ");
    let between = |(before, behind): (&str, &str)| words.strip_prefix(before).and_then(|it| it.strip_suffix(behind));
    let [before, behind] = [CHOSEN_BEFORE, CHOSEN_BEHIND].map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let among = between((&before, &behind)).or_else(|| between(OF_CDK));
    among.is_some_and(|it| it.split(" || ").all(|it| names_origin(it.trim())))
}

/// Whether a condition is that the origin is one that is named. In a pattern, a point that nothing stands before is any sign, and so the
/// pattern means other hosts, too.
fn names_origin(condition: &str) -> bool {
    let inside = |before: &str, behind: &str| condition.strip_prefix(before).and_then(|it| it.strip_suffix(behind));
    let is_plain = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || b":/.-".contains(&it));
    let is_meant = |pattern: &str| {
        let parts: Vec<&str> = pattern.trim_start_matches('^').trim_end_matches('$').split("\\.").collect();
        parts.iter().all(|it| !it.contains('.') && is_plain(it)) && is_origin(&parts.join("."))
    };
    inside("$origin == \"", "\"").is_some_and(is_origin) || inside("$origin.matches(\"", "\")").is_some_and(is_meant)
}

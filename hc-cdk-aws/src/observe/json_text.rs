//! A tree of properties as JSON text, with the holes that the deployment fills in.

use hc_cdk::value::{Json, Token, Value};

/// The tree as one text. A hole stands where a string stands; what fills it must need no escaping, as is the case with
/// names, ARNs and regions.
pub(super) fn text(json: &Json) -> Value<String> {
    let mut writer = Writer::default();
    writer.value(json);
    writer.flush();
    Value::concat(writer.parts)
}

#[derive(Default)]
struct Writer {
    parts: Vec<Json>,
    text: String,
}

impl Writer {
    fn value(&mut self, json: &Json) {
        match json {
            Json::Null => self.text.push_str("null"),
            Json::Bool(it) => self.text.push_str(if *it { "true" } else { "false" }),
            Json::Int(it) => self.text.push_str(&it.to_string()),
            Json::Float(it) => self.text.push_str(&it.to_string()),
            Json::Text(it) => {
                self.text.push('"');
                self.escaped(it);
                self.text.push('"');
            }
            Json::List(items) => {
                self.text.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        self.text.push(',');
                    }
                    self.value(item);
                }
                self.text.push(']');
            }
            Json::Object(object) => {
                self.text.push('{');
                for (place, (name, value)) in object.iter().enumerate() {
                    if place > 0 {
                        self.text.push(',');
                    }
                    self.text.push('"');
                    self.escaped(name);
                    self.text.push_str("\":");
                    self.value(value);
                }
                self.text.push('}');
            }
            Json::Token(token) => {
                self.text.push('"');
                self.hole(token);
                self.text.push('"');
            }
        }
    }

    fn hole(&mut self, token: &Token) {
        let Token::Concat(parts) = token else {
            self.flush();
            self.parts.push(Json::Token(Box::new(token.clone())));
            return;
        };
        for part in parts {
            match part {
                Json::Text(it) => self.escaped(it),
                Json::Token(inner) => self.hole(inner),
                // Nothing else becomes part of a text.
                _ => {}
            }
        }
    }

    fn escaped(&mut self, text: &str) {
        let quoted = serde_json::Value::from(text).to_string();
        self.text.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(std::mem::take(&mut self.text).into());
        }
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Object, Token, Value};

    use super::text;
    use crate::pseudo;

    #[test]
    fn text_is_escaped_and_holes_stay_holes() {
        let name = Value::concat(["a\"b-".into(), pseudo::region().into()]);
        let json: Json = Object::new()
            .with("ti\"tle", "line\nbreak")
            .with("numbers", vec![Json::from(1), 0.5.into(), true.into(), Json::Null])
            .with("region", pseudo::region())
            .with("name", name)
            .into();
        let text = text(&json);
        let Json::Token(token) = text.json() else { panic!("{text:?}") };
        let Token::Concat(parts) = token.as_ref() else { panic!("{text:?}") };
        let filled: String = parts.iter().map(|part| part.as_text().unwrap_or("eu-west-2")).collect();
        let expected = serde_json::json!({
            "ti\"tle": "line\nbreak", "numbers": [1, 0.5, true, null], "region": "eu-west-2", "name": "a\"b-eu-west-2"
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&filled).unwrap(), expected);
        assert_eq!(parts.len(), 5);
    }
}

//! JSON in which each member of an object stands once: of one that is there twice, readers take the first or the last, or
//! refuse it, so that nobody knows what it says.

use std::fmt;

use serde_core::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

/// What JSON says.
///
/// # Errors
///
/// Why it is none, or which member of an object stands twice.
pub fn parsed(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).map(|Once(value)| value)
}

struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_string<E>(self, it: String) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Once(member))) = members.next_entry::<String, _>()? {
            if all.contains_key(&name) {
                return Err(A::Error::custom(format!("`{}` is there twice", name.escape_debug())));
            }
            all.insert(name, member);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::parsed;

    #[test]
    fn what_stands_twice_is_refused_wherever_it_is() {
        for (text, expected) in [
            (r#"{"a": 1, "a": 1}"#, "`a` is there twice at line 1"),
            (r#"[{"a": {"b": [], "c": 2, "b": []}}]"#, "`b` is there twice at line 1"),
            (r#"{"a": NaN}"#, "expected value"),
            (r#"{"a": 1} x"#, "trailing characters"),
        ] {
            let error = parsed(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn anything_else_is_what_it_is() {
        for text in
            ["null", "[true, -7, 18446744073709551615, 1.5, \"a\\u001b\"]", r#"{"a": {"a": {}}, "b": {"a": 2}}"#]
        {
            assert_eq!(parsed(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        }
    }
}

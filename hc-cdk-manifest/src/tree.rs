//! Trees of properties, written as they are read in YAML.

/// A tree of properties: names and what they are, which is a value, or a tree in braces. What is behind `?:` may be nothing, and
/// then the name is left out.
///
/// ```
/// use hc_cdk_manifest::tree;
///
/// let days = Some(7);
/// let spec = tree! { tier: "small", backups: { enabled: true, days?: days, place?: None::<&str> } };
/// let backups = spec.get("backups").unwrap();
/// assert_eq!(backups.get("days"), Some(&7.into()));
/// assert_eq!(backups.get("place"), None);
/// ```
#[macro_export]
macro_rules! tree {
    (@ $object:ident) => {};
    (@ $object:ident $name:ident: { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $object.insert(stringify!($name), $crate::tree! { $($inner)* });
        $($crate::tree!(@ $object $($rest)*);)?
    };
    (@ $object:ident $name:ident?: $value:expr $(, $($rest:tt)*)?) => {
        $object.put(stringify!($name), $value);
        $($crate::tree!(@ $object $($rest)*);)?
    };
    (@ $object:ident $name:ident: $value:expr $(, $($rest:tt)*)?) => {
        $object.insert(stringify!($name), $value);
        $($crate::tree!(@ $object $($rest)*);)?
    };
    ($($members:tt)*) => {{
        #[allow(unused_mut, reason = "a tree may be empty")]
        let mut object = $crate::object::Object::new();
        $crate::tree!(@ object $($members)*);
        object
    }};
}

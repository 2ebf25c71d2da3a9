//! Kinds of objects of operators, as types.

/// Declares kinds of objects of operators, each as a type that holds its specification: `Bucket = "storage.example/v1/Bucket";`.
#[macro_export]
macro_rules! kinds {
    ($($vis:vis $name:ident = $kind:literal;)+) => {$(
        #[doc = concat!("The specification of a `", $kind, "`.")]
        #[derive(Debug, Clone)]
        $vis struct $name($vis $crate::object::Object);

        impl $crate::object::Specification for $name {
            const TYPE: &'static $crate::object::ResourceType = &$crate::object::ResourceType::untyped($kind);
        }

        impl From<$name> for $crate::object::Json {
            fn from(it: $name) -> Self {
                it.0.into()
            }
        }
    )+};
}

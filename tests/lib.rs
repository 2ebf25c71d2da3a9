//! What several of the tests share, and the programs of the README, compiled as documentation tests. The other tests of this
//! package are targets of their own.

pub mod built;
pub mod committed;
pub mod compiler;
pub mod crates;
pub mod setting;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Compiles the legal twins of programs that must not compile, by the folders that they are in.
#[macro_export]
macro_rules! legal {
    ($($invariant:ident: $($program:ident)+;)+) => {
        mod compile_fail {
            $(mod $invariant {
                mod legal {
                    $(mod $program;)+
                }
            })+
        }
    };
}

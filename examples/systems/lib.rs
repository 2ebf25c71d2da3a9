//! The examples that need every crate; those that need AWS and Kubernetes alone are in the package beside this one, so that whoever runs these does not build the rest.

//! What a pod says of its container to whoever builds its image, or runs it elsewhere.

use hc_cdk::{model::Runs, target::Target, uses::Use};

use super::{mount::Mount, pod::Pod, probes::Probes};
use crate::chart::Kubernetes;

impl Pod {
    /// What the container is like, for whoever builds it.
    pub(super) fn runs(&self) -> Runs {
        let scratch = self.mounts.iter().filter(|(_, mount)| matches!(mount, Mount::Scratch(_) | Mount::Kept(_)));
        let read = self.mounts.iter().filter_map(|(path, mount)| match mount {
            Mount::Config(config) => Some((path, config.files.iter())),
            _ => None,
        });
        let read =
            read.flat_map(|(path, files)| files.map(move |(name, text)| (format!("{path}/{name}"), text.clone())));
        let runs = Runs {
            image: Some(self.image.as_str().to_owned()),
            command: self.command,
            is_built_elsewhere: self.is_built_elsewhere,
            port: self.port,
            health: self.probes.as_ref().and_then(Probes::path),
            files: read.collect(),
            scratch: scratch.map(|(path, _)| *path).collect(),
            user: self.user.get(),
            secrets: self.secrets.iter().map(|(name, ..)| (*name).to_owned()).collect(),
            secrets_are_files: !self.in_environment,
            ..Runs::default()
        };
        let mut runs = runs.given(&self.uses, &self.variables);
        // What stands in for somebody outside is used in the same way. Stores of the cluster are others on a machine.
        let outside = |it: &&Use| {
            it.target == Kubernetes::NAME && it.connection.place.as_ref().is_some_and(|it| it.gate.is_none())
        };
        for it in self.uses.iter().filter(outside) {
            let start = it.connection.prefix();
            let said = it.connection.variables.iter().map(|(end, value)| (end, value.json().as_text()));
            let said = said.filter_map(|(end, value)| Some((format!("{start}_{end}"), Some(value?.to_owned()))));
            runs.variables.extend(said);
        }
        runs
    }
}

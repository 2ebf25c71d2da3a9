//! What a pod says of its container to whoever builds its image, or runs it elsewhere.

use hc_cdk::model::Runs;

use super::{mount::Mount, pod::Pod, probes::Probes};

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
        runs.given(&self.uses, &self.variables)
    }
}

//! Images that a first deployment looks for in vain: of repositories that it has only just made. What runs one of these does not start, and
//! CloudFormation takes everything back, the repository as well.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    need::{Need, Needs, Sort},
    rule::Subject,
    value::{Json, Token},
};

use indexmap::IndexSet;

use super::found::{all_at, with_places};

const REPOSITORY: &str = "AWS::ECR::Repository";

/// What runs an image of a repository of the app, with that repository.
struct First<'a> {
    stack: &'a StackModel,
    runs: &'a ResourceModel,
    repository: Subject<'a>,
}

impl First<'_> {
    fn is_in_one_stack(&self) -> bool {
        self.stack.name() == self.repository.stack.name()
    }

    fn repository(&self) -> String {
        self.repository.stack.path_of(self.repository.resource.construct)
    }
}

/// Adds the images that have to be pushed in between.
pub(super) fn needs(checked: &Checked<'_>, needs: &mut Needs) {
    for it in all(checked) {
        let made_by = it.repository.stack.name();
        let how = if it.is_in_one_stack() {
            format!(
                "declare the repository in a stack of its own, deploy that, push the image, and then deploy `{made_by}`"
            )
        } else {
            format!("cdk deploy {made_by}, push the image, and then deploy `{}`", it.stack.name())
        };
        let what = format!("an image in the repository `{}`, in which nothing is when it is made", it.repository());
        needs.add(Need::new(Sort::Existing, it.stack.region, what).how(how), it.stack, it.runs.construct);
    }
}

/// The first of those that one deployment can never bring up by itself, as a sentence.
pub(super) fn note(checked: &Checked<'_>) -> Option<String> {
    let all: Vec<_> = all(checked).into_iter().filter(First::is_in_one_stack).collect();
    let first = all.first()?;
    let others: IndexSet<_> = all.iter().map(|it| (it.stack.name(), it.runs.construct)).collect();
    let more = match others.len() - 1 {
        0 => String::new(),
        1 => ", and one more construct runs one of its own stack's repository".to_owned(),
        more => format!(", and {more} more constructs run images of their own stack's repository"),
    };
    let runs = first.stack.path_of(first.runs.construct);
    Some(format!(
        "`{runs}` runs an image of `{}`{more}: a first deployment makes the repository and finds no image in it, and fails; declare repositories in a stack of their own, deploy that, push the images, and deploy the rest",
        first.repository()
    ))
}

/// Services and functions, which CloudFormation waits for.
fn all<'a>(checked: &'a Checked<'a>) -> Vec<First<'a>> {
    let mut all = Vec::new();
    for ((at, place), stack, runs) in with_places(checked) {
        let Some(it) = checked.subject(at, place) else { continue };
        let images = match runs.kind() {
            "AWS::ECS::Service" if runs.properties.get("DesiredCount") != Some(&Json::Int(0)) => {
                it.target("TaskDefinition").map(|it| all_at(&it.resource.properties, "ContainerDefinitions/*/Image"))
            }
            "AWS::Lambda::Function" => Some(all_at(&runs.properties, "Code/ImageUri")),
            _ => None,
        };
        let repositories = images.into_iter().flatten().filter_map(|image| repository(&it, image));
        all.extend(repositories.map(|repository| First { stack, runs, repository }));
    }
    all
}

/// The repository of the app that an image is in, if its address is a reference to that.
fn repository<'a>(it: &Subject<'a>, image: &Json) -> Option<Subject<'a>> {
    let Json::Token(token) = image else { return None };
    let Token::Concat(parts) = token.as_ref() else { return None };
    it.referred(parts.first()?).filter(|it| it.is(REPOSITORY))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, data::Synthetic, image::Image, need::Sort, policy::Development};

    use crate::{assertions::Clinic, prelude::*, region};

    const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// An app with a repository, in the stack of what runs its image or in one of its own.
    fn app(in_one: bool, runs: impl FnOnce(&mut Stack<Development>, &Perimeter<Synthetic>, Image)) -> App {
        let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuWest2);
        let mut images = Stack::<Development>::new("clinic-images", region::EuWest2);
        let key = images.add("Key", CustomerKey::builder());
        let repository = if in_one {
            stack.add("Images", ImageRepository::builder().key(zone.key()))
        } else {
            images.add("Images", ImageRepository::builder().key(&key))
        };
        runs(&mut stack, &zone, repository.image(DIGEST).unwrap());
        App::new("clinic").stack(images).stack(stack)
    }

    fn service(stack: &mut Stack<Development>, zone: &Perimeter<Synthetic>, image: Image) {
        stack.add("Api", FargateService::builder().perimeter(zone).image(image).port(8080));
    }

    /// The note, and what is told of each image.
    fn told(app: &App) -> (Option<String>, Vec<String>) {
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        let needs = super::super::account::needs(&checked).into_iter();
        let of_images = needs.filter(|it| it.sort == Sort::Existing && it.what.contains("repository"));
        (super::note(&checked), of_images.filter_map(|it| it.how).collect())
    }

    #[test]
    fn a_repository_and_what_runs_its_image_do_not_come_up_together() {
        let (note, how) = told(&app(true, service));
        let note = note.unwrap();
        assert!(note.starts_with("`clinic/Api` runs an image of `clinic/Images`: "), "{note}");
        assert!(how.len() == 1 && how[0].contains("in a stack of its own"), "{how:?}");
    }

    #[test]
    fn a_repository_of_its_own_stack_is_deployed_first() {
        let (note, how) = told(&app(false, service));
        assert_eq!(
            (note, how),
            (None, vec!["cdk deploy clinic-images, push the image, and then deploy `clinic`".into()])
        );
    }

    #[test]
    fn functions_are_held_up_as_services_are_and_tasks_are_not() {
        let function = |stack: &mut Stack<Development>, zone: &Perimeter<Synthetic>, image: Image| {
            stack.add("Api", Function::builder().perimeter(zone).code(image));
        };
        assert!(told(&app(true, function)).0.is_some());
        let task = |stack: &mut Stack<Development>, zone: &Perimeter<Synthetic>, image: Image| {
            stack.add(
                "Api",
                FargateTask::builder().perimeter(zone).image(image).schedule(crate::compute::Schedule::daily_at(3, 0)),
            );
        };
        assert_eq!(told(&app(true, task)), (None, Vec::new()));
    }
}

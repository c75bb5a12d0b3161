"""The addresses of the wizard."""

from django.urls import include, path, register_converter

from cases.wizard.steps import Step
from cases.wizard.views import follow_up, leaving, opening, refiling, steps


class StepConverter:
    """The key of a step."""

    regex = "|".join(Step)

    def to_python(self, value: str) -> Step:
        return Step(value)

    def to_url(self, value: str) -> str:
        return Step(value).value


register_converter(StepConverter, "step")

draft = [
    path("<step:step>/", steps.step, name="step"),
    path("files/", steps.upload, name="upload"),
    path("files/<uuid:file>/removal/", steps.removal, name="file-removal"),
    path("marketplace/", steps.marketplace, name="marketplace"),
    path("removal/", leaving.draft_removal, name="draft-removal"),
    path("solved/", leaving.solved, name="solved"),
    path("watching/<number:number>/", leaving.watch_instead, name="watch-instead"),
]

urlpatterns = [
    path("o/<slug:org>/cases/new/", opening.start, name="start"),
    path("o/<slug:org>/cases/drafts/<uuid:draft>/", include(draft)),
    path("o/<slug:org>/cases/<number:number>/submitted/", leaving.submitted, name="submitted"),
    path("o/<slug:org>/cases/<number:number>/follow-up/", follow_up.follow_up, name="follow-up"),
    path("o/<slug:org>/cases/<number:number>/refiling/", refiling.refiling, name="refiling"),
    path(
        "o/<slug:org>/historical/<reference:reference>/follow-up/",
        follow_up.legacy_follow_up,
        name="legacy-follow-up",
    ),
]

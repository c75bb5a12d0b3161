"""What all steps have in common."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise

from cases.wizard.offer import Offer

Answers = dict[str, Any]
"""The raw strings of one step by the names of its fields; lists where several are chosen."""

SWAP = {"hx-post": "", "hx-swap": "outerHTML", "hx-vals": '{"refresh": "1"}'}
"""Send the form as it stands, which notes it, and take a region out of the page that comes back."""

REDRAW = SWAP | {
    "hx-trigger": "change",
    "hx-target": "#questions",
    "hx-select": "#questions",
    "hx-sync": "#questions:replace",
}
"""For controls that decide what else is asked. The last choice counts, whoever answers first."""

KEEP = {"hx-preserve": "true"}
"""For controls that somebody may be using while the region around them is swapped."""


class Line(NamedTuple):
    """One answer on the review; a long one is Markdown."""

    label: str | Promise
    text: str | Promise
    is_long: bool = False


class StepForm(forms.Form):
    """A step, for what is offered to the actor and the answers so far. Which questions there are
    depends on both. `bound` forms judge the answers, others only show them."""

    use_required_attribute = False
    several: frozenset[str] = frozenset()
    """The fields that take more than one value."""
    nouns: Mapping[str, str | Promise] = {}
    """What the review calls a field whose label is a question or a call."""

    def __init__(self, offer: Offer, answers: Answers, *, bound: bool) -> None:
        self.offer = offer
        self.answers = self.defaults() | answers
        super().__init__(data=self.answers if bound else None, initial=self.answers)
        self.ask()

    def defaults(self) -> Answers:
        """What stands in the form before anything is answered."""
        return {}

    def ask(self) -> None:
        """Fill in the choices, drop the questions that do not apply."""

    @classmethod
    def read(cls, posted: Mapping[str, Any]) -> Answers:
        """The raw strings of this step that were posted, also for questions that do not apply.
        PostgreSQL keeps no NUL in JSON."""
        single = {name: posted[name] for name in cls.base_fields if name in posted}
        several = {name: posted.getlist(name) for name in cls.several}  # type: ignore[attr-defined]
        return {
            name: [one.replace("\0", "") for one in value]
            if isinstance(value, list)
            else value.replace("\0", "")
            for name, value in (single | several).items()
        }

    def unseen(self, shown: Iterable[str]) -> list[forms.BoundField]:
        """The questions that apply now and were not on the page, which named those it had.
        Without JavaScript an answer brings them up only when it is posted."""
        seen = set(shown)
        return [field for field in self if seen and field.name not in seen]

    @property
    def leads_on(self) -> bool:
        """Whether the next step may be shown."""
        return self.is_valid()

    @property
    def review(self) -> "list[Line]":
        """Everything filled in, in words (WIZ-4)."""
        lines = [
            Line(self.nouns.get(field.name, field.label), _words(field), _is_long(field))
            for field in self
        ]
        return [line for line in lines if line.text]

    @property
    def values(self) -> dict[str, Any]:
        """What the case keeps of a valid step, by the names of `NewCase`."""
        return self.cleaned_data

    def drop(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)


def _words(field: forms.BoundField) -> str:
    """An answer as people read it: of a choice its label."""
    if isinstance(field.field, forms.ChoiceField) and field.value():
        return _labels(field.field.choices).get(field.value(), "")
    return str(field.form.cleaned_data.get(field.name) or "")


def _labels(choices: Any) -> dict[str, str]:
    """Of choices that may stand in groups."""
    flat: dict[str, str] = {}
    for key, label in choices:
        flat |= _labels(label) if isinstance(label, list) else {str(key): str(label)}
    return flat


def _is_long(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea)

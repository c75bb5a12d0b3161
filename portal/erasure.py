"""What is erased with a person: the floors say so without being imported."""

from typing import Any, NamedTuple, Protocol

from django.db.models import CASCADE


class Erased(NamedTuple):
    """A person about to be forgotten: as they were called, and as they are called from then on."""

    user: Any
    by: Any
    addresses: frozenset[str]
    """In lower case: the own one, and others that they proved; what was only wanted may belong to
    somebody else."""
    full_name: str
    new_name: str
    new_address: str


class Eraser(Protocol):
    def __call__(self, person: Erased) -> None:
        """Erase what a floor holds of the person; raises Problem for what others must do first."""


_erasers: list[Eraser] = []


def erases(eraser: Eraser) -> None:
    """Register what is to be done in the transaction in which somebody is forgotten."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def erase(person: Erased) -> None:
    """From the top floor down; then all that has no meaning without the person goes."""
    for eraser in reversed(_erasers):
        eraser(person)
    for relation in person.user._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is CASCADE:
            rows = relation.related_model._base_manager
            rows.filter(**{relation.field.name: person.user}).delete()

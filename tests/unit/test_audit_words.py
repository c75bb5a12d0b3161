"""Each thing that is put on record has a name for people, and its place among the filters."""

import ast
from pathlib import Path

import pytest

from orgs.trail import EDITS, GROUPS, LABELS
from portal.imports import STATES

ROOT = Path(__file__).parents[2]
APPS = ("portal", "orgs", "sharedaccess", "knowledge", "cases")
WRITERS = {"record", "_record", "note"}

IN_NO_GROUP = {
    "account.linked",
    "announcement.resolved",
    "entitlement.restored",
    "entitlement.suspended",
    "holiday.imported",
    "owner.appointed",
}
"""Found by person and day only."""


def verbs():
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name(node.func) in WRITERS:
                    yield from _spoken(node)


def _name(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def _spoken(call):
    given = [*call.args, *(one.value for one in call.keywords if one.arg == "verb")]
    for value in given:
        for one in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
            yield from _texts(one)


def _texts(value):
    """A text, or one that ends with a state of an import."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        yield from (value.values[0].value + state for state in STATES if state != "unchanged")


SPOKEN = sorted({verb for verb in verbs() if verb.partition(".")[2] or verb in EDITS})


def test_the_verbs_are_found():
    assert {"role.assigned", "grant.expired", "case.read", "added"} <= set(SPOKEN)
    assert {"entitlement.restored", "project.member_added"} <= set(SPOKEN)


@pytest.mark.rule("ROLE-10")
@pytest.mark.parametrize("verb", SPOKEN)
def test_each_verb_has_a_name(verb):
    assert verb in LABELS or verb in EDITS


@pytest.mark.rule("ROLE-10")
@pytest.mark.parametrize("verb", sorted(set(SPOKEN) - set(EDITS)))
def test_each_verb_belongs_to_a_filter_or_is_meant_not_to(verb):
    begins = tuple(text for group in GROUPS.values() for text in group.begins)

    assert verb.startswith(begins) is (verb not in IN_NO_GROUP)


def test_no_name_is_of_nothing():
    assert set(LABELS) <= set(SPOKEN)

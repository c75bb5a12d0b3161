"""Who sees a case, and what may be done with it."""

import pytest
from django.http import Http404

from cases.models import Case


@pytest.mark.rule("ROLE-2", "ENT-1")
@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("sam", False),
        ("sue", True),
        ("pat", False),
        ("max", False),
        ("gus", True),
        ("gil", False),
        ("ada", True),
    ],
)
def test_who_sees_a_case_of_the_organization(cast, name, sees):
    visible = Case.objects.visible_to(cast.actor(name))

    assert visible.filter(pk=cast.case.pk).exists() is sees


def test_a_stranger_finds_no_door(cast):
    with pytest.raises(Http404):
        cast.actor("eve")

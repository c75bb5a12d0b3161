"""What superusers begin: the owner of a product account."""

from functools import partial

import pytest

from orgs.appointments import appoint_owner
from portal.problems import Unprocessable
from tests.factories import ProductAccountFactory, UserFactory
from tests.races import second_of_two


@pytest.mark.rule("ID-4")
@pytest.mark.django_db(transaction=True)
def test_one_person_is_appointed_to_one_account_even_by_two_at_once():
    boss = UserFactory(agent=True, is_superuser=True)
    lea = UserFactory(first_name="Lea", unlinked=True)
    accounts = ProductAccountFactory.create_batch(2)
    first, second = (
        partial(appoint_owner, by=boss, account=account, person=lea) for account in accounts
    )

    with pytest.raises(Unprocessable, match="has a product account already"):
        second_of_two(first, second)

    accounts[0].refresh_from_db()
    assert accounts[0].user == lea

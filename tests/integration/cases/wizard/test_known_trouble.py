"""Step 2 tells of an incident of the chosen product, and still takes the case (HOME-6)."""

import pytest

from tests.factories import AnnouncementFactory, EntitlementFactory, ProductFactory

KNOWN = "We know of this and are working on it."


@pytest.mark.rule("HOME-6")
@pytest.mark.parametrize(
    ("given", "chosen", "told"),
    [
        ({}, "Commerce Pro", True),
        ({}, "Other", False),
        ({"products": None}, "Other", True),
        ({"kind": "maintenance"}, "Commerce Pro", False),
        ({"kind": "news"}, "Commerce Pro", False),
        ({"resolved": True}, "Commerce Pro", False),
    ],
)
def test_the_product_tells_of_its_incidents(cast, sue, given, chosen, told):
    other = ProductFactory(name="Other")
    EntitlementFactory(organization=cast.acme, product=other)
    AnnouncementFactory(**({"title_en": "Payments <fail>", "products": [cast.product]} | given))
    product = other if chosen == "Other" else cast.product
    sue.reach("issue")

    page = sue.answer("issue", refresh="1", product=product.pk).text

    assert (KNOWN in page) is told
    assert ("Incident: Payments &lt;fail&gt;" in page) is told
    assert 'id="banner"' not in page


@pytest.mark.rule("HOME-6")
def test_maintenance_is_told_as_such(cast, sue):
    AnnouncementFactory(kind="maintenance", products=[cast.product])
    sue.reach("issue")

    page = sue.answer("issue", refresh="1", product=cast.product.pk).text

    assert "This work was announced." in page


@pytest.mark.rule("HOME-6")
def test_it_keeps_nobody_from_filing(cast, sue):
    AnnouncementFactory(products=[cast.product])
    sue.reach("review", product=cast.product.pk)

    assert sue.submit().status_code == 302

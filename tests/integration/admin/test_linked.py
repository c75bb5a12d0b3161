"""What the desk tells of linked cases, and of those of the previous system."""

import pytest
from django.urls import reverse

from cases.actions import NewCase, refile
from orgs.roles import Role
from tests.factories import CaseFactory, LegacyCaseFactory, ProductFactory, give_role

LEGACY = "/admin/cases/legacycase/"


def at(case):
    return reverse("admin:cases_case_change", args=[case.pk])


@pytest.mark.rule("CASE-4", "ENT-8", "AGENT-3")
def test_links_lead_to_the_cases_that_the_agent_sees(desk, at_desk):
    give_role(desk.sue, desk.globex, Role.SUPPORT_ADMIN)
    legacy = LegacyCaseFactory(organization=desk.acme, title="Of old")
    case = CaseFactory(
        organization=desk.acme, product=desk.product, requester=desk.sue, follow_up_of_legacy=legacy
    )
    hidden = ProductFactory(team=desk.other_team)
    CaseFactory(organization=desk.acme, product=hidden, follow_up_of=case, title="Of others")
    new = refile(
        actor=desk.actor("sue"),
        case=case,
        into=desk.globex,
        new=NewCase(product=desk.product, title="Refiled title", description="D", priority=3),
    )
    ada = at_desk("ada")

    old_page, new_page = ada.get(at(case)).text, ada.get(at(new)).text

    assert "Of old" in old_page
    assert "refiled the case in another organization" in old_page
    assert at(new) in old_page
    assert at(case) in new_page
    assert "Of others" not in old_page


@pytest.mark.rule("LIST-6", "AGENT-3")
@pytest.mark.parametrize(
    ("name", "sees"), [("ada", {"A"}), ("ari", set()), ("meg", {"A", "B"}), ("vera", {"A", "B"})]
)
def test_agents_read_the_historical_cases_that_theirs_follow_up(desk, at_desk, name, sees):
    rows = {ref: LegacyCaseFactory(organization=desk.acme, reference=ref) for ref in "AB"}
    CaseFactory(organization=desk.acme, product=desk.product, follow_up_of_legacy=rows["A"])
    client = at_desk(name)

    pages = {ref: client.get(f"{LEGACY}{row.pk}/change/") for ref, row in rows.items()}

    assert {ref for ref, page in pages.items() if page.status_code == 200} == sees


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("verb", ["add", "{pk}/change", "{pk}/delete"])
def test_nobody_edits_them(desk, at_desk, verb):
    legacy = LegacyCaseFactory(organization=desk.acme)

    answer = at_desk("root").post(LEGACY + verb.format(pk=legacy.pk) + "/", {"title": "Forged"})

    assert answer.status_code == 403
    legacy.refresh_from_db()
    assert legacy.title != "Forged"


def test_they_are_searched_by_words_and_by_reference(desk, at_desk):
    LegacyCaseFactory(organization=desk.acme, reference="OLD/7", title="Umbrella")
    LegacyCaseFactory(organization=desk.acme, reference="X", title="Something else")
    client = at_desk("meg")

    for text in ("umbrellas", "OLD/7"):
        page = client.get(LEGACY, {"q": text}).text
        assert "Umbrella" in page
        assert "Something else" not in page

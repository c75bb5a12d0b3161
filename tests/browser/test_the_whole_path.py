"""From signing up to the answered case: two people, an agent, and the mails that really arrived."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from orgs.models import User
from orgs.roles import Role
from tests.browser.conftest import text_of
from tests.factories import (
    IssueTypeFactory,
    OrganizationFactory,
    ProductAccountFactory,
    UserFactory,
    give_role,
)

WORDS = {
    "en": {
        "verify": "Please verify your email address",
        "banner": "Please verify your email address",
        "cases": "Support summary",
        "status": "Awaiting assignment",
        "opened": "opened this case",
        "commented": "commented",
        "pending": "Pending response",
    },
    "fr": {
        "verify": "Veuillez vérifier votre adresse e-mail",
        "banner": "Veuillez vérifier votre adresse e-mail",
        "cases": "Résumé de l’assistance",
        "status": "En attente d’affectation",
        "opened": "a ouvert ce dossier",
        "commented": "commentaire",
        "pending": "Réponse en attente",
    },
}


@pytest.fixture
def newco(cast):
    """A customer whose licences were imported, but whose owner, Nora, never came here yet."""
    account = ProductAccountFactory(email="nora@newco.example.com")
    organization = OrganizationFactory(name="Newco", slug="newco", account=account)
    organization.entitlements.create(product=cast.product, starts_on="2020-01-01")
    cast.will = UserFactory(first_name="Will", email="will@newco.example.com")
    give_role(cast.will, organization, Role.SUPPORT_ADMIN)
    IssueTypeFactory(
        key="broken", label_en="Something broke", label_fr="Quelque chose est en panne"
    )
    return organization


def link_in(letter, pattern: str) -> str:
    found = re.search(rf"https?://\S*{pattern}\S*", text_of(letter))
    assert found, text_of(letter)
    return found[0].rstrip(".")


def sign_up(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/signup/")
    for name, value in {
        "email": "nora@newco.example.com",
        "first_name": "Nora",
        "last_name": "New",
        "password1": "correct horse battery",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("input[name=password1]").press("Enter")
    page.wait_for_url(lambda url: "signup" not in url)


def sign_in_as_nora(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill("nora@newco.example.com")
    page.locator("input[name=password]").fill("correct horse battery")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def verify(page: Page, letters) -> None:
    letter = letters.wait_for("nora@newco.example.com", "/accounts/confirm-email/")
    page.goto(link_in(letter, "/accounts/confirm-email/"))
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def file_a_case(page: Page, site: str) -> str:
    """Through the four steps; answers the case's number."""
    page.goto(f"{site}/o/newco/cases/new/")
    page.locator("main form[method=post] button").first.click()
    page.locator("input[type=radio]").first.check(force=True)
    page.locator("main form .form__actions button").first.click()
    page.wait_for_url("**/issue/")
    page.locator("[name=title]").fill("Orders stop at the payment step")
    page.locator("[name=description]").fill("Since 09:00 **no** order gets through.")
    page.locator("input[name=priority][value='2']").check(force=True)
    page.locator("main form .form__actions button:not([formnovalidate])").last.click()
    page.wait_for_url("**/contact/")
    page.locator("[name=time_zone]").select_option("Europe/Paris")
    page.locator("[name=watcher_emails]").fill("will@newco.example.com")
    page.locator("main form .form__actions button").first.click()
    page.wait_for_url("**/review/")
    page.locator("main form .form__actions button").last.click()
    page.wait_for_url("**/submitted/")
    found = re.search(r"E-\d{9}", page.locator("main").inner_text())
    assert found
    return found[0]


def ask_at_the_desk(page: Page, site: str, sign_in, ada: User, number: str) -> None:
    """An agent takes the case and requests information."""
    sign_in(page, ada)
    page.goto(f"{site}/admin/cases/case/")
    page.get_by_role("link", name=number).first.click()
    page.locator("#assignment form button[name=assignee]").click()
    page.wait_for_load_state()
    form = page.locator("form[data-noun=request]").or_(page.locator("form[action*='information']"))
    page.locator(".composer label", has_text="information").click()
    form.locator("textarea").first.fill("Which payment provider do you use?")
    form.locator("button").last.click()
    page.wait_for_load_state()


@pytest.mark.rule("ID-1", "ID-2", "ID-3", "ID-6", "WIZ-13", "WIZ-15", "NOTE-1", "NOTE-2", "USE-1")
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("fr", "fr-FR")])
def test_a_stranger_becomes_a_customer_and_gets_an_answer(
    cast, newco, live_server, browser: Browser, letters, worker, sign_in, language, locale, scripts
):
    words, site = WORDS[language], live_server.url
    customer = browser.new_context(locale=locale, java_script_enabled=scripts).new_page()

    sign_up(customer, site)
    sign_in_as_nora(customer, site)
    expect(customer.locator("body")).to_contain_text(words["banner"])
    verify(customer, letters)
    customer.goto(f"{site}/account/")
    customer.locator("form[action$='/product-account/'] button").click()
    customer.wait_for_load_state()
    number = file_a_case(customer, site)

    receipt = letters.wait_for("nora@newco.example.com", number)
    assert words["opened"] in text_of(receipt)
    letters.wait_for("will@newco.example.com", number)
    letters.wait_for(cast.team.email, number)

    desk = browser.new_context(locale="en-GB").new_page()
    ask_at_the_desk(desk, site, sign_in, cast.ada, number)

    question = letters.wait_for("nora@newco.example.com", "Which payment provider")
    assert words["pending"] in text_of(question)
    assert question["References"] == receipt["References"]
    customer.goto(link_in(question, f"/o/newco/cases/{number}/"))
    expect(customer.locator("#case, main").first).to_contain_text("Which payment provider")
    customer.locator("#answer textarea[name=body]").fill("We use Paywell.")
    customer.locator("#answer .form__actions button").click()
    expect(customer.locator("main")).to_contain_text("We use Paywell.")

    letters.wait_for("will@newco.example.com", "We use Paywell.")
    letters.wait_for(cast.team.email, "We use Paywell.")
    desk.reload()
    expect(desk.locator("body")).to_contain_text("We use Paywell.")
    to_nora = [letter for letter in letters.arrived if "nora@" in letter["X-Rcpt"]]
    assert not any("We use Paywell." in text_of(letter) for letter in to_nora)

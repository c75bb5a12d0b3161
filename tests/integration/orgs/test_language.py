"""In which language and zone pages speak (USE-1)."""

import pytest

PAGE = "/help/"


def language_of(response) -> str:
    return response.headers["Content-Language"]


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize(
    ("account", "cookie", "browser", "spoken"),
    [
        ("fr", "en", "en", "fr"),
        ("", "fr", "en", "fr"),
        ("", "", "fr-CA,fr;q=0.9", "fr"),
        ("", "", "de", "en"),
        ("", "tlh", "", "en"),
    ],
)
def test_the_account_comes_first_then_the_cookie_then_the_browser(
    cast, client, account, cookie, browser, spoken
):
    cast.sue.language = account
    cast.sue.save()
    client.force_login(cast.sue)
    client.cookies["django_language"] = cookie

    assert language_of(client.get(PAGE, headers={"accept-language": browser})) == spoken


@pytest.mark.rule("USE-1")
def test_the_switch_stays_on_the_account(cast, client):
    client.force_login(cast.sue)

    response = client.post("/i18n/setlang/", {"language": "fr", "next": PAGE})

    assert response.url == PAGE
    cast.sue.refresh_from_db()
    assert cast.sue.language == "fr"
    client.cookies.clear()
    client.force_login(cast.sue)
    assert language_of(client.get(PAGE)) == "fr"


@pytest.mark.rule("USE-1")
def test_visitors_switch_too(client, db):
    client.post("/i18n/setlang/", {"language": "fr", "next": PAGE})

    assert language_of(client.get(PAGE)) == "fr"


@pytest.mark.parametrize("language", ["tlh", "de", "", "x" * 300])
def test_a_language_we_do_not_speak_changes_nothing(cast, client, language):
    client.force_login(cast.sue)

    client.post("/i18n/setlang/", {"language": language, "next": PAGE})

    cast.sue.refresh_from_db()
    assert cast.sue.language == ""


def test_the_switch_leads_to_pages_of_ours_only(client, db):
    answer = client.post("/i18n/setlang/", {"language": "fr", "next": "https://evil.example.com"})

    assert answer.url == "/"


@pytest.mark.parametrize(
    ("account", "cookie", "zone"),
    [
        ("Asia/Tokyo", "Europe%2FParis", "Asia/Tokyo"),
        ("", "Europe%2FParis", "Europe/Paris"),
        ("", "../../etc/passwd", "UTC"),
        ("", "Europe", "UTC"),
        ("", "%00", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_times_are_those_of_the_account_or_of_the_browser(cast, client, account, cookie, zone):
    cast.sue.time_zone = account
    cast.sue.save()
    client.force_login(cast.sue)
    client.cookies["time_zone"] = cookie

    assert f"Times are those of {zone}." in client.get(PAGE).text


def test_caches_keep_languages_apart(client, db):
    assert "accept-language" in client.get(PAGE).headers["Vary"].lower()

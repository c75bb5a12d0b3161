"""The articles that come with the portal: whole, linked, true to the interface, set as one sets."""

import re
from collections import Counter, defaultdict
from html import unescape
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from django.utils.html import strip_tags

from devstack.places import CHECKOUT
from knowledge.content.shelf import tags, texts
from portal.markdown import render
from tests.test_translations import GLOSSARY, TYPOGRAPHY

TOPICS = {
    "getting-access",
    "why-cant-i-submit",
    "organization-and-product",
    "priorities-and-targets",
    "wizard-fields",
    "watchers",
    "close-reopen-follow-up",
    "escalation",
    "shared-access",
    "billing-faq",
    "shared-responsibility",
    "p1-hotline",
}
TEXTS = texts()
EVERY = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.slug)
FRENCH = [text for text in TEXTS if text.language == "fr"]
BY_SLUG = {text.slug: text for text in TEXTS}
CATALOGUE = polib.pofile(str(CHECKOUT / "locale/fr/LC_MESSAGES/django.po"))
WORDS = {entry.msgid.replace("'", "’"): entry.msgstr for entry in CATALOGUE if entry.msgstr}

LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
NAMED = re.compile(r"\*\*([^*]+)\*\*")
MARKS = re.compile(r"\*+|^#+ |^- |^\d+\. |[|`]", re.MULTILINE)
DELIMITERS = re.compile(r"^[|:\- ]+$", re.MULTILINE)
# What is named in bold beside a button or a page, and is the catalogue's by chance.
BY_CHANCE = {"account number", "e-mail address", "expiry date", "resources", "business impact"}


@pytest.mark.rule("HOME-5", "USE-1")
def test_every_topic_is_there_in_both_languages():
    assert Counter((text.topic, text.language) for text in TEXTS) == {
        (topic, language): 1 for topic in TOPICS for language in ("en", "fr")
    }
    assert len(BY_SLUG) == len(TEXTS)


@pytest.mark.rule("HOME-5")
def test_the_model_of_one_edition_is_for_those_entitled_to_it_and_says_so_first():
    for text in TEXTS:
        first = text.body.splitlines()[0]
        only = (text.audience, text.products) == ("entitled", ["Commerce Cloud"])

        assert only is (text.topic == "shared-responsibility")
        assert not only or ("Commerce Cloud" in first and first.startswith("**"))


@EVERY
def test_links_lead_to_articles_of_the_same_language_or_to_the_hotline(text):
    for _words, address in LINK.findall(text.body):
        slug = address.removeprefix("/help/").strip("/")
        assert address == "/hotline/" or BY_SLUG[slug].language == text.language, address


def test_every_article_is_linked_from_another_but_the_one_for_a_single_edition():
    led_to = {
        BY_SLUG[slug].topic
        for text in TEXTS
        for slug in re.findall(r"\(/help/([\w-]+)/\)", text.body)
        if BY_SLUG[slug].topic != text.topic
    }

    assert led_to == TOPICS - {"shared-responsibility"}


@EVERY
def test_headings_and_length_are_those_of_one_sitting(text):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text.body, re.MULTILINE)]

    assert levels[:1] == [2]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert 250 <= len(re.findall(r"\w[\w’'-]*", text.body)) <= 660
    assert {*text.tags} <= tags().keys()


@EVERY
def test_nothing_is_lost_by_rendering(text):
    shown = unescape(strip_tags(render(text.body)))
    written = MARKS.sub("", DELIMITERS.sub("", LINK.sub(r"\1", text.body)))

    assert "".join(shown.split()) == "".join(written.split())


@pytest.mark.parametrize(("name", "wrong"), TYPOGRAPHY)
def test_french_articles_are_set_as_the_french_set(name, wrong):
    said = {text.slug: LINK.sub(r"\1", f"{text.title}\n{text.body}") for text in FRENCH}
    prose = {slug: DELIMITERS.sub("", body) for slug, body in said.items()}

    assert [slug for slug, body in prose.items() if re.search(wrong, body)] == [], name


@pytest.mark.rule("HOME-5", "USE-1")
def test_the_two_languages_name_the_same_buttons():
    """What stands in bold and is a string of ours stands in the other one as it is translated."""
    topics = defaultdict(dict)
    for text in TEXTS:
        topics[text.topic][text.language] = text.body

    missing = [
        (topic, name, WORDS[name])
        for topic, bodies in topics.items()
        for name in NAMED.findall(bodies["en"])
        if name in WORDS and name not in BY_CHANCE and f"**{WORDS[name]}**" not in bodies["fr"]
    ]

    assert missing == []


@pytest.mark.rule("USE-1")
def test_no_word_of_the_glossary_stays_english():
    english = [word for word, french in GLOSSARY.items() if len(word) > 7 and word != french]

    left = [(t.slug, word) for t in FRENCH for word in english if re.search(rf"\b{word}\b", t.body)]

    assert left == []


@pytest.mark.rule("HOME-5")
def test_pages_lead_to_articles_that_are_shipped():
    used = {
        topic
        for path in Path(CHECKOUT / "templates").rglob("*.html")
        for tag in re.findall(r"{% article_link [^%]+%}", path.read_text())
        for topic in re.findall(r'"([\w-]+)"', tag)
    }
    tag = (CHECKOUT / "knowledge/templatetags/articles.py").read_text()
    used |= set(re.findall(r'"[\w-]+": "([\w-]+)"', tag))

    assert used <= TOPICS

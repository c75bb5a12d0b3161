"""The configurations that a migration makes: which words are one."""

import pytest
from django.db import connection

from portal.words import CONFIGS


def lexemes(config, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector(%s::regconfig, %s))", [config, text])
        return set(cursor.fetchone()[0])


@pytest.mark.rule("LIST-4")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe"),
        ("élèves", "eleve"),
        ("imprimée", "imprimer"),
        ("factures", "facturation"),
        ("restarting", "restarted"),
        ("Zürich", "zurich"),
        ("cœur", "coeur"),
        ("façade", "facades"),
    ],
)
def test_two_writings_of_a_word_meet_in_one_of_the_languages(db, one, other):
    assert [name for name in CONFIGS if lexemes(name, one) & lexemes(name, other)]


@pytest.mark.parametrize(("one", "other"), [("pêche", "pore"), ("table", "tablier")])
def test_different_words_stay_apart(db, one, other):
    assert not [name for name in CONFIGS if lexemes(name, one) & lexemes(name, other)]

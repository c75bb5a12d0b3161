"""Search: by number and by words, among the visible cases only."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cases import actions
from cases.models import Case, Comment
from cases.search import best_among, matching, relevance
from orgs.roles import Role
from tests.factories import CaseFactory, ProductFactory, give_role


@pytest.fixture
def case(cast):
    """Some case of acme, with words in its title, its description and a comment."""
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        title="Invoices are printed upside down",
        description="Les factures sont imprimées à l'envers depuis hier.",
    )
    actions.add_comment(actor=cast.actor("sue"), case=case, body="Restarting the spooler helped.")
    actions.add_internal_note(actor=cast.actor("ada"), case=case, body="The customer is a canary.")
    return case


def found(cast, text, name="sue"):
    return list(matching(cast.actor(name), text))


@pytest.mark.rule("LIST-4")
@pytest.mark.parametrize(
    "text",
    [
        "invoices",
        "INVOICE printing",
        "upside down",
        '"upside down"',
        "facture",
        "imprimée",
        "spooler",
        "restarted",
        "invoi",
        "upside spoo or invoice",
        "invoice -checkout",
    ],
)
def test_words_of_title_description_and_public_comments_find_it(cast, case, text):
    assert found(cast, text) == [case]


@pytest.mark.rule("LIST-4", "USE-1")
@pytest.mark.parametrize(
    "text",
    ["accès", "l’accès", "l'acces", "Paiement", "refusé", "“accès refusé”", "depuis", "hier"],
)
def test_quotes_dashes_and_narrow_spaces_are_no_part_of_a_word(cast, text):
    case = CaseFactory(
        organization=cast.acme,
        title="«\u00a0Paiement\u00a0» impossible\u202f: l’accès refusé…",
        description="C’est ainsi —depuis— “hier”.",
    )

    assert found(cast, text) == [case]


@pytest.mark.parametrize(
    "text", ["voices", "printed jam", '"printed invoices"', "invoice -printed", "oolers"]
)
def test_other_words_do_not(cast, case, text):
    assert found(cast, text) == []


@pytest.mark.rule("LIST-4")
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Le café est froid", "cafe"),
        ("Le cafe est froid", "café"),
        ("L'élève ne peut plus entrer", "eleve"),
        ("Un eleve ne peut plus entrer", "élèves"),
        ("Réinitialisation refusée", "reinit"),
        ("Reinitialisation refusee", "réinit"),
        ("Les étiquettes sont imprimées deux fois", "imprimer"),
        ("Impossible d'imprimer", "imprimée"),
        ("Les problèmes généraux", "PROBLEME general"),
        ("Manœuvre impossible", "manoeuvre"),
        ("Straße is refused in addresses", "strasse"),
        ("Printers are restarting", "restart printer"),
        ("Cache-Control fehlt für Zürich", "zurich cache"),
    ],
)
def test_accents_endings_and_half_words_do_not_part_who_asks_from_what_was_written(
    cast, written, typed
):
    case = CaseFactory(organization=cast.acme, title=written)

    assert found(cast, typed) == [case]


@pytest.mark.rule("CASE-2", "LIST-4")
def test_internal_notes_are_not_searched(cast, case):
    assert found(cast, "canary") == []
    assert best(cast, "canary") == []


def test_a_number_finds_its_case(cast, case):
    for text in (
        case.number,
        case.number.lower(),
        str(case.pk),
        f" {case.number} ",
        f"E-{case.pk}",
    ):
        assert found(cast, text) == [case], text


def best(cast, text, name="sue"):
    cases = Case.objects.visible_to(cast.actor(name))
    hits = best_among(cases, Comment.objects.all(), text).annotate(key=relevance(text))
    return [case.title for case in hits.order_by("-key", "-pk")]


@pytest.mark.rule("LIST-4")
def test_the_best_come_first_titles_before_descriptions_before_comments(cast):
    fields = {"organization": cast.acme, "description": "Nothing."}
    said = CaseFactory(title="said", **fields)
    actions.add_comment(actor=cast.actor("sue"), case=said, body="It is the spooler.")
    CaseFactory(title="Spooler", **fields)
    CaseFactory(title="described", **(fields | {"description": "The spooler stops."}))
    twice = CaseFactory(title="Spooler and spooler", **fields)
    actions.add_comment(actor=cast.actor("sue"), case=twice, body="The spooler again.")

    assert best(cast, "spooler") == ["Spooler and spooler", "Spooler", "described", "said"]


@pytest.mark.rule("LIST-4")
def test_the_number_itself_comes_before_what_mentions_it(cast, case):
    CaseFactory(organization=cast.acme, title=f"Again {case.pk}, see {case.number}")

    assert best(cast, str(case.pk))[0] == case.title
    assert len(best(cast, str(case.pk))) == 2


@pytest.mark.rule("LIST-4", "LIST-1")
def test_ranking_reaches_what_is_visible_only(cast, case):
    CaseFactory(organization=cast.globex, product=cast.product, title="Invoices too")
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])

    assert best(cast, "invoices") == [case.title]
    assert best(cast, "invoices", "max") == best(cast, "spooler", "max") == []


@pytest.mark.rule("LIST-1", "LIST-4")
def test_only_visible_cases_are_found(cast, case):
    foreign = CaseFactory(organization=cast.globex, product=cast.product, title="Invoices too")
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])

    assert found(cast, "invoices") == [case]
    assert found(cast, foreign.number) == []
    assert found(cast, "invoices", "max") == []
    assert found(cast, "spooler", "max") == []
    assert found(cast, case.number, "max") == []


@given(text=st.text(max_size=60) | st.text("ab'\"-:*&|!() <>\\_%@€é", max_size=30))
@hypothesis_settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_text_breaks_it(cast, text):
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode()

    assert set(found(cast, text)) <= {cast.case}
    assert set(best(cast, text)) <= {cast.case.title}


def multiply(table, number, **changes):
    """As many copies of the rows of the table, with some columns changed."""
    model = {"cases_case": Case, "cases_comment": Comment}[table]
    stored = [f.column for f in model._meta.fields if not (f.primary_key or f.generated)]
    values = [changes.get(column, column) for column in stored]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(stored)})"
            f" SELECT {', '.join(values)} FROM {table}, generate_series(1, {number})"
        )
        # What autovacuum does after a while: else the planner counts the index's waiting list.
        cursor.execute(
            "SELECT gin_clean_pending_list(%s)", [table.replace("cases_", "") + "_search"]
        )
        cursor.execute(f"ANALYZE {table}")


def test_it_reads_the_indexes(cast):
    actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="Nothing rare.")
    words = {"title": "'Case ' || md5(random()::text)", "submission": "gen_random_uuid()"}
    multiply("cases_case", 3000, **words)
    multiply("cases_comment", 3000, body="md5(random()::text)")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # 3,000 rows are few enough to read all
    plan = matching(cast.actor("sue"), "spooler").explain()

    assert "case_search" in plan
    assert "comment_search" in plan


def test_the_list_searches(cast, case, sue):
    answer = sue.get("/o/acme/cases/", {"scope": "org", "q": "spooler"})

    assert case.title in answer.text
    assert cast.case.title not in answer.text
    assert "No case matches" in sue.get("/o/acme/cases/", {"scope": "org", "q": "nothing"}).text
    assert Case.objects.count() == 2

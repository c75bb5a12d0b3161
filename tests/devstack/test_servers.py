"""The local servers: private, of our own, and only where the environment names no others."""

import psycopg2
import pytest

from devstack import places, postgres, servers
from devstack.processes import Crew


@pytest.fixture(scope="module")
def database():
    with places.throw_away() as folder, Crew() as crew:
        server, url = postgres.start(folder / "postgres", durable=False)
        crew.add(server)
        connection = psycopg2.connect(url)
        yield connection
        connection.close()


def ask(database, sql):
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def test_the_portal_is_no_superuser_but_may_create_test_databases(database):
    sql = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"

    assert ask(database, sql) == (False, True)


def test_the_portal_may_create_the_extensions_of_its_search(database):
    ask(database, "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm; SELECT 1")

    assert ask(database, "SELECT unaccent('Éléonore')") == ("Eleonore",)


def test_nobody_signs_in_without_the_password(database):
    dsn = database.get_dsn_parameters()

    with pytest.raises(psycopg2.OperationalError, match=r"password|pg_hba"):
        psycopg2.connect(host=dsn["host"], port=dsn["port"], user="postgres", dbname="postgres")


def test_servers_named_by_the_environment_are_used_and_not_started(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/guichet")
    monkeypatch.setenv("REDIS_URL_FILE", "/run/secrets/redis-url")

    with Crew() as crew:
        assert servers.start(tmp_path, crew) == {}
        assert crew.members == []

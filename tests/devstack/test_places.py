"""Where the servers keep their data, and what is said when that can't be."""

import shutil

import pytest

from devstack import network, places
from devstack.errors import InUse, Refusal


def test_the_data_folder_is_the_one_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "here"))

    assert places.data_folder() == tmp_path / "here"
    assert (tmp_path / "here").is_dir()


def test_a_data_folder_that_cannot_be_used_is_refused_with_the_remedy(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "file"))

    with pytest.raises(Refusal, match=r"Can't use .*: set GUICHET_DATA to a folder of yours"):
        places.data_folder()


def test_a_folder_is_held_by_one(tmp_path):
    with places.kept(tmp_path):
        places.note(tmp_path, SITE_URL="http://127.0.0.1:8000")

        with pytest.raises(InUse, match=r"127\.0\.0\.1:8000"), places.kept(tmp_path):
            pass


def test_a_secret_is_made_once_and_for_our_eyes_only(tmp_path):
    path = tmp_path / "secret"

    assert places.secret(path) == places.secret(path)
    assert len(places.secret(path)) == 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_to_throw_away_goes_with_its_user():
    with places.throw_away() as folder:
        (folder / "file").touch()

    assert not folder.exists()


@pytest.mark.skipif(not places.is_root(), reason="Only root has a server run as somebody else.")
def test_a_database_that_its_server_could_not_reach_lives_elsewhere_until_its_home_is_gone(
    tmp_path,
):
    tmp_path.chmod(0o700)
    home = tmp_path / "postgres"

    away = places.database_folder(home)

    assert places.open_to_nobody(away)
    assert places.database_folder(home) == away

    home.unlink()
    shutil.rmtree(places.database_folder(home))
    assert not away.exists()


def test_a_taken_port_is_refused_with_the_remedy():
    with network.reserve(0) as taken:
        port = taken.getsockname()[1]
        taken.listen()

        with pytest.raises(Refusal, match=f"Can't use port {port} .*: set PORT to another one"):
            network.reserve(port, patience=0)

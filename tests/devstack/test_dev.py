"""The first contact: `dev.py` and the locks it installs."""

import ast
import re
import runpy

import pytest

from devstack.places import CHECKOUT

PINS = re.compile(
    r"^([a-z0-9._-]+==\S+(?: ; [^\\]+)?) \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE
)


@pytest.fixture
def dev():
    return runpy.run_path(str(CHECKOUT / "dev.py"))


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_refused_with_the_remedy(dev, monkeypatch, version):
    monkeypatch.setattr("sys.version_info", version)

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.13, not 3\.\d+: try `make"):
        dev["demand_python"]()


def test_an_old_python_can_read_the_refusal():
    ast.parse((CHECKOUT / "dev.py").read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("lock", ["requirements-run.txt", "requirements-prod.txt"])
def test_every_lock_is_a_part_of_the_whole(lock):
    whole = dict(PINS.findall((CHECKOUT / "requirements.txt").read_text()))
    part = dict(PINS.findall((CHECKOUT / lock).read_text()))

    assert len(part) > 50
    assert {pin: hashes for pin, hashes in whole.items() if pin in part} == part


@pytest.mark.parametrize("lock", sorted(CHECKOUT.glob("requirements*.txt")), ids=lambda p: p.name)
def test_a_lock_names_no_host(lock):
    assert "://" not in lock.read_text()

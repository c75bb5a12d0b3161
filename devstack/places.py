"""Where the local servers keep what they keep, and who may use it."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.errors import InUse, Refusal

CHECKOUT = Path(__file__).resolve().parent.parent
NOBODY = 65534
"""PostgreSQL refuses to run as root, so root's runs as this user, who owns nothing else."""
PASSAGE = 0o711
"""Others may walk through, to what is theirs, and see nothing of the rest."""
PUBLIC = (Path("/tmp"), Path("/var/tmp"))  # nosec B108
"""Where all may write; every folder of ours there is made by mkdtemp."""
THROW_AWAY = "guichet-test-"
AWAY = "guichet-data-"


def is_root() -> bool:
    return os.geteuid() == 0


def data_folder() -> Path:
    """`GUICHET_DATA`, or `.guichet` in the checkout; made when missing.

    Raises Refusal when it can't be written.
    """
    folder = Path(os.environ.get("GUICHET_DATA") or CHECKOUT / ".guichet").absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):  # A folder that holds something has an owner with views.
            folder.chmod(_passable())
        (folder / "lock").touch()
    except OSError as error:
        remedy = "set GUICHET_DATA to a folder of yours"
        raise Refusal(f"Can't use {folder} ({error.strerror}): {remedy}.") from error
    return folder


def _passable() -> int:
    return PASSAGE if is_root() else 0o700


def private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def secret(path: Path) -> str:
    """The word kept in this file, made up on the first call."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Write all or nothing, for our eyes only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Hold the folder alone. Raises InUse when somebody else does."""
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = notes(folder).get("SITE_URL", "starting")
            remedy = "stop it, or set GUICHET_DATA to another folder"
            raise InUse(f"Guichet already runs on {folder} ({where}): {remedy}.") from None
        yield


def note(folder: Path, **facts: str) -> None:
    """Write down where this run can be reached, for others and for the next."""
    write_private(folder / "run.json", json.dumps(facts))


def notes(folder: Path) -> dict[str, str]:
    """What the last run of this folder wrote down."""
    try:
        return dict(json.loads((folder / "run.json").read_text()))
    except (OSError, ValueError):
        return {}


@contextmanager
def throw_away() -> Iterator[Path]:
    """An empty folder that goes when we go; folders of runs that were killed go now."""
    base = next(filter(open_to_nobody, [Path(tempfile.gettempdir()), *PUBLIC]))
    for old in base.glob(f"{THROW_AWAY}*"):
        _sweep(old)
    folder = Path(tempfile.mkdtemp(prefix=THROW_AWAY, dir=base))
    folder.chmod(_passable())
    try:
        with kept(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    try:
        status = folder.stat()
        if status.st_uid != os.geteuid() or status.st_mtime > time.time() - 60:
            return  # Another's, or so young that its lock may not be taken yet.
        with kept(folder):
            shutil.rmtree(folder, ignore_errors=True)
    except (InUse, OSError):
        return


def database_folder(home: Path) -> Path:
    """The folder of PostgreSQL, made when missing.

    Where root keeps the checkout to himself (under /root, say), PostgreSQL's user can't reach
    `home`; then it is a link to a folder elsewhere, which goes once `home` is gone.
    """
    if not home.exists():
        home.unlink(missing_ok=True)
        if open_to_nobody(home.parent):
            home.mkdir(mode=PASSAGE)
        else:
            home.symlink_to(_make_away(home))
    return home.resolve()


def _make_away(home: Path) -> Path:
    base = PUBLIC[-1]
    for away in base.glob(f"{AWAY}*"):
        _sweep_away(away)
    away = Path(tempfile.mkdtemp(prefix=AWAY, dir=base))
    away.chmod(PASSAGE)
    (away / "home").write_text(str(home))
    return away


def _sweep_away(away: Path) -> None:
    home = away / "home"
    if away.stat().st_uid == 0 and home.exists() and Path(home.read_text()).resolve() != away:
        shutil.rmtree(away, ignore_errors=True)


def open_to_nobody(folder: Path) -> bool:
    """Can PostgreSQL's user walk into this folder? For anyone but root it is their own."""
    return not is_root() or all(step.stat().st_mode & 0o001 for step in [folder, *folder.parents])

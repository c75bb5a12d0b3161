"""One command from a fresh clone to a working portal: `python3 dev.py run|test|check|messages|…`.

Needs CPython with pip and nothing else. It makes `.venv`, installs the locked wheels there, and
hands over to `python -m devstack`. An old Python must be able to read it, if only to be told so.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = "requirements-run.txt"
EVERYTHING = "requirements.txt"
WHO_AM_I = "import sys; print(sys.version, sys.base_prefix)"
PIP_OPTIONS = [
    "-qq",
    "--require-hashes",
    "--only-binary=:all:",
    "--no-deps",
    "--no-compile",
    "--no-input",
]


def main() -> None:
    demand_python()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    install([RUN, EVERYTHING] if command in {"run", "manage", "messages"} else [EVERYTHING])
    if "GUICHET_DATA" in os.environ:
        os.environ["GUICHET_DATA"] = str(Path(os.environ["GUICHET_DATA"]).absolute())
    # Compiled modules are what makes the second start a quick one.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "devstack", *sys.argv[1:]])


def demand_python() -> None:
    version = "{}.{}".format(*sys.version_info)
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            f"Guichet needs Python 3.11 to 3.13, not {version}: try `make run PYTHON=python3.11`."
        )
    if not has("venv") or not (has("pip") or has("ensurepip")):
        sys.exit(f"Python {version} lacks pip: install it first (Debian: apt install python3-pip).")


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def install(sufficient: list) -> None:
    """Install the first of these locks, unless one of them is installed already."""
    VENV.mkdir(exist_ok=True)
    folder = os.open(VENV, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # `make run` and `make test` may both be the first.
    if not any(map(is_installed, sufficient)):
        make_environment()
        install_lock(sufficient[0])
    os.close(folder)


def is_installed(lock: str) -> bool:
    return stamp_of(lock).exists() and stamp_of(lock).read_text() == fingerprint(lock)


def stamp_of(lock: str) -> Path:
    return VENV / f".{lock}.stamp"


def fingerprint(lock: str) -> str:
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    return f"{digest} {sys.version} {sys.base_prefix}"


def make_environment() -> None:
    """Make it afresh unless this Python made it; with a pip of its own if we have none to lend."""
    import venv  # Some distributions cut it out.

    if not is_ours():
        venv.create(VENV, clear=True, symlinks=True, with_pip=not has("pip"))


def is_ours() -> bool:
    try:
        answer = subprocess.check_output([PYTHON, "-c", WHO_AM_I], text=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.strip() == f"{sys.version} {sys.base_prefix}"


def install_lock(lock: str) -> None:
    print(f"Installing {lock} into .venv…", flush=True)
    began = time.monotonic()
    lent = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    pip = lent if has("pip") else [str(PYTHON), "-m", "pip"]
    if subprocess.call([*pip, "install", *PIP_OPTIONS, "-r", str(ROOT / lock)]):
        sys.exit(f"pip could not install {lock}: its lines above say why.")
    stamp_of(lock).write_text(fingerprint(lock))
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


if __name__ == "__main__":
    main()

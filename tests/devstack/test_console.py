"""The console: a reader who falls asleep must not stop the portal."""

import subprocess
import sys

TALK = """
from devstack.console import close_console, open_console, say
open_console()
for number in range(50_000):
    say(f"line {number}")
close_console(patience=0.1)
"""


def test_a_reader_who_does_not_read_stops_nobody():
    talker = subprocess.Popen([sys.executable, "-c", TALK], stdout=subprocess.PIPE)

    assert talker.wait(10) == 0
    assert talker.stdout.read().startswith(b"line 0\nline 1\n")
    talker.stdout.close()

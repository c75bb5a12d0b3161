"""Tells programs and libraries from other files, by name and by content (WIZ-9)."""

import re
import unicodedata

ANYWHERE = """
apk appimage appx appxbundle bash bat chm cmd cpl crx csh deb dll dmg dylib ear efi elf exe fish
gadget gem hta inf ins iso jar jnlp jse ko ksh lnk msc msi msix msp mst ocx pif pkg ps1 psm1 pyc
pyd pyo pyz reg rpm scf scr sct sh so swf vb vbe vbs vhd vhdx vxd war wasm whl wsc wsf wsh xll
xpi zsh
"""
"""Endings of programs and libraries, refused also with another ending behind them."""

AT_THE_END = """
a app application bin class com command img js lib mjs node o obj out phar pyw run sys workflow ws
"""
"""Refused at the end only: elsewhere they are parts of names such as `www.example.com.har`."""

PROGRAMS = frozenset(ANYWHERE.split())
LAST = PROGRAMS | frozenset(AT_THE_END.split())
ENDING = re.compile(r"\.([a-z0-9]+)")

SIGNATURES = (
    b"MZ",  # Windows programs and libraries
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",  # Mach-O, in its four byte orders
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # universal Mach-O, Java classes
    b"\x00asm",
    b"!<arch>",  # static libraries, Debian packages
    b"\xed\xab\xee\xdb",  # RPM
    b"dex\n",
    b"#!",  # scripts that name their interpreter
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcuts
)

ZIP_ENTRY = b"PK\x03\x04"
ARCHIVED_PROGRAM = (b"META-INF/", b"AndroidManifest.xml", b"classes.dex")
"""How the first entry of a Java or Android archive is called, whatever the archive itself is."""


def is_program(name: str, head: bytes) -> bool:
    """Whether a file of this name that begins with these bytes could be run or linked."""
    return _names_program(name) or head.startswith(SIGNATURES) or _first_entry(head)


def _names_program(name: str) -> bool:
    """Look-alike letters, trailing dots, blanks and NTFS streams (`x.exe::$DATA`) do not help."""
    endings = ENDING.findall(unicodedata.normalize("NFKC", name).casefold())
    return not PROGRAMS.isdisjoint(endings) or not LAST.isdisjoint(endings[-1:])


def _first_entry(head: bytes) -> bool:
    """The name of a ZIP's first entry stands at byte 30, its length at 26 (APPNOTE 4.3.7)."""
    length = int.from_bytes(head[26:28], "little")
    entry = head[30 : 30 + length]
    return head.startswith(ZIP_ENTRY) and entry.startswith(ARCHIVED_PROGRAM)

"""From the bytes of a FEC to its text. The rule names ASCII, ISO 8859-15 and EBCDIC; UTF-8 is what
most programs write today, and UTF-16 what a spreadsheet calls Unicode text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What a file begins with, the encoding in words, and Python's name of it.
BEGINNINGS = (
    (b"\xef\xbb\xbf", "UTF-8 with BOM", "utf-8-sig"),
    (b"\xff\xfe", "UTF-16", "utf-16"),
    (b"\xfe\xff", "UTF-16", "utf-16"),
    ("JournalCode".encode("cp500"), "EBCDIC", "cp1140"),
)
# Bytes 80 to 9F are control characters in ISO 8859-15, and letters and € in Windows' own set.
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")


@dataclass(frozen=True)
class Decoded:
    """The text, and the encoding in the words of the rule."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, its ends of lines as one character; what cannot be UTF-8 is Latin.

    Every byte is a letter of ISO 8859-15, so nothing is refused here.
    """
    encoding, text = _decode(data)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


def _decode(data: bytes) -> tuple[str, str]:
    for beginning, words, codec in BEGINNINGS:
        if data.startswith(beginning):
            # In EBCDIC a line ends with NEL.
            return words, data.decode(codec, errors="replace").replace("\x85", "\n")
    if data.isascii():
        return "ASCII", data.decode("ascii")
    try:
        return "UTF-8", data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if WINDOWS_ONLY.search(data):
        return "Windows-1252", data.decode("cp1252", errors="replace")
    return "ISO 8859-15", data.decode("iso8859-15")

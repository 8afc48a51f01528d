"""Public tables of prefixes (pyasn, RIR extended statistics, IPtoASN) as rows of the `networks` feed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import ipaddress
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from app.errors import DataError, UsageError

Row = tuple[str, str, str]
"""(prefix, ASN or empty, organization or empty)."""
_HEADER: Final = ("prefix", "asn", "organization", "updated_at")


def pyasn_rows(line: str) -> Iterator[Row]:
    """`192.0.2.0/24<TAB>64500`; lines that begin with `;` or `#` are comments (github.com/hadiasghari/pyasn)."""
    prefix, asn = line.split()
    yield str(ipaddress.ip_network(prefix)), str(int(asn)), ""


def rir_rows(line: str) -> Iterator[Row]:
    """`registry|cc|type|start|value|date|status|opaque-id`: value is addresses (IPv4) or a length (IPv6).

    Source: the registries' extended allocation and assignment statistics format. Only delegated space is taken.
    """
    cells = line.split("|")
    if len(cells) < 7 or cells[2] not in ("ipv4", "ipv6") or cells[6].strip() not in ("allocated", "assigned"):
        return  # version and summary lines, AS numbers, what is free or reserved
    holder = " ".join(cell for cell in (cells[0], *cells[7:8]) if cell)
    if cells[2] == "ipv6":
        yield str(ipaddress.ip_network(f"{cells[3]}/{cells[4]}")), "", holder
        return
    first = ipaddress.IPv4Address(cells[3])
    for network in ipaddress.summarize_address_range(first, first + (int(cells[4]) - 1)):
        yield str(network), "", holder


def iptoasn_rows(line: str) -> Iterator[Row]:
    """`first<TAB>last<TAB>ASN<TAB>country<TAB>description` (iptoasn.com); AS 0 is space that nobody announces."""
    first, last, asn, _, name = line.split("\t")[:5]
    if int(asn):
        ends = ipaddress.ip_address(first), ipaddress.ip_address(last)
        for network in ipaddress.summarize_address_range(*ends):
            yield str(network), asn, name.strip()


FORMATS: Final[dict[str, Callable[[str], Iterator[Row]]]] = {
    "pyasn": pyasn_rows,
    "rir": rir_rows,
    "iptoasn": iptoasn_rows,
}


def convert(file: Path, form: str, as_of: datetime, folder: Path) -> int:
    """Write the table as one feed file into an emptied folder, named by its content; its rows.

    `as_of` is the rows' `updated_at`: a newer table replaces an older one's rows. Of a prefix that stands there twice
    the last counts. Raises UsageError for an unknown format or file, DataError naming a line that is not in the format.
    """
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}", do=f"Known are {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for stale in folder.iterdir():
        stale.unlink()
    rows = {row[0]: row for row in _rows(file, FORMATS[form])}
    part = folder / "_networks.part"
    with part.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows((*row, as_of.isoformat()) for row in rows.values())
        handle.flush()
        os.fsync(handle.fileno())
    with part.open("rb") as handle:
        name = hashlib.file_digest(handle, "sha256").hexdigest()[:16]
    part.replace(folder / f"networks-{form}-{name}.csv")
    return len(rows)


def _rows(file: Path, reader: Callable[[str], Iterator[Row]]) -> Iterator[Row]:
    try:
        with _open(file) as handle:
            yield from _read(file, handle, reader)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read ({error})", where=str(file)) from error


def _open(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")


def _read(file: Path, lines: Iterable[str], reader: Callable[[str], Iterator[Row]]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith((";", "#")):
            continue
        try:
            yield from reader(line.rstrip("\n"))
        except ValueError as error:
            do = "Nothing was taken: check --format"
            raise DataError(f"not in this format: {str(error)[:120]}", where=f"{file}:{number}", do=do) from error

"""Public prefix tables become rows of the networks feed, or are refused whole."""

from __future__ import annotations

import csv
import gzip
import ipaddress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import DataError, UsageError
from app.ingest.prefix_tables import convert, iptoasn_rows, rir_rows

DAY = datetime(2026, 3, 1, tzinfo=UTC)
PYASN = "; IP-ASN32-DAT file\n192.0.2.0/24\t64500\n2001:db8::/32\t64501\n192.0.2.0/24\t64502\n"
RIR = (
    "2|ripencc|1772319600|3|19830705|20260301|+0100\nripencc|*|ipv4|*|2|summary\nripencc|NL|asn|64500|1|2020|allocated|x\n"
    "ripencc|NL|ipv4|192.0.2.0|768|20200101|allocated|org-1\nripencc|NL|ipv6|2001:db8::|32|20200101|assigned|org-2\n"
    "ripencc||ipv4|198.51.100.0|256||available|\n"
)
IPTOASN = "192.0.2.0\t192.0.3.127\t64500\tNL\tEXAMPLE Net, Inc\n10.0.0.0\t10.0.0.255\t0\tNone\tNot routed\n"


def taken(folder: Path) -> set[tuple[str, ...]]:
    [file] = folder.glob("networks-*.csv")
    return {tuple(row.values()) for row in csv.DictReader(file.open(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("form", "text", "rows"),
    [
        ("pyasn", PYASN, {("192.0.2.0/24", "64502", ""), ("2001:db8::/32", "64501", "")}),
        (
            "rir",
            RIR,
            {
                ("192.0.2.0/23", "", "ripencc org-1"),
                ("192.0.4.0/24", "", "ripencc org-1"),
                ("2001:db8::/32", "", "ripencc org-2"),
            },
        ),
        (
            "iptoasn",
            IPTOASN,
            {("192.0.2.0/24", "64500", "EXAMPLE Net, Inc"), ("192.0.3.0/25", "64500", "EXAMPLE Net, Inc")},
        ),
    ],
)
def test_tables_become_rows(tmp_path: Path, form: str, text: str, rows: set[tuple[str, ...]]) -> None:
    (tmp_path / "table.gz").write_bytes(gzip.compress(text.encode()))
    assert convert(tmp_path / "table.gz", form, DAY, tmp_path / "out") == len(rows)
    assert taken(tmp_path / "out") == {(*row, "2026-03-01T00:00:00+00:00") for row in rows}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("pyasn", "192.0.2.0/24 64500\n192.0.2.1/24 64500\n"),
        ("pyasn", PYASN + IPTOASN),
        ("iptoasn", IPTOASN + PYASN),
        ("rir", RIR + "ripencc|NL|ipv4|192.0.2|768|20200101|allocated|org-1\n"),
    ],
)
def test_a_line_of_another_format_refuses_the_table(tmp_path: Path, form: str, text: str) -> None:
    (tmp_path / "table").write_text(text)
    with pytest.raises(DataError, match=r"table:\d+: not in this format"):
        convert(tmp_path / "table", form, DAY, tmp_path / "out")
    assert list((tmp_path / "out").glob("networks-*")) == []


def test_unknown_formats_and_files_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pyasn, rir, iptoasn"):
        convert(tmp_path / "table", "mmdb", DAY, tmp_path / "out")
    with pytest.raises(UsageError, match="cannot be read"):
        convert(tmp_path / "table", "rir", DAY, tmp_path / "out")


@given(st.integers(0, 2**32 - 1), st.integers(1, 2**16))
def test_ranges_are_covered_exactly(first: int, size: int) -> None:
    last = min(first + size - 1, 2**32 - 1)
    ends = ipaddress.IPv4Address(first), ipaddress.IPv4Address(last)
    for rows in (
        iptoasn_rows(f"{ends[0]}\t{ends[1]}\t1\tNL\tx"),
        rir_rows(f"r|NL|ipv4|{ends[0]}|{last - first + 1}|20200101|allocated|x"),
    ):
        networks = [ipaddress.IPv4Network(row[0]) for row in rows]
        assert sum(network.num_addresses for network in networks) == last - first + 1
        assert (networks[0][0], networks[-1][-1]) == ends

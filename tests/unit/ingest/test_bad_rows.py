"""Malformed rows go to quarantine with line, column and reason; the rest of their file goes in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

Take = Callable[[str, bytes | str], Any]
NAIVE = "a time without a zone: add Z or an offset"
YEARS = "a time outside the years 1970 to 9999"
CARD = "looks like a card number: send the provider's fingerprint, with a prefix"
T = "2026-03-01T10:00:00Z"


@pytest.mark.parametrize(
    ("kind", "header", "cells", "column", "reason"),
    [
        ("exchanges", "account_id,occurred_at", "a,2026-03-01T10:00:00", "occurred_at", NAIVE),
        ("exchanges", "account_id,occurred_at", "a,2026-03-01", "occurred_at", NAIVE),
        ("exchanges", "account_id,occurred_at", "a,yesterday", "occurred_at", "not an RFC 3339 time"),
        ("exchanges", "account_id,occurred_at", "a,2026-02-30T10:00:00Z", "occurred_at", "not an RFC 3339 time"),
        ("exchanges", "account_id,occurred_at", "a,2026-03-01T10:00:00+99:99", "occurred_at", "not an RFC 3339 time"),
        ("exchanges", "account_id,occurred_at", "a,0001-01-01T00:00:00Z", "occurred_at", YEARS),
        ("exchanges", "account_id,occurred_at", "a,9999-12-31T23:59:59-01:00", "occurred_at", YEARS),
        ("exchanges", "account_id,occurred_at", "a,", "occurred_at", "missing"),
        ("exchanges", "account_id,occurred_at", f" ,{T}", "account_id", "missing"),
        ("exchanges", "account_id,occurred_at", f"{'a' * 257},{T}", "account_id", "longer than 256 characters"),
        ("exchanges", "account_id,occurred_at", f"a\x00b,{T}", "", "a control character in a cell"),
        ("exchanges", "account_id,occurred_at,ip", f"a,{T},999.1.1.1", "ip", "not an IP address"),
        ("exchanges", "account_id,occurred_at,input_tokens", f"a,{T},-5", "input_tokens", "negative"),
        ("exchanges", "account_id,occurred_at,input_tokens", f"a,{T},5.5", "input_tokens", "not a whole number"),
        ("exchanges", "account_id,occurred_at,input_tokens", f"a,{T},inf", "input_tokens", "not a whole number"),
        ("exchanges", "account_id,occurred_at,input_tokens", f"a,{T},1e30", "input_tokens", "not a whole number"),
        ("exchanges", "account_id,occurred_at,output_tokens", f"a,{T},many", "output_tokens", "not a whole number"),
        ("payments", "account_id,instrument_id", "a,4111111111111111", "instrument_id", CARD),
        ("payments", "account_id,instrument_id", "a,4111 1111-1111 1111", "instrument_id", CARD),
        ("networks", "prefix,asn", "10.0.0.0/99,1", "prefix", "not a CIDR prefix"),
        ("networks", "prefix,asn", "10.0.0.0/8,AS-7", "asn", "not an AS number"),
        ("accounts", "account_id,created_at,email", f"a,{T},nobody", "email", "not an e-mail address"),
    ],
)
def test_a_bad_cell_is_named_and_its_neighbours_go_in(
    kind: str, header: str, cells: str, column: str, reason: str, take: Take
) -> None:
    fine = {"exchanges": f"ok,{T}", "accounts": f"ok,{T}", "payments": "ok,pi_1", "networks": "192.0.2.0/24,AS7"}[kind]
    fine += "," * (header.count(",") - fine.count(","))
    took = take(f"{kind}.csv", f"{header}\n{fine}\n\n{cells}\n{fine}\n")
    assert took.bad == [(4, column, reason)]
    assert (took.counts.rows, took.counts.good, took.counts.bad) == (3, 2, 1)


def test_an_email_with_a_newline_is_refused_at_the_line_it_begins(take: Take) -> None:
    text = f'account_id,created_at,email\na1,{T},x@example.org\na2,{T},"ev\nil@example.org"\na3,{T},\n'
    took = take("accounts.csv", text)
    assert took.bad == [(3, "email", "not an e-mail address")]
    assert took.good("account_id") == [("a1",), ("a3",)]
    assert "il@" not in took.content


def test_ragged_lines_cost_themselves_only(take: Take) -> None:
    took = take("payments.csv", "account_id,instrument_id\na1,p1\na2\na3,p3,more\na4,p4\n")
    assert took.good("account_id", "instrument_id") == [("a1", "p1"), ("a4", "p4")]
    assert took.bad == [(3, "instrument_id", "missing columns"), (4, "", "too many columns")]
    assert took.counts.rows == 4


def test_ragged_lines_beside_quotes(take: Take) -> None:
    took = take("payments.csv", 'account_id,instrument_id\n"a1",p1\na2\na3,p3,more\na4,p4\n')
    assert took.good("account_id", "instrument_id") == [("a1", "p1"), ("a4", "p4")]
    assert took.bad == [(3, "", "expected 2 cells, found 1"), (4, "", "expected 2 cells, found 3")]


def test_an_open_quote_costs_its_line_only(take: Take) -> None:
    lines = [f"a{number},p{number}" for number in range(2000)]
    lines[700] = '"a700,p700'
    took = take("payments.csv", "account_id,instrument_id\n" + "\n".join(lines) + "\n")
    assert took.bad == [(702, "", "a quote is opened and never closed")]
    assert took.counts.good == 1999


def test_quoting_that_no_reader_agrees_on_is_refused(take: Take) -> None:
    took = take("payments.csv", 'account_id,instrument_id\n"a"1,p1\na2,p2\n')
    assert [(line, reason.partition(":")[0]) for line, _, reason in took.bad] == [(2, "bad quoting")]
    assert took.good("account_id") == [("a2",)]


def test_bytes_that_are_not_utf8_cost_their_line_only(take: Take) -> None:
    took = take("payments.csv", b"account_id,instrument_id\na1,p1\na2,p\xff2\na3,p3\n")
    assert [line for line, _, _ in took.bad] == [3]
    assert took.good("account_id") == [("a1",), ("a3",)]


def test_ids_stay_text_and_columns_come_in_any_order(take: Take) -> None:
    took = take("payments.csv", "\ufeffwhy,instrument_id, account_id \nx,001,NA\n\n y ,1e5,null\n,-0, A b \n")
    assert took.good("account_id", "instrument_id") == [("NA", "001"), ("null", "1e5"), ("A b", "-0")]
    assert took.unknown == ("why",)
    assert took.bad == []


def test_json_lines_that_are_no_objects(take: Take) -> None:
    text = '{"account_id":"a1","instrument_id":"p1"}\n[1]\n\n"x"\n{broken\n{"instrument_id":7,"account_id":"a2"}\n'
    took = take("payments.jsonl", text)
    assert took.bad == [(line, "", "not a JSON object") for line in (2, 4, 5)]
    assert took.good("account_id", "instrument_id") == [("a1", "p1"), ("a2", "7")]
    assert took.counts.rows == 5


def test_a_broken_card_row_keeps_four_digits(take: Take) -> None:
    took = take("payments.csv", "account_id,instrument_id\na1,4111111111111234\n")
    assert "1234" in took.content
    assert "11111234" not in took.content


@pytest.mark.parametrize(("unit", "per_second"), [("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)])
def test_parquet_times_need_a_zone(unit: str, per_second: int, take: Take) -> None:
    def parquet(zone: str | None) -> bytes:
        sink = io.BytesIO()
        times = pa.array([1_767_225_600 * per_second], pa.timestamp(unit, tz=zone))  # type: ignore[arg-type]
        pq.write_table(pa.table({"account_id": ["a1"], "at": times}), sink)
        return sink.getvalue()

    assert take("logins.parquet", parquet("Europe/Berlin")).good("us_at") == [(1_767_225_600_000_000,)]
    assert take("logins-2.parquet", parquet(None)).bad == [(1, "at", NAIVE)]


@pytest.mark.parametrize(
    "text",
    ["2026-03-01T10:00:00Z", "2026-03-01t10:00:00z", "2026-03-01 11:30:00+01:30", "2026-03-01T10:00:00.000-00:00"],
)
def test_spellings_of_one_instant(text: str, take: Take) -> None:
    assert take("logins.csv", f"account_id,at\na,{text}\n").good("us_at") == [(1_772_359_200_000_000,)]


@pytest.mark.parametrize("name", ["payments.csv", "payments.jsonl"])
def test_blank_lines_are_no_rows_but_lines(name: str, take: Take) -> None:
    head, good, bad = "account_id,instrument_id\n", "a1,p1\n", ",p2\n"
    if name.endswith("jsonl"):
        head, good, bad = "\n", '{"account_id":"a1","instrument_id":"p1"}\n', '{"instrument_id":"p2"}\n'
    took = take(name, f"{head}\n{good}   \n\r\n \t\r\n{bad}\n  ")
    assert took.bad == [(7, "account_id", "missing")]
    assert (took.counts.rows, took.good("account_id")) == (2, [("a1",)])


def test_the_same_count_of_tokens_is_the_same_content(take: Take) -> None:
    rows = f"e1,a1,{T},5\ne1,a1,{T},5.0\ne1,a1,{T},6\n"
    first, second, other = take("exchanges.csv", "exchange_id,account_id,occurred_at,input_tokens\n" + rows).good(
        "content_hash"
    )
    assert first == second != other


@pytest.mark.parametrize("text", ["simhash64-v2:0123456789abcdef", "simhash64-v1:0123", "SIMHASH", "0123456789abcdef"])
def test_a_signature_of_another_form_is_left_out_and_its_row_counts(text: str, take: Take) -> None:
    fine = "simhash64-v1:0123456789abcdef"
    took = take("exchanges.csv", f"account_id,occurred_at,signature\na,{T},{text}\nb,{T},{fine}\n")
    assert (took.bad, took.good("account_id", "signature")) == ([], [("a", None), ("b", fine)])


def test_stray_quotes_cost_their_lines_only(take: Callable[..., Any]) -> None:
    good = "a,2026-03-01T00:00:00Z,m\n"
    stray = 'a,2026-03-01T00:00:00Z,"m\n'
    took = take("exchanges-1.csv", "account_id,occurred_at,model\n" + (stray + good * 3) * 4)
    assert took.counts.good == 12
    assert [line for line, _, _ in took.bad] == [2, 6, 10, 14]

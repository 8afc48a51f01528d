"""Parameters that arrive as text: each type, each mistake, and nothing but reading statements."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotFoundError, UsageError
from app.graph import catalogue
from app.graph.named import bind, coerce, public, signature


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("STRING", "", ""),
        ("STRING", "007", "007"),
        ("INTEGER", "-3", -3),
        ("FLOAT", "0.5", 0.5),
        ("BOOLEAN", "True", True),
        ("DATE", "2026-08-31", date(2026, 8, 31)),
        ("DATE", "", None),
        ("INTEGER", "null", None),
        ("DATETIME", "2026-08-31T12:00:00Z", datetime(2026, 8, 31, 12, tzinfo=UTC)),
        ("LIST<STRING>", "a, b", ["a", "b"]),
        ("LIST<STRING>", '["a,b", "c"]', ["a,b", "c"]),
        ("LIST<INTEGER>", "[1, 2]", [1, 2]),
    ],
)
def test_text_becomes_the_declared_type(kind: str, text: str, value: object) -> None:
    assert coerce(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("INTEGER", "4.5"),
        ("INTEGER", str(2**63)),
        ("DATE", "31.08.2026"),
        ("DATETIME", "2026-08-31T12:00:00"),
        ("BOOLEAN", "yes"),
        ("LIST<INTEGER>", "1,x"),
        ("LIST<STRING>", "[1"),
        ("MAP", "{}"),
    ],
)
def test_other_text_is_refused_by_name(kind: str, text: str) -> None:
    with pytest.raises(UsageError, match="limit" if kind != "MAP" else "MAP"):
        coerce(kind, text, "limit")


@given(st.integers(-(2**63), 2**63 - 1))
def test_every_64_bit_integer_passes(number: int) -> None:
    assert coerce("INTEGER", str(number)) == number


def test_short_and_full_names_bind_to_the_same() -> None:
    short = bind("find_same_instrument", {"max_degree": "7"})
    assert short == bind("rings/find_same_instrument", {"max_degree": "7"})
    assert short[1]["max_degree"] == 7
    assert set(short[1]) == set(short[0].statement.params)


def test_mistakes_are_named() -> None:
    with pytest.raises(NotFoundError, match="no_such"):
        bind("no_such", {})
    with pytest.raises(UsageError, match="no parameter nonsense"):
        bind("find_same_instrument", {"nonsense": "1"})
    with pytest.raises(UsageError, match="does not only read"):
        bind("graph/empty_nodes", {})
    with pytest.raises(UsageError, match=r"chunk \(INTEGER\)"):
        bind("linkage/read_billing_links", {})


def test_only_reading_statements_are_public() -> None:
    statements = public()
    assert {one.mode for one in statements} == {"read"}
    assert "rings/find_same_instrument" in {one.name for one in statements}
    assert all("MAP" not in signature(one) for one in statements)
    assert not {one.name for one in statements} - set(catalogue.names())

"""Documents of others: whatever bytes come, they are read as text that can be written again, or refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import DataError
from app.exports.documents import parse_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.booleans())
def test_what_is_json_is_read(told: Any, encoding: str, escaped: bool):
    """Escaped pairs of halves, which is how JSON tells U+10000 and above, are whole characters."""
    assert parse_json(json.dumps(told, ensure_ascii=escaped).encode(encoding), "here") == told


@given(st.binary(max_size=40))
@example(b'{"name": "\\ud800"}')
@example(b'{"\\uDFFF": 1}')
@example(b'{"name": "\xed\xa0\x80"}')
@example(b"[" * 100_000)
@example(b"9" * 5_000)
@example(b"[Infinity]")
def test_any_bytes_are_read_or_refused(content: bytes):
    try:
        told = parse_json(content, "here")
    except DataError as error:
        assert error.where == "here" and error.do
    else:
        json.dumps(told, ensure_ascii=False).encode()


@pytest.mark.parametrize("content", [b'{"name": "\\ud800"}', b'{"\\uDFFF": 1}', b'{"name": "\xed\xa0\x80"}'])
def test_half_characters_are_refused(content: bytes):
    with pytest.raises(DataError, match="no text that UTF-8 can hold"):
        parse_json(content, "here")

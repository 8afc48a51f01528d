"""What quarantine keeps of a row: no card number, no e-mail address."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.redact import LONGEST, redact, redact_row


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("4111111111111234", "****1234"),
        ("4111 1111-1111 1234,x", "****1234,x"),
        ("a1,anna.smith@example.org,free", "a1,a***@***,free"),
        ("pi_12345", "pi_12345"),
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
    ],
)
def test_what_is_kept(text: str, kept: str) -> None:
    assert redact(text) == kept


def test_an_email_cell_is_masked_whatever_it_holds() -> None:
    assert (
        redact_row({"account_id": "a1", "email": "anna at home", "plan": None})
        == '{"account_id": "a1", "email": "***"}'
    )


@given(st.from_regex(r"[0-9]{13,19}", fullmatch=True), st.sampled_from(["", " ", ",", '"', ";"]))
def test_no_card_number_survives(number: str, around: str) -> None:
    kept = redact(f"{around}{number}{around}")
    assert not re.search(r"\d{5}", kept)
    assert number[-4:] in kept


@given(st.text(max_size=3000))
def test_any_text_is_short_and_stays_redacted(text: str) -> None:
    kept = redact(text)
    assert len(kept) <= LONGEST
    assert not re.search(r"[a-z]{2,}@[a-z]", kept)

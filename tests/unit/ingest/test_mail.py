"""E-mail addresses: folded as mailboxes are, and their pattern; never an exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.ingest.mail import _plain, _valid, canonical_mail, mail_pattern


@pytest.mark.parametrize(
    ("text", "address", "pattern", "provider"),
    [
        ("Anna.Smith42+x@GMail.com", "annasmith42@gmail.com", "v1:w4.w5d2+w1", "free"),
        ("annasmith42@googlemail.com", "annasmith42@gmail.com", "v1:w9d2", "free"),
        ("anna@rambler.ru", "anna@rambler.ru", "v1:w4", "free"),
        ("x9@mailinator.com", "x9@mailinator.com", "v1:w1d1", "disposable"),
        ("anna.smith+x@acme.example", "anna.smith+x@acme.example", "v1:w4.w5+w1", "unknown"),
        ("ｂｏｂ@example.org", "bob@example.org", "v1:w3", "unknown"),
        (" bob@Bücher.example ", "bob@xn--bcher-kva.example", "v1:w3", "unknown"),
    ],
)
def test_spellings_of_one_mailbox(text: str, address: str, pattern: str, provider: str) -> None:
    mail = canonical_mail(text)
    assert mail is not None
    assert (mail.address, mail.pattern, mail.provider) == (address, pattern, provider)
    assert mail.domain == address.partition("@")[2]


@pytest.mark.parametrize("text", ["", "a", "a@", "@b.org", "a\nb@c.org", "a@b@c.org", "a\x00@b.org", "a@b..org"])
def test_what_is_no_address_gives_none(text: str) -> None:
    assert canonical_mail(text) is None


@pytest.mark.parametrize(
    ("local", "pattern"),
    [
        ("anna.smith42", "v1:w4.w5d2"),
        ("xkqzvt", "v1:r6"),
        ("a_b-7", "v1:w1_w1-d1"),
        ("用户", "v1:u2"),
        ("", "v1:"),
    ],
)
def test_pattern_version_one(local: str, pattern: str) -> None:
    assert mail_pattern(local) == pattern


_LOCAL = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,20}", fullmatch=True)
_DOMAIN = st.sampled_from(
    ["gmail.com", "googlemail.com", "pm.me", "ya.ru", "outlook.com", "example.org", "bücher.example", "ß.example"]
)


@given(st.one_of(st.text(max_size=40), st.builds("{}@{}".format, _LOCAL, _DOMAIN)))
@example("..@gmail.com")
@example("+@gmail.com")
def test_canonical_is_a_fixed_point_and_never_raises(text: str) -> None:
    mail = canonical_mail(text)
    if mail is None:
        return
    again = canonical_mail(mail.address)
    assert again is not None
    assert (again.address, again.domain, again.provider) == (mail.address, mail.domain, mail.provider)


@given(_LOCAL, st.text("xyz0123456789", max_size=8))
def test_gmail_ignores_dots_and_tags(local: str, tag: str) -> None:
    plain = canonical_mail(f"{local}@gmail.com")
    tagged = canonical_mail(f"{local}+{tag}@googlemail.com")
    if plain is not None and tagged is not None:
        assert plain.address == tagged.address


_ODD = st.sampled_from(
    ["", ".", "-", "_", "+", "..", "a" * 64, "a" * 65, '"', "(", "\\", "é", "@", " ", "[1.2.3.4]", "x" * 63]
)
_PIECES = st.lists(st.one_of(_LOCAL, _ODD), max_size=4).map("".join)


@given(_PIECES, st.one_of(_DOMAIN, _PIECES, st.lists(_PIECES, max_size=5).map(".".join)))
@example("a" * 64, "b.org")
@example("a" * 64, ".".join(["x" * 60] * 4))
def test_the_short_way_says_what_the_long_way_says(local: str, domain: str) -> None:
    folded = f"{local}@{domain}".lower()
    short = _plain(folded)
    assert short is None or short == _valid(folded)


def test_most_addresses_go_the_short_way() -> None:
    assert _plain("anna.smith42+x@acme.example") == ("anna.smith42+x", "acme.example")

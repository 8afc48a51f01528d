"""Tokens, cursors and binds without a database."""

from __future__ import annotations

import json
import socket
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.budget import WINDOW_SECONDS, Budgets
from app.api.paging import CursorSigner, list_name
from app.api.principals import Scope
from app.api.server import check_bind, is_loopback, listening, url_of
from app.api.tokens import TokenFile, new_token, scope_of, well_formed
from app.api.web import same_host
from app.errors import BudgetError, DataError, NotFoundError, RingleaderError, Unauthenticated, UsageError
from app.model.personal import masked
from app.settings import Settings

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_only_the_hash_is_kept_and_for_the_owner_only(tmp_path: Path):
    file = TokenFile(tmp_path)
    token, record = file.create("viewer", "ann")
    text = file.path.read_text()
    assert token not in text and token[4:40] not in text and record.sha256 in text
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert (file.principal(token).name, file.principal(token).role) == ("ann", "viewer")


def test_256_bits_with_prefix_and_checksum():
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200 and all(well_formed(token) and len(token) == 54 for token in tokens)


@given(position=st.integers(0, 53), letter=st.sampled_from("ABCxyz012_-"))
def test_a_mistyped_token_is_told_from_an_unknown_one(position: int, letter: str):
    token = new_token()
    changed = token[:position] + letter + token[position + 1 :]
    assert well_formed(changed) is (changed == token)


@given(st.text(max_size=80))
def test_noise_is_no_token(text: str):
    assert not well_formed(text)


def test_tokens_expire_and_can_be_revoked(tmp_path: Path):
    clock = [NOW]
    file = TokenFile(tmp_path, lambda: clock[0])
    token, record = file.create("admin", "ann", 2)
    other, _ = file.create("viewer", "bob", 9)
    clock[0] = NOW + timedelta(days=2)
    with pytest.raises(Unauthenticated, match="expired"):
        file.principal(token)
    assert file.any_active() and file.principal(other).name == "bob"
    file.revoke("bob")
    with pytest.raises(Unauthenticated, match="revoked"):
        file.principal(other)
    assert not file.any_active()
    with pytest.raises(NotFoundError):
        file.revoke(record.id)
    with pytest.raises(Unauthenticated, match="unknown"):
        file.principal(new_token())


@pytest.mark.parametrize(
    ("role", "name", "days"),
    [
        ("boss", "ann", 1),
        ("", "ann", 1),
        ("viewer", "", 1),
        ("viewer", "a\nb", 1),
        ("viewer", "x" * 65, 1),
        ("viewer", "ann", 0),
        ("viewer", "ann", 367),
    ],
)
def test_a_bad_request_makes_no_token(tmp_path: Path, role: str, name: str, days: int):
    with pytest.raises(UsageError):
        TokenFile(tmp_path).create(role, name, days)
    assert not (tmp_path / "tokens.json").exists()


def test_two_active_tokens_never_share_a_name(tmp_path: Path):
    file = TokenFile(tmp_path)
    file.create("viewer", "ann")
    with pytest.raises(UsageError, match="named 'ann'"):
        file.create("admin", "ann")
    file.revoke("ann")
    file.create("admin", "ann")


def test_a_damaged_file_is_an_error_not_an_open_door(tmp_path: Path):
    file = TokenFile(tmp_path)
    token, _ = file.create("viewer", "ann")
    file.path.write_text(json.dumps({"tokens": [{"id": 1}]}))
    with pytest.raises(DataError, match="damaged"):
        file.principal(token)


def test_a_scope_narrows_a_role_and_never_widens_it(tmp_path: Path):
    file = TokenFile(tmp_path)
    narrow, record = file.create("admin", "job", 1, ["personal"])
    who = file.principal(narrow)
    assert who.sees_personal_data and who.may(Scope.READ) and not who.may(Scope.DECIDE)
    assert scope_of(record) == ["personal", "read"]
    whole, record = file.create("investigator", "ann")
    assert all(file.principal(whole).may(scope) for scope in Scope) and scope_of(record) == sorted(Scope)
    for role, scope in (("viewer", "personal"), ("viewer", "decide"), ("exporter", "decide"), ("admin", "everything")):
        with pytest.raises(UsageError, match="has no scope"):
            file.create(role, "bob", 1, ["read", scope])


def test_tokens_of_before_there_were_scopes_keep_their_roles(tmp_path: Path):
    file = TokenFile(tmp_path)
    token, _ = file.create("investigator", "ann")
    document = json.loads(file.path.read_text())
    for record in document["tokens"]:
        del record["scope"]
    file.path.write_text(json.dumps(document))
    assert TokenFile(tmp_path).principal(token).may(Scope.DECIDE)


def test_the_last_use_is_told_to_the_minute(tmp_path: Path):
    clock = [NOW]
    file = TokenFile(tmp_path, lambda: clock[0])
    token, record = file.create("admin", "ann", 9)
    assert file.last_used(record) is None
    file.principal(token)
    assert file.last_used(record) == "2026-05-01T00:00+00:00"
    clock[0] = NOW + timedelta(hours=1)
    file.principal(token)
    assert TokenFile(tmp_path).last_used(record) == "2026-05-01T01:00+00:00"
    with pytest.raises(Unauthenticated):
        file.principal(new_token())
    assert len(list((tmp_path / "tokens.used").iterdir())) == 1


@given(costs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=30))
def test_nobody_spends_more_than_the_budget_in_a_window(costs: list[tuple[int, int]]):
    clock = [0.0]
    budgets = Budgets(100, lambda: clock[0])
    windows: dict[float, int] = {}
    began = None
    for cost, seconds in costs:
        clock[0] += seconds
        if began is None or clock[0] - began >= WINDOW_SECONDS:
            began = clock[0]
        try:
            left = budgets.spend("ann", cost)
        except BudgetError as error:
            assert windows.get(began, 0) + cost > 100 and "Ask again in" in str(error) and error.retryable
        else:
            windows[began] = windows.get(began, 0) + cost
            assert left.remaining == 100 - windows[began] >= 0
        assert budgets.spend("bob", 0).remaining == 100


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("example.com", False),
        ("", False),
    ],
)
def test_open_servers_bind_loopback_only(tmp_path: Path, host: str, loopback: bool):
    settings = Settings(home=tmp_path)
    assert is_loopback(host) is loopback
    if loopback:
        check_bind(settings, host, True)
    else:
        with pytest.raises(UsageError, match="loopback only"):
            check_bind(settings, host, True)
    with pytest.raises(UsageError, match="nobody has a token"):
        check_bind(settings, host, False)
    TokenFile(tmp_path).create("viewer", "ann")
    check_bind(settings, host, False)


def test_a_taken_port_is_a_clear_error():
    with listening("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        assert (
            url_of("127.0.0.1", sock) == f"http://127.0.0.1:{port}"
            and url_of("0.0.0.0", sock) == f"http://127.0.0.1:{port}"
        )
        with pytest.raises(RingleaderError, match=f"port {port}") as refused, listening("127.0.0.1", port):
            pass
        assert refused.value.exit_code == 1
    with pytest.raises(UsageError), listening("256.1.1.1.example.invalid", 0):
        pass
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://localhost:8400", "localhost:8400", True),
        ("https://rings.example", "rings.example", True),
        ("https://rings.example:443", "rings.example", True),
        ("https://RINGS.example", "rings.example", True),
        ("http://localhost:8401", "localhost:8400", False),
        ("null", "localhost", False),
        ("", "", False),
        ("https://rings.example.evil", "rings.example", False),
        ("https://evil@rings.example", "rings.example", False),
    ],
)
def test_origins(origin: str, host: str, same: bool):
    assert same_host(origin, host) is same


@given(
    st.lists(
        st.one_of(
            st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_cursors_come_back_as_they_went(position: list[object]):
    signer = CursorSigner(b"k" * 32)
    name = list_name("rings", {"a": 1})
    assert signer.decode(name, signer.encode(name, position)) == position
    for other in (CursorSigner(b"j" * 32), signer):
        with pytest.raises(UsageError):
            other.decode("another", signer.encode(name, position))


def test_stand_ins_are_stable_and_lead_nowhere():
    one, two = masked(b"k" * 32, "ip", "203.0.113.7"), masked(b"j" * 32, "ip", "203.0.113.7")
    assert one == masked(b"k" * 32, "ip", "203.0.113.7") != two and "203" not in one.replace(one.split("#")[1], "")
    assert masked(b"k" * 32, "device", "203.0.113.7").split("#")[1] != one.split("#")[1]

"""The key file: made once, for the owner only; a missing, short or open one is refused; so is another graph's."""

import stat
from pathlib import Path

import pytest

from app.errors import GraphRefused, UsageError
from app.graph.keys import check_fingerprint, load_key, write_secret
from app.model.secrets import fingerprint, keyed_hash
from app.settings import Settings


def test_the_first_embedded_start_makes_a_key_and_keeps_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    key = load_key(settings)
    assert len(key) == 32
    assert load_key(settings) == key
    assert stat.S_IMODE((tmp_path / "home" / "key").stat().st_mode) == 0o600


def test_another_server_needs_a_key_that_was_given(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="RINGLEADER_KEY_FILE"):
        load_key(Settings(home=tmp_path, neo4j_uri="bolt://localhost:7687"))
    with pytest.raises(UsageError, match="no key file"):
        load_key(Settings(home=tmp_path, key_file=tmp_path / "missing"))


def test_a_short_or_open_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_secret(path, b"short")
    with pytest.raises(UsageError, match="32 bytes, this one 5"):
        load_key(Settings(home=tmp_path))
    write_secret(path, bytes(32))
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        load_key(Settings(home=tmp_path))


def test_a_secret_is_never_written_over_where_it_must_stay(tmp_path: Path) -> None:
    write_secret(tmp_path / "key", b"first")
    write_secret(tmp_path / "key", b"second", keep=True)
    assert (tmp_path / "key").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_fingerprints_tell_keys_apart_and_nothing_else() -> None:
    one, other = bytes(32), bytes([1]) * 32
    assert fingerprint(one) != fingerprint(other)
    check_fingerprint(None, fingerprint(one))
    check_fingerprint(fingerprint(one), fingerprint(one))
    with pytest.raises(GraphRefused, match="another key"):
        check_fingerprint(fingerprint(other), fingerprint(one))


def test_keyed_hashes_depend_on_the_key_and_the_text() -> None:
    hashes = {keyed_hash(bytes([number]) * 32, text) for number in range(3) for text in ("a@b.c", "a@b.d")}
    assert len(hashes) == 6
    assert {len(one) for one in hashes} == {32}

"""Dossiers: the same source gives the same bytes, redaction holds in every format, one changed byte fails the check."""

from __future__ import annotations

import functools
import importlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import DataError, RingleaderError, UsageError
from app.exports.dossier.build import build
from app.exports.dossier.document import day
from app.exports.dossier.manifest import manifest_path, sign, verify
from app.exports.dossier.redact import Redaction, Redactor
from app.exports.dossier.render import ReportFormat, refuse, render
from app.exports.dossier.word import widths
from app.graph import catalogue
from app.graph.signing import public_hex
from app.settings import Settings
from tests.unit.exports import dossier_world as world

KEY = b"k" * 32
SIGNER, OTHER = (Ed25519PrivateKey.from_private_bytes(one * 32) for one in (b"s", b"o"))


def dossier(level: Redaction = Redaction.INTERNAL, **changes: Any) -> Any:
    return build(world.source(**changes), Redactor(level, KEY))


@functools.cache
def told(level: Redaction, form: ReportFormat) -> str:
    content = render(dossier(level), form)
    if form is ReportFormat.DOCX:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    return content.decode()


TEXT = (ReportFormat.HTML, ReportFormat.MD, ReportFormat.DOCX)


@pytest.mark.parametrize("form", TEXT)
def test_internal_tells_everything(form: ReportFormat):
    text = told(Redaction.INTERNAL, form)
    for secret in (*world.SECRETS.values(), world.AUTHOR, world.HONEST, "acct-7"):
        assert secret.replace("_", "\\_") in text or secret in text


@pytest.mark.parametrize("form", TEXT)
@pytest.mark.parametrize("level", [Redaction.PARTNER, Redaction.GOVERNMENT, Redaction.PUBLIC])
def test_others_see_no_person(level: Redaction, form: ReportFormat):
    text = told(level, form)
    for secret in (*world.SECRETS.values(), world.AUTHOR, world.REASON, world.HONEST, "acct-"):
        assert secret not in text


def test_what_each_level_sees_of_crowds():
    shown = {
        level: {kind for kind, value in world.CROWDS.items() if value in told(level, ReportFormat.HTML)}
        for level in Redaction
    }
    assert shown == {
        Redaction.INTERNAL: set(world.CROWDS),
        Redaction.PARTNER: set(world.CROWDS),
        Redaction.GOVERNMENT: {"subnet", "email_domain"},
        Redaction.PUBLIC: set(),
    }
    public = told(Redaction.PUBLIC, ReportFormat.HTML)
    assert "123,457" not in public and "about 120,000" in public
    assert "2026-03-03" not in public


@pytest.mark.parametrize("form", TEXT)
def test_the_public_is_told_no_day_of_an_exchange(form: ReportFormat):
    days = [row["day"] for row in world.source().detail.traffic]
    text = told(Redaction.PUBLIC, form)
    for one in (min(days), max(days)):
        assert day(one) in told(Redaction.INTERNAL, form)
        assert day(one) not in text
    assert f"{day(min(days)).split(' ', 1)[1]} to {day(min(days)).split(' ', 1)[1]}" not in text


def test_what_the_public_sees_drawn_is_as_rough_as_what_is_written():
    """Volumes that are told alike are drawn alike."""
    pictures = set()
    for exchanges in (123_457, 123_999):
        page = render(dossier(Redaction.PUBLIC, exchanges=exchanges), ReportFormat.HTML).decode()
        pictures |= set(re.findall(r"<svg.*?Exchanges by day.*?</svg>", page, re.DOTALL))
    assert len(pictures) == 1


@pytest.mark.parametrize("form", TEXT)
def test_a_claim_goes_as_far_as_its_tlp_level(form: ReportFormat):
    names = {"Narrow House": Redaction.INTERNAL, "North Lab": Redaction.GOVERNMENT, "Open Court": Redaction.PUBLIC}
    order = list(Redaction)
    for level in Redaction:
        text = told(level, form)
        seen = {name for name in names if name in text}
        assert seen == {name for name, last in names.items() if order.index(level) <= order.index(last)}


def test_no_claim_no_section():
    bare = build(replace(world.source(), claims=()), Redactor(Redaction.INTERNAL, KEY))
    assert "Who may be behind it" not in render(bare, ReportFormat.MD).decode()


def test_the_same_source_gives_the_same_bytes():
    for form in (ReportFormat.HTML, ReportFormat.MD):
        assert render(dossier(), form) == render(dossier(), form)
    assert render(dossier(), ReportFormat.HTML) != render(dossier(exchanges=123_458), ReportFormat.HTML)


@pytest.mark.parametrize("days", [0, 1, 2, 400])
@pytest.mark.parametrize("level", Redaction)
def test_any_length_of_life_is_drawn(days: int, level: Redaction):
    page = render(dossier(level, days=days), ReportFormat.HTML).decode()
    assert "NaN" not in page and "nan" not in page.lower().replace("finance", "")


class _Page(HTMLParser):
    """Tags and attributes that would fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "link", "iframe", "object", "a"} or any(
            n.startswith("on") or n == "href" for n, _ in attrs
        ):
            self.bad.append(tag)


def test_hostile_names_stay_text():
    html = render(dossier(), ReportFormat.HTML).decode()
    page = _Page()
    page.feed(html)
    assert page.bad == [] and "&lt;script&gt;" in html
    assert not re.search(r"(?<!\\)<", render(dossier(), ReportFormat.MD).decode())


@pytest.mark.parametrize("form", ReportFormat)
def test_any_word_of_a_person_is_printed(form: ReportFormat):
    """Word refuses characters that XML does not have; a judgement's reason may hold any."""
    detail = world.source().detail
    odd = ("\x00", "\x0b", "\x1b[31m", "\x85", "\ufffe", "\U0001f600", "a\tb\r\nc")
    said = [{**row, "reason": f"be{word}fore"} for word in odd for row in detail.judgements]
    assert len(said) >= len(odd)
    source = replace(world.source(), detail=replace(detail, judgements=said))
    assert render(build(source, Redactor(Redaction.INTERNAL, KEY)), form)


def test_every_figure_names_a_stored_query_and_the_snapshot():
    made = dossier()
    assert len(made.figures) > 15
    assert {one.query for one in made.figures} <= set(catalogue.names())
    html = render(made, ReportFormat.HTML).decode()
    appendix = html[html.index("Appendix") :]
    assert made.snapshot in appendix
    for one in made.figures:
        assert one.query in appendix and one.label.replace("'", "&#39;") in appendix
    for key, value in re.findall(r'data-figure="([^"]+)">([^<]+)<', html):
        assert {one.key: one.value for one in made.figures}[key] == value


def test_a_merged_ring_says_what_it_became():
    made = build(world.merged(), Redactor(Redaction.INTERNAL, KEY))
    assert f"{world.OLD}, which was asked for" in render(made, ReportFormat.HTML).decode()


@given(
    st.integers(1, 8).flatmap(
        lambda many: st.tuples(*[st.lists(st.text("abc -9", max_size=99), min_size=many, max_size=many)] * 3)
    )
)
def test_columns_of_a_word_table_fill_its_line(rows: tuple[list[str], ...]):
    shares = widths(rows[0], rows[1:])
    assert sum(shares) == pytest.approx(1) and min(shares) > 0


def test_no_word_of_a_word_table_is_cut_while_there_is_room():
    columns = ("day", "all", "agentic-reasoning", "software-engineering", "search", "translation", "other")
    shares = widths(columns, [("2026-03-05", "3,377", "1,855", "1,160", "93", "86", "183")] * 30)
    letters = 88
    for share, longest in zip(
        shares, ("2026-03-05", "3,377", "reasoning", "engineering", "search", "translation", "other"), strict=True
    ):
        assert share * letters >= len(longest) + 2


def test_rows_of_a_word_table_stay_whole_and_its_head_comes_again():
    with zipfile.ZipFile(io.BytesIO(render(dossier(), ReportFormat.DOCX))) as archive:
        body = archive.read("word/document.xml").decode()
    rows = body.split("<w:tr>")[1:]
    assert len(rows) > 50 and all("<w:cantSplit/>" in row for row in rows)
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>") > 5


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    made = dossier()
    path.write_bytes(render(made, ReportFormat.HTML))
    manifest_path(path).write_bytes(sign(made, path.name, path.read_bytes(), SIGNER))
    return path


def test_an_untouched_report_verifies(signed: Path):
    found = verify(signed, public_hex(SIGNER))
    assert (found.ring_id, found.snapshot) == (world.RING, "f" * 64)


def test_any_changed_byte_of_the_report_fails(signed: Path):
    content = signed.read_bytes()

    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def changed(place: int, flip: int) -> None:
        signed.write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
        with pytest.raises(DataError):
            verify(signed, public_hex(SIGNER))

    changed()


def test_any_changed_byte_of_the_manifest_fails(signed: Path):
    place = manifest_path(signed)
    content = place.read_bytes()

    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    @example(content.index(b"\n ") + 1, ord(" ") ^ ord("\t"))
    def changed(at: int, flip: int) -> None:
        place.write_bytes(content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :])
        with pytest.raises(DataError):
            verify(signed, public_hex(SIGNER))

    changed()


def test_a_name_told_twice_fails(signed: Path):
    place = manifest_path(signed)
    place.write_bytes(place.read_bytes().replace(b'{\n "version"', b'{\n "ring": "R-OTHER",\n "version"', 1))
    with pytest.raises(DataError, match="text was changed"):
        verify(signed, public_hex(SIGNER))


def written(manifest: dict[str, Any]) -> bytes:
    """As `sign` writes it, so that only the content is another."""
    return (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()


def test_any_changed_figure_fails(signed: Path):
    manifest = json.loads(manifest_path(signed).read_text())
    for place in range(len(manifest["figures"])):
        altered = json.loads(json.dumps(manifest))
        altered["figures"][place]["value"] += "0"
        manifest_path(signed).write_bytes(written(altered))
        with pytest.raises(DataError, match="changed after it was signed"):
            verify(signed, public_hex(SIGNER))


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: b"{",
        lambda told: b"[]",
        lambda told: written({**told, "version": 9}),
        lambda told: written({**told, "key": "zz"}),
        lambda told: written({key: value for key, value in told.items() if key != "signature"}),
        lambda told: written({key: value for key, value in told.items() if key != "files"}),
    ],
)
def test_damaged_manifests_are_told(signed: Path, damage: Callable[[Any], bytes]):
    place = manifest_path(signed)
    place.write_bytes(damage(json.loads(place.read_text())))
    with pytest.raises(DataError):
        verify(signed, public_hex(SIGNER))


def test_another_signer_is_not_trusted(signed: Path):
    with pytest.raises(DataError, match="another key"):
        verify(signed, public_hex(OTHER))
    manifest_path(signed).unlink()
    with pytest.raises(UsageError, match="no such file"):
        verify(signed, public_hex(SIGNER))


def test_a_missing_pango_is_explained(monkeypatch: pytest.MonkeyPatch):
    found = importlib.import_module

    def broken(name: str) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return found(name)

    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(RingleaderError, match=r"Pango.*apt-get install") as caught:
        render(dossier(), ReportFormat.PDF)
    assert caught.value.exit_code == 1


def test_a_missing_weasyprint_is_explained(monkeypatch: pytest.MonkeyPatch):
    """The name `ringleader` of a package index may be somebody else's: nobody is sent there."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(RingleaderError, match="not installed") as caught:
        render(dossier(), ReportFormat.PDF)
    assert caught.value.do.startswith(f"{sys.executable} -m pip install 'weasyprint")


def test_pdf_is_made_and_fetches_nothing():
    assert render(dossier(), ReportFormat.PDF).startswith(b"%PDF-")
    for url in ("https://example.com/x.css", "file:///etc/passwd", "data:text/plain,x"):
        with pytest.raises(ValueError, match="fetches nothing"):
            refuse(url)


def test_the_signing_key_is_made_once_and_kept_private(tmp_path: Path):
    from app.graph.signing import report_key, report_key_path

    settings = Settings(home=tmp_path)
    first = report_key(settings).private_bytes_raw()
    assert report_key(settings).private_bytes_raw() == first and len(first) == 32
    assert report_key_path(settings).stat().st_mode & 0o777 == 0o600

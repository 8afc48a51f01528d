"""Worlds as TOML: what is written reads back, and what is refused is refused by name and range."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UsageError
from app.worlds import PRESETS, RingSpec, WorldSpec, preset, scaled
from app.worlds.knobs import changed, knobs, read_world, written
from tests.examples import examples

SHARES = st.floats(0, 1, allow_nan=False)
RINGS = st.builds(
    RingSpec,
    operator=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20),
    size=st.integers(3, 10_000),
    exits=st.sampled_from(["hosting", "residential"]),
    synchrony=SHARES,
    own_line=SHARES,
    customers=SHARES,
    one_billing_name=st.booleans(),
)
WORLDS = st.builds(
    WorldSpec,
    seed=st.integers(0, 2**63 - 1),
    rings=st.lists(RINGS, max_size=3).map(tuple),
    banned=SHARES,
    mobile=SHARES,
)


def load(folder: Path, text: str) -> WorldSpec:
    (folder / "world.toml").write_text(text, "utf-8")
    return read_world(folder / "world.toml")


@pytest.mark.parametrize("name", PRESETS)
def test_a_printed_preset_reads_back(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, written(preset(name))) == preset(name)


@settings(max_examples=examples(60))
@given(spec=WORLDS)
def test_a_printed_world_reads_back(tmp_path_factory: pytest.TempPathFactory, spec: WorldSpec) -> None:
    assert load(tmp_path_factory.mktemp("world"), written(spec)) == spec


def test_a_whole_world_needs_few_keys(tmp_path: Path) -> None:
    spec = load(
        tmp_path, 'accounts = 500\nfirst_day = 2026-05-04\n[[rings]]\noperator = "x"\nsize = 9\nsynchrony = 1\n'
    )
    assert spec == WorldSpec(accounts=500, first_day="2026-05-04", rings=(RingSpec("x", 9),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("universities = 1.5", "universities: 1.5 is not allowed; it takes number, 0 to 1"),
        ('accounts = "many"', "accounts: 'many' is not allowed; it takes integer, 100 to 5000000"),
        ("days = true", "days: True is not allowed; it takes integer, 1 to 400"),
        ("campuses = 0.1", "campuses: no such knob"),
        ('[[rings]]\noperator = "x"', "rings.0.size: is needed"),
        (
            '[[rings]]\noperator = "x"\nsize = 9\nexits = "moon"',
            "rings.0.exits: 'moon' is not allowed; it takes hosting",
        ),
        ('[[rings]]\noperator = "x"\nsize = 9\ncolour = 1', "rings.0.colour: no such knob"),
        ('[[rings]]\noperator = "x"\nsize = 9\nexits = "reseller"', "rings.0.pool: exits 'reseller' need the name"),
        ('feeds = ["exchanges", "gossip"]', "feeds.1: 'gossip' is not allowed; it takes list of: accounts"),
        ("carriers = 0.5\nvpn_only = 0.5", "together they take at most 1"),
        ("first_day = 2026-02-31", "is not TOML"),
        ('first_day = "2026-02-31"', "first_day: '2026-02-31' is not a date"),
        ("companies = nan", "companies: nan is not allowed"),
        ("accounts = ", "is not TOML"),
    ],
)
def test_a_refusal_names_the_key_and_what_it_takes(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert told in str(caught.value)
    assert "world.toml" in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_world(tmp_path / "none.toml")


def test_keys_are_set_one_by_one() -> None:
    spec = changed(preset("seed"), ["rings.0.cluster_share=0.5", "universities = 0.1", "rings.1.pool=other", "days=3"])
    assert (spec.rings[0].cluster_share, spec.universities, spec.rings[1].pool, spec.days) == (0.5, 0.1, "other", 3)
    assert changed(preset("seed"), []) == preset("seed")


def test_the_next_number_adds_a_ring() -> None:
    spec = changed(preset("none"), ["rings.0.operator=x", "rings.0.size=9"])
    assert spec.rings == (RingSpec("x", 9),)


@pytest.mark.parametrize(
    "setting", ["rings.7.size=4", "rings.one.size=4", "rings.0=4", "rings.0.size.x=4", "days", "=1"]
)
def test_a_setting_of_nothing_is_refused(setting: str) -> None:
    with pytest.raises(UsageError):
        changed(preset("seed"), [setting])


def test_every_knob_tells_its_meaning_and_range() -> None:
    told = {knob.key: knob for knob in knobs()}
    assert set(told) == {each.name for each in fields(WorldSpec)} | {
        f"rings.N.{each.name}" for each in fields(RingSpec)
    }
    assert all(len(knob.meaning) > 5 and knob.meaning.endswith(".") for knob in knobs())
    unbounded = {key for key, knob in told.items() if knob.type in ("integer", "number")}
    assert unbounded == set()
    assert (told["rings.N.size"].default, told["rings.N.synchrony"].default) == ("(needed)", "1.0")


def test_the_document_tells_every_knob_and_preset() -> None:
    text = (Path(__file__).parents[3] / "docs" / "worlds.md").read_text("utf-8")
    for knob in knobs():
        key, kinds = knob.key.removeprefix("rings.N."), knob.type.replace("|", "/")
        assert f"| `{key}` | {kinds} | {knob.default} | {knob.meaning} |" in text
    assert all(f"| `{name}` |" in text for name in PRESETS)


def test_scaling_keeps_what_is_shared_and_shrinks_the_rest() -> None:
    spec = preset("campaign")
    small = scaled(spec, 0.1)
    assert small.accounts == spec.accounts // 10
    assert [ring.size for ring in small.rings] == [2_500, 100, 700, 1_600]
    assert sum(ring.exchanges for ring in small.rings) == 4_535_000
    kept = {"accounts_a_card", "synchrony", "customers", "rate", "pool"}
    for ring, before in zip(small.rings, spec.rings, strict=True):
        assert {key: asdict(ring)[key] for key in kept} == {key: asdict(before)[key] for key in kept}
    assert scaled(spec, 1.0) is spec


def test_presets_are_the_published_sizes() -> None:
    campaign = preset("campaign").rings
    assert (campaign[0].size, campaign[0].exchanges) == (25_000, 28_800_000)
    assert sum(ring.size for ring in campaign[1:]) == 24_000
    assert [ring.exchanges for ring in campaign[1:]] == [150_000, 3_400_000, 13_000_000]
    assert sum(ring.addresses * ring.innocents_an_address for ring in campaign[1:]) == 5_000
    assert preset("campaign-one").rings + preset("campaign-three").rings == campaign
    pool = preset("three-on-one-pool").rings
    assert sorted((r.size, r.exchanges) for r in pool) == [(r.size, r.exchanges) for r in campaign[1:]]
    assert {r.pool for r in pool} == {"pool"}
    assert pool[0].addresses * pool[0].innocents_an_address == 5_000
    million = preset("million")
    innocents = sum(ring.addresses * ring.innocents_an_address for ring in million.rings if ring.pool)
    assert sum(ring.size for ring in million.rings) == 49_000
    assert million.accounts + 49_000 + innocents == 1_050_000
    assert {(ring.operator, ring.tier) for ring in million.rings} == {
        (f"operator-{name}", tier)
        for name in ("north", "east", "south", "west")
        for tier in ("plain", "careful", "evasive")
    }
    assert sum(ring.size for ring in preset("needle").rings) == 1_000
    assert preset("traps").rings == ()

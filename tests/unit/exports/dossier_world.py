"""A ring as a dossier reads it, without a database: hostile names, an honest look-alike, a weakest cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.attribution.claims import Released
from app.exports.dossier.source import MemberRow, Source
from app.exports.provenance import Provenance
from app.model.attribution import Tlp
from app.rings.explanation.explained import RingExplanation
from app.rings.explanation.ties import Tie, WeakestCut
from app.rings.store.look_alike import Judged, closest
from app.rings.store.read import RingDetail

RING, OLD, HONEST = "R-AAAAAAAAAA", "R-BBBBBBBBBB", "R-CCCCCCCCCC"
EVIL = "<script>alert(1)</script>"
SECRETS = {"instrument": "pi-secret", "ip": "198.51.100.77", "device": "dev-secret", "email": "feedc0de"}
CROWDS = {"subnet": "198.51.100.0/24", "email_domain": "shop.example", "client": "t13d_70", "query_cluster": "qc-7"}
AUTHOR, REASON = "ann.analyst", "told by a colleague"
_CLAIM = Released(
    ring_id=RING,
    claim_id="C-1",
    operator_id="O-1",
    name="North Lab",
    role="runs",
    confidence=0.8,
    approved_by=AUTHOR,
    approved_at=datetime(2026, 3, 9, tzinfo=UTC),
    tlp=Tlp.AMBER,
    whole=True,
)
CLAIMS = (
    _CLAIM,
    replace(_CLAIM, claim_id="C-2", name="Narrow House", tlp=Tlp.AMBER_STRICT),
    replace(_CLAIM, claim_id="C-3", name="Open Court", tlp=Tlp.CLEAR, whole=False),
)


def term(family: str, kind: str, identifier: str, bits: float, note: str = "", members: int = 0) -> dict[str, Any]:
    return {
        "family": family,
        "kind": kind,
        "identifier": identifier,
        "bits": bits,
        "note": note,
        "members": members,
        "degree": members,
    }


FAMILY = {
    "instrument": "payment",
    "ip": "network",
    "subnet": "network",
    "device": "device",
    "client": "device",
    "query_cluster": "content",
    "email": "email",
    "email_domain": "email",
}
EVIDENCE = [
    term("payment", "shared_instrument", "", 6.0, f"most share instrument pi-secret {EVIL}", 30),
    term("timing", "synchrony", "", 4.0, "1.6 times as many coincidences", 30),
    term("timing", "prior", "", -10.0, "odds before any evidence", 30),
    *(term(FAMILY[kind], kind, value, 0.0, "", 30) for kind, value in (SECRETS | CROWDS).items()),
    term("payment", "ip*instrument", "198.51.100.77*pi-secret", 0.0, "", 12),
]


def source(days: int = 20, asked: str = RING, exchanges: int = 123_457) -> Source:
    """The ring as of one run."""
    first = date(2026, 3, 2)
    properties = {
        "state": "flagged",
        "score": 0.987,
        "size": 30,
        "exchanges": exchanges,
        "input_tokens": 5,
        "output_tokens": 6,
        "first_seen": first,
        "last_seen": first + timedelta(days=max(days - 1, 0)),
        "families": ["payment", "timing"],
    }
    traffic = [
        {
            "day": first + timedelta(days=n),
            "capability": f"topic-{n % 7}" if n % 3 else "",
            "model": "m",
            "exchanges": exchanges // max(days, 1),
            "input_tokens": 1,
            "output_tokens": 1,
            "accounts": 3,
        }
        for n in range(days)
    ]
    judgement = {
        "judgement_id": "J-1",
        "verdict": "unsure",
        "author": AUTHOR,
        "reason": REASON,
        "made_at": datetime(2026, 3, 30, tzinfo=UTC),
        "withdrawn_at": None,
    }
    detail = RingDetail(RING, asked, properties, EVIDENCE, [], None, traffic, [], [judgement])
    excuse = term("payment", "container", "", -8.0, f"one house explains the links: instrument pi-secret, {HONEST}")
    house = Judged(HONEST, "benign", 12, "house of instrument pi-secret", (excuse, EVIDENCE[1]))
    near = closest(Judged(RING, "flagged", 30, "", tuple(EVIDENCE[:2])), [house])
    holders = tuple(f"acct-{n}" for n in range(15))
    ties = tuple(Tie(kind, value, 15, holders) for kind, value in SECRETS.items())
    cut = WeakestCut(ties, (20, 10), 9, 0, 30, False)
    members = tuple(MemberRow(f"acct-{n}", 0.99, 12.0, 100 - n, None) for n in range(30))
    told = Provenance("dossier", 1, "D-000001", "2026-03-29", "c" * 64, "d" * 64, "e" * 64, ("flagged",), None, "0.1.0")
    explanation = RingExplanation(RING, properties, EVIDENCE, near, cut)
    return Source(detail, explanation, members, told, ("phone",), CLAIMS, "f" * 64)


def merged() -> Source:
    """The same, asked for by the id of a ring that became it."""
    made = source()
    return replace(made, detail=replace(made.detail, asked=OLD))

"""`Ring.fingerprint`: how well a ring fits what is known of each operator, and none of them, as GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from app.api.attribution import Operator
from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.attribution import fingerprint as model
from app.attribution.claims import list_operators
from app.errors import GraphUnavailable
from app.graph.store import GraphStore
from app.model.attribution import Operator as KnownOperator
from app.pipeline.attribution import Scored, score_as_of
from app.pipeline.detection import facts_of
from app.settings import Settings


@strawberry.type(description="One bar of a score's waterfall: a kind of trait of the ring against the operator's.")
class FingerprintTerm:
    """A term."""

    family: str = attr("payment, network, email, device, content or timing.")
    kind: str = attr('The kind of trait. Example: "email_domain", "rhythm".')
    bits: float = attr("What the kind says by itself.")
    counted: float = attr("What it adds to the score: a family counts its best kind and a quarter of the next.")
    note: str | None = attr("The values that speak most; null where they are personal data that you may not see.")


@strawberry.type(description="The hypothesis that one known operator is behind the ring.")
class FingerprintScore:
    """A score. It is no attribution: no name leaves without an approved claim."""

    operator: Operator = attr("The operator.")
    probability: float = attr("Its share of belief among the hypotheses, 0..1; not calibrated.")
    prior_bits: float = attr("Log2 odds before evidence, against none of the known ones.")
    bits: float = attr("Log2 odds with all terms: `priorBits` and what the waterfall counts.")
    support: str = attr("What the operator's fingerprint was learned from.")
    waterfall: list[FingerprintTerm] = listed("What adds up to `bits`, strongest first.", size=11)


@strawberry.type(description="A ring against the fingerprints of known operators. Hypotheses, never attributions.")
class RingFingerprint:
    """Answer of `Ring.fingerprint`."""

    as_of: date | None = attr("The day whose end was looked from; null for now.")
    run_id: str | None = attr("The detection whose members these are.")
    account_count: int = attr("Accounts of the ring; at most 4,000 of them are looked at.")
    scores: list[FingerprintScore] = listed("Known operators, likeliest first.", size=5)
    none_of_them: float = attr("Share of belief that no known operator is behind the ring, 0..1.")
    weak_agreements: list[str] = listed("Agreements in country or language: labelled, without any bits.", size=3)
    unknown: list[Operator] = listed("Operators of which no fingerprint is known.", size=3)


async def _fingerprint(self: Any, info: Info, as_of: date | None = None) -> RingFingerprint:
    settings = info.context.settings
    if settings is None:
        raise GraphUnavailable("the facts are not open")
    found, known = await blocking(info.context.store, _made, settings, str(self.id), as_of)
    return RingFingerprint(
        as_of=as_of,
        run_id=found.run_id,
        account_count=found.accounts,
        scores=[_score(info, one, known[one.operator_id]) for one in found.scores if one.operator_id],
        none_of_them=next(one.probability for one in found.scores if one.operator_id is None),
        weak_agreements=list(found.weak),
        unknown=[Operator.of(known[operator_id]) for operator_id in found.unknown],
    )


def _made(
    store: GraphStore, settings: Settings, ring_id: str, as_of: date | None
) -> tuple[Scored, dict[str, KnownOperator]]:
    with facts_of(settings, store) as view:
        found = score_as_of(store, view.connection, ring_id, as_of)
    return found, {operator.operator_id: operator for operator, _ in list_operators(store)}


def _score(info: Info, score: model.Score, operator: KnownOperator) -> FingerprintScore:
    return FingerprintScore(
        operator=Operator.of(operator),
        probability=score.probability,
        prior_bits=score.prior,
        bits=score.bits,
        support=score.support,
        waterfall=[_term(info, term) for term in score.terms],
    )


def _term(info: Info, term: model.TraitTerm) -> FingerprintTerm:
    told = None if info.context.hides(term.kind) else info.context.shown(term.kind, term.note)
    return FingerprintTerm(family=term.family, kind=term.kind, bits=term.bits, counted=term.counted, note=told)


ring_fingerprint: Any = resolved(
    "How well it fits the fingerprint of each known operator, and none of them, with a waterfall in bits: hypotheses, "
    "for roles that decide. With `asOf` by what was known of its present members at the end of that day. Dear.",
    cost=500,
)(_fingerprint)

"""`Ring.shifts`: change points of a ring's mix and what it did with new models, as GraphQL."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.scalars import Long
from app.attribution import shifts as model
from app.errors import GraphUnavailable
from app.graph.store import GraphStore
from app.pipeline import shifts as pipeline
from app.pipeline.detection import facts_of
from app.settings import Settings


@strawberry.enum(description="What a ring's use of a new model is.")
class ReleaseVerdict(Enum):
    """See app.attribution.shifts."""

    PIVOT = "pivot"
    SURGE = "surge"
    NONE = "none"


@strawberry.type(description="One value's share before and after a change point.")
class ShiftedValue:
    """Evidence of a change."""

    value: str = attr("Model or capability; empty where it is unknown.")
    before: float = attr("Share of the ring's exchanges before, 0..1.")
    after: float = attr("Share after.")
    everybody_before: float = attr("Share of everybody's before.")
    everybody_after: float = attr("Share of everybody's after.")


@strawberry.type(description="A day from which the ring's mix is another one, beyond what everybody's did.")
class MixChange:
    """A change point."""

    dimension: str = attr("model or capability.")
    day: date = attr("First day of the new mix (UTC).")
    effect: float = attr("Total variation of the change, by itself or beyond everybody's, whichever is less; 0..1.")
    exchanges: Long = attr("The ring's exchanges in both stretches.")
    text: str = attr("The change in words.")
    moved: list[ShiftedValue] = listed("Values, the one that moved farthest beyond everybody first.", size=9)


@strawberry.type(description="Shares of one day's exchanges on a new model.")
class AdoptionDay:
    """A point of the adoption curves."""

    day: date = attr("The day (UTC).")
    ring: float | None = attr("Of the ring's; null on a day without any.")
    everybody: float | None = attr("Of everybody's.")


@strawberry.type(description="A new model, and what the ring did within a day of its release.")
class ModelRelease:
    """A pivot, or everybody's surge."""

    model: str = attr("The model.")
    released: date = attr("The first day that anybody used it (UTC).")
    verdict: ReleaseVerdict = attr("PIVOT: the ring moved and everybody had not; SURGE: everybody's launch; NONE.")
    ring_share: float = attr("Share of the ring's exchanges that are on it within a day.")
    everybody_share: float = attr("Share of everybody's.")
    accounts: int = attr("The ring's accounts that worked before and after.")
    movers: int = attr("Of them, those that had moved.")
    everybody_accounts: Long = attr("Accounts in no ring that worked before and after.")
    everybody_movers: Long = attr("Of them, those that had moved.")
    bits: float = attr("log2 of how much commoner movers are in the ring; not calibrated, part of no score.")
    chance: float = attr("Chance of so many movers among as many accounts of everybody's.")
    days_ahead: int | None = attr("Days until everybody's share reached the ring's; null if it has not.")
    text: str = attr("The release in words.")
    curve: list[AdoptionDay] = listed("Adoption in the week from the release on.", size=7)


@strawberry.type(description="What changed in a ring, against everybody who is in no ring.")
class Shifts:
    """Answer of `Ring.shifts`."""

    changes: list[MixChange] = listed("Change points of the capability mix, then of the model mix.", size=5)
    releases: list[ModelRelease] = listed("New models, by day of release.", size=3)


async def _shifts(self: Any, info: Info, as_of: date | None = None) -> Shifts:
    settings = info.context.settings
    if settings is None:
        raise GraphUnavailable("the facts are not open")
    found = await blocking(info.context.store, _made, settings, str(self.id), as_of)
    return Shifts(changes=[_change(one) for one in found.changes], releases=[_release(one) for one in found.releases])


def _made(store: GraphStore, settings: Settings, ring_id: str, as_of: date | None) -> pipeline.Shifts:
    with facts_of(settings, store) as view:
        return pipeline.shifts_of(store, view.connection, ring_id, as_of)


def _change(change: model.Change) -> MixChange:
    names = ("value", "before", "after", "everybody_before", "everybody_after")
    return MixChange(
        dimension=change.dimension,
        day=change.day,
        effect=change.effect,
        exchanges=Long(change.exchanges),
        text=model.change_text(change),
        moved=[ShiftedValue(**{name: getattr(one, name) for name in names}) for one in change.moved],
    )


def _release(release: model.Release) -> ModelRelease:
    names = ("model", "released", "ring_share", "everybody_share", "accounts", "movers", "bits", "chance", "days_ahead")
    return ModelRelease(
        **{name: getattr(release, name) for name in names},
        verdict=ReleaseVerdict(release.verdict),
        everybody_accounts=Long(release.everybody_accounts),
        everybody_movers=Long(release.everybody_movers),
        text=model.release_text(release),
        curve=[AdoptionDay(day=one.day, ring=one.ring, everybody=one.everybody) for one in release.curve],
    )


ring_shifts: Any = resolved(
    "Days on which its mix of capabilities or models changed beyond everybody's, and what it did with new models; with "
    "`asOf` by the exchanges of that day's end. Reads all facts.",
    cost=500,
)(_shifts)

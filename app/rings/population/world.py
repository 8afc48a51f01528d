"""Everything that profiles and tests read, laid out once a run so that a group costs what it touches, not N."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from app.model.features import FAMILY_NUMBER, Features, Floats
from app.model.identifiers import KINDS, Family
from app.model.public_mail import is_public
from app.model.snapshot import Ints, Snapshot
from app.rings.population.beginnings import beginnings
from app.rings.population.behaviour import Behaviour

DATA: Final = {"topics": 1, "wave": 2}
"""Bits of `World.data`: what is known of an account. Having no identifier is knowledge too."""


@dataclass(frozen=True, slots=True)
class Background:
    """Whom a group's questions are held against; n accounts, t query clusters."""

    accounts: NDArray[np.bool_]
    """Shape (n,)."""
    usual: Floats
    """Shape (t,): their mean share of each query cluster."""
    asking: int
    """Those of them who asked anything."""


@dataclass(frozen=True, slots=True)
class World:
    """A snapshot in the layouts that detection needs; n accounts, g identifiers, t query clusters."""

    snapshot: Snapshot
    features: Features
    holder_start: NDArray[np.int64]
    holders: Ints
    """Accounts of identifier x: holders[holder_start[x]:holder_start[x + 1]]."""
    behaviour: Behaviour
    kinds: tuple[str, ...]
    """Identifier kinds that profiles compare, then `topics` and `wave`."""
    family: NDArray[np.int64]
    """Family number of each of `kinds`."""
    column: NDArray[np.int64]
    """Shape (g,): position in `kinds` of each identifier's kind, -1 where profiles do not compare it."""
    asked: csc_array
    """Shape (n, t): each account's share of each query cluster, cluster by cluster."""
    topic_account: Ints
    """The account of each row of `behaviour.topic`."""
    began: NDArray[np.int64]
    """Shape (n,): when each account began, in minutes (app.rings.population.beginnings); -1 unknown."""
    beginnings: NDArray[np.int64]
    """The known ones, sorted."""
    began_by: NDArray[np.int64]
    """Their accounts."""
    data: NDArray[np.int8]
    """Shape (n,): bits of DATA."""
    data_size: NDArray[np.int64]
    """Shape (4,): accounts by their bits."""
    open_mail: NDArray[np.bool_]
    """Shape (g,): mail domains at which anybody can get an address."""
    mail_known: float
    """Share of the accounts whose mail domain a feed tells; 1 without any."""
    everybody: Background
    one_family: bool
    """`Features.one_family`, asked of every profile."""
    ordinary: Background
    """Without suspects: a large ring's other cells are no measure of what is usual. The same until there are some."""

    @property
    def enough(self) -> int:
        """Families that have to speak for a member; where the feeds tell of one alone, that one has to do."""
        return 1 if self.one_family else 2

    @property
    def n(self) -> int:
        """Accounts."""
        return self.features.n

    def known(self, bit: int) -> int:
        """Accounts that have data of a bit; all for 0."""
        return int(self.data_size[(np.arange(4) & bit) == bit].sum())


def world_of(snapshot: Snapshot, features: Features, behaviour: Behaviour) -> World:
    """Transpose the features and topics, sort by when they began, and list the kinds of evidence there are."""
    start, holders = features.holders()
    began = beginnings(snapshot)
    kinds, families = _kinds(features, behaviour, bool((began >= 0).any()))
    account = np.repeat(np.arange(behaviour.n, dtype=np.int32), np.diff(behaviour.topic_start))
    order = np.argsort(began, kind="stable")
    order = order[began[order] >= 0]
    asking = int((np.diff(behaviour.topic_start) > 0).sum())
    everybody = Background(np.ones(behaviour.n, dtype=np.bool_), behaviour.topic_weight, asking)
    data = (np.diff(behaviour.topic_start) > 0) + 2 * (began >= 0)
    return World(
        snapshot=snapshot,
        features=features,
        holder_start=start,
        holders=holders,
        behaviour=behaviour,
        kinds=kinds,
        family=families,
        column=np.array([kinds.index(kind) if kind in kinds else -1 for kind in features.kinds])[features.kind],
        asked=_asked(behaviour, account),
        topic_account=account,
        began=began,
        beginnings=began[order],
        began_by=order,
        data=data.astype(np.int8),
        data_size=np.bincount(data, minlength=4),
        open_mail=_open_mail(features),
        mail_known=_mail_known(snapshot),
        everybody=everybody,
        one_family=features.one_family,
        ordinary=everybody,
    )


def _asked(behaviour: Behaviour, account: Ints) -> csc_array:
    t = len(behaviour.topic_weight)
    rows = np.argsort(behaviour.topic, kind="stable")
    start = np.searchsorted(behaviour.topic[rows], np.arange(t + 1))
    return csc_array((behaviour.topic_share[rows], account[rows], start), shape=(behaviour.n, t))


def _open_mail(features: Features) -> NDArray[np.bool_]:
    found = np.zeros(len(features.degree), dtype=np.bool_)
    if "email_domain" in features.kinds:
        domains = np.flatnonzero(features.kind == features.kinds.index("email_domain"))
        found[domains] = [is_public(str(features.names[x])) for x in domains]
    return found


def _mail_known(snapshot: Snapshot) -> float:
    """Everybody has a mailbox: where few domains are told, the others are not told."""
    told = snapshot.memberships.get("email_domain")
    if told is None:
        return 1.0
    n = max(len(snapshot.population.account_ids), 1)
    return min(max((len(np.unique(told.account)) + sum(told.suppressed.values())) / n, 1 / n), 1.0)


def without_suspects(world: World, suspects: NDArray[np.int64]) -> World:
    """The same world, whose ordinary accounts are all but `suspects`."""
    accounts = world.everybody.accounts.copy()
    accounts[suspects] = False
    b = world.behaviour
    asking = int((accounts & ((world.data & DATA["topics"]) > 0)).sum())
    share = b.topic_share * accounts[world.topic_account]
    usual = np.bincount(b.topic, weights=share, minlength=len(b.topic_weight)) / max(asking, 1)
    return replace(world, ordinary=Background(accounts, usual, asking))


def _kinds(features: Features, behaviour: Behaviour, dated: bool) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    kinds = [kind for kind in features.kinds if kind != "query_cluster"]
    families = [FAMILY_NUMBER[KINDS[kind].family] for kind in kinds]
    if len(behaviour.topic):
        kinds.append("topics")
        families.append(FAMILY_NUMBER[Family.CONTENT])
    if dated:
        kinds.append("wave")
        families.append(FAMILY_NUMBER[Family.TIMING])
    return tuple(kinds), np.array(families, dtype=np.int64)

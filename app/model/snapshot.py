"""What detection reads: the graph and the facts as of one day, columnar. Days are integers since 1970-01-01 (UTC)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Strings = NDArray[np.object_]
UNKNOWN_DAY = -1


@dataclass(frozen=True, slots=True)
class Population:
    """The accounts, sorted by id; every other array refers to them by index (n accounts)."""

    account_ids: Strings
    """Shape (n,), sorted in code-point order: results never depend on the order of input."""
    created_minute: NDArray[np.int64]
    """Shape (n,): minutes since the epoch, UNKNOWN_DAY where no feed told."""
    contract: NDArray[np.bool_]
    """Shape (n,): verified = contract, the only self-description that counts."""
    parent: Ints
    """Shape (n,): index of the parent account, -1 for none."""


@dataclass(frozen=True, slots=True)
class Memberships:
    """Who has which identifier of one kind: bipartite edges without duplicates, sorted by (identifier, account)."""

    kind: str
    identifiers: Strings
    """Shape (k,), sorted."""
    degree: Ints
    """Shape (k,): distinct accounts, also for suppressed hubs."""
    identifier: Ints
    """Shape (e,): index into `identifiers`."""
    account: Ints
    """Shape (e,): index into the population."""
    suppressed: dict[str, int] = field(default_factory=dict)
    """Hubs above the read bound, with their degree; they have no edges here."""
    made: NDArray[np.bool_] | None = None
    """Shape (e,): known from the sign-up alone, so that it tells of whoever made the account; None: of no edge."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Volumes and presence, from the facts."""

    account: Ints
    """Shape (r,): one row an (account, day, hour, model, cluster); sorted by (account, day, hour, cluster, model)."""
    day: Ints
    hour: NDArray[np.int8]
    cluster: Ints
    """Index into `clusters`, -1 for none."""
    model: Ints
    """Index into `models`, -1 for none."""
    exchanges: NDArray[np.int64]
    clusters: Strings
    capabilities: Strings
    """Shape (len(clusters),): capability of each cluster, None where unknown."""
    models: Strings
    presence_account: Ints
    """Shape (p,): one row an (account, day), sorted."""
    presence_day: Ints
    presence_slots: NDArray[np.uint64]
    """Shape (p, 5): 288 five-minute slots of the UTC day, slot s in word s // 64, bit s % 64."""


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """What the `networks` feed says of a subnet (longest announced prefix around it)."""

    prefix: str
    asn: int | None
    organization: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class SignatureClusters:
    """The query cluster of each signature that is in one; signatures of a single account are in none."""

    signature: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    """Shape (s,), sorted."""
    cluster: Strings = field(default_factory=lambda: np.zeros(0, dtype=object))
    """Shape (s,): name of a cluster that a feed told of, or the text of the leading signature."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One judgement in force, as a constraint on detection: see `app.model.judgement`."""

    verdict: str
    """same, not_same, unsure, benign, confirmed, allowed_instrument, benign_network."""
    accounts: tuple[int, ...] = ()
    identifier: tuple[str, str] | None = None
    """(kind, identifier) for rulings about an identifier."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything detection may look at. `status` of an account is deliberately absent."""

    population: Population
    memberships: dict[str, Memberships]
    """By kind name (app.model.identifiers.KINDS); a kind without data is absent."""
    activity: Activity
    subnets: dict[str, NetworkInfo] = field(default_factory=dict)
    """By derived subnet prefix (the identifiers of kind `subnet`)."""
    bans: dict[int, int] = field(default_factory=dict)
    """Account index -> day of its first ban or suspension (feed `actions`); for succession only."""
    rulings: tuple[Ruling, ...] = ()
    signatures: SignatureClusters = field(default_factory=SignatureClusters)
    as_of_day: int = UNKNOWN_DAY
    """Last day that was read."""
    notes: dict[str, Any] = field(default_factory=dict)

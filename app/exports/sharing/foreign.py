"""Indicators of documents that are not ours (STIX, MISP): hashed under the graph's own key, then kept like packages."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.exports.sharing.hashing import Hasher, content_id
from app.exports.signed import canonical
from app.ingest.addresses import V4_SUBNET, V6_SUBNET, canonical_address
from app.ingest.mail import canonical_mail
from app.model.secrets import keyed_hash

FOREIGN: Final = "ringleader-foreign"
MOST_PARTS: Final = 256
"""Addresses or subnets that one prefix is taken apart into; wider ones are left out and told."""

Scheme = Literal["own", "stix"]


class ForeignIndicator(BaseModel):
    """One identifier, hashed. `expires` None: with its set."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    scheme: Scheme
    kind: Annotated[str, Field(max_length=40)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-z]{32}$")]
    ring: Annotated[str, Field(max_length=300)]
    expires: datetime | None = None


class ForeignSet(BaseModel):
    """What one document told; its id follows from what it told, not from when it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal["ringleader-foreign"]
    version: Literal[1]
    id: Annotated[str, Field(pattern=r"^S-[a-z2-7]{16}$")]
    source: Literal["stix", "misp"]
    name: Annotated[str, Field(max_length=300)]
    """The bundle's or event's own id."""
    tlp: Annotated[str, Field(max_length=20)]
    created: datetime
    """When it was imported."""
    expires: datetime
    indicators: tuple[ForeignIndicator, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One thing that a document names, as it names it."""

    what: str
    """address, asn, email, domain, or a hashed kind of ours: account, instrument, query_cluster."""
    value: str
    ring: str = ""
    expires: datetime | None = None


@dataclass(slots=True)
class Taken:
    """What a document came to, before it is kept."""

    indicators: set[tuple[Scheme, str, str, str, datetime | None]] = field(default_factory=set)
    left: Counter[str] = field(default_factory=Counter)
    """What was left out, by reason."""


class Own:
    """Hashes identifiers as this graph has them; nothing raw is kept."""

    def __init__(self, key: bytes) -> None:
        self._key, self.hasher = key, Hasher(key, "ringleader own v1")

    def take(self, observed: Iterable[Observed]) -> Taken:
        """Every identifier that this graph could have; the rest is counted by reason."""
        taken = Taken()
        for one in observed:
            try:
                pairs = list(self._pairs(one))
            except ValueError as error:
                taken.left[str(error)] += 1
                continue
            taken.indicators |= {(scheme, kind, digest, one.ring, one.expires) for scheme, kind, digest in pairs}
        return taken

    def _pairs(self, one: Observed) -> Iterator[tuple[Scheme, str, str]]:
        if one.what in ("account", "instrument", "query_cluster"):
            yield "stix", one.what, one.value
        elif one.what == "address":
            for kind, value in _addresses(one.value):
                yield "own", kind, self.hasher.digest(kind, value)
        elif one.what == "asn":
            yield "own", "asn", self.hasher.digest("asn", _system(one.value))
        elif one.what == "domain":
            yield "own", "email_domain", self.hasher.digest("email_domain", one.value.strip().lower())
        elif mail := canonical_mail(one.value):
            yield "own", "email", self.hasher.digest("email", keyed_hash(self._key, mail.address))
        else:
            raise ValueError("not an e-mail address")


def _system(text: str) -> str:
    """The number of an autonomous system (RFC 6793): 32 bits."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) >= 1 << 32:
        raise ValueError("not the number of an autonomous system")
    return str(int(text))


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """(kind, value) as ingestion has them: hosts and /24s, or /64s and /48s of IPv6."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError("not an IP address or prefix") from None
    host, subnet = (32, V4_SUBNET) if network.version == 4 else (64, V6_SUBNET)
    length = min(network.prefixlen, host)
    kind, width = ("subnet", subnet) if length <= subnet else ("ip", host)
    if 1 << (width - length) > MOST_PARTS:
        raise ValueError(f"a prefix wider than {MOST_PARTS} {'subnets' if kind == 'subnet' else 'addresses'}")
    wide = network if network.prefixlen <= host else network.supernet(new_prefix=host)
    for part in wide.subnets(new_prefix=width):
        found = canonical_address(str(part.network_address))
        if found is not None:
            yield kind, str(part) if kind == "subnet" else found.text


def make_set(
    source: Literal["stix", "misp"], name: str, tlp: str, taken: Taken, now: datetime, days: int
) -> ForeignSet:
    """A set to keep; the same document gives the same id whenever it is read."""
    rows = sorted(taken.indicators, key=lambda row: (*row[:4], str(row[4])))
    indicators = tuple(
        ForeignIndicator(scheme=scheme, kind=kind, hash=digest, ring=ring, expires=expires)
        for scheme, kind, digest, ring, expires in rows
    )
    told: dict[str, Any] = {"source": source, "name": name, "tlp": tlp}
    told["indicators"] = [one.model_dump(mode="json") for one in indicators]
    return ForeignSet(
        format=FOREIGN,
        version=1,
        id=content_id("S", canonical(told)),
        source=source,
        name=name,
        tlp=tlp,
        created=now.astimezone(UTC).replace(microsecond=0),
        expires=(now.astimezone(UTC) + timedelta(days=days)).replace(microsecond=0),
        indicators=indicators,
    )

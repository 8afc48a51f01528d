"""What labs exchange: a signed package of hashed indicators, and a signed revocation. Every field is checked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.errors import DataError
from app.exports.sharing.hashing import Kind, content_id
from app.exports.signed import canonical, check_signature, signed
from app.model.attribution import Tlp

PACKAGE: Final = "ringleader-share"
REVOCATION: Final = "ringleader-share-revocation"
VERSION: Final = 1
MOST_INDICATORS: Final = 100_000
MOST_DAYS: Final = 366
_SKEW: Final = timedelta(hours=1)
"""How far a sender's clock may be ahead."""

Band = Literal["1-9", "10-99", "100-999", "1k-9k", "10k-99k", "100k-999k", "1M or more"]
Hash = Annotated[str, Field(pattern=r"^[a-z2-7]{32}$")]
Pseudonym = Annotated[str, Field(pattern=r"^[a-z2-7]{16}$")]
Id = Annotated[str, Field(pattern=r"^P-[a-z2-7]{16}$")]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Word = Annotated[str, Field(max_length=80)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SharedIndicator(_Model):
    """One hashed identifier that members of a ring share."""

    kind: Kind
    hash: Hash
    ring: Pseudonym
    members: Band


class SharedRing(_Model):
    """What is told of a ring."""

    ring: Pseudonym
    state: Literal["flagged", "confirmed"]
    accounts: Band
    exchanges: Band
    first_month: Month | None
    last_month: Month | None


class Provenance(_Model):
    """The detection behind it."""

    run: Word | None
    as_of: Word | None
    configuration: Word | None
    input_digest: Word | None
    software: Word


class Package(_Model):
    """A package without its signature; `key` is its signer's."""

    format: Literal["ringleader-share"]
    version: Literal[1]
    package: Id
    created: datetime
    expires: datetime
    tlp: Tlp
    secret: Pseudonym
    """Names the shared secret."""
    audience: Annotated[tuple[Key, ...], Field(max_length=100)]
    """Keys of those it is for; empty: whoever has the secret."""
    provenance: Provenance
    rings: Annotated[tuple[SharedRing, ...], Field(max_length=10_000)]
    indicators: Annotated[tuple[SharedIndicator, ...], Field(max_length=MOST_INDICATORS)]
    key: Key

    @model_validator(mode="after")
    def _whole(self) -> Self:
        rings = {one.ring for one in self.rings}
        if len(rings) != len(self.rings) or {one.ring for one in self.indicators} - rings:
            raise ValueError("rings and indicators do not fit together")
        if not self.created.tzinfo or not self.expires.tzinfo:
            raise ValueError("a time without a zone")
        if not timedelta(0) < self.expires - self.created <= timedelta(days=MOST_DAYS):
            raise ValueError(f"it has to expire within {MOST_DAYS} days")
        return self


class Revocation(_Model):
    """A revocation without its signature: packages, and single indicators in all packages of its signer."""

    format: Literal["ringleader-share-revocation"]
    version: Literal[1]
    created: datetime
    packages: Annotated[tuple[Id, ...], Field(max_length=10_000)]
    indicators: Annotated[tuple[Hash, ...], Field(max_length=MOST_INDICATORS)]
    key: Key


def band(count: int) -> Band:
    """The size of a number, by tens."""
    names: tuple[Band, ...] = ("1-9", "10-99", "100-999", "1k-9k", "10k-99k", "100k-999k", "1M or more")
    return names[min(len(str(max(count, 1))), len(names)) - 1]


def make_package(
    rings: Iterable[dict[str, Any]],
    indicators: Iterable[dict[str, Any]],
    key: Ed25519PrivateKey,
    *,
    tlp: Tlp,
    secret: str,
    audience: Sequence[str],
    provenance: dict[str, Any],
    created: datetime,
    days: int,
) -> dict[str, Any]:
    """A signed package; rings and indicators are those of `SharedRing` and `SharedIndicator`. `days`: 1 to 366."""
    created = created.astimezone(UTC).replace(microsecond=0)
    told: dict[str, Any] = {
        "format": PACKAGE,
        "version": VERSION,
        "created": _stamp(created),
        "expires": _stamp(created + timedelta(days=days)),
        "tlp": tlp.value,
        "secret": secret,
        "audience": sorted(audience),
        "provenance": provenance,
        "rings": sorted(rings, key=lambda one: str(one["ring"])),
        "indicators": sorted(indicators, key=lambda one: (one["kind"], one["hash"], one["ring"])),
    }
    return signed({**told, "package": content_id("P", canonical(told))}, key)


def make_revocation(
    packages: Iterable[str], indicators: Iterable[str], key: Ed25519PrivateKey, created: datetime
) -> dict[str, Any]:
    """A signed revocation."""
    told = {"format": REVOCATION, "version": VERSION, "created": _stamp(created)}
    return signed({**told, "packages": sorted(packages), "indicators": sorted(indicators)}, key)


def read_document(told: Any, trusted: str, where: str) -> Package | Revocation:
    """Check signature, schema and id; nothing is known yet of expiry. Raises DataError."""
    form = told.get("format") if isinstance(told, dict) else None
    if form not in (PACKAGE, REVOCATION):
        raise DataError("this is neither a package of indicators nor a revocation", where=where)
    if told.get("version") != VERSION:
        raise DataError(f"version {told.get('version')!r} is unknown", where=where, do="Update Ringleader")
    what = "package" if form == PACKAGE else "revocation"
    rest = check_signature(told, trusted, where=where, what=what, do="Ask its sender for the file again")
    try:
        found = (Package if form == PACKAGE else Revocation).model_validate_json(canonical(rest))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        more = f" and {error.error_count() - 1} more" if error.error_count() > 1 else ""
        raise DataError(f"the {what} is malformed: {place}: {first['msg']}{more}", where=where) from error
    if isinstance(found, Package):
        named = {name: value for name, value in rest.items() if name not in ("package", "key")}
        if content_id("P", canonical(named)) != found.package:
            raise DataError(f"the id {found.package} is not that of the content", where=where)
    return found


def check_welcome(package: Package, own: str, now: datetime, where: str) -> None:
    """Raise DataError for a package that is expired, from the future, or for others than the holder of `own`."""
    if now >= package.expires:
        raise DataError(f"the package expired on {package.expires:%Y-%m-%d}", where=where, do="Ask for a new one")
    if package.created > now + _SKEW:
        raise DataError(f"the package was made in the future ({package.created.isoformat()})", where=where)
    if package.audience and own not in package.audience:
        raise DataError("the package is for others", where=where, do=f"Its sender has to name your key: {own}")


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

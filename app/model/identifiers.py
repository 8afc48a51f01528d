"""Identifier kinds that accounts can share, and the evidence family each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Family(StrEnum):
    """The closed list of evidence families. A flagged ring needs two, one of them infrastructure."""

    PAYMENT = "payment"
    NETWORK = "network"
    EMAIL = "email"
    DEVICE = "device"
    CONTENT = "content"
    TIMING = "timing"

    @property
    def infrastructure(self) -> bool:
        """True for the families of which a flagged ring needs at least one."""
        return self not in (Family.CONTENT, Family.TIMING)


@dataclass(frozen=True, slots=True)
class IdentifierKind:
    """A kind of identifier: where it is in the graph and what sharing it speaks for."""

    name: str
    family: Family
    label: str
    """Graph label of the shared node, or `Account` where the identifier is a property of the account or its link."""


KINDS: Final[dict[str, IdentifierKind]] = {
    kind.name: kind
    for kind in (
        IdentifierKind("instrument", Family.PAYMENT, "PaymentInstrument"),
        IdentifierKind("billing_name", Family.PAYMENT, "Account"),
        IdentifierKind("billing_address", Family.PAYMENT, "Account"),
        IdentifierKind("ip", Family.NETWORK, "IpAddress"),
        IdentifierKind("subnet", Family.NETWORK, "Network"),
        IdentifierKind("email", Family.EMAIL, "Account"),
        IdentifierKind("email_domain", Family.EMAIL, "EmailDomain"),
        IdentifierKind("email_pattern", Family.EMAIL, "EmailPattern"),
        IdentifierKind("phone", Family.EMAIL, "Account"),
        IdentifierKind("device", Family.DEVICE, "Device"),
        IdentifierKind("client", Family.DEVICE, "Client"),
        IdentifierKind("query_cluster", Family.CONTENT, "QueryCluster"),
    )
}
"""`billing_name`, `billing_address` are hashes on PAID_WITH; `email` is Account.email_hash, `phone` its phone_hash."""

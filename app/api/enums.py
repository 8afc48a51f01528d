"""Closed lists of the GraphQL schema, taken from the model."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.model.casework import TriageState
from app.model.detection import State
from app.model.identifiers import Family
from app.model.judgement import Verdict

__all__ = ["Family", "Kind", "State", "TriageState", "Verdict"]

strawberry.enum(
    State, name="RingState", description="State of a group of accounts. Only CONFIRMED is fit for enforcement."
)
strawberry.enum(TriageState, name="TriageState", description="Where work on a ring stands; not whether it is one.")
strawberry.enum(Family, name="EvidenceFamily", description="The closed list of evidence families.")
strawberry.enum(
    Verdict,
    name="Verdict",
    description="What a person may say. The next detection obeys; the latest verdict on the same accounts wins.",
)


@strawberry.enum(name="IdentifierKind", description="Kinds of identifiers that accounts can share.")
class Kind(Enum):
    """The keys of app.model.identifiers.KINDS."""

    INSTRUMENT = "instrument"
    BILLING_NAME = "billing_name"
    BILLING_ADDRESS = "billing_address"
    IP = "ip"
    SUBNET = "subnet"
    EMAIL = "email"
    EMAIL_DOMAIN = "email_domain"
    EMAIL_PATTERN = "email_pattern"
    PHONE = "phone"
    DEVICE = "device"
    CLIENT = "client"
    QUERY_CLUSTER = "query_cluster"

"""The policy table: which role may ask for which field. A field without a row is refused, and a test names it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.api.principals import Role
from app.errors import Forbidden

EVERYBODY: Final = frozenset(Role)
DECIDES: Final = frozenset({Role.INVESTIGATOR, Role.ADMIN})

_TABLE: Final[dict[frozenset[Role], dict[str, str]]] = {
    EVERYBODY: {
        "Query": "rings ring account explain identifier search finder finders node viewer dataStatus",
        "Node": "nodeId",
        "Ring": "nodeId id state current score bits priorBits reason size exchanges inputTokens outputTokens "
        "firstSeen lastSeen families formerIds becameIds evidence sharedIdentifiers members traffic judgements "
        "lookAlike weakestCut",
        "Member": "account score bits evidence marginBits edge leavesWithout",
        "Membership": "ring current score bits evidence marginBits edge leavesWithout",
        "Account": "nodeId id createdAt plan country organization status verified exchanges inputTokens outputTokens "
        "firstSeen lastSeen identifiers rings",
        "Identifier": "kind value redacted redactionReason family degree degreeIsExact firstSeen lastSeen about "
        "accounts rings",
        "IdentifierUse": "identifier firstSeen lastSeen exchanges",
        "IdentifierAccount": "account firstSeen lastSeen exchanges",
        "IdentifierRing": "ring members",
        "SharedIdentifier": "identifier members degree bits",
        "FamilyEvidence": "family bits termCount terms",
        "EvidenceTerm": "family kind value redacted identifier degree members bits note",
        "LookAlike": "ring distance tests",
        "TestComparison": "family name ring lookAlike population ringBits lookAlikeBits note lookAlikeNote",
        "WeakestCut": "identifiers identifierCount partSizes considered loose approximated",
        "CutIdentifier": "identifier members degree",
        "Explanation": "bits threshold linked summary families terms composites a b sameRing",
        "PairTerm": "family identifier degree rarity counted",
        "FamilyBits": "family bits",
        "Attribute": "name value",
        "Traffic": "from until bucket total buckets byCapability byModel",
        "TrafficBucket": "start capability model exchanges inputTokens outputTokens",
        "TrafficShare": "key exchanges inputTokens outputTokens",
        "Volume": "exchanges inputTokens outputTokens",
        "Judgement": "id verdict author reason madeAt expiresAt withdrawnAt accountCount",
        "SearchResult": "understoodAs hits",
        "FinderResult": "name purpose cypher truncated rows",
        "FinderRow": "identifiers degrees size members firstSeen lastSeen bits",
        "Finder": "name purpose cypher",
        "DataStatus": "accounts lastBatchAt ingesting lastDetection",
        "DetectionStatus": "id asOf startedAt rings lacked",
        "Viewer": "name role seesPersonalData",
        "PageInfo": "hasNextPage hasPreviousPage startCursor endCursor",
        **dict.fromkeys(
            (
                "RingConnection",
                "MemberConnection",
                "MembershipConnection",
                "IdentifierUseConnection",
                "IdentifierAccountConnection",
                "IdentifierRingConnection",
            ),
            "edges nodes pageInfo totalCount",
        ),
        **dict.fromkeys(
            (
                "RingEdge",
                "MemberEdge",
                "MembershipEdge",
                "IdentifierUseEdge",
                "IdentifierAccountEdge",
                "IdentifierRingEdge",
            ),
            "cursor node",
        ),
    },
    DECIDES: {
        "Mutation": "judge withdrawJudgement",
        "JudgePayload": "judgement ring",
        "WithdrawJudgementPayload": "judgementId ring",
    },
}

RULES: Final[dict[tuple[str, str], frozenset[Role]]] = {
    (type_name, field): roles
    for roles, types in _TABLE.items()
    for type_name, fields in types.items()
    for field in fields.split()
}
"""(type, field) -> roles."""


def authorise(role: Role, fields: Iterable[tuple[str, str]]) -> None:
    """Raise Forbidden, naming the first field that this role may not ask for."""
    for type_name, field in sorted(fields):
        allowed = RULES.get((type_name, field), frozenset())
        if role not in allowed:
            needed = ", ".join(sorted(allowed)) or "nobody"
            raise Forbidden(f"{type_name}.{field} is not for the role {role}", do=f"It is for: {needed}")

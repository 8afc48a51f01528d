"""The policy tables: which role may ask for which field, and whose an object must be to be changed.

A field or a mutation without a row is refused, and a test names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from app.api.principals import Principal, Role, Scope
from app.errors import Forbidden
from app.model.attribution import Tlp

EVERYBODY: Final = frozenset(Role)
DECIDES: Final = frozenset({Role.INVESTIGATOR, Role.ADMIN})
EXPORTS: Final = EVERYBODY - {Role.VIEWER}
"""Tables leave the building with account ids and identifiers in them."""
TAXII_LEVELS: Final[dict[Role, tuple[Tlp, ...]]] = {
    Role.VIEWER: (),
    Role.EXPORTER: (Tlp.GREEN, Tlp.AMBER),
    Role.INVESTIGATOR: (Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT),
    Role.ADMIN: (Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT),
}
"""TLP levels of the collections that a role may read: programs pass things on, so AMBER+STRICT is for people here."""

_TABLE: Final[dict[frozenset[Role], dict[str, str]]] = {
    EVERYBODY: {
        "Query": "rings ring account explain identifier search finder finders node judgements viewer "
        "rateLimit dataStatus operators attach ledger path neighbourhood",
        "Subscription": "ringChanged",
        "RingChange": "reason cause ring",
        "Node": "nodeId",
        "Ring": "nodeId id state current score bits priorBits reason size exchanges inputTokens outputTokens "
        "firstSeen lastSeen families formerIds becameIds evidence sharedIdentifiers members traffic judgements "
        "triage notes lookAlike weakestCut claims shifts graph detectionGap",
        "DetectionGap": "firstExchange flaggedOn exchangesBefore exchanges inputTokensBefore outputTokensBefore "
        "savedHourly accounts closings until days evidence chart",
        "DetectionGapDay": "day exchanges late",
        "DetectionGapFamily": "family presentOn sufficientOn",
        "Member": "account score bits evidence marginBits edge leavesWithout",
        "Membership": "ring current score bits evidence marginBits edge leavesWithout",
        "Account": "nodeId id createdAt plan country organization status verified exchanges inputTokens outputTokens "
        "firstSeen lastSeen identifiers rings traffic",
        "Identifier": "kind value redacted redactionReason family degree degreeIsExact firstSeen lastSeen about "
        "accounts rings traffic accountsTraffic",
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
        "GraphView": "nodes edges truncated omittedCount rule crowdCount crowds",
        "GraphNode": "id distance account identifier",
        "GraphEdge": "account identifier",
        "AccountPath": "found length complete steps crowdCount sharedCrowds",
        "PathStep": "a b bits degree shared",
        "StepIdentifier": "identifier bits degree",
        "Explanation": "bits threshold linked summary families terms composites a b sameRing",
        "PairTerm": "family identifier degree rarity counted",
        "FamilyBits": "family bits",
        "Attribute": "name value",
        "Traffic": "from until bucket timezone dataThrough total buckets byCapability byModel",
        "TrafficBucket": "start startsAt capability model exchanges inputTokens outputTokens",
        "TrafficShare": "key exchanges inputTokens outputTokens",
        "Volume": "exchanges inputTokens outputTokens",
        "Judgement": "id verdict author reason madeAt expiresAt withdrawnAt accountCount ringId identifierKind "
        "identifierValue",
        "Triage": "state assignee author reason setAt",
        "Note": "id author madeAt ringId text redacted",
        "SearchResult": "understoodAs hits",
        "FinderResult": "name purpose cypher truncated rows",
        "FinderRow": "identifiers degrees size members firstSeen lastSeen bits",
        "Finder": "name purpose cypher",
        "DataStatus": "accounts lastBatchAt ingesting lastDetection",
        "DetectionStatus": "id asOf startedAt rings lacked",
        "Operator": "id name kind aliases note madeAt tlp traffic",
        "Claim": "id ringId operator role whole accountCount judgement confidence bits words state inForce madeAt "
        "expiresAt tlp authors rings evidence history",
        "ClaimedRing": "ringId accountCount size whole",
        "ClaimEvidence": "against kind text family source reliability credibility weight movesBits "
        "confidenceWithout retractedBy",
        "ClaimEvent": "what by at reason",
        "Shifts": "changes releases",
        "MixChange": "dimension day effect exchanges text moved",
        "ShiftedValue": "value before after everybodyBefore everybodyAfter",
        "ModelRelease": "model released verdict ringShare everybodyShare accounts movers everybodyAccounts "
        "everybodyMovers bits chance daysAhead text curve",
        "AdoptionDay": "day ring everybody",
        "Attachment": "joins rings silent population",
        "AttachFit": "ring priorBits bits joins terms",
        "AttachTerm": "family identifier members degree bits counted",
        "SilentIdentifier": "identifier reason",
        "Ledger": "total contested digest snapshot buckets",
        "LedgerBucket": "bucket kind name rings accounts exchanges volume inputTokens outputTokens",
        "LedgerBounds": "low likely high",
        "LedgerSnapshot": "runId asOf inputDigest configuration batches claims query querySha256",
        "Viewer": "name role scope seesPersonalData",
        "RateLimit": "limit cost remaining resetAt",
        "PageInfo": "hasNextPage hasPreviousPage startCursor endCursor",
        **dict.fromkeys(
            (
                "RingConnection",
                "JudgementConnection",
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
                "JudgementEdge",
                "MemberEdge",
                "MembershipEdge",
                "IdentifierUseEdge",
                "IdentifierAccountEdge",
                "IdentifierRingEdge",
            ),
            "cursor node",
        ),
    },
    EXPORTS: {
        "Query": "job",
        "Mutation": "startExport",
        "Subscription": "jobProgress",
        "ExportJob": "id state table format states since owner madeAt size run problem link expiresAt",
        "StartExportPayload": "problems clientMutationId job",
        "Problem": "code message",
    },
    DECIDES: {
        "Mutation": "setRingTriage addRingNote judgeRing judgeAccounts judgeIdentifier withdrawJudgement "
        "createClaim citeClaim retractClaimEvidence approveClaim refuteClaim withdrawClaim",
        "SetRingTriagePayload": "problems clientMutationId triage ring",
        "AddRingNotePayload": "problems clientMutationId note ring",
        "JudgeRingPayload": "problems clientMutationId judgement ring",
        "JudgeAccountsPayload": "problems clientMutationId judgement",
        "JudgeIdentifierPayload": "problems clientMutationId judgement",
        "WithdrawJudgementPayload": "problems clientMutationId judgement ring",
        "Ring": "fingerprint",
        "RingFingerprint": "asOf runId accountCount scores noneOfThem weakAgreements unknown",
        "FingerprintScore": "operator probability priorBits bits support waterfall",
        "FingerprintTerm": "family kind bits counted note",
        **dict.fromkeys(
            (
                "CreateClaimPayload",
                "CiteClaimPayload",
                "RetractClaimEvidencePayload",
                "ApproveClaimPayload",
                "RefuteClaimPayload",
                "WithdrawClaimPayload",
            ),
            "problems clientMutationId claim ring",
        ),
    },
}

RULES: Final[dict[tuple[str, str], frozenset[Role]]] = {
    (type_name, field): roles
    for roles, types in _TABLE.items()
    for type_name, fields in types.items()
    for field in fields.split()
}
"""(type, field) -> roles."""

SCOPES: Final[dict[tuple[str, str], Scope]] = {
    ("Mutation", "startExport"): Scope.PERSONAL,
    ("Query", "job"): Scope.PERSONAL,
    ("Subscription", "jobProgress"): Scope.PERSONAL,
}
"""Fields that need another scope than READ, or DECIDE of mutations: an export changes nothing, and tells it all."""


def authorise(principal: Principal, fields: Iterable[tuple[str, str]]) -> None:
    """Raise Forbidden, naming the first field that role or scope may not ask for."""
    role = principal.role
    for type_name, field in sorted(fields):
        allowed = RULES.get((type_name, field), frozenset())
        if role not in allowed:
            needed = ", ".join(sorted(allowed)) or "nobody"
            raise Forbidden(f"{type_name}.{field} is not for the role {role}", do=f"It is for: {needed}")
        scope = SCOPES.get((type_name, field), Scope.DECIDE if type_name == "Mutation" else Scope.READ)
        if not principal.may(scope):
            raise Forbidden(f"{type_name}.{field} is beyond this token's scope", do=f"It needs the scope {scope}")


class Owner(StrEnum):
    """Whose a loaded object must be for a mutation; an admin may change all but what needs its authors, or others."""

    ASSIGNEE = "assignee"
    """Of whoever the ring, or the ring that holds the account, is assigned to; or nobody's."""
    AUTHOR = "author"
    """Of whoever made it."""
    ANYBODY = "anybody"
    """Everybody's who may ask for the mutation."""
    ONE_OF_AUTHORS = "authors"
    """Of one of those who gave it evidence, and of no admin: anybody else has another way to disagree."""
    SECOND_PERSON = "second person"
    """Of none of those who gave it evidence, and of no admin who did."""


OBJECTS: Final[dict[str, Owner]] = {
    "setRingTriage": Owner.ASSIGNEE,
    "addRingNote": Owner.ANYBODY,
    "judgeRing": Owner.ASSIGNEE,
    "judgeAccounts": Owner.ASSIGNEE,
    "judgeIdentifier": Owner.ANYBODY,
    "withdrawJudgement": Owner.AUTHOR,
    "createClaim": Owner.ANYBODY,
    "citeClaim": Owner.ANYBODY,
    "retractClaimEvidence": Owner.ANYBODY,
    "approveClaim": Owner.SECOND_PERSON,
    "refuteClaim": Owner.ANYBODY,
    "withdrawClaim": Owner.ONE_OF_AUTHORS,
    "startExport": Owner.ANYBODY,
}
"""Mutation -> whose the loaded object must be."""


def authorise_object(mutation: str, principal: Principal, owners: Iterable[str | None]) -> None:
    """Raise Forbidden for an object of somebody else. `owners` are those of all loaded objects; None is nobody."""
    rule = OBJECTS.get(mutation)
    if rule is None:
        raise Forbidden(f"{mutation} has no rule")
    known = {owner for owner in owners if owner is not None}
    others = sorted(known - {principal.name})
    if rule is Owner.SECOND_PERSON and principal.name in known:
        raise Forbidden("you are one of its authors", do="Somebody else must do it")
    if rule is Owner.ONE_OF_AUTHORS and principal.name not in known:
        raise Forbidden("you are none of its authors", do="Refute it, or ask " + " or ".join(others))
    if rule in (Owner.ASSIGNEE, Owner.AUTHOR) and principal.role is not Role.ADMIN and others:
        raise Forbidden(f"its {rule} is {others[0]}", do=f"Ask {others[0]} or an admin")


def authorise_export(principal: Principal) -> None:
    """Raise Forbidden for a role that may not take tables away, or a token narrowed to less than is in them."""
    role = principal.role
    if role not in EXPORTS:
        raise Forbidden(f"exports are not for the role {role}", do=f"They are for: {', '.join(sorted(EXPORTS))}")
    if not principal.may(Scope.PERSONAL):
        raise Forbidden("exports are beyond this token's scope", do=f"They need the scope {Scope.PERSONAL}")

"""GraphQL types that refer to nothing else: volumes, pages, status, the viewer."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

import strawberry

from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.enums import Kind, TriageState, Verdict
from app.api.scalars import Long
from app.graph.store import Row


@strawberry.interface(description="Anything that `node(nodeId)` finds.")
class Node:
    """Relay's object identification; `id` stays the human key."""

    node_id: strawberry.ID = attr('Id among all objects: type and human key. Example: "Ring:R-ABCDEFGHIJ".')


@strawberry.type(description="A name and a value.")
class Attribute:
    """A property that has no field of its own."""

    name: str = attr('Example: "capability".')
    value: str = attr('Example: "agentic-reasoning".')


@strawberry.type(description="Where a page ends and how to get the next one.")
class PageInfo:
    """Relay's PageInfo; paging is forward only."""

    has_next_page: bool = attr("More rows follow: ask again with `after: endCursor`.")
    has_previous_page: bool = attr("Rows come before this page.")
    start_cursor: str | None = attr("Cursor of the first row of this page.")
    end_cursor: str | None = attr("Cursor of the last row of this page.")


@strawberry.type(description="Volumes, summed.")
class Volume:
    """Sums over traffic."""

    exchanges: Long = attr("Exchanges: one prompt and its answer each. Example: 28800000.")
    input_tokens: Long = attr("Tokens of the prompts.")
    output_tokens: Long = attr("Tokens of the answers.")


@strawberry.enum(description="Length of a bucket of traffic.")
class Bucket(Enum):
    """Hours of UTC; days, or weeks that begin on Monday, of the zone that was asked for. In order of length."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@strawberry.enum(description="What traffic can be split by.")
class TrafficDimension(Enum):
    """Names of columns of traffic rows."""

    CAPABILITY = "capability"
    MODEL = "model"


@strawberry.type(description="Volumes of one value of a dimension. An empty key means unknown.")
class TrafficShare(Volume):
    """A capability's or a model's part of the traffic."""

    key: str = attr('The capability or model. Example: "agentic-reasoning".  "" is unknown.')


@strawberry.type(description="Volumes of one bucket of time.")
class TrafficBucket(Volume):
    """An hour, a day or a week of traffic, perhaps of one capability or model."""

    start: date = attr("First day of the bucket, in the zone that was asked for.")
    starts_at: datetime = attr("The moment at which the bucket begins.")
    capability: str | None = attr('The capability, if split by it; "" is unknown.')
    model: str | None = attr('The model, if split by it; "" is unknown.')


@strawberry.type(description="What was drawn over time, complete and exact for the range.")
class Traffic:
    """Traffic in a half-open range of days."""

    from_: date | None = strawberry.field(name="from", description="First day of the range, in `timezone`.")
    until: date | None = attr("Day after the last of the range (exclusive); null without traffic.")
    bucket: Bucket = attr("Length of the buckets.")
    timezone: str = attr('Whose days they are. Example: "Europe/Paris".')
    data_through: date | None = attr("Last day (UTC) of which there is data: what comes later is not known to be zero.")
    total: Volume = attr("Sums over the range.")
    buckets: list[TrafficBucket] = listed("In order of time. Unsplit buckets without traffic are there, with zeros.")
    by_capability: list[TrafficShare] = listed("Sums by capability, largest first.")
    by_model: list[TrafficShare] = listed("Sums by model, largest first.")


@strawberry.type(description="The last run of detection.")
class DetectionStatus:
    """A DetectionRun."""

    id: strawberry.ID = attr("Id of the run.")
    as_of: date | None = attr("The day as of which it looked at the data (UTC).")
    started_at: datetime = attr("When it started.")
    rings: int | None = attr("Rings it flagged.")
    lacked: list[str] = attr("Evidence families for which the data had nothing.")


@strawberry.type(description="When and how much one account used an identifier.")
class Use:
    """Properties of a link between an account and an identifier."""

    first_seen: datetime | None = attr("When the account first used the identifier.")
    last_seen: datetime | None = attr("When the account last used the identifier.")
    exchanges: Long = attr("Exchanges of the account with it; 0 for kinds that exchanges do not carry.")


@strawberry.type(description="What a person decided, with author and reason. Never deleted, only withdrawn.")
class Judgement:
    """A decision as data."""

    id: strawberry.ID = attr('Example: "J-ABCDEFGHIJ".')
    verdict: Verdict = attr("What was decided.")
    author: str = attr("Who decided.")
    reason: str = attr("Why.")
    made_at: datetime = attr("When.")
    expires_at: datetime | None = attr("From when on it no longer counts; null for never.")
    withdrawn_at: datetime | None = attr("When it was withdrawn; null while it counts.")
    account_count: int = attr("How many accounts it was about when it was made.")
    ring_id: strawberry.ID | None = attr("The ring that it is about; null for accounts and identifiers.")
    identifier_kind: Kind | None = attr("Kind of the identifier that it is about; null for rings and accounts.")
    raw_identifier: strawberry.Private[str]

    @resolved("The identifier that it is about, masked for viewers where it is personal; null for rings and accounts.")
    def identifier_value(self, info: Info) -> str | None:
        return info.context.shown(self.identifier_kind.value, self.raw_identifier) if self.identifier_kind else None

    @classmethod
    def of(cls, row: Row) -> Judgement:
        """From a row of list_judgements."""
        return cls(
            id=row["judgement_id"],
            verdict=Verdict(row["verdict"]),
            author=row["author"],
            reason=row["reason"],
            made_at=row["made_at"],
            expires_at=row["expires_at"],
            withdrawn_at=row["withdrawn_at"],
            account_count=row["accounts"],
            ring_id=row.get("ring_id"),
            identifier_kind=Kind(row["kind"]) if row.get("kind") else None,
            raw_identifier=row.get("identifier") or "",
        )


@strawberry.type(description="Who works on a ring and how far they are. Each change is kept.")
class Triage:
    """The newest Triage of a ring or of those that became it."""

    state: TriageState = attr("Where work stands.")
    assignee: str | None = attr("Who works on it; null for nobody. Only they or an admin judge it or pass it on.")
    author: str = attr("Who said so.")
    reason: str = attr("Why; may be empty.")
    set_at: datetime = attr("When.")

    @classmethod
    def of(cls, row: Row) -> Triage:
        """From a Triage node."""
        return cls(
            state=TriageState(row["state"]),
            assignee=row.get("assignee"),
            author=row["author"],
            reason=row.get("reason") or "",
            set_at=row["made_at"],
        )


@strawberry.type(description="What a person noted on a ring. Never changed.")
class Note:
    """A Note node."""

    id: strawberry.ID = attr('Example: "N-ABCDEFGHIJKL".')
    author: str = attr("Who wrote it.")
    made_at: datetime = attr("When.")
    ring_id: strawberry.ID = attr("The ring that it was written on, which may have become this one.")
    raw_text: strawberry.Private[str]

    @resolved("The note; empty for viewers, since a note may tell personal data.")
    def text(self, info: Info) -> str:
        return info.context.shown_note(self.raw_text)

    @resolved("Whether the text is withheld.")
    def redacted(self, info: Info) -> bool:
        return not info.context.principal.sees_personal_data

    @classmethod
    def of(cls, row: Row) -> Note:
        """From a row of list_notes."""
        made = {name: row[name] for name in ("author", "made_at", "ring_id")}
        return cls(id=row["note_id"], raw_text=row["text"], **made)


@strawberry.type(description="How far the data goes.")
class DataStatus:
    """Freshness of graph and rings."""

    accounts: Long = attr("Accounts in the graph.")
    last_batch_at: datetime | None = attr("When the last batch of feeds was finished.")
    ingesting: bool = attr("A batch is being written at this moment; its traffic does not count yet.")
    last_detection: DetectionStatus | None = attr("The last run of detection; null before the first.")


@strawberry.type(description="What the principal may spend a minute, in cost points.")
class RateLimit:
    """The budget after this query."""

    limit: int = attr("Points a minute. Example: 100000.")
    cost: int = attr("Points of this query.")
    remaining: int = attr("Points left until `resetAt`, this query taken off.")
    reset_at: datetime = attr("When all points are there again.")


@strawberry.type(description="Who asks.")
class Viewer:
    """The principal behind the token."""

    name: str = attr("Name of the token, or `local` on an open server.")
    role: str = attr("Role: viewer, investigator, admin or exporter.")
    scope: list[str] = attr("What the token may do: read, personal, decide.")
    sees_personal_data: bool = attr("Whether personal identifiers are shown rather than masked.")

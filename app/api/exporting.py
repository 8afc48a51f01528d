"""`startExport`, `job` and `jobProgress`: exports that take longer than a request may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from enum import Enum

import strawberry

from app.api.context import Info
from app.api.deciding import Plan, ProblemCode, change
from app.api.deciding import Problem as ChangeProblem
from app.api.described import attr, resolved, streamed
from app.api.enums import State
from app.api.jobs import Job, JobState
from app.api.payload import Payload, client_id, common, optional
from app.api.policy import authorise_export, authorise_object
from app.api.scalars import Long
from app.exports.formats import Format
from app.exports.run import states_of
from app.exports.tables import Asked

strawberry.enum(Format, name="ExportFormat", description="Formats of exported tables.")
strawberry.enum(JobState, name="JobState", description="Where a job stands. DONE and FAILED are final.")


@strawberry.enum(description="Tables that can be exported.")
class ExportTable(Enum):
    """The keys of app.exports.contracts.TABLES."""

    MEMBERSHIPS = "memberships"
    RINGS = "rings"
    TRAFFIC = "traffic"
    LINKS = "links"
    CLAIMS = "claims"
    LEDGER = "ledger"
    ACCOUNTS = "accounts"


@strawberry.type(description="An export that is made in the background. Only who started it and admins see it.")
class ExportJob:
    """A Job."""

    id: strawberry.ID = attr('Example: "E-0123456789abcdef0123".')
    state: JobState = attr("Where it stands.")
    table: ExportTable = attr("What is exported.")
    format: Format = attr("As what.")
    states: list[str] = attr("States of the groups in it; `accounts` has all.")
    since: str | None = attr("The run since which changes were asked for.")
    owner: str = attr("Who started it.")
    made_at: datetime = attr("When it was started.")
    size: Long = attr("Bytes written so far: its progress, since nobody knows the rows beforehand.")
    run: str | None = attr("The detection run that the rows are of; null until it is done.")
    problem: str | None = attr("Why it failed.")
    link: str | None = attr(
        "Address of the file on this server, to be fetched with the same token; null until it is done."
    )
    expires_at: datetime | None = attr("When job and file are deleted; null until it is over.")

    @classmethod
    def of(cls, job: Job) -> ExportJob:
        """From the model."""
        return cls(
            id=strawberry.ID(job.job_id),
            state=job.state,
            table=ExportTable(job.table),
            format=Format(job.format),
            states=list(job.states),
            since=job.since,
            owner=job.owner,
            made_at=job.made_at,
            size=Long(job.size),
            run=job.run,
            problem=job.problem or None,
            link=f"/export/jobs/{job.job_id}" if job.state is JobState.DONE else None,
            expires_at=job.expires_at,
        )


@strawberry.input(description="What to export.")
class StartExportInput:
    """As `ringleader export`."""

    table: ExportTable = attr("The table.")
    format: Format = optional("Its format; CSV unless given.", Format.CSV)
    states: list[State] = strawberry.field(
        default_factory=list, description="Groups of these states too; flagged and confirmed ones always are."
    )
    since: str | None = optional("Only what changed since this run; of memberships and rings.")
    client_mutation_id: str | None = client_id()


@strawberry.type(description="Answer of `startExport`.")
class StartExportPayload(Payload):
    """The job."""

    job: ExportJob | None = attr("The job: ask for it again, or listen to `jobProgress`.")


@resolved("Export a table in the background. Its file is kept for 24 hours.", cost=500)
async def start_export(info: Info, input: StartExportInput) -> StartExportPayload:
    """At most 3 unfinished ones for each principal."""
    jobs, principal, prepared = info.context.jobs, info.context.principal, list[Job]()

    async def plan() -> Plan:
        authorise_export(principal)
        authorise_object("startExport", principal, [])
        asked = Asked(input.table.value, states_of([state.value for state in input.states]), input.since)
        prepared.append(jobs.prepare(principal, asked, input.format))
        (job,) = prepared
        objects = [f"Export:{job.job_id}", f"Table:{job.table}", *(f"State:{state}" for state in job.states)]
        return Plan([], {"job": job.job_id}, objects, "")

    told = await change(info, "startExport", input, plan)
    made = told.answer.get("job") or ""
    if prepared and prepared[0].job_id == made:
        jobs.start(prepared[0])
    found = jobs.find(made, principal)
    values = common(input, told)
    if made and not found:
        message = "That export has expired. Start another one, with another clientMutationId"
        values["problems"] = [ChangeProblem(code=ProblemCode.NOT_FOUND, message=message)]
    return StartExportPayload(**values, job=ExportJob.of(found) if found else None)


@resolved("An export by id; null for one of somebody else, or one that has expired.", cost=1)
async def job(info: Info, id: strawberry.ID) -> ExportJob | None:
    """Admins see all."""
    found = info.context.jobs.find(id, info.context.principal)
    return ExportJob.of(found) if found else None


@streamed("An export now and after each change (a mebibyte more, another state), until it is over.", cost=1)
async def job_progress(info: Info, id: strawberry.ID) -> AsyncIterator[ExportJob]:
    """Nothing for one of somebody else."""
    if info.context.jobs.find(id, info.context.principal):
        async for now in info.context.jobs.follow(id):
            yield ExportJob.of(now)

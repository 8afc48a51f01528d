"""`Ring.detectionGap`: what the replay that was kept last found of a ring, as GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from app.api.described import attr, listed, resolved
from app.api.enums import Family
from app.api.scalars import Long
from app.exports.gap_chart import GapPanel, gap_chart
from app.model.gap import FamilyDays, Gap, GapDay, gap_from


@strawberry.type(description="Exchanges of one day of a replayed ring.")
class DetectionGapDay:
    """A bar of the chart."""

    day: date = attr("The day (UTC).")
    exchanges: Long = attr("Exchanges of the accounts that the ring had at the last closing.")
    late: Long = attr("Of these, at most so many would have been saved by looking every hour.")

    @classmethod
    def of(cls, row: GapDay) -> DetectionGapDay:
        """From what is kept."""
        return cls(day=row.day, exchanges=Long(row.exchanges), late=Long(row.late))


@strawberry.type(description="When one family of evidence came in; days are closings of the replay.")
class DetectionGapFamily:
    """A counterfactual."""

    family: Family = attr("The family.")
    present_on: date = attr("The first closing on which it counted.")
    sufficient_on: date | None = attr(
        "The first on which it would have flagged the ring without the rest of its sort (infrastructure or behaviour)."
    )

    @classmethod
    def of(cls, row: FamilyDays) -> DetectionGapFamily:
        """From what is kept."""
        return cls(family=Family(row.family), present_on=row.present_on, sufficient_on=row.sufficient_on)


@strawberry.type(description="What a ring had captured when it was flagged, had its feed come in day by day.")
class DetectionGap:
    """From `ringleader replay --keep`."""

    first_exchange: date | None = attr("Day (UTC) of its first exchange.")
    flagged_on: date | None = attr("The closing that flagged it; null if none did.")
    exchanges_before: Long = attr("Exchanges up to the end of the day of the flag; all of them where there is none.")
    exchanges: Long = attr("Exchanges in all, of the accounts that it had at the last closing.")
    input_tokens_before: Long = attr("Tokens of prompts up to the same moment.")
    output_tokens_before: Long = attr("Tokens of answers up to the same moment.")
    saved_hourly: Long | None = attr("What looking every hour would have saved at most; null where it was not flagged.")
    accounts: int = attr("Accounts that it had at the last closing.")
    closings: int = attr("Days that the replay closed.")
    until: date | None = attr("The last day that it closed.")
    days: list[DetectionGapDay] = listed("Days with exchanges, in order.", size=44)
    evidence: list[DetectionGapFamily] = listed("Families by the day on which they came in.", size=6)
    chart: str = attr("The days, the flag and the counterfactuals as an SVG document without scripts or links.")

    @classmethod
    def of(cls, name: str, gap: Gap) -> DetectionGap:
        """From what is kept on a ring."""
        return cls(
            first_exchange=gap.first_exchange,
            flagged_on=gap.flagged_on,
            exchanges_before=Long(gap.exchanges_before),
            exchanges=Long(gap.exchanges),
            input_tokens_before=Long(gap.input_tokens_before),
            output_tokens_before=Long(gap.output_tokens_before),
            saved_hourly=None if gap.saved_hourly is None else Long(gap.saved_hourly),
            accounts=gap.accounts,
            closings=gap.closings,
            until=gap.until,
            days=[DetectionGapDay.of(day) for day in gap.days],
            evidence=[DetectionGapFamily.of(each) for each in gap.evidence],
            chart=gap_chart([GapPanel.of(name, gap)]),
        )


@resolved("What it had captured when it was flagged, by the replay that was kept last; null without one.", cost=5)
def detection_gap(self: Any) -> DetectionGap | None:
    """Read with the ring itself."""
    return DetectionGap.of(self.id, gap_from(self.raw_gap)) if self.raw_gap else None

"""Every story a ring may have.

Public anchors: gateways that pool accounts (round robin or least used, failover to the next account at 429, one proxy
an account, a pinned client, token refresh in step); resale mixed with training traffic; residential exits that are
honest people's lines; bought mailboxes and numbers; a turn to the new model within a day of its launch; one question
sampled several times over accounts.
"""

from __future__ import annotations

from benchmarks.sixth import careful, evasive, plain
from benchmarks.sixth.draft import Story

STORIES: dict[str, Story] = plain.STORIES | careful.STORIES | evasive.STORIES


def of_tier(tier: str) -> list[str]:
    """Names of the stories of a tier."""
    return [name for name, story in STORIES.items() if story.tier == tier]

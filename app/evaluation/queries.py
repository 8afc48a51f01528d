"""Statements of evaluation."""

from __future__ import annotations

from typing import TypedDict

from app.graph.catalogue import Query


class MembershipRow(TypedDict):
    """A ring with its members."""

    ring_id: str
    account_ids: list[str]


class AccountRow(TypedDict):
    """An account with what false flags are compared by."""

    account_id: str
    country: str | None
    plan: str | None


READ_MEMBERSHIPS = Query("evaluation/read_memberships", MembershipRow)
READ_ACCOUNTS = Query("evaluation/read_accounts", AccountRow)

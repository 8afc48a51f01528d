"""Statements of ingestion: what each part of a plan writes, and the ledger of batches and files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypedDict

from app.graph.catalogue import Query


class KnownFileRow(TypedDict):
    """A file content that was read before."""

    sha256: str
    status: str
    reason: str | None


class KnownNameRow(TypedDict):
    """A name that was read before, with another content or the same."""

    name: str
    sha256: str


class OpenBatchRow(TypedDict):
    """A batch that was begun."""

    batch_id: str
    plan_hash: str | None
    plan_version: int
    settings_digest: str
    files: list[dict[str, Any]]


class ProgressRow(TypedDict):
    """How far a batch is that was begun."""

    batch: str
    opened_at: datetime
    planned: bool
    files: int
    written: int


class PlanHashRow(TypedDict):
    """The plan hash in force."""

    plan_hash: str


class AccountsRow(TypedDict):
    """A count of accounts."""

    accounts: int


class FiguresRow(TypedDict):
    """What the ledger says of all ingestion so far."""

    files: int
    refused_files: int
    rows: int
    exchanges: int
    duplicates: int
    quarantined: int
    open_batches: int
    accounts: int
    last_done_timestamp_seconds: float | None


class ContentsRow(TypedDict):
    """A count of nodes."""

    contents: int


class PrefixesRow(TypedDict):
    """Announced prefixes."""

    prefixes: list[str]


class RanksRow(TypedDict):
    """Accounts of which the graph holds another row than these: a newer one, an older one."""

    outranked: list[str]
    replaced: list[str]


class AddressRow(TypedDict):
    """One address."""

    address: str


class BarsRow(TypedDict):
    """What may not come in again."""

    pruned_before: date | None
    tombstones: list[str]


class ErasableRow(TypedDict):
    """Whether an account may be erased."""

    found: bool
    hold: str | None
    erased: bool


class HeldAccountRow(TypedDict):
    """An account whose hold was set."""

    account: str


class HoldRow(TypedDict):
    """An account under a legal hold."""

    account: str
    hold: str


class PrunedLinksRow(TypedDict):
    """How many links went."""

    links: int


class PrunedNodesRow(TypedDict):
    """How many nodes went."""

    nodes: int


MERGE_SUBNETS = Query("ingest/merge_subnets")
LINK_SUBNETS = Query("ingest/link_subnets")
COMPARE_RANKS = Query("ingest/compare_ranks", RanksRow)
MERGE_ADDRESSES = Query("ingest/merge_addresses")
MERGE_CLIENTS = Query("ingest/merge_clients")
MERGE_DEVICES = Query("ingest/merge_devices")
MERGE_CLUSTERS = Query("ingest/merge_clusters")
MERGE_DOMAINS = Query("ingest/merge_domains")
MERGE_PATTERNS = Query("ingest/merge_patterns")
MERGE_INSTRUMENTS = Query("ingest/merge_instruments")
ADD_TOTALS = Query("ingest/add_totals")
UPSERT_ACCOUNTS = Query("ingest/upsert_accounts")
UPSERT_ACCOUNT_VERSIONS = Query("ingest/upsert_account_versions")
DROP_ACCOUNT_VERSIONS = Query("ingest/drop_account_versions")
CLOSE_ACCOUNT_VERSIONS = Query("ingest/close_account_versions")
ORDER_EARLIER_ROWS = Query("ingest/order_earlier_rows")
UPSERT_CLUSTERS = Query("ingest/upsert_clusters")
UPSERT_NETWORKS = Query("ingest/upsert_networks")
UPSERT_PAYMENTS = Query("ingest/upsert_payments")
UPSERT_ACTIONS = Query("ingest/upsert_actions")
LINK_SIGNUP_IP = Query("ingest/link_signup_ip")
LINK_SIGNUP_CLIENT = Query("ingest/link_signup_client")
LINK_SIGNUP_DEVICE = Query("ingest/link_signup_device")
LINK_EMAIL_DOMAIN = Query("ingest/link_email_domain")
LINK_EMAIL_PATTERN = Query("ingest/link_email_pattern")
LINK_PARENT = Query("ingest/link_parent")
LINK_REFERRER = Query("ingest/link_referrer")
ADD_USED_IP = Query("ingest/add_used_ip")
ADD_USED_CLIENT = Query("ingest/add_used_client")
ADD_USED_DEVICE = Query("ingest/add_used_device")
ADD_ASKED = Query("ingest/add_asked")
ADD_LOGIN_IP = Query("ingest/add_login_ip")
ADD_LOGIN_DEVICE = Query("ingest/add_login_device")

READ_KNOWN_FILES = Query("ingest/read_known_files", KnownFileRow)
READ_KNOWN_NAMES = Query("ingest/read_known_names", KnownNameRow)
READ_OPEN_BATCHES = Query("ingest/read_open_batches", OpenBatchRow)
READ_PROGRESS = Query("ingest/read_progress", ProgressRow)
OPEN_BATCH = Query("ingest/open_batch")
ABANDON_BATCH = Query("ingest/abandon_batch")
SET_PLAN_HASH = Query("ingest/set_plan_hash", PlanHashRow)
SETTLE_ROWS = Query("ingest/settle_rows")
FINISH_BATCH = Query("ingest/finish_batch")
DROP_LOAD_UNITS = Query("ingest/drop_load_units")
COUNT_CONTENTS = Query("ingest/count_contents", ContentsRow)
READ_FIGURES = Query("ingest/read_figures", FiguresRow)
COUNT_ACCOUNTS = Query("ingest/count_accounts", AccountsRow)
READ_ANNOUNCED = Query("ingest/read_announced", PrefixesRow)
READ_ADDRESSES = Query("ingest/read_addresses", AddressRow)
RELINK_NETWORKS = Query("ingest/relink_networks")

READ_BARS = Query("ingest/read_bars", BarsRow)
READ_ERASABLE = Query("ingest/read_erasable", ErasableRow)
ERASE_LINKS = Query("ingest/erase_links")
ERASE_ACCOUNT = Query("ingest/erase_account")
ERASE_MENTIONS = Query("ingest/erase_mentions")
HOLD_ACCOUNT = Query("ingest/hold_account", HeldAccountRow)
LIST_HELD = Query("ingest/list_held", HoldRow)
MARK_PRUNED = Query("ingest/mark_pruned")
PRUNE_LINKS = Query("ingest/prune_links", PrunedLinksRow)
PRUNE_ORPHANS = Query("ingest/prune_orphans", PrunedNodesRow)

PART_STATEMENTS: Final[dict[str, Query]] = {
    "addresses": MERGE_ADDRESSES,
    "subnets": MERGE_SUBNETS,
    "clients": MERGE_CLIENTS,
    "devices": MERGE_DEVICES,
    "clusters": MERGE_CLUSTERS,
    "domains": MERGE_DOMAINS,
    "patterns": MERGE_PATTERNS,
    "instruments": MERGE_INSTRUMENTS,
    "totals": ADD_TOTALS,
    "accounts": UPSERT_ACCOUNTS,
    "cluster_rows": UPSERT_CLUSTERS,
    "network_rows": UPSERT_NETWORKS,
    "address_subnets": LINK_SUBNETS,
    "payments": UPSERT_PAYMENTS,
    "actions": UPSERT_ACTIONS,
    "asked": ADD_ASKED,
    "used_ip": ADD_USED_IP,
    "used_client": ADD_USED_CLIENT,
    "used_device": ADD_USED_DEVICE,
    "login_ip": ADD_LOGIN_IP,
    "login_device_id": ADD_LOGIN_DEVICE,
    "signup_ip": LINK_SIGNUP_IP,
    "signup_client": LINK_SIGNUP_CLIENT,
    "signup_device": LINK_SIGNUP_DEVICE,
    "email_domain": LINK_EMAIL_DOMAIN,
    "email_pattern": LINK_EMAIL_PATTERN,
    "parent_account_id": LINK_PARENT,
    "referrer_id": LINK_REFERRER,
    "account_versions": UPSERT_ACCOUNT_VERSIONS,
    "payment_versions": UPSERT_PAYMENTS,
    "action_versions": UPSERT_ACTIONS,
    "cluster_versions": UPSERT_CLUSTERS,
    "network_versions": UPSERT_NETWORKS,
}
"""Part of a plan (app/ingest/plan.py) -> the statement of its load units."""

"""Names of the Cypher statements that detection reads the graph with, and writes clusters of signatures with."""

from __future__ import annotations

from typing import Final

from app.graph.catalogue import Query

READ_ACCOUNTS: Final = Query("linkage/read_accounts")
READ_SUBNETS: Final = Query("linkage/read_subnets")
READ_CLUSTERS: Final = Query("linkage/read_clusters")
READ_PUBLISHED_CLUSTERS: Final = Query("linkage/read_published_clusters")
OPEN_CLUSTERS: Final = Query("linkage/open_clusters")
DELETE_ASKED_LIKE: Final = Query("linkage/delete_asked_like")
WRITE_ASKED_LIKE: Final = Query("linkage/write_asked_like")
CLOSE_CLUSTERS: Final = Query("linkage/close_clusters")
RETIRE_CLUSTERS: Final = Query("linkage/retire_clusters")
READ_BANS: Final = Query("linkage/read_bans")
READ_RULINGS: Final = Query("linkage/read_rulings")
READ_BILLING_LINKS: Final = Query("linkage/read_billing_links")

READ_INSTRUMENT_BLOCKS: Final = Query("linkage/read_instrument_blocks")
READ_IP_BLOCKS: Final = Query("linkage/read_ip_blocks")
READ_SUBNET_BLOCKS: Final = Query("linkage/read_subnet_blocks")
READ_DEVICE_BLOCKS: Final = Query("linkage/read_device_blocks")
READ_CLIENT_BLOCKS: Final = Query("linkage/read_client_blocks")
READ_EMAIL_DOMAIN_BLOCKS: Final = Query("linkage/read_email_domain_blocks")
READ_EMAIL_PATTERN_BLOCKS: Final = Query("linkage/read_email_pattern_blocks")
READ_EMAIL_BLOCKS: Final = Query("linkage/read_email_blocks")
READ_PHONE_BLOCKS: Final = Query("linkage/read_phone_blocks")

NODE_BLOCKS: Final = {
    "instrument": READ_INSTRUMENT_BLOCKS,
    "ip": READ_IP_BLOCKS,
    "subnet": READ_SUBNET_BLOCKS,
    "device": READ_DEVICE_BLOCKS,
    "client": READ_CLIENT_BLOCKS,
    "email_domain": READ_EMAIL_DOMAIN_BLOCKS,
    "email_pattern": READ_EMAIL_PATTERN_BLOCKS,
}
"""Kinds with a node of their own: read in chunks of nodes, so that no answer outgrows the server's heap."""

PROPERTY_BLOCKS: Final = {"email": READ_EMAIL_BLOCKS, "phone": READ_PHONE_BLOCKS}
"""Kinds that are a property of the account: one ordered pass over the property's index."""

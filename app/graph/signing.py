"""The Ed25519 keys (RFC 8032) that sign the audit log and reports. Neither is the graph's: rings depend on none."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.graph.keys import write_secret
from app.model.secrets import read_key_file
from app.settings import Settings


def audit_key_path(settings: Settings) -> Path:
    """Where the key that signs the audit log is or will be."""
    return settings.audit_key_file or settings.home / "audit.key"


def report_key_path(settings: Settings) -> Path:
    """Where the key that signs reports is or will be."""
    return settings.home / "signing.key"


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file of 32 bytes. Raises UsageError for a missing, short or readable-by-others one."""
    return Ed25519PrivateKey.from_private_bytes(read_key_file(path))


def save_signing_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a new key, for its owner only; one that is there already stays."""
    write_secret(path, key.private_bytes_raw(), keep=True)


def report_key(settings: Settings) -> Ed25519PrivateKey:
    """The key that signs reports, made when first needed. Raises UsageError for a bad file."""
    path = report_key_path(settings)
    if not path.exists():
        save_signing_key(path, Ed25519PrivateKey.generate())
    return load_signing_key(path)


def public_hex(key: Ed25519PrivateKey) -> str:
    """The public half, 64 hex digits: what a reader compares."""
    return key.public_key().public_bytes_raw().hex()

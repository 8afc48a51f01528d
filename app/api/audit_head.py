"""The signed head of the audit log: how many events there are and the last of them, under an Ed25519 key (RFC 8032)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.durable import sync
from app.errors import DataError
from app.graph.keys import write_secret

_DOMAIN: Final = "ringleader audit head v1"


@dataclass(frozen=True, slots=True)
class Head:
    """The log's end. It is written before the line that it holds, so that a crash between the two loses nothing."""

    events: int
    size: int
    """Bytes of the log with all its events."""
    line: str
    """The last event as it stands in the log, without its newline; empty before the first."""
    signature: str

    @property
    def start(self) -> int:
        """Byte at which the last line begins."""
        return self.size - len(self.ending)

    @property
    def ending(self) -> bytes:
        """The last line with its newline."""
        return f"{self.line}\n".encode() if self.events else b""

    @property
    def before(self) -> str:
        """Hash of the line before the last."""
        return str(json.loads(self.line)["before"]) if self.events else ""

    def document(self) -> dict[str, Any]:
        """As it is written, and as a person keeps it elsewhere."""
        return {"events": self.events, "size": self.size, "line": self.line, "signature": self.signature}


def signed(key: Ed25519PrivateKey, events: int, size: int, line: str) -> Head:
    """A new head. Since each line holds the hash of the one before it, this signs all of them."""
    return Head(events, size, line, key.sign(_message(events, size, line)).hex())


def read_head(path: Path, key: Ed25519PrivateKey) -> Head | None:
    """The head in a file, None where there is none. Raises DataError for one that this key did not sign."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        head = Head(int(document["events"]), int(document["size"]), str(document["line"]), str(document["signature"]))
        key.public_key().verify(bytes.fromhex(head.signature), _message(head.events, head.size, head.line))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, InvalidSignature) as error:
        raise DataError("this head of the audit log was not signed with the audit key", where=str(path)) from error
    return head


def write_head(path: Path, head: Head) -> None:
    """Replace the head, durably: file and directory are flushed."""
    write_secret(path, json.dumps(head.document(), ensure_ascii=False))
    sync(path.parent)


def _message(events: int, size: int, line: str) -> bytes:
    return f"{_DOMAIN}\n{events}\n{size}\n{line}".encode()

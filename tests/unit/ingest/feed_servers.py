"""Loopback servers of feeds: an index page over HTTP, and as much of S3 as reading needs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

CHANGED = 1_772_400_000  # 2026-03-01T21:20:00Z


@dataclass
class Shelf:
    """What the server has, what was asked, and how often a file's connection is cut in its middle."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    cuts: dict[str, int] = field(default_factory=dict)
    token: str = ""
    untold: bool = False
    """No size, tag or time is told (a page that is made while it is sent)."""
    unmarked: bool = False
    """No tag or time is told, but the size."""
    rangeless: bool = False
    """Requests for a part are answered with the whole."""
    page: int = 1000

    def fetched(self) -> list[str]:
        """Files whose bytes were sent, in order."""
        return [line.removeprefix("GET ") for line in self.asked if line.startswith("GET ") and "?" not in line]


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf

    def log_message(self, *words: Any) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        name = unquote(urlsplit(self.path).path).lstrip("/")
        self.shelf.asked.append(f"{self.command} {name}{'?' if '?' in self.path else ''}")
        self.shelf.headers.append(dict(self.headers))
        if self.shelf.token and self.headers.get("Authorization") != f"Bearer {self.shelf.token}":
            self.answer(401, b"")
        elif name in self.shelf.files:
            self.send_file(name, self.shelf.files[name])
        else:
            self.send_list(name)

    def send_file(self, name: str, content: bytes) -> None:
        stamp = formatdate(self.shelf.changed.get(name, CHANGED), usegmt=True)
        more = {"ETag": f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"', "Last-Modified": stamp}
        status, part = 200, content
        wanted = self.headers.get("Range", "")
        condition = self.headers.get("If-Range", more["ETag"])
        if wanted.startswith("bytes=") and not self.shelf.rangeless and condition in more.values():
            first, _, last = wanted[6:].partition("-")
            end = min(int(last or len(content) - 1), len(content) - 1)
            status, part = 206, content[int(first) : end + 1]
            more["Content-Range"] = f"bytes {first}-{end}/{len(content)}"
        cut = self.command == "GET" and self.shelf.cuts.get(name, 0) > 0
        if cut:
            self.shelf.cuts[name] -= 1
        self.answer(status, part, {} if self.shelf.untold or self.shelf.unmarked else more, cut=cut)

    def answer(self, status: int, content: bytes, more: dict[str, str] | None = None, *, cut: bool = False) -> None:
        self.send_response(status)
        for header, value in (more or {}).items():
            self.send_header(header, value)
        if self.shelf.untold:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.wfile.flush()
            self.close_connection = True

    def send_list(self, name: str) -> None:
        raise NotImplementedError


class _Index(_Handler):
    def send_list(self, name: str) -> None:
        inside = [file for file in self.shelf.files if file.startswith(name)]
        if not inside or not (name == "" or name.endswith("/")):
            self.answer(404, b"")
            return
        entries = {rest.split("/", 1)[0] + ("/" if "/" in rest else "") for rest in (f[len(name) :] for f in inside)}
        shown = [(quote(one, safe="/?=;"), one) for one in sorted({"../", "?C=M;O=A", *entries})]
        links = "".join(f'<a href="{link}">{one}</a>' for link, one in shown)
        self.answer(200, f"<html><body>{links}</body></html>".encode(), {"Content-Type": "text/html"})


class _Bucket(_Handler):
    """Path-style S3: /BUCKET/KEY. Signatures are not checked, only that there is one."""

    protocol_version = "HTTP/1.1"

    def send_list(self, name: str) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        if "list-type" not in query:
            self.answer(404, b"")
            return
        prefix, bucket = query.get("prefix", ""), name.strip("/")
        keys = sorted(
            key.removeprefix(f"{bucket}/") for key in self.shelf.files if key.startswith(f"{bucket}/{prefix}")
        )
        keys = [key for key in keys if key > query.get("continuation-token", query.get("start-after", ""))]
        most = min(int(query.get("max-keys", self.shelf.page)), self.shelf.page)
        rows, folders = [], set()
        for key in keys[:most]:
            rest = key[len(prefix) :]
            if query.get("delimiter") == "/" and "/" in rest:
                folders.add(prefix + rest.split("/", 1)[0] + "/")
                continue
            size = len(self.shelf.files[f"{bucket}/{key}"])
            rows.append(
                f"<Contents><Key>{escape(key)}</Key><Size>{size}</Size>"
                "<LastModified>2026-03-01T21:20:00.000Z</LastModified></Contents>"
            )
        more = "".join(f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders))
        cut = len(keys) > most
        next_ = f"<NextContinuationToken>{escape(keys[most - 1])}</NextContinuationToken>" if cut else ""
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(rows) + len(folders)}</KeyCount>"
            f"<MaxKeys>{most}</MaxKeys><IsTruncated>{str(cut).lower()}</IsTruncated>{next_}{''.join(rows)}{more}"
            "</ListBucketResult>"
        )
        self.answer(200, text.encode(), {"Content-Type": "application/xml"})


@contextmanager
def _served(handler: type[_Handler]) -> Iterator[Shelf]:
    shelf = Shelf()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"shelf": shelf}))
    server.daemon_threads = True
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def http_shelf() -> Any:
    """A server whose folders are index pages, for the length of the block."""
    return _served(_Index)


def s3_shelf() -> Any:
    """An S3-compatible server, for the length of the block."""
    return _served(_Bucket)

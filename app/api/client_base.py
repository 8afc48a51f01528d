"""Client of the Ringleader API for one operation a request. Needs Python 3.11 and nothing else."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

Page = TypeVar("Page")


class ApiError(Exception):
    """A refusal. `retryable`: the same request may be answered later; tell `request_id` to whoever runs the server.

    `code` is the server's (docs/api.md), or UNREACHABLE where no answer came, or BAD_ANSWER where something else did.
    """

    def __init__(self, message: str, code: str, *, retryable: bool = False, request_id: str = "") -> None:
        super().__init__(message)
        self.message, self.code, self.retryable, self.request_id = message, code, retryable, request_id

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" ({self.request_id})" if self.request_id else "")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        """Never."""


class BaseClient:
    """Sends operations to a server.

    `url` is that of the server, e.g. https://rings.example; `token` begins with rlt_ and is empty for `serve --open`;
    `timeout` is in seconds. Raises ValueError for a URL that is none, or that would send the token in clear.
    """

    def __init__(self, url: str, token: str = "", timeout: float = 30.0) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the URL of a server begins with https:// (or http:// on this machine)")
        if token and parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("a token goes over https:// only, but for this machine's own server")
        self._url, self._token, self._timeout = url.rstrip("/") + "/graphql", token, timeout
        self._opener = urllib.request.build_opener(_NoRedirect)

    def _run(self, document_id: str, variables: Mapping[str, Any]) -> Any:
        """The data of an answer; variables that are None are left out. Raises ApiError."""
        given = {name: value for name, value in variables.items() if value is not None}
        status, text = self._sent(json.dumps({"documentId": document_id, "variables": given}).encode())
        try:
            answer = json.loads(text)
            errors = answer.get("errors")
            if not errors:
                return answer["data"]
            told = errors[0]["extensions"]
            code, retryable, request_id = told["code"], told["retryable"], told["requestId"]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            message = f"status {status}, and no answer of this API"
            raise ApiError(message, "BAD_ANSWER", retryable=status >= 500) from error
        raise ApiError(errors[0]["message"], code, retryable=retryable, request_id=request_id)

    def _sent(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310 # the scheme was checked
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError as error:
            raise ApiError(f"{self._url} did not answer ({error})", "UNREACHABLE", retryable=True) from error

    def _paged(self, ask: Callable[[str | None], Page], path: tuple[str, ...]) -> Iterator[Page]:
        """Page after page, by the cursor that `pageInfo` at `path` of each tells."""
        after: str | None = None
        while True:
            page = ask(after)
            yield page
            info: Any = page
            for key in path:
                info = info[key] if info is not None else None
            if info is None or not info["hasNextPage"]:
                return
            after = info["endCursor"]

"""Documents that were parsed and found valid, kept: tools and the console send the same few texts again and again.

Limits and the policy table (app.api.guard) are checked for each operation all the same: they depend on who asks and on
the variables; what is kept depends on the text alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graphql import DocumentNode
from strawberry.extensions import SchemaExtension

from app.api.kept import Kept

MOST_KEPT: Final = 64 * 1024
"""Characters of all documents that are kept; parsed they take up to 280 times that, 18 MB."""
LONGEST: Final = 8 * 1024
"""Characters of a document that is kept."""


class Documents(Kept[DocumentNode]):
    """Valid documents of one schema by their text, those that came last."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        super().__init__(most)

    def keep(self, text: str, document: DocumentNode) -> None:
        """Remember a valid document, unless it is too long to be one that comes often."""
        if len(text) <= LONGEST:
            self.put(text, document, len(text))


class KnownDocuments(SchemaExtension):
    """Takes a known document from the shelf. It comes after the extensions that refuse operations."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._known: DocumentNode | None = None

    def on_parse(self) -> Iterator[None]:
        """Parse no known text again."""
        run = self.execution_context
        self._known = self._documents.get(run.query) if run.query else None
        if self._known is not None:
            run.graphql_document = self._known
        yield

    def on_validate(self) -> Iterator[None]:
        """Hold no known document against the standard rules again; remember what they find valid."""
        run = self.execution_context
        if self._known is not None:
            run.pre_execution_errors = []
        yield
        if self._known is None and run.query and run.graphql_document and not run.pre_execution_errors:
            self._documents.keep(run.query, run.graphql_document)

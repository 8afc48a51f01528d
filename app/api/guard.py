"""Strawberry's hook for the limits and the policy table: nothing runs before both have passed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode
from strawberry.extensions import SchemaExtension

from app.api.limits import MAX_COST, check, measure
from app.api.policy import authorise
from app.errors import UsageError


class Guard(SchemaExtension):
    """Measures and authorises an operation before the standard rules see it, and tells its cost."""

    def on_validate(self) -> Iterator[None]:
        """Raises LimitError, Forbidden or UsageError; the operation then does not run."""
        run = self.execution_context
        context = run.context
        if run.graphql_document is not None:
            schema = run.schema._schema
            _named(run.graphql_document, run._provided_operation_name)
            found = measure(schema, run.graphql_document, run.operation_name, run.variables)
            context.cost, context.fields, context.loaders.fields = found.cost, found.fields, found.fields
            check(found)
            authorise(context.principal, found.fields)
            context.budget = context.budgets.spend(context.principal.name, found.cost)
        yield

    def get_results(self) -> dict[str, Any]:
        """`extensions.cost` of the answer."""
        context = self.execution_context.context
        left = {"remaining": context.budget.remaining} if context.budget else {}
        return {"cost": {"requested": context.cost, "limit": MAX_COST, **left}}


def _named(document: DocumentNode, name: str | None) -> None:
    """Raise UsageError where it is not said which of several operations runs (GraphQL spec 6.1.1)."""
    operations = sum(isinstance(node, OperationDefinitionNode) for node in document.definitions)
    if operations > 1 and name is None:
        raise UsageError(f"there are {operations} operations and no `operationName`", do="Name the one to run")

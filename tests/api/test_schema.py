"""The schema without a database: nothing drifts, nothing is undescribed, nothing is without a rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
)

from app.api import policy
from app.api.enums import Kind
from app.api.policy import DECIDES, EVERYBODY, EXPORTS, RULES, authorise
from app.api.principals import Principal, Role, Scope
from app.api.schema import make_schema
from app.errors import Forbidden
from app.model.identifiers import KINDS
from app.model.personal import PERSONAL_KINDS

SCHEMA = make_schema()
TYPES = [kind for kind in SCHEMA._schema.type_map.values() if not is_introspection_type(kind)]
OBJECTS = [kind for kind in TYPES if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
FIELDS = sorted((kind.name, name) for kind in OBJECTS for name in kind.fields)


def test_the_committed_schema_is_the_programs():
    committed = Path(__file__).parents[2] / "schema.graphql"
    assert committed.read_text(encoding="utf-8") == SCHEMA.as_str() + "\n", (
        "run: python -m app.api.schema > schema.graphql"
    )


def test_everything_is_described():
    missing = [kind.name for kind in TYPES if not kind.description]
    for kind in TYPES:
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            missing += [f"{kind.name}.{name}" for name, field in kind.fields.items() if not field.description]
    assert missing == []


def test_names_follow_the_convention():
    for kind in TYPES:
        if isinstance(kind, GraphQLEnumType):
            assert all(name == name.upper() for name in kind.values)
        if isinstance(kind, GraphQLObjectType):
            assert all(name[0].islower() and "_" not in name for name in kind.fields)
    for name, field in SCHEMA._schema.mutation_type.fields.items():
        assert list(field.args) == ["input"] and str(field.type) == f"{name[0].upper()}{name[1:]}Payload!"


def test_every_field_has_a_rule_and_every_rule_a_field():
    assert set(FIELDS) - set(RULES) == set(), "fields without a rule"
    assert {rule for rule in RULES if rule not in set(FIELDS)} == set(), "rules without a field"


def exports(field: tuple[str, str]) -> bool:
    """Whoever may take a table away may start it, and a change that is refused says why to both."""
    kind, name = field
    return kind in ("ExportJob", "StartExportPayload", "Problem") or name in ("startExport", "job", "jobProgress")


def names_operators(field: tuple[str, str]) -> bool:
    """Hypotheses name operators without any approved claim."""
    return field == ("Ring", "fingerprint") or field[0] in ("RingFingerprint", "FingerprintScore", "FingerprintTerm")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("field", FIELDS, ids=".".join)
def test_the_role_matrix(role: Role, field: tuple[str, str]):
    decides = field[0] == "Mutation" or field[0].endswith("Payload") or names_operators(field)
    assert RULES[field] == (EXPORTS if exports(field) else DECIDES if decides else EVERYBODY)
    if role in RULES[field]:
        authorise(Principal("ann", role), [field])
    else:
        with pytest.raises(Forbidden):
            authorise(Principal("ann", role), [field])


@pytest.mark.parametrize("field", FIELDS, ids=".".join)
def test_the_scope_matrix(field: tuple[str, str]):
    """A token without the scope is refused what its role allows."""
    own = exports(field) and field[0] in ("Query", "Mutation", "Subscription")
    needed = Scope.PERSONAL if own else Scope.DECIDE if field[0] == "Mutation" else Scope.READ
    for scope in ({Scope.READ}, {Scope.DECIDE}, {Scope.READ, Scope.PERSONAL}, set(Scope), set()):
        if needed in scope:
            authorise(Principal("ann", Role.ADMIN, frozenset(scope)), [field])
        else:
            with pytest.raises(Forbidden):
                authorise(Principal("ann", Role.ADMIN, frozenset(scope)), [field])


def test_every_mutation_says_whose_the_object_must_be():
    assert set(policy.OBJECTS) == set(SCHEMA._schema.mutation_type.fields)
    for name, field in SCHEMA._schema.mutation_type.fields.items():
        assert {"problems", "clientMutationId"} <= field.type.of_type.fields.keys(), name
        assert "clientMutationId" in field.args["input"].type.of_type.fields, name


def test_a_field_without_a_rule_is_for_nobody():
    for role in Role:
        with pytest.raises(Forbidden):
            authorise(Principal("ann", role), [("Ring", "somethingNew")])


def test_kinds_are_the_models():
    assert {kind.value for kind in Kind} == set(KINDS) >= PERSONAL_KINDS

"""Frozen settings, read from the environment when asked for and never at import."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where state lives and which Neo4j is used. Environment variables are the upper-case aliases."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("ringleader"), validation_alias=AliasChoices("RINGLEADER_HOME", "home")
    )
    facts_url: str | None = Field(default=None, validation_alias=AliasChoices("RINGLEADER_FACTS", "facts_url"))
    key_file: Path | None = Field(default=None, validation_alias=AliasChoices("RINGLEADER_KEY_FILE", "key_file"))
    audit_key_file: Path | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_AUDIT_KEY_FILE", "audit_key_file")
    )
    """Key that signs the audit log; by default `audit.key` in `home`, made with the first event."""
    engine_cache: Path | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_ENGINE_CACHE", "engine_cache")
    )
    """Where the embedded Neo4j's jars are kept; by default in `home`. Several homes may share one."""
    source_token_file: Path | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_SOURCE_TOKEN_FILE", "source_token_file")
    )
    """Bearer token for feeds over https, in a file."""
    max_download: int = Field(
        default=256 << 30, gt=0, validation_alias=AliasChoices("RINGLEADER_MAX_DOWNLOAD", "max_download")
    )
    """Bytes that one run may lay down in `home` before it ingests them."""
    metrics_file: Path | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_METRICS_FILE", "metrics_file")
    )
    """Where `ingest` writes figures for node_exporter's textfile collector, e.g. .../ringleader.prom."""
    neo4j_uri: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_URI", "neo4j_uri"))
    neo4j_user: str = Field(default="neo4j", validation_alias=AliasChoices("NEO4J_USER", "neo4j_user"))
    neo4j_password: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("NEO4J_PASSWORD", "neo4j_password")
    )
    neo4j_database: str = Field(default="neo4j", validation_alias=AliasChoices("NEO4J_DATABASE", "neo4j_database"))

    public_url: str | None = Field(default=None, validation_alias=AliasChoices("RINGLEADER_PUBLIC_URL", "public_url"))
    """Where browsers find the server, e.g. https://rings.example; needed for sign-in."""
    oidc_issuer: str | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_OIDC_ISSUER", "oidc_issuer")
    )
    oidc_client_id: str | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_OIDC_CLIENT_ID", "oidc_client_id")
    )
    oidc_client_secret_file: Path | None = Field(
        default=None, validation_alias=AliasChoices("RINGLEADER_OIDC_CLIENT_SECRET_FILE", "oidc_client_secret_file")
    )
    oidc_role_claim: str = Field(
        default="groups", validation_alias=AliasChoices("RINGLEADER_OIDC_ROLE_CLAIM", "oidc_role_claim")
    )
    oidc_roles: dict[str, str] = Field(
        default_factory=dict, validation_alias=AliasChoices("RINGLEADER_OIDC_ROLES", "oidc_roles")
    )
    """Value of the role claim -> role, as JSON; who has none of them is not let in."""

    @property
    def embedded(self) -> bool:
        """True when Ringleader starts its own Neo4j."""
        return not self.neo4j_uri

    @property
    def facts(self) -> str:
        """Directory or fsspec URL of the Parquet facts."""
        return self.facts_url or str(self.home / "facts")


def load_settings() -> Settings:
    """Read the environment; an empty variable counts as not set."""
    return Settings(_env_ignore_empty=True)

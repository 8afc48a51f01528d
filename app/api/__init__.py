"""GraphQL over HTTP for investigators."""

from app.api.application import create_app

__all__ = ["create_app"]

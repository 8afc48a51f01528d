"""GraphQL over HTTP for investigators."""

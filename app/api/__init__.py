"""GraphQL over HTTP for investigators. `app.api.application.create_app` makes the application."""

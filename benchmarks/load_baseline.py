"""FastAPI and Strawberry with nothing behind them: what the framework alone takes to answer a constant.

python -m benchmarks.load_baseline prints {"url"} and serves until it is ended.
"""

from __future__ import annotations

import json
import sys

import strawberry
import uvicorn
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter

from app.graph.server import free_port


@strawberry.type
class Query:
    """One field."""

    @strawberry.field
    async def answer(self) -> int:
        return 42


def main() -> None:
    """Serve on a free port of loopback."""
    app, port = FastAPI(), free_port()
    app.include_router(GraphQLRouter(strawberry.Schema(Query)), prefix="/graphql")
    sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{port}"}) + "\n")
    sys.stdout.flush()
    uvicorn.run(app, port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()

"""Client fingerprints by number (SDKs, tools, browsers, apps), and the models that are asked."""

from __future__ import annotations

from benchmarks.third.draw import Draw, zipf
from benchmarks.third.mail import Words

_SDKS = (
    *("python-sdk", "node-sdk", "python-sdk", "go-sdk", "java-sdk", "rest-curl"),
    *("python-httpx", "node-sdk", "dotnet-sdk", "ruby-sdk", "python-sdk", "rust-sdk"),
)
_TOOLS = ("cli", "agent", "code", "chat-ui", "ide", "flow", "agent", "router", "cli", "notebook")


class Clients:
    """Registry of fingerprints; the usual ones are drawn at the start, the rest minted by whoever has its own."""

    def __init__(self, draw: Draw, words: Words) -> None:
        self._draw, self._words = draw, words
        self.texts: list[str] = []
        n, new = draw.integer, self.new
        self._sdks = [new(f"{name}/{n(0, 3)}.{n(0, 60)}.{n(0, 9)}") for name in _SDKS for _ in range(2)]
        self._tools = [new(f"{words.word()}-{kind}/{n(0, 4)}.{n(0, 30)}") for kind in _TOOLS]
        self._browsers = [new(self._ja4()) for _ in range(n(20, 60))]
        self._apps = [new(f"mobile-{system}/{n(1, 6)}.{n(0, 20)}") for system in ("ios", "android") for _ in range(4)]
        self._sdk_weights = zipf(len(self._sdks), draw.uniform(0.8, 1.4))
        self._tool_weights = zipf(len(self._tools), draw.uniform(0.8, 1.6))
        self._browser_weights = zipf(len(self._browsers), draw.uniform(0.7, 1.3))
        self._app_weights = zipf(len(self._apps), 0.8)
        self._tool_share = draw.uniform(0.25, 0.6)
        names = [f"{words.word(2, 2)}-{size}" for size in ("large", "medium", "small", "mini", "reason")]
        self.models = names[: n(3, 5)]

    def new(self, text: str) -> int:
        """Number a fingerprint."""
        self.texts.append(text)
        return len(self.texts) - 1

    def _ja4(self) -> str:
        n = self._draw.integer
        return f"t13d{n(10, 19)}{n(10, 17):02d}h{n(1, 2)}_{self._draw.hexadecimal(12)}"

    def sdk(self) -> int:
        """A usual SDK."""
        return self._draw.weighted(self._sdks, self._sdk_weights)

    def tool(self) -> int:
        """A usual tool over the API."""
        return self._draw.weighted(self._tools, self._tool_weights)

    def browser(self) -> int:
        """A usual browser."""
        return self._draw.weighted(self._browsers, self._browser_weights)

    def app(self) -> int:
        """The product's own app."""
        return self._draw.weighted(self._apps, self._app_weights)

    def api(self) -> int:
        """What somebody calls the API with: a tool, an SDK, rarely a program of one's own."""
        draw, n = self._draw, self._draw.integer
        if draw.chance(self._tool_share):
            return self.tool()
        return self.sdk() if draw.chance(0.9) else self.new(f"{self._words.word()}-app/{n(0, 3)}.{n(0, 9)}")

"""Makes and reads engine.lock.toml: every jar of the embedded Neo4j, resolved by Maven, pinned by size and SHA-256."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.errors import EngineError

LOCK_FILE: Final = Path(__file__).with_name("engine.lock.toml")
NEO4J: Final = ("org.neo4j", "neo4j", "2026.08.1")
_POM: Final = """<project><modelVersion>4.0.0</modelVersion>
<groupId>lock</groupId><artifactId>lock</artifactId><version>1</version>
<dependencies>{}</dependencies>
</project>"""
_DEPENDENCY: Final = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
Coordinates = tuple[str, str, str]
"""Group, artifact, version."""


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One locked artifact."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """Name in the engine folder; the group keeps equal artifact ids apart."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.group}.{self.artifact}-{self.version}{tail}.jar"


@dataclass(frozen=True, slots=True)
class EngineLock:
    """The whole lock; `digest` names the engine folder."""

    version: str
    jars: tuple[Jar, ...]

    @property
    def digest(self) -> str:
        """16 hex digits over every jar's identity and hash."""
        text = "\n".join(f"{jar.file_name} {jar.sha256}" for jar in self.jars)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """Bytes of all jars together."""
        return sum(jar.size for jar in self.jars)


def read_lock(path: Path = LOCK_FILE) -> EngineLock:
    """Parse the lock. Raises EngineError when it is missing or empty."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise EngineError(
            f"the engine lock cannot be read ({error})", where=str(path), do="Reinstall Ringleader"
        ) from error
    return EngineLock(raw["neo4j"], tuple(sorted(Jar(**jar) for jar in raw["jar"])))


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in blocks."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def resolve(*wanted: Coordinates) -> Iterator[Jar]:
    """Ask Maven for the runtime classpath of artifacts and hash every jar in its local repository."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        dependencies = "".join(_DEPENDENCY.format(*one) for one in wanted)
        (work / "pom.xml").write_text(_POM.format(dependencies), encoding="utf-8")
        listing = work / "list.txt"
        options = ["-DincludeScope=runtime", "-DoutputAbsoluteArtifactFilename=true", f"-DoutputFile={listing}"]
        command = ["mvn", "-q", "-B", "dependency:list", *options]
        subprocess.run(command, cwd=work, check=True)  # noqa: S603
        for line in listing.read_text(encoding="utf-8").splitlines():
            parts = line.strip().split(" -- ")[0].split(":")
            if len(parts) >= 6 and parts[2] == "jar":
                yield _jar(parts)


def _jar(parts: list[str]) -> Jar:
    """`group:artifact:jar[:classifier]:version:scope:path` as Maven prints it."""
    classifier = parts[3] if len(parts) == 7 else ""
    path = Path(parts[-1].strip())
    return Jar(parts[0], parts[1], parts[-3], classifier, path.stat().st_size, sha256_of(path))


def write_lock(path: Path, version: str, jars: Iterable[Jar]) -> EngineLock:
    """Write a lock, sorted, without any address; `version` is the Neo4j it goes with."""
    jars = tuple(sorted(jars))
    lines = ["# Made by `make engine-lock`; do not edit.", f'neo4j = "{version}"', ""]
    for jar in jars:
        fields = [f'{name} = "{getattr(jar, name)}"' for name in ("group", "artifact", "version", "classifier")]
        lines += ["[[jar]]", *fields, f"size = {jar.size}", f'sha256 = "{jar.sha256}"', ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return EngineLock(version, jars)


if __name__ == "__main__":
    lock = write_lock(LOCK_FILE, NEO4J[2], resolve(NEO4J))
    sys.stdout.write(f"{len(lock.jars)} jars, {lock.size / 1e6:.0f} MB, engine {lock.digest}\n")

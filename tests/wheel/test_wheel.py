"""The wheel, built and installed in a clean environment elsewhere, carries all it needs: its doctor says so."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("RINGLEADER_", "NEO4J_", "PYTHON"))}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the declared backend, without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with nothing of ours but the wheel; other packages are lent by the tests' own."""
    folder = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(folder, with_pip=False, symlinks=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    run(
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--offline",
        "--no-deps",
        "--python",
        folder / "bin" / "python",
        wheel,
        cwd=folder,
    )
    lent = Path(sysconfig.get_path("purelib"))
    # An editable install of this tree is in the lender too: its finder must not win.
    (site / "lent.pth").write_text(f"import sys; sys.path.append({str(lent)!r})\n", encoding="utf-8")
    return folder


def test_the_wheel_has_the_catalogue_and_the_lock(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    statements = {path.relative_to(ROOT / "cypher").as_posix() for path in (ROOT / "cypher").rglob("*.cypher")}
    assert {f"app/_cypher/{name}" for name in statements} <= names
    assert "app/graph/engine.lock.toml" in names
    assert not {name for name in names if name.startswith(("tests/", "benchmarks/"))}


def test_doctor_is_content_elsewhere(installed: Path, tmp_path: Path) -> None:
    python, home = installed / "bin" / "python", tmp_path / "home"
    where = run(python, "-c", "import app; print(app.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed)
    out = run(installed / "bin" / "ringleader", "doctor", "--json", cwd=tmp_path, RINGLEADER_HOME=str(home))
    document = json.loads(out)
    assert document["ok"] is True
    found = {check["name"]: check["found"] for check in document["checks"]}
    assert found["catalogue"].startswith(f"{len(list((ROOT / 'cypher').rglob('*.cypher')))} statements")
    assert found["engine"].startswith("not fetched yet")


def test_every_verb_is_there(installed: Path, tmp_path: Path) -> None:
    text = run(installed / "bin" / "ringleader", "--help", cwd=tmp_path)
    assert {"query", "doctor", "db"} <= set(text.split())
    names = run(installed / "bin" / "ringleader", "query", "--list", "--json", cwd=tmp_path)
    assert "rings/find_same_instrument" in {one["name"] for one in json.loads(names)["statements"]}

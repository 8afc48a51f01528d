"""Converters of real data, on repositories of a few lines in the same formats."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.offline import load_snapshot
from benchmarks.real import convert
from benchmarks.real.source import SourceError
from tests.unit.benchmarks.written import assert_read_whole

Commit = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    def make(files: Mapping[str, str]) -> Path:
        root = tmp_path / "repository"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for words in ("init -q", "add .", "-c user.name=a -c user.email=a@example.org commit -qm a"):
            subprocess.run(["git", "-C", str(root), *words.split()], check=True, capture_output=True)
        return root

    return make


def wallet(number: int) -> str:
    return f"0x{number:040x}"


def test_wallets_share_whom_they_dealt_with_and_refused_groups_are_rings(commit: Commit, tmp_path: Path) -> None:
    users, service = [wallet(n) for n in range(1, 21)], wallet(99)
    record = "".join(f"  '{one}': true,\n" for one in users)
    blacklists = "blacklist connectionBlacklist contractBlacklist depositAddressBlacklist fundraisingBlacklist "
    blacklists += "gitcoinGrantsBlacklist givethBlacklist nftPowerUserBlacklist"
    files = {f"src/data/blacklists/{name}.ts": "" for name in blacklists.split()}
    files |= {f"src/data/whitelists/{name}.ts": "" for name in ("whitelist", "fundingRatioWhitelist")}
    files |= {
        "src/data/blacklists/exchangeBlacklist.ts": f"'{service}': true",
        "src/data/preliminaryAddresses.ts": record,
        "src/data/hopUserTimestamps.ts": "".join(f"'{one}': {1630000000 + i}\n" for i, one in enumerate(users)),
        "src/data/eligibleAddresses.txt": "\n".join(users[10:]),
        "src/data/eliminatedGroups.ts": f"'{users[0]}': true",
        "src/data/groups.json": json.dumps([{"groupName": users[0], "eliminatedAddresses": users[:8]}]),
        "src/data/customGroups.ts": f"preliminaryAddresses: [{users[2:10]}],",
        "src/data/transfers/one.csv": f"from,to\n\\x{users[0][2:].upper()},{wallet(50)}\n{wallet(50)},{users[1]}\n",
        "src/data/transfers/two.csv": f"from,to\n{service},{users[3]}\n{users[4]},{users[5]}\n",
    }
    counts = convert("hop", commit(files), tmp_path / "out")
    assert counts == {"accounts": 20, "exchanges": 20, "payments": 8, "truth": 20}
    truth = assert_read_whole(tmp_path / "out", {"exchanges": 20})
    assert {row["ring"] for row in truth} == {"", users[2]}
    shared = load_snapshot(tmp_path / "out").memberships["instrument"]
    assert sorted(shared.identifiers) == sorted([wallet(50), users[4], users[5]])


def test_crawlers_are_rings_with_what_comes_from_their_subnet(commit: Commit, tmp_path: Path) -> None:
    def visit(ip: str, client: str) -> str:
        return f'{ip} - - [17/May/2015:10:05:03 +0000] "GET /page?id=1 HTTP/1.1" 200 5 "-" "{client}"\n'

    log = "".join(visit(f"180.76.5.{n}", "Baiduspider/2.0") for n in range(5)) + visit("180.76.5.9", "Firefox/6.0")
    log += visit("192.0.2.1", "Googlebot/2.1") + visit("192.0.2.2", "x" * 300) + "no line\n"
    convert("weblog", commit({"Common Data Formats/apache_logs/apache_logs": log}), tmp_path / "out")
    truth = assert_read_whole(tmp_path / "out", {"exchanges": 8})
    assert {row["account_id"]: row["ring"] for row in truth}["180.76.5.9"] == "baidu"
    assert sum(bool(row["ring"]) for row in truth) == 6


def test_raters_are_honest(commit: Commit, tmp_path: Path) -> None:
    source = commit({"data/ml-100k/u.data": "196\t242\t3\t881250949\n186\t302\t3\t891717742\n"})
    assert convert("movies", source, tmp_path / "out") == {"accounts": 2, "exchanges": 2, "truth": 2}
    assert_read_whole(tmp_path / "out", {"exchanges": 2})
    with pytest.raises(FileExistsError):
        convert("movies", source, tmp_path / "out")


def test_a_repository_without_the_data_is_told(commit: Commit, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no file u\.data"):
        convert("movies", commit({"README.md": "nothing"}), tmp_path / "out")
    with pytest.raises(SourceError):
        convert("movies", tmp_path / "nowhere", tmp_path / "out")

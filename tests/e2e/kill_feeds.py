"""Small feeds with everything that a repeated step could spoil."""

from __future__ import annotations

from pathlib import Path
from random import Random


def write_feeds(folder: Path) -> None:
    """Write feeds with additive links, upserts, duplicates, conflicts and refused rows, the same in every call."""
    random = Random(7)
    folder.mkdir()

    def put(name: str, head: str, rows: list[str]) -> None:
        (folder / name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")

    accounts = [f"a{number}" for number in range(60)]
    for part in range(3):
        rows = [
            f"{random.choice(accounts)},2026-03-0{random.randint(1, 9)}T0{random.randint(0, 9)}:00:00Z,"
            f"192.0.2.{random.randint(0, 20)},c{random.randint(0, 3)},q{random.randint(0, 5)},{random.randint(-1, 99)},"
            f"{random.choice(['', f'e{random.randint(0, 200)}'])}"
            for _ in range(400)
        ]
        put(f"exchanges-{part}.csv", "account_id,occurred_at,ip,client,query_cluster,input_tokens,exchange_id", rows)
    put(
        "accounts.csv",
        "account_id,created_at,email,updated_at",
        [f"{name},2026-01-01T00:00:00Z,{name}@example.org," for name in accounts],
    )
    put("payments.csv", "account_id,instrument_id", [f"{name},pi_{random.randint(0, 9)}" for name in accounts])
    put("networks.csv", "prefix,kind", ["192.0.2.0/24,hosting", "192.0.2.0/28,vpn", "nonsense,vpn"])
    put("logins.csv", "account_id,at,ip", [f"{name},2026-02-01T00:00:00Z,198.51.100.1" for name in accounts])

"""Truth files: read as text, refused when they are of another world."""

from pathlib import Path

import pytest

from app.errors import UsageError
from app.evaluation import join, read_truth


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_ids_stay_text(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, "account_id,ring,operator\n001,,\nNA,r,o\n"))
    assert truth["account_id"].tolist() == ["001", "NA"]
    assert truth["tier"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("text", "told"),
    [("account_id,ring\na,r\n", "operator"), ("account_id,ring,operator\na,,\na,,\n", "twice"), ("", "cannot be read")],
)
def test_bad_files_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_truth(write(tmp_path, text))


def test_unknown_accounts_are_refused(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, "account_id,ring,operator\na,,\nb,,\n"))
    with pytest.raises(UsageError, match=r"1 accounts that are not in the graph, e\.g\. b"):
        join(truth, {}, {"a"})


def test_flagged_accounts_outside_truth_count_as_honest(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, "account_id,ring,operator\na,r,o\n"))
    table = join(truth, {"a": "R-1", "z": "R-1"}, {"a", "z"})
    assert set(table[["account_id", "ring", "found"]].itertuples(index=False, name=None)) == {
        ("a", "r", "R-1"),
        ("z", "", "R-1"),
    }

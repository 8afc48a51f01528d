"""Verdicts over the software's groups: which apply, which wins, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.errors import NotFoundError, UsageError
from app.model.detection import Detection, Group, Member, State
from app.model.judgement import Verdict
from app.model.snapshot import Ruling
from app.rings.review.judgement import draft_judgement, judgement_step, obey, recorded
from app.rings.review.subjects import parse_verdict

IDS = [f"a{n:02d}" for n in range(40)]


def group(first: int, last: int, state: State = State.FLAGGED, score: float = 0.9) -> Group:
    return Group(state, score, ("payment",), tuple(Member(IDS[n], score, 9.0) for n in range(first, last)), ())


def ruling(verdict: Verdict, first: int, last: int, reason: str = "seen") -> Ruling:
    return Ruling(str(verdict), tuple(range(first, last)), None, reason)


def ruled(*groups: Group, rulings: list[Ruling]) -> set[tuple[str, str, str, int]]:
    found = obey(Detection(groups), rulings, IDS).groups
    return {(g.members[0].account_id, g.members[-1].account_id, str(g.state), len(g.members)) for g in found}


def test_benign_holds_while_members_are_substantially_the_same():
    benign = [ruling(Verdict.BENIGN, 0, 10)]
    assert ruled(group(0, 10), rulings=benign) == {("a00", "a09", "benign", 10)}
    assert ruled(group(2, 14), rulings=benign) == {("a02", "a13", "benign", 12)}
    assert ruled(group(0, 25), rulings=benign) == {("a00", "a24", "flagged", 25)}
    assert ruled(group(8, 18), rulings=benign) == {("a08", "a17", "flagged", 10)}


def test_confirmed_stays_confirmed_as_it_grows():
    assert ruled(group(0, 40), rulings=[ruling(Verdict.CONFIRMED, 0, 6)]) == {("a00", "a39", "confirmed", 40)}


def test_confirmed_ring_that_software_lost_is_kept_apart():
    rulings = [ruling(Verdict.CONFIRMED, 0, 9)]
    assert ruled(rulings=rulings) == {("a00", "a08", "confirmed", 9)}
    # three of its accounts were elsewhere: an account is in at most one ring
    assert ruled(group(6, 20), rulings=rulings) == {("a00", "a08", "confirmed", 9), ("a09", "a19", "flagged", 11)}


def test_latest_verdict_wins():
    confirmed, benign = ruling(Verdict.CONFIRMED, 0, 9), ruling(Verdict.BENIGN, 0, 9)
    assert ruled(group(0, 9), rulings=[benign, confirmed]) == {("a00", "a08", "confirmed", 9)}
    assert ruled(group(0, 9), rulings=[confirmed, benign]) == {("a00", "a08", "reversed", 9)}
    assert ruled(rulings=[confirmed, benign]) == set()


def test_unsure_and_other_verdicts_change_no_state():
    rulings = [ruling(Verdict.UNSURE, 0, 9), ruling(Verdict.SAME, 0, 9)]
    assert ruled(group(0, 9), rulings=rulings) == {("a00", "a08", "flagged", 9)}


def test_subject_and_verdict_must_fit():
    with pytest.raises(UsageError, match="does not fit"):
        draft_judgement(Verdict.SAME, "ann", "why", members=["a"])
    with pytest.raises(UsageError, match="does not fit"):
        draft_judgement(Verdict.ALLOWED_INSTRUMENT, "ann", "why", ring_id="R-AAAAAAAAAA")
    with pytest.raises(UsageError, match="author and a reason"):
        draft_judgement(Verdict.BENIGN, "ann", " ", ring_id="R-AAAAAAAAAA")
    with pytest.raises(UsageError, match="about one ring"):
        draft_judgement(Verdict.BENIGN, "ann", "why")
    with pytest.raises(UsageError, match="expire"):
        draft_judgement(
            Verdict.BENIGN, "ann", "why", ring_id="R-AAAAAAAAAA", expires_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
    with pytest.raises(UsageError, match="known: benign"):
        parse_verdict("guilty")
    assert parse_verdict("not-same") is Verdict.NOT_SAME


def test_answer_tells_what_was_recorded():
    draft = draft_judgement(Verdict.BENIGN, "ann", "why", members=["b", "a", "b"])
    _, values = judgement_step(draft)
    assert values["members"] == ["a", "b"]
    assert recorded(draft, [{"members": ["a", "b"]}]).members == ("a", "b")
    with pytest.raises(NotFoundError):
        recorded(draft, [])

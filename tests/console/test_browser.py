"""The console and the explorer in a real browser: what an investigator sees, with a keyboard, offline, axe-clean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.api.endpoint import Services
from app.graph import Neo4jStore
from tests.api.conftest import BIG, ENDED, GAP, HEIR, ring_id
from tests.console.conftest import Watched

pytestmark = [pytest.mark.graph, pytest.mark.full]


def test_from_the_list_to_a_ring_to_an_account(open_url: str, watched: Watched):
    page = watched.page
    page.goto(open_url)
    page.wait_for_selector("tbody tr")
    first = page.locator("tbody tr").first.inner_text()
    assert BIG in first and "3,700,000,000" in first and "flagged" in first
    assert watched.violations() == []
    page.click(f"text={BIG}")
    page.wait_for_selector("#members")
    chart = page.locator("svg[role=img]").first.get_attribute("aria-label")
    assert chart == "Evidence in bits: payment 17.3, network 15.5, timing 4.3; together 37.0"
    assert "3,700,000,000 in all" in str(page.locator("svg[role=img]").nth(1).get_attribute("aria-label"))
    page.click("summary:has-text('network')")
    assert "198.51.100.7" in page.inner_text("details[open]")
    assert watched.violations() == []
    page.click("text=acct-00000")
    page.wait_for_selector("h1:has-text('Account acct-00000')")
    table = page.inner_text("main")
    assert ENDED in table and "no longer" in table and "curl/8" in table
    assert watched.violations() == []
    assert watched.complaints == []
    assert all(url.startswith((open_url, "data:")) for url in watched.urls)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_what_speaks_against_a_ring(open_url: str, watched: Watched):
    page = watched.page
    page.goto(f"{open_url}/#/ring/{BIG}")
    page.click("text=Compare with its closest honest look-alike")
    page.wait_for_selector("section[aria-labelledby=doubts] p:has-text('odds start at')")
    page.wait_for_selector("section[aria-labelledby=doubts] p:has-text('parts of'), p:has-text('weakest cut')")
    assert page.locator("section[aria-labelledby=doubts] [role=alert]").count() == 0
    assert watched.violations() == []
    assert watched.complaints == []


def test_the_detection_gap_is_drawn_where_a_replay_was_kept(open_url: str, watched: Watched):
    page = watched.page
    page.goto(f"{open_url}/#/ring/{BIG}")
    page.wait_for_selector("section[aria-labelledby=gap] svg.drawing")
    section = page.locator("section[aria-labelledby=gap]")
    told = section.inner_text()
    assert "2026-03-10" in told and "925,000,000 of 3,700,000,000 (25.0 %)" in told and "not by itself" in told
    assert section.locator("svg.drawing g[role=img] rect").count() == len(GAP.days) + 2
    box = section.locator("svg.drawing").bounding_box()
    assert box is not None and box["width"] > 600 and box["height"] > 200
    assert watched.violations() == []
    assert watched.complaints == []
    page.goto(f"{open_url}/#/ring/{HEIR}")
    page.wait_for_selector(f"h1:has-text('Ring {HEIR}')")
    assert page.locator("section[aria-labelledby=gap]").count() == 0


def test_traffic_and_neighbours_of_an_account(open_url: str, watched: Watched):
    page = watched.page
    page.goto(f"{open_url}/#/account/acct-00000")
    page.click("text=Show its traffic and whom it is linked to")
    page.wait_for_selector("caption:has-text('Accounts that it is linked to')")
    near = page.inner_text("section[aria-labelledby=around]")
    assert "acct-00001" in near and "pi-1" in near and BIG in near
    page.wait_for_selector("section[aria-labelledby=around] p:has-text('drawn nothing')")  # the world has no facts
    assert page.locator("section[aria-labelledby=around] [role=alert]").count() == 0
    assert watched.violations() == []
    assert watched.complaints == []


def test_the_console_works_where_only_persisted_operations_do(
    closed_url: str,
    closed_services: Services,
    watched: Watched,
    tokens: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(closed_services, "operations", replace(closed_services.operations, only=True))
    page = watched.page
    page.goto(closed_url)
    page.fill("#token", tokens["viewer"])
    page.click("button:has-text('Sign in')")
    page.wait_for_selector("tbody tr")
    page.goto(f"{closed_url}/#/ring/{BIG}")
    page.wait_for_selector("#members")
    page.fill("#text", "acct-00001")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=acct-00001")
    assert page.locator("[role=alert]:visible").count() == 0


def test_members_load_page_by_page(open_url: str, watched: Watched):
    page = watched.page
    page.goto(f"{open_url}/#/ring/{BIG}")
    page.wait_for_selector("#members")
    rows = page.locator("section[aria-labelledby=members] tbody tr")
    assert rows.count() == 30
    page.goto(open_url)
    page.wait_for_selector("#group")
    page.select_option("#group", label="All groups")
    page.wait_for_selector("caption:has-text('All groups, by score: 60')")
    assert page.locator("tbody tr").count() == 50
    page.click("text=Load more")
    page.wait_for_selector("tbody tr:nth-child(60)")
    assert page.locator("tbody tr").count() == 60
    assert not page.is_visible("text=Load more")


def test_search_and_an_old_id(open_url: str, watched: Watched):
    page = watched.page
    page.goto(open_url)
    page.wait_for_selector("#search:not([hidden])")
    page.fill("#text", "198.51.100.7")
    page.press("#text", "Enter")
    page.wait_for_selector("caption:has-text('What was found')")
    assert f"{BIG} (12 members)" in page.inner_text("main")
    assert "198.51.100.7" not in page.url
    assert watched.violations() == []
    page.goto(f"{open_url}/#/ring/{ENDED}")
    page.wait_for_selector(f"h1:has-text('Ring {HEIR}')")
    assert f"{ENDED} became this ring." in page.inner_text("main")


def test_judging_with_the_keyboard(open_url: str, watched: Watched, world: Neo4jStore):
    page, ring = watched.page, ring_id(16)
    page.goto(f"{open_url}/#/ring/{ring}")
    page.wait_for_selector("#reason")
    page.focus("#reason")
    page.keyboard.type("<b>same hands</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1 .state.confirmed")
    assert "confirmed by local" in page.inner_text("section[aria-labelledby=judgements]")
    assert page.locator("main b").count() == 0


def test_what_the_graph_holds_is_text_and_never_markup(open_url: str, watched: Watched, world: Neo4jStore):
    evil = "<img src=x onerror=alert(1)>"
    world.driver.execute_query(
        "CREATE (:Account {account_id: 'acct-evil', organization: $evil, plan: $evil})", evil=evil
    )
    page = watched.page
    page.goto(f"{open_url}/#/account/acct-evil")
    page.wait_for_selector("h1:has-text('acct-evil')")
    assert evil in page.inner_text("main") and page.locator("main img").count() == 0
    assert watched.complaints == []


def test_the_first_tab_skips_to_the_content(open_url: str, watched: Watched):
    page = watched.page
    page.goto(open_url)
    page.wait_for_selector("tbody tr")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator("tbody tr").count() > 0


def test_signing_in_with_a_token(closed_url: str, watched: Watched, tokens: dict[str, str]):
    page = watched.page
    page.goto(closed_url)
    page.wait_for_selector("#token")
    assert watched.violations() == []
    page.fill("#token", "rlt_nonsense")
    page.press("#token", "Enter")
    page.wait_for_selector("[role=alert]:has-text('no Ringleader token')")
    page.fill("#token", tokens["viewer"])
    page.press("#token", "Enter")
    page.wait_for_selector("tbody tr")
    assert "test viewer (viewer)" in page.inner_text("header")
    page.click(f"text={BIG}")
    page.wait_for_selector("#members")
    assert page.locator(".masked").count() > 0 and "198.51.100.7" not in page.content()
    assert page.locator("#reason").count() == 0
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.reload()
    page.wait_for_selector("#token")


def test_the_explorer_works_offline_and_keeps_nothing(open_url: str, watched: Watched):
    page = watched.page
    page.goto(f"{open_url}/graphql")
    page.wait_for_selector(".graphiql-execute-button")
    page.wait_for_selector(".graphiql-tab:has-text('LargestRings')")
    page.click(".graphiql-execute-button")
    page.wait_for_selector(f".result-window :text('{BIG}')")
    page.click("[aria-label='Show GraphiQL Explorer']")
    page.wait_for_selector(".docExplorerWrap, .graphiql-explorer-root")
    page.click("[aria-label='Show Documentation Explorer']")
    page.wait_for_selector("text=A GraphQL schema provides a root type")
    assert watched.complaints == []
    assert all(url.startswith((open_url, "data:", "blob:")) for url in watched.urls)
    assert page.url == f"{open_url}/graphql"
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_the_explorer_asks_for_a_token(closed_url: str, watched: Watched, tokens: dict[str, str]):
    page = watched.page
    page.goto(f"{closed_url}/graphql")
    page.wait_for_selector("#token")
    assert watched.violations() == []
    page.fill("#token", tokens["investigator"])
    page.press("#token", "Enter")
    page.wait_for_selector(".graphiql-execute-button")
    assert "test investigator" in page.inner_text(".graphiql-container")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_every_starter_runs_as_it_stands(closed_url: str, watched: Watched, tokens: dict[str, str]):
    page = watched.page
    page.goto(f"{closed_url}/graphql")
    page.fill("#token", tokens["investigator"])
    page.press("#token", "Enter")
    page.wait_for_selector(".graphiql-execute-button")
    tabs = page.locator("button.graphiql-tab-button")
    names = tabs.all_inner_texts()
    assert len(names) == 12 and names[0] == "LargestRings" and names[-1] == "Judge"
    for place, name in enumerate(names):
        tabs.nth(place).click()
        page.wait_for_selector(f".graphiql-tab-active:has-text('{name}')")
        with page.expect_response(lambda told, name=name: name in str(told.request.post_data_json["query"])) as told:  # type: ignore[misc]
            page.click(".graphiql-execute-button")
        answer = told.value.json()
        assert "errors" not in answer, (name, answer)
        (found,) = [answer["data"][field] for field in list(answer["data"])[:1]]
        assert found, (name, answer)
        if name == "Judge":
            (problem,) = found["problems"]
            assert problem["code"] == "INVALID" and "`reason`" in problem["message"], "nothing is judged by accident"
    assert [text for text in watched.complaints if "401" not in text] == []


def test_triage_and_a_note(open_url: str, watched: Watched, world: Neo4jStore):
    page, ring = watched.page, ring_id(17)
    page.goto(f"{open_url}/#/ring/{ring}")
    page.wait_for_selector("#triage:has-text('assigned to nobody')")
    page.click("button:has-text('Take it on')")
    page.wait_for_selector("#triage:has-text('assigned to local')")
    page.fill("#note", "<b>seen</b>")
    page.click("button:has-text('Add the note')")
    page.wait_for_selector("section[aria-labelledby=case] li:has-text('<b>seen</b>')")
    page.click("button:has-text('Lay it back')")
    page.wait_for_selector("#triage:has-text('assigned to nobody')")
    assert page.locator("main b").count() == 0 and watched.violations() == []

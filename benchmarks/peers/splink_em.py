"""Peer: Splink 5. Accounts as records, identifiers as columns, m by expectation maximisation, then clusters."""

from __future__ import annotations

import warnings
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.model.snapshot import Memberships, Snapshot
from benchmarks.peers.components import grouped

HUB = 60
"""Identifiers of more accounts than this do not block: all their pairs would be billions."""


def splink_em(snapshot: Snapshot, *, threshold: float = 0.99, least: int = 5, seed: int = 1) -> list[list[int]]:
    """Pairs with match probability over the threshold, clustered. No shared identifier at all gives no group."""
    frame = records(snapshot)
    kinds = [kind for kind in frame.columns if kind != "unique_id" and not kind.startswith("block_")]
    if not kinds:
        return []
    linker = _linker(frame, kinds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _train(linker, kinds, seed)
        pairs = linker.inference.predict(threshold_match_probability=threshold)
        cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
        clusters = cluster(pairs, threshold_match_probability=threshold)
    table = clusters.as_duckdbpyrelation().df()
    label = np.empty(len(frame), np.int64)
    label[table["unique_id"].to_numpy()] = pd.factorize(table["cluster_id"])[0]
    return grouped(label, least)


def records(snapshot: Snapshot) -> pd.DataFrame:
    """One record an account: of each kind its rarest shared identifier, again for blocking unless it is a hub."""
    n = len(snapshot.population.account_ids)
    columns: dict[str, Any] = {"unique_id": np.arange(n)}
    for kind, links in sorted(snapshot.memberships.items()):
        best, degree = _rarest(links, n)
        if (degree > 0).any():
            columns[kind] = np.where(degree > 0, links.identifiers[best], None)
            columns[f"block_{kind}"] = np.where((degree > 0) & (degree <= HUB), links.identifiers[best], None)
    return pd.DataFrame(columns)


def _rarest(links: Memberships, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each account the identifier of least degree >= 2, and that degree (0: none)."""
    shared = links.degree[links.identifier] >= 2
    account, identifier = links.account[shared], links.identifier[shared]
    order = np.lexsort((identifier, links.degree[identifier], account))
    first = np.unique(account[order], return_index=True)
    best, degree = np.zeros(n, np.int64), np.zeros(n, np.int64)
    best[first[0]] = identifier[order][first[1]]
    degree[first[0]] = links.degree[best[first[0]]]
    return best, degree


def _linker(frame: pd.DataFrame, kinds: list[str]) -> Any:
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI
    from splink.comparison_library import ExactMatch

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[ExactMatch(kind).configure(term_frequency_adjustments=True) for kind in kinds],
        blocking_rules_to_generate_predictions=[block_on(f"block_{kind}") for kind in kinds],
        additional_columns_to_retain=[],
    )
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    api = DuckDBAPI(connection)
    return Linker(api.register(frame), settings, log_level=50)


def _train(linker: Any, kinds: list[str], seed: int) -> None:
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    rules = [block_on(f"block_{a}", f"block_{b}") for a, b in combinations(kinds, 2)]
    if rules:  # two rare identifiers in common: taken for a match, as half of all matches have
        linker.training.estimate_probability_two_random_records_match(rules, recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=seed)
    for kind in kinds[:4]:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(f"block_{kind}"))
        except EMTrainingException:  # nobody shares a value of this kind
            continue

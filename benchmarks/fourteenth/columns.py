"""The columns of a day's exchanges: addresses, gear and content."""

import numpy as np

from benchmarks.fourteenth.content import Plans
from benchmarks.fourteenth.hashing import mix, names, unit, where_told
from benchmarks.fourteenth.nets import texts
from benchmarks.fourteenth.traffic import Day

_MODELS = np.array(["frontier-large", "frontier-medium", "frontier-small", "frontier-legacy"], dtype=object)


def addresses(d: Day, table: np.ndarray) -> np.ndarray:
    """The address of each exchange: a source per session, an address per stay."""
    u, out = d.unit(71, True), np.zeros(len(d.who), dtype=np.uint64)
    pick = (u > d.col("cum0")).astype(int) + (u > d.col("cum1")).astype(int)
    away = (d.local < 8) | (d.local > 18.5) | (d.day % 7 >= 5)
    pick = np.where(d.col("by_day") & away & (pick == 1), 0, np.minimum(pick, 2))
    for i in range(3):
        stay, line = d.col(f"stay{i}"), d.col(f"line{i}")
        hours = d.minute / 60 + unit(line, 72) * stay
        epoch = np.where(stay > 0, hours // np.maximum(stay, 1e-9), d.mix(73) % (1 << 40))
        found = table[
            d.col(f"start{i}") + (mix(line, epoch, 74 + i) % d.col(f"len{i}").astype(np.uint64)).astype(np.int64)
        ]
        out = np.where(pick == i, found, out)
    return texts(out, mix(d.col("key"), d.day, 78))


def gear(d: Day, popular: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Surface, client, device and credential."""
    u = d.unit(81, True)
    api = u < d.col("p_api")
    surface = np.where(api, "api", np.where(u < d.col("p_api") + d.col("p_web"), "web", "app"))
    client = np.where(api, d.col("api_client"), d.col("web_client"))
    which = d.mix(82) % len(popular[0])
    client = np.where(d.col("client_rot"), np.where(api, popular[0][which], popular[1][which]), client)
    device = np.where(d.unit(83, True) < d.col("dev2_p"), d.col("dev2"), d.col("dev1"))
    days = d.col("dev_days")
    device = np.where(days > 0, mix(device, d.day // np.maximum(days, 1), 84).astype(np.int64), device)
    told = ~api & (d.unit(85, True) < d.col("dev_p"))
    key = mix(d.col("key"), 86, (d.unit(87) ** 2 * d.col("cred_n")).astype(int))
    credential = where_told(api, names("key_", key))
    return {
        "client": client,
        "device_id": where_told(told, names("dev_", device)),
        "credential_id": credential,
        "surface": surface,
    }


def _general(d: Day, plans: Plans) -> np.ndarray:
    """A person's questions: two interests and the world's, popular ones and a niche."""
    u, edges = d.unit(91), plans.edges
    area = np.where(
        u < 0.45, d.col("area1"), np.where(u < 0.7, d.col("area2"), (d.unit(92) * (len(edges) - 1)).astype(int))
    )
    size = edges[area + 1] - edges[area]
    niche = np.where(d.unit(93) < 0.5, mix(d.col("key"), area, 94) % size.astype(np.uint64), 0)
    step = niche.astype(np.int64) + (d.unit(95) ** 3 * size).astype(np.int64)
    return np.asarray(edges[area] + step % size)


def _flip(sig: np.ndarray, d: Day, most: np.ndarray) -> np.ndarray:
    """Signatures with some bits turned, as near copies of a text have."""
    many = np.floor((0.25 + 0.75 * d.unit(96)) * (most + 1))
    for j in range(int(most.max(initial=0)) + 1):
        bit = np.uint64(1) << (d.mix(100 + j) % 64)
        sig = np.where(j < many, sig ^ bit, sig)
    return sig


def content(d: Day, plans: Plans, days: int) -> dict[str, np.ndarray]:
    """The cluster and the signature of each prompt."""
    plan, u = d.col("plan"), d.unit(131)
    ours = (u < d.col("share")) & d.work & (plan >= 0)
    at = np.maximum(plan, 0)
    runs = np.cumsum([0, *[len(c) for c in plans.clusters]])
    flat, many = np.concatenate(plans.clusters), np.maximum(1, np.array(plans.items))[at]
    ordered = d.minute / (1440 * days) * many + d.unit(132) * (1 + many * 0.02)
    item = (
        np.where(d.col("order"), ordered, d.col("lo") + d.unit(132) * np.maximum(d.col("width"), 1)).astype(np.int64)
        % many
    )
    length = runs[at + 1] - runs[at]
    topic = np.where(
        d.col("width") > 0, mix(at, item, 133) % length.astype(np.uint64), (d.unit(134) ** 1.7 * length).astype(int)
    )
    cluster = np.where(ours, flat[runs[at] + topic.astype(np.int64)], _general(d, plans))
    wrapped = (d.unit(135) < d.col("tmpl_share")) & (d.work | ~ours)
    same = ours & (d.col("width") > 0) & ~wrapped
    sig = np.where(same, mix(np.array(plans.keys)[at], item, 136), d.mix(137))
    sig = np.where(wrapped, mix(d.col("tmpl"), 138), sig)
    sig = _flip(sig, d, np.where(wrapped, d.col("flips"), np.where(same, np.minimum(d.col("flips") // 3, 3), -1)))
    return {
        "query_cluster": where_told(d.unit(139) > 0.05, names_of("qc-", cluster)),
        "signature": where_told(d.unit(140) > 0.03, names("simhash64-v1:", sig)),
        "_ours": ours,
    }


def names_of(prefix: str, numbers: np.ndarray) -> np.ndarray:
    """Short numbered names."""
    top = int(numbers.max(initial=0)) + 1
    return np.asarray(np.array([f"{prefix}{i:05d}" for i in range(top)], dtype=object)[numbers])


def _normal(d: Day, salt: int) -> np.ndarray:
    """Near to a normal draw: the sum of three even ones."""
    return np.asarray((d.unit(salt) + d.unit(salt + 1) + d.unit(salt + 2) - 1.5) * 2)


def size(d: Day, ours: np.ndarray) -> dict[str, np.ndarray]:
    """Model, tokens and outcome."""
    model = np.where(d.unit(151) < 0.85, d.col("model"), (d.unit(152) * 4).astype(int))
    into = np.exp(np.clip(d.col("tok_in") + _normal(d, 153) * 0.9, 1, 11)).astype(np.int64)
    out = np.exp(np.clip(d.col("tok_out") + _normal(d, 156) * 0.8 + 0.2 * ours, 0, 9.5)).astype(np.int64)
    u, limited = d.unit(159), d.col("limited")
    outcome = np.where(
        u < limited, "limited", np.where(u < limited + 0.008, "refused", np.where(u < limited + 0.014, "error", "ok"))
    )
    out = np.where((outcome == "limited") | (outcome == "error"), 0, out)
    return {"model": _MODELS[model.astype(int)], "input_tokens": into, "output_tokens": out, "outcome": outcome}

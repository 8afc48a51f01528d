// The tabs that the explorer opens with: one task each, runnable as they stand on the largest ring that there is.
const starters = [
  {
    query: `# The largest rings first. The next tabs ask of the first of them: put another id into their variables.
query LargestRings {
  rings(first: 10, orderBy: {field: EXCHANGES, direction: DESC}) {
    totalCount
    edges {
      node { id state score size exchanges families firstSeen lastSeen }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# Why it is a ring: evidence by family in bits (log2 of the likelihood ratio), strongest first.
query WhyARing($id: ID!) {
  ring(id: $id) {
    id state score reason bits
    evidence { family bits terms(first: 5) { kind value redacted degree members bits note } }
    members(first: 25) {
      edges { node { account { id createdAt plan exchanges } score bits } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`,
    variables: ({ ring }) => ({ id: ring }),
  },
  {
    query: `# What speaks against it: the closest honest look-alike, what holds it together, who is close to the edge.
query Doubts($id: ID!) {
  ring(id: $id) {
    priorBits
    lookAlike { distance ring { id state reason size } tests { family name ring lookAlike population ringBits lookAlikeBits note lookAlikeNote } }
    weakestCut { identifierCount partSizes approximated identifiers(first: 10) { identifier { kind value redacted } members degree } }
    members(first: 25) { nodes { account { id } score marginBits edge leavesWithout { kind value redacted bits } } }
  }
}
`,
    variables: ({ ring }) => ({ id: ring }),
  },
  {
    query: `# What it drew: traffic by day, split by capability and model.
query RingTraffic($id: ID!) {
  ring(id: $id) {
    traffic {
      total { exchanges inputTokens outputTokens }
      buckets { start exchanges }
      byCapability { key exchanges }
      byModel { key exchanges }
    }
  }
}
`,
    variables: ({ ring }) => ({ id: ring }),
  },
  {
    query: `# How a ring hangs together: members and the identifiers that link them, those that link most first.
query RingGraph($id: ID!) {
  ring(id: $id) {
    graph(maxNodes: 60) {
      nodes { id account { id exchanges } identifier { kind value redacted degree } }
      edges { account identifier }
      truncated omittedCount rule
    }
  }
}
`,
    variables: ({ ring }) => ({ id: ring }),
  },
  {
    query: `# Whom an account is linked to, one or two steps away, and how two accounts are linked at all.
query Around($account: ID!, $other: ID!) {
  neighbourhood(account: $account, depth: 2, maxNodes: 60) {
    nodes { id distance account { id } identifier { kind value redacted } }
    edges { account identifier }
    truncated omittedCount rule
  }
  path(a: $account, b: $other) { found length complete steps { bits a { id } b { id } } }
}
`,
    variables: ({ account, other }) => ({ account, other }),
  },
  {
    query: `# When an account works: its traffic by hour of a week, in a time zone of your choice. The range is half-open.
query AccountHours($id: ID!, $from: Date, $until: Date) {
  account(id: $id) {
    traffic(from: $from, until: $until, bucket: HOUR, timezone: "Asia/Shanghai") {
      dataThrough
      buckets { startsAt exchanges }
    }
  }
}
`,
    variables: ({ account, from, until }) => ({ id: account, from, until }),
  },
  {
    query: `# An account, everything it is linked by, and the rings it is in.
query Account($id: ID!) {
  account(id: $id) {
    id createdAt plan country exchanges firstSeen lastSeen
    identifiers(first: 25) { nodes { identifier { kind value redacted degree } firstSeen lastSeen exchanges } }
    rings { nodes { score bits ring { id state score } } }
  }
}
`,
    variables: ({ account }) => ({ id: account }),
  },
  {
    query: `# What links two accounts, in bits.
query Explain($a: ID!, $b: ID!) {
  explain(a: $a, b: $b) { summary bits threshold linked sameRing { id } terms { identifier { kind value redacted } degree rarity counted } }
}
`,
    variables: ({ account, other }) => ({ a: account, b: other }),
  },
  {
    query: `# Anything: a ring or account id, an e-mail address, an IP address, a prefix, an instrument, a device, a client, a domain.
query Search($text: String!) {
  search(text: $text) {
    understoodAs
    hits {
      __typename
      ... on Ring { ringId: id state score size }
      ... on Account { accountId: id exchanges rings { nodes { ring { id state } } } }
      ... on Identifier { kind value degree firstSeen rings(first: 5) { nodes { members ring { id state } } } }
    }
  }
}
`,
    variables: ({ account }) => ({ text: account }),
  },
  {
    query: `# Linked accounts straight from the graph, before any scoring.
query SharedInstruments {
  finder(name: SAME_INSTRUMENT, params: {minSize: 3, limit: 20}) {
    purpose
    truncated
    rows { size identifiers { kind value redacted } degrees members firstSeen lastSeen }
  }
}
`,
  },
  {
    query: `# Record a judgement: the next detection obeys it. Needs the role investigator or admin, and a reason in the variables.
mutation Judge($input: JudgeRingInput!) {
  judgeRing(input: $input) { problems { code message } judgement { id verdict author reason madeAt } ring { id state } }
}
`,
    variables: ({ ring }) => ({ input: { ringId: ring, verdict: 'CONFIRMED', reason: '' } }),
  },
];

// What the starters ask of: the ring with the most exchanges, two of its members, the last week that it was seen in.
export const EXAMPLE = `query Example {
  rings(first: 1, orderBy: {field: EXCHANGES, direction: DESC}) {
    nodes { id lastSeen members(first: 2) { nodes { account { id } } } }
  }
}`;

const WEEK = 7 * 24 * 3600 * 1000;
const day = (time) => new Date(time).toISOString().slice(0, 10);

// Tabs about an answer to EXAMPLE; about nothing where there is no ring yet.
export function tabsAbout(answer) {
  const ring = answer?.data?.rings.nodes[0];
  const [account = '', other = ''] = (ring?.members.nodes ?? []).map((member) => member.account.id);
  const until = ring?.lastSeen ? Date.parse(ring.lastSeen) + WEEK / 7 : Date.now();
  const known = { ring: ring?.id ?? 'R-', account, other, from: day(until - WEEK), until: day(until) };
  return starters.map(({ query, variables }) => ({
    query,
    variables: variables && JSON.stringify(variables(known), null, 2),
  }));
}

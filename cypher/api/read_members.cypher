// purpose: what is told of some members of each of several rings, and the revision of the ring that it holds for
// mode:    read
// params:  rows LIST<MAP>, properties LIST<STRING>, moments LIST<STRING>, with_evidence BOOLEAN
// returns: index INTEGER, revision LIST<ANY>, members LIST<LIST<ANY>>
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.owner})
CALL (row, r) {
  UNWIND row.account_ids AS account_id
  MATCH (a:Account {account_id: account_id})-[m:MEMBER_OF]->(r)
  // a seek, although statistics of an empty graph make a scan look as cheap: a ring may have 25,000 members by now
  USING INDEX SEEK a:Account(account_id)
  WHERE CASE WHEN r.current THEN m.to_run IS NULL ELSE m.to_run = r.to_run END
  RETURN collect([account_id, m.score, m.bits, CASE WHEN $with_evidence THEN m.evidence END,
    // moments as text: the driver makes a thousand of them a second, Python reads a million
    [name IN $properties | a[name]], [name IN $moments | toString(a[name])]]) AS members
}
RETURN row.index AS index, [r.content, r.current, r.to_run, r.size, r.erased] AS revision, members

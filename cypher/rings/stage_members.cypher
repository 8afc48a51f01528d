// purpose: write memberships with score and evidence, invisible until the run switches
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
MATCH (r:Ring {ring_id: row.ring_id})
CREATE (a)-[:MEMBER_OF {score: row.score, bits: row.bits, evidence: row.evidence, digest: row.digest,
                        from_run: row.from_run, to_run: 'staged'}]->(r)

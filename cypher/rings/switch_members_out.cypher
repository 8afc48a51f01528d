// purpose: end current memberships: of accounts that left, and of those whose newer version is staged
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})-[m:MEMBER_OF]->(r:Ring {ring_id: row.ring_id})
// a seek, although statistics of an empty graph make a scan look as cheap: a ring may have 25,000 members by now
USING INDEX SEEK a:Account(account_id)
WHERE m.to_run IS NULL
SET m.to_run = row.to_run

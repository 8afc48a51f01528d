// purpose: an account becomes its tombstone: no identifiers, only its volume, for sums already published
// mode:    write
// params:  account_id STRING, tombstone STRING
MERGE (t:Account {account_id: $tombstone})
SET t.exchanges = coalesce(t.exchanges, 0), t.input_tokens = coalesce(t.input_tokens, 0),
    t.output_tokens = coalesce(t.output_tokens, 0), t.erased_at = coalesce(t.erased_at, datetime())
WITH t
MATCH (a:Account {account_id: $account_id}) WHERE a.hold IS NULL
SET t.exchanges = t.exchanges + coalesce(a.exchanges, 0), t.input_tokens = t.input_tokens + coalesce(a.input_tokens, 0),
    t.output_tokens = t.output_tokens + coalesce(a.output_tokens, 0)
WITH a, t
// a ring whose members are renamed says so: whoever keeps their order reads it anew
CALL (a, t) { MATCH (a)-[m:MEMBER_OF]->(r) CREATE (t)-[n:MEMBER_OF]->(r)
  SET n = properties(m), r.erased = coalesce(r.erased, 0) + 1 }
CALL (a, t) { MATCH (a)<-[l:CHILD_OF]-(x) CREATE (x)-[n:CHILD_OF]->(t)
  SET n = properties(l), x.parent_account_id = t.account_id,
      x.rank = replace(x.rank, '"' + a.account_id + '"', '"' + t.account_id + '"') }
CALL (a, t) { MATCH (a)<-[l:REFERRED_BY]-(x) CREATE (x)-[n:REFERRED_BY]->(t)
  SET n = properties(l), x.referrer_id = t.account_id,
      x.rank = replace(x.rank, '"' + a.account_id + '"', '"' + t.account_id + '"') }
CALL (a, t) { MATCH (a)<-[l:FORMERLY]-(x) CREATE (x)-[n:FORMERLY]->(t)
  SET n = properties(l) WITH DISTINCT a, t, x
  MATCH (x)-[:FORMERLY]->(v:AccountVersion) WHERE v.parent_account_id = a.account_id OR v.referrer_id = a.account_id
  SET v.parent_account_id = CASE v.parent_account_id WHEN a.account_id THEN t.account_id ELSE v.parent_account_id END,
      v.referrer_id = CASE v.referrer_id WHEN a.account_id THEN t.account_id ELSE v.referrer_id END,
      v.rank = replace(v.rank, '"' + a.account_id + '"', '"' + t.account_id + '"') }
DETACH DELETE a

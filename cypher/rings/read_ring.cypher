// purpose: one ring with its evidence, lineage and judgements
// mode:    read
// params:  ring_id STRING
// returns: ring MAP, heirs LIST<MAP>, judgements LIST<MAP>
MATCH (r:Ring {ring_id: $ring_id})
RETURN properties(r) AS ring,
       [(r)-[b:BECAME]->(n:Ring) | {ring_id: n.ring_id, shared: b.shared, run_id: b.run_id}] AS heirs,
       [(j:Judgement)-[:ABOUT]->(r) | {judgement_id: j.judgement_id, verdict: j.verdict, author: j.author,
                                       reason: j.reason, made_at: j.made_at, withdrawn_at: j.withdrawn_at}] AS judgements

// purpose: take the graph's lease if it is free, run out, or held by a dead process of the same host and home
// mode:    write
// params:  owner STRING, place STRING, seconds INTEGER
// returns: taken BOOLEAN, owner STRING, since DATETIME, fence INTEGER
MERGE (m:Meta {name: 'lease'})
SET m.fence = coalesce(m.fence, 0)
WITH m, (m.owner IS NULL OR m.until < datetime() OR m.place = $place) AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET m.owner = $owner, m.place = $place, m.since = datetime(),
      m.until = datetime() + duration({seconds: $seconds}), m.fence = m.fence + 1)
RETURN free AS taken, m.owner AS owner, m.since AS since, m.fence AS fence

// purpose: days before this one are pruned: rows of them are refused from now on (never moves back)
// mode:    write
// params:  before DATE
MERGE (m:Meta {name: 'retention'})
SET m.pruned_before = CASE WHEN m.pruned_before > $before THEN m.pruned_before ELSE $before END

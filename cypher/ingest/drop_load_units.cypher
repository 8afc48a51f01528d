// purpose: the units of a finished batch are no longer needed
// mode:    write
// params:  prefix STRING
MATCH (u:LoadUnit) WHERE u.key STARTS WITH $prefix
DELETE u

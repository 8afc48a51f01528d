// purpose: forget the detection gaps of the last replay that was kept
// mode:    write
// params:  none
// returns: none
MATCH (r:Ring) WHERE r.gap IS NOT NULL
REMOVE r.gap

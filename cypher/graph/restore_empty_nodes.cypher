// purpose: lists without an item, which no CSV cell can say, after a rebuild: of nodes
// mode:    write
// params:  label STRING, names LIST<STRING>
MATCH (n:$($label))
UNWIND $names AS name
WITH n, name WHERE n[name] = ['\u001e']
SET n[name] = []

// purpose: lists without an item, which no CSV cell can say, after a rebuild: of links
// mode:    write
// params:  type STRING, names LIST<STRING>
MATCH ()-[l:$($type)]->()
UNWIND $names AS name
WITH l, name WHERE l[name] = ['\u001e']
SET l[name] = []

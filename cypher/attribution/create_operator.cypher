// purpose: a new operator; no row where one of this id exists
// mode:    write
// params:  operator_id STRING, properties MAP
// returns: operator_id STRING
OPTIONAL MATCH (old:Operator {operator_id: $operator_id})
WITH old WHERE old IS NULL
CREATE (o:Operator {operator_id: $operator_id})
SET o += $properties
RETURN o.operator_id AS operator_id

// purpose: one Operator for each operator_id
// mode:    schema
CREATE CONSTRAINT key_operator IF NOT EXISTS
FOR (n:Operator) REQUIRE n.operator_id IS UNIQUE

// purpose: one Note for each note_id
// mode:    schema
CREATE CONSTRAINT key_note IF NOT EXISTS
FOR (n:Note) REQUIRE n.note_id IS UNIQUE

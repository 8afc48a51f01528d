// purpose: add a person's note to a ring; notes are never changed
// mode:    write
// params:  ring_id STRING, note_id STRING, author STRING, text STRING, made_at DATETIME
// returns: note_id STRING
MATCH (r:Ring {ring_id: $ring_id})
WHERE r.state <> 'staged'
CREATE (n:Note {note_id: $note_id, author: $author, text: $text, made_at: $made_at})-[:NOTE_ON]->(r)
RETURN n.note_id AS note_id

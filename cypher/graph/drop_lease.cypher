// purpose: give the lease back
// mode:    write
// params:  fence INTEGER
MATCH (m:Meta {name: 'lease', fence: $fence})
SET m.owner = null, m.place = null, m.until = null

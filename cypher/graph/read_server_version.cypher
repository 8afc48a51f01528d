// purpose: version of the server, to refuse one that is too old
// mode:    read
// returns: name STRING, version STRING, edition STRING
CALL dbms.components() YIELD name, versions, edition
RETURN name, versions[0] AS version, edition

// purpose: network addresses
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:IpAddress {address: value})

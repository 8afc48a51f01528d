// purpose: devices
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:Device {device_id: value})

// purpose: devices
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (:Device {device_id: row.value})

// purpose: one DetectionRun for each run_id
// mode:    schema
CREATE CONSTRAINT key_detection_run IF NOT EXISTS
FOR (n:DetectionRun) REQUIRE n.run_id IS UNIQUE

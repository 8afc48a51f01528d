// purpose: replace the first password of the embedded server
// mode:    schema
// params:  old STRING, new STRING
ALTER CURRENT USER SET PASSWORD FROM $old TO $new

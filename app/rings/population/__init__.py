"""Who there is and what each does: what every later step reads, laid out once a run."""

"""What people say of groups: judgements, triage and notes, and what they are about."""

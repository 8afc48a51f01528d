"""Why a group was flagged and an account is in it, as probabilities, margins and the weakest cut."""

"""Who is behind a ring, how sure are we, how much did they take: operators, claims, fingerprints, ledger, attach."""

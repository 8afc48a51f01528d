"""Exports: tables of rings, members, traffic and accounts for other programs and spreadsheets."""

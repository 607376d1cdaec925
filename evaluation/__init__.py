"""Measurements of the engine on cases, sentences and made-up patients; never imported by it."""

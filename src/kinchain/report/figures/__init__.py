"""Drawings made from data: exercises, body, soles, chain, likelihood and course."""

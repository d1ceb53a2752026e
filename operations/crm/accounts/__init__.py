"""Firms that may buy or have bought, and who answers there."""

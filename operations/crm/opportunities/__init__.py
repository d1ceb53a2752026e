"""Deals that may be won, and the stages that they go through."""

"""Asking a system over HTTP: patient where it helps, plain words where it does not."""

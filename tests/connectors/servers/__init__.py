"""Servers that speak a vendor's protocol, in this process or over a socket."""

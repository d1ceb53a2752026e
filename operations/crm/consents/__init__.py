"""What people allow the company to do with their addresses, with the proof of it."""

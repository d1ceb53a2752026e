"""What the company sells, and what it costs."""

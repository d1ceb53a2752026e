"""The sample company: a hardware distributor that lives by running the commands."""

"""When and whether: Dagster, and the order of the river. What a step does lives elsewhere."""

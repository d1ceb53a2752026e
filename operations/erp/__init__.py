"""Enterprise resource planning: one concept, one folder, its commands the only writers."""

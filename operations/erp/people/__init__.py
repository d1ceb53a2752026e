"""Who works here: teams, sellers, hours, absences, and what their work costs."""

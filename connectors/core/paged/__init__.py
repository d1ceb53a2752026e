"""Reading page by page, so that a reading that was cut off goes on at the page where it was."""

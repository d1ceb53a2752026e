"""What a person may ask of a company that knows them: a file of it all, and to be forgotten."""

"""What the books show to people: lists of documents, and one document whole. It only reads."""

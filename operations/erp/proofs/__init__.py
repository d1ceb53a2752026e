"""What must hold of the books at any time, whoever wrote them, asked of the store itself."""

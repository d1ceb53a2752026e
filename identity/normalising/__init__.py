"""What was typed, in the one form in which it is compared.

Each function takes a text and gives a text, or None where nothing was said that can be compared.
What does not belong here: whether two values are alike.
"""

"""What the tests of the pages share: the small company, published."""

from tests.serving.small_company import semantic, small

__all__ = ["semantic", "small"]

"""Making products: what is to be made and bought, orders, components, output, time and cost."""

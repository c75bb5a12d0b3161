"""How organizations sign their people in."""

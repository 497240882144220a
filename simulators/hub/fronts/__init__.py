"""The sides of the hub that face procurement systems, one module per protocol: what comes in, and the way back."""

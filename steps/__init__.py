"""The sentences of the features, one module per noun; each step calls an actor or hands an observation to a check."""

"""Container targets: the storefront under test as a container of the run's own, from an image with the connector.

The controlling process starts it and removes it (`starting`, `keeping`), whatever happens; what a killed run has left
behind the next one removes (`owning`, `reaping`). Every worker reaches it by `vessel`. The target file, which all of
them read, takes `order` from here, so that modules are imported one by one.
"""

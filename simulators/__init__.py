"""The parties a storefront meets when a buyer punches out, and a storefront of our own."""

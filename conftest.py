"""Loads the plugin and the steps."""

pytest_plugins = (
    "harness.attending",
    "harness.plugin",
    "steps.buyers",
    "steps.carts",
    "steps.channels",
    "steps.deployments",
    "steps.disclosures",
    "steps.messages",
    "steps.platforms",
    "steps.punch_outs",
    "steps.purchase_orders",
    "steps.redirects",
    "steps.returning_carts",
    "steps.session_api",
    "steps.settings",
    "steps.tokens",
    "steps.ways",
    "steps.witnesses",
)

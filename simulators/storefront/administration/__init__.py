"""What an administrator works with: people and permissions over REST, settings over the control panel."""

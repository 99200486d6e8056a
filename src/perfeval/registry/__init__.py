"""What all plugins together bring: the hooks, discovery, admission, the resolution of sets, the built-in plugin."""

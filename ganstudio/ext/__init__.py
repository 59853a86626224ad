"""Import path of activated plugins: ganstudio.ext.<id>."""

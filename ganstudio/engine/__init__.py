"""Where and how computations run: device, jobs, previews, model cache, tiling."""

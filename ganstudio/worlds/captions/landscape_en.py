"""English words for lands. `-` before a phrase: it is told after "without" or "no"."""

from __future__ import annotations

from ganstudio.worlds.captions.voice import Phrases, Words

SEASONS: Words = {
    "spring": ("spring", "springtime"), "summer": ("summer", "midsummer"),
    "autumn": ("autumn", "fall"), "winter": ("winter", "midwinter"),
}  # fmt: skip
HOURS: Words = {
    "dawn": ("dawn", "sunrise", "early morning", "daybreak"),
    "day": ("day", "afternoon", "midday"),
    "sunset": ("sunset", "evening", "dusk"),
    "night": ("night", "midnight"),
}
WHEN: Words = {
    "dawn": ("at dawn", "at sunrise", "in the early morning", "at daybreak"),
    "day": ("by day", "in the daytime", "in the afternoon", "in daylight"),
    "sunset": ("at sunset", "in the evening", "at dusk"),
    "night": ("at night", "by night", "in the dark"),
}
PLACES = ("landscape", "view", "scene", "panorama", "picture")
ADVERBS = ("sky", "sun", "mist")
_SIDES: Words = {
    "left": (" on the left", " to the left", " at the left edge", " on the left-hand side"),
    "right": (" on the right", " to the right", " at the right edge", " on the right-hand side"),
    "middle": (" in the middle", " in the centre"),
}
PHRASES: Phrases = {
    "water": {
        "none": ("-water", "-any water", "-a lake or river"),
        "lake": ("a lake{water_side}", "a still lake{water_side}", "a pond{water_side}"),
        "river": ("a river{water_side}", "a winding river{water_side}", "a stream{water_side}"),
        "sea": ("the sea", "the open sea", "the ocean", "a seashore"),
    },
    "water_side": _SIDES,
    "houses": {
        "none": ("-houses", "-buildings", "-a house", "-a building"),
        "one": ("a house{houses_side}", "one house{houses_side}", "a single cottage{houses_side}",
                "a lonely house{houses_side}"),
        "two": ("two houses", "a pair of houses", "two cottages", "2 houses"),
        "three": ("three houses", "three cottages", "3 houses"),
        "four": ("four houses", "four cottages", "4 houses"),
    },
    "houses_side": _SIDES,
    "mountains": {
        "none": ("-mountains", "-peaks", "-a mountain"),
        "bare": ("rocky mountains{mountains_side}", "bare mountains{mountains_side}",
                 "stony peaks{mountains_side}"),
        "snowy": ("snowy mountains{mountains_side}", "snow-capped mountains{mountains_side}",
                  "white peaks{mountains_side}", "mountains covered with snow{mountains_side}"),
    },
    "mountains_side": _SIDES,
    "forest": {
        "none": ("-trees", "-a forest", "-woods", "-a wood"),
        "conifers": ("a pine forest", "fir trees", "a forest of conifers", "evergreen woods"),
        "leafy": ("a leafy forest", "broad-leaved trees", "deciduous woods"),
        "mixed": ("a mixed forest", "a forest of many kinds of trees", "mixed woods"),
    },
    "path": {
        "none": ("-a path", "-a road", "-a trail"),
        "path": ("a path", "a winding path", "a trail", "a dirt road"),
    },
    "sand": {
        "none": ("-sand", "-a beach"),
        "sand": ("sand", "a sandy beach", "a strip of sand", "a sandy shore"),
    },
    "snow": {
        "none": ("-snow", "-any snow"),
        "snow": ("snow on the ground", "deep snow", "snow everywhere", "a blanket of snow",
                 "snowy ground", "frozen ground", "a frozen land"),
    },
    "sky": {
        "clear": ("under a clear sky", "beneath a cloudless sky", "under a wide open sky"),
        "clouds": ("under scattered clouds", "with a few clouds in the sky", "under a partly cloudy sky"),
        "overcast": ("under heavy clouds", "under an overcast sky", "beneath a sky full of clouds"),
    },
    "sun": {
        "sun": ("with the sun in the sky{sun_side}", "the sun shining{sun_side}",
                "with a visible sun{sun_side}"),
        "moon": ("with the moon in the sky{sun_side}", "the moon shining{sun_side}",
                 "with a full moon{sun_side}"),
        "no sun": ("-the sun", "-a visible sun"),
        "no moon": ("-the moon", "-a visible moon"),
    },
    "sun_side": _SIDES,
    "mist": {
        "none": ("-mist", "-fog", "-any haze"),
        "mist": ("in mist", "in the fog", "mist lying low", "in a misty haze"),
    },
}  # fmt: skip

"""English words for faces. `-` before a phrase: it is told after "without" or "no"."""

from __future__ import annotations

from ganstudio.worlds.captions.voice import Phrases, Words

MOODS: Words = {
    "smiling": ("smiling", "cheerful", "grinning", "happy", "beaming"),
    "earnest": ("earnest", "serious", "calm", "unsmiling"),
}
AGES: Words = {"young": ("young", "youthful"), "old": ("old", "elderly", "aged")}
PEOPLE = ("person", "character")
OPENINGS = ("{}", "a portrait of {}", "the face of {}", "a clay figure of {}", "{} in a portrait")
ADVERBS = ("turned", "looking", "light", "background")
PHRASES: Phrases = {
    "glasses": {
        "none": ("-glasses", "-spectacles", "-eyeglasses"),
        "round": ("round glasses", "round spectacles", "round-rimmed glasses"),
        "square": ("square glasses", "square spectacles", "rectangular glasses"),
        "sunglasses": ("sunglasses", "dark glasses", "shades"),
    },
    "hair": {
        "bald": ("a bald head", "a hairless head", "a shaved head"),
        "buzz": ("cropped {hair_colour}hair", "very short {hair_colour}hair", "a {hair_colour}buzz cut"),
        "short": ("short {hair_colour}hair", "neat {hair_colour}hair", "a short {hair_colour}haircut"),
        "quiff": ("a {hair_colour}quiff", "{hair_colour}hair combed up", "swept-up {hair_colour}hair"),
        "curly": ("curly {hair_colour}hair", "{hair_colour}curls", "a curly {hair_colour}hairdo"),
        "bob": ("a {hair_colour}bob", "{hair_colour}hair to the chin", "chin-length {hair_colour}hair"),
        "long": ("long {hair_colour}hair", "{hair_colour}hair over the shoulders", "long straight "
                 "{hair_colour}hair"),
        "bun": ("{hair_colour}hair in a bun", "a {hair_colour}bun", "{hair_colour}hair tied up"),
        "pigtails": ("{hair_colour}pigtails", "{hair_colour}hair in two tails", "two {hair_colour}bunches"),
    },
    "hair_colour": {
        "black": ("black ", "jet-black "), "brown": ("brown ", "chestnut "),
        "auburn": ("auburn ", "reddish ", "red "), "blond": ("blond ", "blonde ", "fair-coloured "),
        "pink": ("pink ", "rose-coloured "), "blue": ("blue ", "blue-dyed "),
        "grey": ("grey ", "gray ", "silver "),
    },
    "beard": {
        "none": ("-a beard", "-facial hair", "-whiskers"),
        "stubble": ("stubble", "a stubbly chin", "a few days' beard"),
        "moustache": ("a moustache", "a mustache"),
        "goatee": ("a goatee", "a chin beard"),
        "full": ("a full beard", "a thick beard", "a bushy beard"),
    },
    "hat": {
        "none": ("-a hat", "-a cap", "-headgear"),
        "beanie": ("a beanie", "a woollen hat", "a knitted hat"),
        "cap": ("a cap", "a baseball cap", "a peaked cap"),
        "brimmed": ("a straw hat", "a hat with a wide brim", "a wide-brimmed hat"),
    },
    "skin": {
        "fair": ("fair skin", "pale skin", "light skin"),
        "light brown": ("light brown skin", "tanned skin"),
        "brown": ("brown skin", "deep brown skin"),
        "dark": ("dark skin", "very dark skin"),
    },
    "eyes": {
        "open": ("open eyes", "eyes wide open"),
        "closed": ("closed eyes", "eyes shut", "sleeping eyes"),
    },
    "eye_colour": {
        "brown": ("brown eyes", "brown-coloured eyes"), "hazel": ("hazel eyes", "amber eyes"),
        "green": ("green eyes", "green-coloured eyes"), "blue": ("blue eyes", "blue-coloured eyes"),
    },
    "garment": {
        "crew": ("a plain T-shirt", "a round-necked shirt"),
        "turtleneck": ("a turtleneck", "a roll-neck sweater"),
        "stripes": ("a striped shirt", "stripes on the shirt"),
        "collar": ("a collared shirt", "a shirt with a collar"),
    },
    "background": {
        "studio": ("in a studio", "before a plain backdrop", "against a plain background"),
        "lights": ("before blurred lights", "at night before street lights"),
        "outdoors": ("outdoors", "before green hills", "in the open air"),
        "wall": ("before a papered wall", "at a patterned wall", "in front of wallpaper"),
    },
    "turned": {
        "left": ("turned to the left", "facing left", "looking to the left"),
        "right": ("turned to the right", "facing right", "looking to the right"),
        "front": ("seen from the front", "facing the viewer", "looking straight ahead"),
    },
    "looking": {
        "up": ("looking up", "with the head raised", "looking upwards"),
        "down": ("looking down", "with the head lowered", "looking downwards"),
    },
    "light": {
        "left": ("lit from the left", "in light from the left"),
        "right": ("lit from the right", "in light from the right"),
    },
}  # fmt: skip

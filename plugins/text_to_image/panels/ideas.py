"""Sentences to begin with, for each world that starter models know, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QLocale

Sentences = dict[str, tuple[str, ...]]
"""By the world that they are about."""

ENGLISH: Sentences = {
    "landscape": (
        "a still lake at dawn, snowy mountains in the middle, in the mist",
        "a winter night, three houses, deep snow, the moon in the sky",
        "the open sea at sunset, a sandy beach, a few clouds",
        "a spring day, a leafy forest, a winding river",
        "an autumn evening, mixed woods, rocky mountains on the right",
        "a midsummer day, leafy trees by a pond, a cloudless sky",
        "a pine forest in the fog at daybreak",
        "a lonely house at night under a sky full of clouds",
        "snow-capped mountains by day, a lake without trees",
        "a dirt road in autumn, two cottages on the left",
        "a seashore at midnight, the moon shining on the left",
        "winter at sunrise, fir trees, a stream, no houses",
    ),
    "faces": (
        "a smiling young person with curly red hair and round glasses",
        "an elderly person with a full beard and a straw hat, outdoors",
        "a serious person with a black bob and sunglasses at night",
        "a cheerful young person with pink pigtails and a striped shirt",
        "a calm old person with grey hair in a bun, looking up",
        "a person with blue hair and green eyes, facing left",
        "a grinning person with a baseball cap and stubble",
        "a young person with long blond hair and a turtleneck in a studio",
        "a bald person with a goatee and square glasses",
        "an earnest person with dark skin and a beanie, lit from the left",
        "a sleeping old person with a moustache, before wallpaper",
        "a happy person with a brown quiff and a collared shirt",
    ),
}
KOREAN: Sentences = {
    "landscape": (
        "새벽 안개에 싸인 잔잔한 호수, 가운데에 눈 덮인 산",
        "겨울 밤, 눈이 쌓여 있고 집이 세 채 있는 풍경",
        "해 질 무렵의 넓은 바다와 모래사장",
        "봄 낮, 활엽수 숲과 구불구불한 강",
        "가을 저녁, 오른쪽에 바위산이 있는 풍경",
        "한여름 낮, 연못이 있고 하늘이 맑은 풍경",
        "안개가 자욱한 새벽의 소나무 숲",
        "구름이 잔뜩 낀 밤의 외딴집",
        "한낮의 설산과 나무가 없는 호수",
        "흙길이 있고 왼쪽에 집 두 채가 있는 가을 풍경",
        "보름달이 왼쪽에 떠 있는 한밤중의 바다",
        "해 뜰 무렵의 겨울, 전나무 숲과 냇물",
    ),
    "faces": (
        "둥근 안경을 쓴 붉은 곱슬머리의 웃는 젊은 사람",
        "야외에 있는 밀짚모자를 쓴 늙은 사람, 턱수염",
        "밤거리 불빛 앞에 있는 검은 단발머리의 진지한 사람",
        "줄무늬 셔츠를 입은 분홍 양갈래 머리의 밝은 표정의 젊은 사람",
        "회색 올림머리를 하고 위를 보는 차분한 늙은 사람",
        "왼쪽을 보는 파란 머리에 초록색 눈의 사람",
        "야구 모자를 쓰고 활짝 웃는 사람",
        "스튜디오에 있는 긴 금발 머리에 터틀넥을 입은 젊은 사람",
        "네모난 안경을 쓰고 염소수염이 있는 대머리 사람",
        "왼쪽에서 빛을 받는 비니를 쓴 진지한 사람",
        "벽지를 바른 벽 앞에서 눈을 감은 콧수염이 있는 늙은 사람",
        "깃 달린 셔츠를 입은 갈색 머리의 웃는 사람",
    ),
}


def ideas(korean: bool | None = None) -> Sentences:
    """Twelve sentences for each world; by default in the language of the window."""
    if korean is None:
        korean = QLocale().language() == QLocale.Language.Korean
    return KOREAN if korean else ENGLISH

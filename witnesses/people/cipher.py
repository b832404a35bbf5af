"""Ciphers: the only name a witness has outside the vault. Random, so that no order of intake and no count can be read."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models

from inquiry.shared.tables import RefField

SHORTEST = 4  # digits
ROOM = 3  # a cipher has at least this many times as many numbers to choose from as there are witnesses


class CipherField(RefField):
    """A reference whose number is drawn at random, once, when the record is first saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value: str = str(getattr(model_instance, self.attname))
        if add and not value:
            value = draw(type(model_instance))
            setattr(model_instance, self.attname, value)
        return value


def draw(model: Any) -> str:
    """A cipher that no record of `model` bears: `W-0147`. Two drawn alike at one moment: the database refuses the second."""
    digits = width(model._default_manager.count())
    while True:
        cipher = f"{model.KIND}-{secrets.randbelow(10**digits - 1) + 1:0{digits}d}"
        if not model._default_manager.filter(ref=cipher).exists():
            return cipher


def width(taken: int) -> int:
    """How many digits leave room enough beside `taken` ciphers."""
    digits = SHORTEST
    while 10**digits < ROOM * (taken + 1):
        digits += 1
    return digits

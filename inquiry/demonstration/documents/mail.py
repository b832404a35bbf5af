"""An e-mail with attachments, and a thread of three in one mailbox; every address ends in `.example`."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

LABEL = "SYNTHETIC — fictitious people, an e-mail that was never sent"
RUSSIAN_LABEL = "ВЫМЫШЛЕННЫЙ ДОКУМЕНТ — SYNTHETIC"
OSPANOV = "Марат Оспанов <marat.ospanov@dispatch.example>"
DESK = "Field notes desk <desk@fieldnotes.example>"
TOLEGENOVA = "Данагүл Төлегенова <d.tolegenova@translators.example>"
FORWARD = """{label}

Здравствуйте!

Пересылаю график дежурств на ту ночь и снимок ворот. График мне дала Жанар Нурланова, снимок делал не я.

Фамилия Сатбекова в графике не встречается, он не сотрудник. Спрашивали про Касенова: он записан водителем третьей машины.

Марат Оспанов

{label}
"""
THREAD = (
    ("2023-02-20", "Mon, 20 Feb 2023 10:12:00 +0600", DESK, TOLEGENOVA, "The neighbour's note", """Dear Danagul,

a note in Kazakh came in yesterday, one page, about the evening of 7 January. Could you translate it by Wednesday?
Please keep the spelling of the names as it stands, above all Сәтбеков."""),
    ("2023-02-20", "Mon, 20 Feb 2023 15:40:00 +0600", TOLEGENOVA, DESK, "Re: The neighbour's note", """Сәлеметсіз бе!

Жазбаны алдым, сәрсенбіге дайын болады. Бір сұрақ: «у-шу» деген сөзді noise деп алсам бола ма? Қолжазбада Сәтбеков
деп анық жазылған."""),
    ("2023-02-21", "Tue, 21 Feb 2023 18:03:00 +0600", TOLEGENOVA, DESK, "Re: The neighbour's note", """Готово.

Перевод на английский во вложении не посылаю, он уже лежит в общей папке. Имя: Yerlan Satbekov, как в письме
больницы. Слово «әпке» перевела как elder sister."""),
)  # fmt: skip


def _message(sender: str, to: str, subject: str, date: str, body: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"], message["Date"] = sender, to, subject, date
    message["X-Synthetic"] = "yes"
    message.set_content(body, cte="base64")
    return message


def as_eml(attachments: dict[str, bytes]) -> bytes:
    """One message with these PDF and JPEG files attached."""
    message = _message(
        OSPANOV, DESK, "Fwd: график дежурств и снимок (SYNTHETIC)", "Mon, 20 Feb 2023 09:31:07 +0600",
        FORWARD.format(label=RUSSIAN_LABEL),
    )  # fmt: skip
    message["Message-ID"] = "<1.20230220@dispatch.example>"
    for name, content in attachments.items():
        kind, subtype = ("application", "pdf") if name.endswith(".pdf") else ("image", "jpeg")
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    for part, number in zip(message.walk(), count(), strict=False):
        if part.is_multipart():
            part.set_boundary(f"=-SYNTHETIC-{number}")
    return message.as_bytes()


def as_mbox() -> bytes:
    """Three messages in English, Kazakh and Russian."""
    out = []
    for number, (_day, date, sender, to, subject, body) in enumerate(THREAD, 1):
        message = _message(sender, to, subject, date, f"{LABEL}\n\n{body}\n\n{RUSSIAN_LABEL}\n")
        message["Message-ID"] = f"<{number}.thread@fieldnotes.example>"
        if number > 1:
            message["In-Reply-To"] = f"<{number - 1}.thread@fieldnotes.example>"
        lines = message.as_bytes().replace(b"\r\n", b"\n")
        out.append(b"From desk@fieldnotes.example Mon Feb 20 10:12:00 2023\n" + lines + b"\n")
    return b"".join(out)

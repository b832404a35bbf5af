"""What the invented witnesses say. SYNTHETIC: nobody said this, and nothing of it happened."""

from __future__ import annotations

KAZAKH = (
    "SYNTHETIC. Мен сол күні кешкі сағат жетілер шамасында Ойдан көшесіндегі алаңға бардым. Алаңда екі жүздей адам болды.",
    "Менің қасымда Небыл Вымыслов тұрды. Ол маған таңертең телефон соққан еді: +7 700 000 01 02.",
    "Сағат сегізге таман алаңның солтүстік жағынан формалы адамдар келді. Олардың иықтарында белгі болған жоқ.",
    "Олар дауыс зорайтқыш арқылы тарауды талап етті. Мен бұл сөздерді анық естідім.",
    "Көп ұзамай атыс дыбысы шықты. Кім атқанын мен көрген жоқпын.",
)
KAZAKH_CORRECTED = {
    1: "SYNTHETIC. Мен сол күні кешкі сағат жетілер шамасында Ойдан көшесіндегі алаңға бардым. Алаңда жүз елудей адам болды.",
}
KAZAKH_ADDED = ("Мен үйге сағат онда қайттым. Жолда ешкімді ұстаған жоқ.",)
KAZAKH_IN_ENGLISH = {
    1: "SYNTHETIC. That evening, at about seven, I went to the square in Oidan Street. There were about a hundred and"
    " fifty people in the square.",
    2: "Nebyl Vymyslov stood beside me. He had telephoned me in the morning: +7 700 000 01 02.",
    3: "Towards eight men in uniform came from the northern side of the square. They had no marks on their shoulders.",
    4: "They demanded through a loudhailer that we disperse. I heard these words clearly.",
    5: "Soon afterwards there was the sound of shooting. I did not see who fired.",
    6: "I went home at ten. Nobody was stopped on the way.",
}
KAZAKH_DISPUTED = {3: "формалы: “in uniform”; the reviewer first proposed “in camouflage”."}

RUSSIAN = (
    "SYNTHETIC. Меня задержали утром у дома и отвезли в здание, которое я раньше не видел. Документов мне не показали.",
    "В комнате со мной была женщина, её звали Айсулу Жокбаева. Она сказала, что её брат ищет её второй день.",
    "Допрос шёл около трёх часов. Вопросы задавали двое, третий записывал.",
    "Меня просили подписать бумагу, которую я не читал. Я отказался.",
    "На третий день меня отпустили. Решения суда мне никто не показывал.",
)
RUSSIAN_IN_ENGLISH = {
    1: "SYNTHETIC. I was detained in the morning near my house and taken to a building that I had not seen before. No"
    " papers were shown to me.",
    2: "In the room with me was a woman, her name was Aisulu Zhokbayeva. She said that her brother had been looking for"
    " her for a second day.",
    3: "The questioning took about three hours. Two people asked, a third wrote.",
    4: "I was asked to sign a paper that I had not read. I refused.",
    5: "On the third day I was let go. Nobody showed me a decision of a court.",
}
TRANSCRIPT = """[00:00:00.000–00:00:02.000] INV-01: SYNTHETIC. Согласны ли вы, чтобы мы записывали разговор?
[00:00:02.500–00:00:06.000] W: Да. Но имени моего нигде не пишите.
[00:00:06.500–00:00:08.000] INV-01: Кто был с вами в комнате?
[00:00:08.500–00:00:12.500] W: Женщина, Айсулу Жокбаева. Она плакала.
[00:00:13.500–00:00:15.000] INV-01: Сделаем перерыв?
[00:00:15.500–00:00:18.500] W: Да, на десять минут, пожалуйста."""

RETRACTED = (
    "SYNTHETIC. Я видел грузовик у ворот склада в ночь на восьмое число.",
    "На грузовике не было номеров. За рулём сидел человек в гражданской одежде.",
)
INSIDER = (
    "SYNTHETIC. В ту неделю журнал посещений вели на отдельных листах. Потом эти листы собрали.",
    "Мне велели переписать журнал заново. Листы я после этого не видел.",
    "Распоряжение было устным. Кто его отдал, мне известно, но называть его я пока не хочу.",
)
INSIDER_BY_MACHINE = {
    1: "SYNTHETIC. That week the visitors' log was kept on separate sheets. Then these sheets were collected.",
    2: "I was told to rewrite the magazine again. I did not see the leaves after that.",
    3: "The order was oral. Who gave it to me is known, but I do not want to name it yet.",
}
WITHDRAWN = (
    "SYNTHETIC. Той ночью в приёмном отделении было сорок человек.",
    "Списки забрали утром. Расписки не оставили.",
)
EXPERT = (
    "SYNTHETIC. I compared two pictures of the square that were taken from above, one a day before and one a day after.",
    "On the second there are tracks of heavy vehicles along the northern side. On the first there are none.",
    "I cannot say from these pictures whose vehicles they were.",
)

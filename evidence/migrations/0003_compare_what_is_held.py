"""What was held before families were looked for is compared too."""

from django.db import migrations

FILL = """
INSERT INTO evidence_familypending (item_id, attempts)
SELECT id, 0 FROM evidence_item WHERE status <> 'waiting' ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_widened"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
    ]

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('inquiry', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('mark', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name='SealedGroup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('inquiry', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=16)),
                ('group', models.CharField(max_length=12)),
                ('version', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['inquiry', 'group'], name='groups_of_an_inquiry')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'group', 'version'), name='one_row_per_version'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='versions_begin_at_one')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('user', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'at'], name='spent_lately')],
            },
        ),
        migrations.CreateModel(
            name='SubjectKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('inquiry', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=16)),
                ('kek', models.CharField(db_index=True, max_length=40)),
                ('wrapped', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject',), name='one_key_per_subject')],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('inquiry', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=16)),
                ('remains', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject',), name='destroyed_once')],
            },
        ),
    ]

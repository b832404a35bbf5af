import django.db.models.deletion
import inquiry.shared.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('inquiry', '0001_initial'),
        ('inquiry', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', inquiry.shared.tables.RefField(max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('kind', models.CharField(choices=[('cooperation', 'Cooperation of the authorities'), ('questionnaire', 'Draft questionnaire on a detention')], default='cooperation', max_length=16, verbose_name='register')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Spreadsheet (XLSX)'), ('csv', 'Table (CSV)')], default='pdf', max_length=4, verbose_name='as')),
                ('about_ref', models.CharField(blank=True, max_length=16, verbose_name='about')),
                ('data_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256 of the data')),
                ('file_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256 of the file')),
                ('file_key', models.CharField(blank=True, editable=False, max_length=100)),
                ('size', models.PositiveBigIntegerField(editable=False, null=True, verbose_name='size')),
                ('built_at', models.DateTimeField(editable=False, null=True, verbose_name='built at')),
                ('covers', models.JSONField(default=list, editable=False)),
                ('ciphers', models.JSONField(default=list, editable=False)),
                ('entries', models.PositiveIntegerField(default=0, editable=False, verbose_name='entries')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiry.inquiry', verbose_name='inquiry')),
            ],
            options={
                'verbose_name': 'register',
                'verbose_name_plural': 'registers',
                'indexes': [models.Index(fields=['inquiry', '-id'], name='reports_reg_inquiry_e66c5a_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('built_at__isnull', True), ('file_digest', '')), models.Q(models.Q(('file_digest', ''), _negated=True), models.Q(('file_key', ''), _negated=True), ('built_at__isnull', False)), _connector='OR'), name='register_file_and_when_or_neither')],
            },
        ),
    ]

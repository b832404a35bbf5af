import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import evidence.intake.models
import inquiry.shared.date_fields
import inquiry.shared.ledgers
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
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', inquiry.shared.tables.RefField(max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('title', models.CharField(max_length=200, verbose_name='what it is')),
                ('provided_by', models.CharField(help_text='A person or body, or a cipher. Never a name under protection.', max_length=200, verbose_name='provided by')),
                ('provided', inquiry.shared.date_fields.EdtfField(blank=True, max_length=80, verbose_name='provided on')),
                ('provided_zone', inquiry.shared.date_fields.ZoneField(default='Asia/Almaty', max_length=40, verbose_name='time zone')),
                ('provided_basis', inquiry.shared.date_fields.BasisField(choices=[('stated', 'stated in the source'), ('resolved_relative', 'worked out from an expression such as “last Thursday”'), ('inferred', 'inferred from other facts'), ('unknown', 'not known how')], default='stated', max_length=20, verbose_name='how we know')),
                ('how', models.CharField(choices=[('by_hand', 'By hand'), ('post', 'By post'), ('courier', 'By courier'), ('email', 'By e-mail'), ('download', 'Downloaded'), ('field_package', 'Field package'), ('transfer', 'File transfer'), ('other', 'Another way')], max_length=20, verbose_name='how it came')),
                ('conditions', models.TextField(blank=True, help_text='What was promised in return. Empty when nothing was.', verbose_name='conditions')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('classification', models.CharField(choices=[('C0', 'C0 public'), ('C1', 'C1 internal'), ('C2', 'C2 confidential'), ('C3', 'C3 restricted'), ('C4', 'C4 sealed')], max_length=2, verbose_name='classification')),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', editable=False, max_length=6)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiry.inquiry', verbose_name='inquiry')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(fields=['inquiry', 'classification'], name='evidence_ba_inquiry_ed796f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('status', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), _connector='OR'), name='batch_closed_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', inquiry.shared.tables.RefField(max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='recorded at')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('order', models.PositiveIntegerField(default=0, editable=False)),
                ('depth', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('path_bytes', models.BinaryField()),
                ('path', models.TextField(editable=False, verbose_name='path')),
                ('name', models.TextField(editable=False, verbose_name='name')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('sha512', models.CharField(editable=False, max_length=128, verbose_name='SHA-512')),
                ('size', models.BigIntegerField(editable=False, verbose_name='size')),
                ('classification', models.CharField(choices=[('C0', 'C0 public'), ('C1', 'C1 internal'), ('C2', 'C2 confidential'), ('C3', 'C3 restricted'), ('C4', 'C4 sealed')], editable=False, max_length=2, verbose_name='classification')),
                ('status', models.CharField(choices=[('waiting', 'Waiting to be read'), ('read', 'Read'), ('partly_read', 'Partly read'), ('encrypted', 'Encrypted'), ('damaged', 'Damaged'), ('unsupported', 'Kept, not readable yet'), ('refused', 'Refused: beyond the limits'), ('quarantined', 'Quarantined'), ('failed', 'Failed')], default='waiting', editable=False, max_length=12, verbose_name='reading')),
                ('problem', models.TextField(blank=True, editable=False, verbose_name='problem')),
                ('media_type', models.CharField(blank=True, editable=False, max_length=120, verbose_name='type')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('page_unit', models.CharField(blank=True, editable=False, max_length=20)),
                ('ocr_pages', models.PositiveIntegerField(default=0, editable=False, verbose_name='pages read by OCR')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('text_chars', models.PositiveBigIntegerField(default=0, editable=False)),
                ('claimed', models.JSONField(default=dict, editable=False, verbose_name='what the file says of itself')),
                ('read_at', models.DateTimeField(editable=False, null=True)),
                ('read_seconds', models.FloatField(default=0.0, editable=False)),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('provider', models.CharField(blank=True, max_length=200, verbose_name='provider')),
                ('dated', inquiry.shared.date_fields.EdtfField(blank=True, max_length=80, verbose_name='dated')),
                ('dated_zone', inquiry.shared.date_fields.ZoneField(default='Asia/Almaty', max_length=40, verbose_name='time zone')),
                ('dated_basis', inquiry.shared.date_fields.BasisField(choices=[('stated', 'stated in the source'), ('resolved_relative', 'worked out from an expression such as “last Thursday”'), ('inferred', 'inferred from other facts'), ('unknown', 'not known how')], default='stated', max_length=20, verbose_name='how we know the date')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('relevance', models.CharField(choices=[('not_reviewed', 'Not reviewed'), ('not_relevant', 'Not relevant'), ('potentially_relevant', 'Potentially relevant'), ('relevant', 'Relevant'), ('key', 'Key document')], default='not_reviewed', max_length=24, verbose_name='relevance')),
                ('privilege', models.CharField(choices=[('none', 'None'), ('lpp_legal_advice', 'Legal advice'), ('lpp_litigation', 'Litigation'), ('third_party_lpp', "Third party's legal privilege"), ('parliamentary', 'Parliamentary'), ('pii_claimed', 'Public-interest immunity claimed')], default='none', max_length=24, verbose_name='privilege')),
                ('handling', models.CharField(blank=True, choices=[('', 'Not judged'), ('public', 'Public'), ('official_commission', 'Official (commission)'), ('confidential', 'Confidential'), ('restricted_witness', 'Restricted (witness)'), ('sealed', 'Sealed')], max_length=24, verbose_name='sensitivity')),
                ('custody_count', models.PositiveIntegerField(default=0, editable=False)),
                ('checked_at', models.DateTimeField(editable=False, null=True)),
                ('damaged_at', models.DateTimeField(editable=False, null=True)),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='inquiry.mandatearea', verbose_name='areas of the mandate')),
                ('batch', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='evidence.batch', verbose_name='batch')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('duplicate_of', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='evidence.item')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiry.inquiry', verbose_name='inquiry')),
                ('parent', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='evidence.item')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items of evidence',
                'indexes': [models.Index(fields=['inquiry', 'classification', '-id'], name='evidence_it_inquiry_2bdd98_idx'), models.Index(fields=['inquiry', 'sha256'], name='evidence_it_inquiry_70308d_idx'), models.Index(fields=['batch', '-id'], name='evidence_it_batch_i_cd498b_idx'), models.Index(fields=['batch', 'status'], name='evidence_it_batch_i_afb1fd_idx'), models.Index(fields=['batch', 'read_at'], name='evidence_it_batch_i_9bac44_idx'), models.Index(condition=models.Q(('status__in', ['waiting', 'failed'])), fields=['status'], name='item_unread'), models.Index(models.OrderBy(models.F('checked_at'), nulls_first=True), models.F('id'), name='item_unchecked'), models.Index(condition=models.Q(('damaged_at__isnull', False)), fields=['inquiry'], name='item_damaged')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('parent__isnull', False)), fields=('parent', 'order'), name='one_child_each'), models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent__isnull', True)), models.Q(('depth__gt', 0), ('parent__isnull', False)), _connector='OR'), name='item_depth'), models.CheckConstraint(condition=models.Q(('duplicate_of', models.F('id')), _negated=True), name='item_not_its_own_duplicate')],
            },
        ),
        migrations.CreateModel(
            name='CustodyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('nonce', models.CharField(default=inquiry.shared.ledgers.new_nonce, editable=False, max_length=32)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('received', 'Received'), ('unpacked', 'Found inside another item'), ('read', 'Read by the system'), ('drawn', 'Page pictures made'), ('viewed', 'Viewed'), ('downloaded', 'Original downloaded'), ('classified', 'Classified'), ('described', 'Described'), ('linked', 'Linked'), ('unlinked', 'Link taken back'), ('fixity_held', 'Bytes checked: unchanged'), ('fixity_failed', 'Bytes checked: not what was received'), ('failed', 'Reading failed'), ('retried', 'Reading asked for again')], max_length=16)),
                ('facts', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='evidence.item')),
            ],
            options={
                'verbose_name': 'custody entry',
                'verbose_name_plural': 'custody entries',
                'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='custody_numbered')],
            },
        ),
        migrations.CreateModel(
            name='CustodyLink',
            fields=[
                ('position', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64)),
                ('entry_digest', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='evidence.custodyentry')),
            ],
            options={
                'db_table': 'evidence_custody_link',
            },
        ),
        migrations.CreateModel(
            name='IndexedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='page')),
                ('part', models.PositiveIntegerField(default=0, verbose_name='part of the page')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('words', django.contrib.postgres.search.SearchVectorField(verbose_name='words')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.item', verbose_name='item')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='indexed_page_words')],
                'constraints': [models.UniqueConstraint(fields=('item', 'number', 'part'), name='indexed_page_once')],
            },
        ),
        migrations.CreateModel(
            name='ItemLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_ref', models.CharField(max_length=16, verbose_name='record')),
                ('part', models.PositiveIntegerField(default=0, help_text='Number of the event; 0 for the whole record.', verbose_name='part')),
                ('relation', models.CharField(choices=[('proves', 'proves'), ('mentions', 'mentions'), ('about', 'is about')], default='proves', max_length=10, verbose_name='relation')),
                ('page', models.PositiveIntegerField(blank=True, null=True, verbose_name='page')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='evidence.item')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['about_ref'], name='evidence_it_about_r_39d2bd_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('item', 'about_ref', 'part', 'relation'), name='one_link_each'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='link_removed_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='LoweringProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(choices=[('C0', 'C0 public'), ('C1', 'C1 internal'), ('C2', 'C2 confidential'), ('C3', 'C3 restricted'), ('C4', 'C4 sealed')], max_length=2, verbose_name='classification when proposed')),
                ('to', models.CharField(choices=[('C0', 'C0 public'), ('C1', 'C1 internal'), ('C2', 'C2 confidential'), ('C3', 'C3 restricted'), ('C4', 'C4 sealed')], max_length=2, verbose_name='new classification')),
                ('reason', models.TextField(verbose_name='reason')),
                ('status', models.CharField(choices=[('proposed', 'Waiting for a decision'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='proposed', max_length=8)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='evidence.item')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'proposed')), fields=('item',), name='one_open_proposal_each'), models.CheckConstraint(condition=models.Q(('to__lt', models.F('was'))), name='proposal_lowers'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'proposed')), models.Q(models.Q(('status', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposal_decided_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('label', models.CharField(blank=True, max_length=500)),
                ('text', models.TextField(blank=True)),
                ('source', models.CharField(blank=True, max_length=10)),
                ('confidence', models.FloatField(null=True)),
                ('width', models.FloatField(default=0.0)),
                ('height', models.FloatField(default=0.0)),
                ('words_packed', models.BinaryField(default=b'')),
                ('image_digest', models.CharField(blank=True, max_length=64)),
                ('image_type', models.CharField(blank=True, max_length=20)),
                ('image_width', models.PositiveIntegerField(default=0)),
                ('image_height', models.PositiveIntegerField(default=0)),
                ('thumb_digest', models.CharField(blank=True, max_length=64)),
                ('wanted_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_set', to='evidence.item')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('wanted_at__isnull', False)), fields=['item'], name='page_wanted')],
                'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='one_page_each')],
            },
        ),
        migrations.CreateModel(
            name='StageRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=20)),
                ('version', models.CharField(max_length=20)),
                ('outcome', models.CharField(max_length=12)),
                ('problem', models.TextField(blank=True)),
                ('seconds', models.FloatField(default=0.0)),
                ('findings_digest', models.CharField(max_length=64)),
                ('left', models.JSONField(default=list)),
                ('copied', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(auto_now_add=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_runs', to='evidence.item')),
            ],
            options={
                'indexes': [models.Index(fields=['ended_at'], name='evidence_st_ended_a_85be50_idx')],
                'constraints': [models.UniqueConstraint(fields=('item', 'stage', 'version'), name='one_run_of_a_stage')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=evidence.intake.models.new_token, max_length=32, unique=True)),
                ('path', models.BinaryField()),
                ('size', models.BigIntegerField()),
                ('claimed_digest', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='evidence.batch')),
                ('item', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upload', to='evidence.item')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('item__isnull', True)), fields=['expires_at'], name='upload_unfinished')],
            },
        ),
    ]


import django.db.models.deletion
import sojourn.core.clock
import sojourn.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('requests', '0010_a_worker_asks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PassedOn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=16)),
                ('email', sojourn.vault.fields.EncryptedTextField()),
                ('language', models.CharField(max_length=8)),
                ('link_digest', models.CharField(max_length=64, unique=True)),
                ('creation_key', models.UUIDField(editable=False, unique=True)),
                ('sent_at', models.DateTimeField(default=sojourn.core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='requests.request')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['request', 'sent_at'], name='passed_on_of_request')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('worker', 'office_abroad', 'payroll', 'other'))), name='passed_on_kind_known')],
            },
        ),
    ]

"""Alertas, suas regras, canais e avisos."""

import core.models.encrypted_field
import core.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_media'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('disconnected', 'Disconnected'), ('no_signal', 'No Signal'), ('failures', 'Failures'), ('backlog', 'Backlog'), ('latency', 'Latency'), ('breaker', 'Breaker'), ('queue', 'Queue'), ('unknown_sends', 'Unknown Sends'), ('parked_events', 'Parked Events'), ('plan_expiring', 'Plan Expiring'), ('disk', 'Disk')], max_length=16)),
                ('state', models.CharField(choices=[('open', 'Open'), ('acknowledged', 'Acknowledged'), ('silenced', 'Silenced'), ('resolved', 'Resolved')], default='open', max_length=12)),
                ('cause', core.models.fields.IdentifierField(max_length=64)),
                ('active_cause', core.models.fields.IdentifierField(max_length=64, null=True, unique=True)),
                ('message', models.CharField(max_length=500)),
                ('value', models.FloatField(null=True)),
                ('threshold', models.FloatField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('silenced_until', models.DateTimeField(null=True)),
                ('comment', models.CharField(max_length=500, null=True)),
                ('flaps', models.PositiveIntegerField(default=0)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cliente', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='core.cliente')),
                ('instance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='core.whatsappinstance')),
            ],
        ),
        migrations.CreateModel(
            name='AlertChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'Email'), ('webhook', 'Webhook')], max_length=8)),
                ('target', core.models.encrypted_field.EncryptedField()),
                ('is_on', models.BooleanField(default=True)),
                ('last_error', models.CharField(max_length=500, null=True)),
                ('last_sent_at', models.DateTimeField(null=True)),
                ('cliente', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alert_channels', to='core.cliente')),
            ],
        ),
        migrations.CreateModel(
            name='AlertNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(db_index=True, null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='core.alert')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='core.alertchannel')),
            ],
        ),
        migrations.CreateModel(
            name='AlertRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('disconnected', 'Disconnected'), ('no_signal', 'No Signal'), ('failures', 'Failures'), ('backlog', 'Backlog'), ('latency', 'Latency'), ('breaker', 'Breaker'), ('queue', 'Queue'), ('unknown_sends', 'Unknown Sends'), ('parked_events', 'Parked Events'), ('plan_expiring', 'Plan Expiring'), ('disk', 'Disk')], max_length=16)),
                ('is_on', models.BooleanField(default=True)),
                ('threshold', models.FloatField(null=True)),
                ('cliente', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to='core.cliente')),
            ],
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['cliente', '-id'], name='alert_by_cliente'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['cause', '-id'], name='alert_by_cause'),
        ),
        migrations.AddConstraint(
            model_name='alertnotice',
            constraint=models.UniqueConstraint(fields=('alert', 'channel', 'what'), name='one_notice_per_turn'),
        ),
        migrations.AddConstraint(
            model_name='alertrule',
            constraint=models.UniqueConstraint(fields=('cliente', 'kind'), name='one_rule_per_kind'),
        ),
    ]

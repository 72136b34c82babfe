from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0012_event_pending'),
    ]

    operations = [
        migrations.CreateModel(
            name='LooseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=160)),
                ('is_new', models.BooleanField(default=False)),
                ('due_at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]

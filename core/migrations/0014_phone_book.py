"""O nome que a agenda do celular dá a cada contato, e onde se está na leitura dela."""

import django.db.models.deletion
from django.db import migrations, models

import core.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0013_loose_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="book_name",
            field=models.CharField(max_length=255, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="book_name_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="PhoneBook",
            fields=[
                (
                    "instance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="phone_book",
                        serialize=False,
                        to="core.whatsappinstance",
                    ),
                ),
                ("next_at", models.DateTimeField(db_index=True, null=True)),
                ("page", models.PositiveIntegerField(default=1)),
                ("first_of_page", core.models.fields.IdentifierField(max_length=128, null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("synced_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(max_length=500, null=True)),
            ],
        ),
    ]

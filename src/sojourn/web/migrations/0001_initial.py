from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WrongTries",
            fields=[
                (
                    "client",
                    models.CharField(
                        help_text="Keyed hash of the address.", max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField(db_index=True)),
                ("count", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_follow_on_requests")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="worker_part",
            field=models.CharField(blank=True, default="", max_length=8),
        )
    ]

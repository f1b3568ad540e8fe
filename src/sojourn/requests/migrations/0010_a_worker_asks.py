
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_mandate_end_told"),
        ("requests", "0009_discontinued"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="request_has_one_applicant",
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applicant_kind", "employer"), ("employer__isnull", False), ("person__isnull", True)
                    ),
                    models.Q(
                        ("applicant_kind__in", ["self_employed", "worker"]),
                        ("employer__isnull", True),
                        ("person__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="request_has_one_applicant",
            ),
        ),
    ]

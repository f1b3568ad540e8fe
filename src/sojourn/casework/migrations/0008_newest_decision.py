from django.db import migrations
from django.db.models import OuterRef, Subquery


def keep_newest(apps, schema_editor):
    """Until now a case had one decision at most: that is the one that holds."""
    decisions = apps.get_model("casework", "Decision").objects.filter(case=OuterRef("pk"))
    cases = apps.get_model("casework", "Case").objects.filter(decisions__isnull=False)
    cases.update(decision=Subquery(decisions.order_by("-position").values("pk")[:1]))


class Migration(migrations.Migration):

    dependencies = [("casework", "0007_later_decisions")]

    operations = [migrations.RunPython(keep_newest, migrations.RunPython.noop)]

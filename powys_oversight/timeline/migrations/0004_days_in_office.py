"""The other two ends of an office held, so that the database can sort by when a holder is first known."""

from django.db import migrations

import powys_oversight.timeline.db.fields


def work_out(apps, schema_editor):
    holdings = apps.get_model("timeline", "OfficeHolding").objects.using(schema_editor.connection.alias)
    for holding in holdings.iterator():
        holding.save(update_fields=["began_latest", "ended_earliest"])


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0003_drafts_and_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="officeholding",
            name="began_latest",
            field=powys_oversight.timeline.db.fields.LatestField(
                editable=False, null=True, serialize=False, sources=("began",)
            ),
        ),
        migrations.AddField(
            model_name="officeholding",
            name="ended_earliest",
            field=powys_oversight.timeline.db.fields.EarliestField(
                editable=False, null=True, serialize=False, sources=("ended",)
            ),
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop),
    ]
